"""Files of this machine: a folder listed, a path completed, a file read."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.errors import UsageError
from dmptui.core.machine.files import Entry, as_path, completed, list_folder, matching, read_file, split

ENDINGS = (".pdf", ".txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for age, name in enumerate(("b.PDF", "a.pdf", "c.txt", "d.docx", ".e.pdf")):
        path = tmp_path / name
        path.write_bytes(b"12345"[:age])
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "Zoé").mkdir()
    (tmp_path / "archives.pdf").mkdir()
    return tmp_path


def test_the_most_recent_files_first_then_the_folders(folder: Path) -> None:
    found = list_folder(folder, ENDINGS)
    assert [entry.path.name for entry in found] == ["b.PDF", "a.pdf", "c.txt", "archives.pdf", "Zoé"]
    assert [entry.is_folder for entry in found] == [False, False, False, True, True]
    assert [entry.size for entry in found[:3]] == [0, 1, 2]
    assert found[0].written.timestamp() == 1_000_000


def test_a_folder_that_cannot_be_read_holds_nothing(folder: Path) -> None:
    assert list_folder(folder / "absent", ENDINGS) == ()
    assert list_folder(folder / "a.pdf", ENDINGS) == ()
    (folder / "lien.pdf").symlink_to(folder / "nulle part")
    assert len(list_folder(folder, ENDINGS)) == 5


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("~/ra", "~/Radio"),
        ("~/RADIOG", "~/Radiographies/"),
        ("radio 2", "radio 2.pdf"),
        ("~/x", "~/x"),
        ("~/", "~/"),
        ("l", "lettre"),
    ],
)
def test_a_path_is_completed_as_far_as_is_certain(typed: str, whole: str) -> None:
    entries = [
        Entry(Path("Radiographies"), is_folder=True),
        Entry(Path("Radio 2.pdf"), is_folder=False),
        Entry(Path("lettre"), is_folder=False),
        Entry(Path("lettre 2.txt"), is_folder=False),
    ]
    assert completed(typed, entries).lower() == whole.lower()


@given(st.text("ab/é", max_size=6), st.lists(st.text("abé", min_size=1, max_size=4), unique=True))
def test_what_is_completed_still_begins_as_it_was_typed(typed: str, names: list[str]) -> None:
    entries = [Entry(Path(name), is_folder=False) for name in names]
    whole = completed(typed, entries)
    assert whole.startswith(typed)
    assert matching(entries, split(whole)[1]) == matching(entries, split(typed)[1])


def test_the_folder_of_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/moi")
    assert split("~/Documents/le") == (Path("/moi/Documents"), "le")
    assert split("le") == (Path(), "le")
    assert split("/") == (Path("/"), "")
    assert as_path("~personne-de-ce-nom/x") == Path("~personne-de-ce-nom/x")


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="n'existe pas"):
        read_file(tmp_path / "absent")
    with pytest.raises(UsageError, match="n'est pas un fichier"):
        read_file(tmp_path)
