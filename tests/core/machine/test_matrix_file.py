"""The matrice d'habilitation kept on this machine."""

from pathlib import Path

import pytest

from dmptui.core.errors import Unavailable
from dmptui.core.machine.matrix_file import keep_matrix, matrix_in_force, matrix_path
from dmptui.core.rules.matrix import Cell, Matrix, packaged_matrix, parse_matrix, write_matrix

ONE = Matrix({("G15_10", "*"): Cell(read=True, source="essai")})
OTHER = Matrix({("G15_10", "*"): Cell(read=False, source="essai")})


def test_without_a_file_the_package_s_is_in_force(tmp_path: Path) -> None:
    assert matrix_in_force(tmp_path / "absent") == packaged_matrix()


def test_the_last_one_kept_is_in_force(tmp_path: Path) -> None:
    for matrix in (ONE, OTHER):
        keep_matrix(matrix, tmp_path / "new" / "folder")
        assert matrix_in_force(tmp_path / "new" / "folder") == matrix


def test_what_is_written_is_read_again() -> None:
    assert parse_matrix(write_matrix(packaged_matrix())) == packaged_matrix()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="ne peut pas être écrit"):
        keep_matrix(ONE, tmp_path / "file")


def test_an_interrupted_import_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_matrix(ONE, tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Unavailable, match="disque est plein"):
        keep_matrix(OTHER, tmp_path)
    assert matrix_in_force(tmp_path) == ONE
    assert [path.name for path in tmp_path.iterdir()] == [matrix_path(tmp_path).name]


@pytest.mark.parametrize("content", [b"", b"G15_10 lit tout", b"\xff\xfe"])
def test_a_spoilt_one_is_never_replaced_by_another(tmp_path: Path, content: bytes) -> None:
    matrix_path(tmp_path).write_bytes(content)
    with pytest.raises(Unavailable, match="illisible"):
        matrix_in_force(tmp_path)
