"""`dmptui matrix` and `dmptui rules`: the rules shown, and the matrix replaced."""

from pathlib import Path

import pytest

from dmptui.core.machine.matrix_file import matrix_path
from dmptui.core.machine.settings import Settings
from dmptui.core.rules.matrix import packaged_matrix, write_matrix
from dmptui.core.rules.table import markdown
from tests.commands.conftest import Run
from tests.commands.people import BERNARD, ROUX
from tests.commands.test_documented_json import documented

HEADING = "profession;document;read;source\n"
ROWS = "G15_10;*;NON;essai\nG15_10;11488-4;OUI;exemple d'essai\n"


def test_the_matrix_of_the_package(run: Run) -> None:
    lines = run("matrix", "show", "--json").json
    assert len(lines) == len(packaged_matrix().cells)
    for line in lines:
        assert set(line) == documented("matrix show")
        assert line["example"] is line["source"].startswith("exemple")
    out = run("matrix", "show").out
    assert "aucune n'est importée" in out
    assert "exemple" in out


def test_one_profession_type_by_type(run: Run) -> None:
    lines = run("matrix", "show", "--profession", "G15_40", "--json").json
    assert {line["document"]["code"] for line in lines if not line["read"]} == {
        "80788-3",
        "75496-0",
        "83981-1",
        "83901-9",
        "68599-0",
    }
    assert run("matrix", "show", "--profession", "G15_99").code == 2


def test_an_imported_matrix_decides_from_then_on(run: Run, dmp: Settings, tmp_path: Path) -> None:
    before = {d["type"]["code"] for d in run("documents", BERNARD, *ROUX, "--json").json}
    assert {"11488-4", "11502-2"} <= before
    file = tmp_path / "matrice.csv"
    file.write_text("\ufeff" + HEADING + ROWS)
    assert "2 cases" in run("matrix", "import", file).out
    assert {d["type"]["code"] for d in run("documents", BERNARD, *ROUX, "--json").json} == {"11488-4"}
    assert [line["example"] for line in run("matrix", "show", "--json").json] == [False, True]
    assert "importée sur ce poste" in run("matrix", "show").out
    assert not list(dmp.data_dir.glob("*.new"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "première ligne"),
        ("a;b\n", "première ligne"),
        (HEADING, "vide"),
        (HEADING + "X;*;OUI;essai\n", "Ligne 2 de la matrice : la profession « X »"),
        (HEADING + "\nG15_10;*;OUI;essai\nG15_10;0-0;OUI;essai\n", "Ligne 4 de la matrice : « 0-0 »"),
        (HEADING + "G15_10;class:99;OUI;essai\n", "« class:99 »"),
        (HEADING + "G15_10;*;PEUT-ÊTRE;essai\n", "OUI ou NON"),
        (HEADING + "G15_10;*;OUI;\n", "source"),
        (HEADING + "G15_10;*;OUI\n", "quatre colonnes"),
        (HEADING + "G15_10;*;OUI;a\nG15_10;*;NON;b\n", "Ligne 3"),
        (HEADING + 'G15_10;*;OUI;"essai\n', "guillemets"),
    ],
)
def test_a_wrong_matrix_changes_nothing(
    run: Run, dmp: Settings, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "matrice.csv"
    file.write_text(content)
    answer = run("matrix", "import", file)
    assert (answer.code, said in answer.err) == (2, True), answer.err
    assert not matrix_path(dmp.data_dir).exists()


def test_a_matrix_that_is_not_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "matrice.xlsx"
    file.write_bytes(b"PK\x03\x04\xff\xfe")
    assert "UTF-8" in run("matrix", "import", file).err


def test_the_package_s_own_can_be_imported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "matrice.tsv"
    file.write_text(write_matrix(packaged_matrix()))
    assert len(run("matrix", "import", file, "--json").json) == len(packaged_matrix().cells)
    assert len(run("documents", BERNARD, *ROUX, "--json").json) > 1


def test_a_kept_matrix_that_was_spoilt_opens_nothing(run: Run, dmp: Settings) -> None:
    matrix_path(dmp.data_dir).write_text("G15_10 lit tout")
    for words in (("documents", BERNARD, *ROUX), ("matrix", "show"), ("professionals",)):
        answer = run(*words)
        assert (answer.code, "La matrice importée est illisible" in answer.err) == (3, True), words


def test_the_rules_in_markdown(run: Run) -> None:
    answer = run("rules")
    assert answer.code == 0
    assert answer.out.rstrip("\n") == markdown().rstrip("\n")
