"""`dmptui search`: what a record holds, by its words."""

from pathlib import Path

from tests.commands.conftest import Run
from tests.commands.people import BERNARD, KONATE, LAMBERT, ROUX
from tests.commands.test_documented_json import documented


def test_what_is_found_and_where(run: Run) -> None:
    answer = run("search", BERNARD, *ROUX, "insuffisance", "card", "--json")
    assert answer.code == 0, answer.err
    assert answer.json
    for line in answer.json:
        assert set(line) == (documented("documents") - {"number"}) | documented("search")
        for excerpt in line["excerpts"]:
            marks = [(m["start"], m["start"] + m["length"]) for m in excerpt["marks"]]
            words = {excerpt["text"][start:end].lower() for start, end in marks}
            assert words
            assert all(word == "insuffisance" or word.startswith("card") for word in words)


def test_on_a_screen(run: Run) -> None:
    answer = run("search", BERNARD, *ROUX, '"insuffisance cardiaque"')
    assert answer.code == 0, answer.err
    assert "BERNARD Lucie" in answer.out
    assert "nsuffisance cardiaque" in answer.out
    assert "relancez" not in answer.err


def test_a_deposit_its_deletion_and_its_trace(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Cher confrère, crise de goutte au gros orteil, colchicine.")
    deposited = run("import", BERNARD, file, "--type", "11488-4", "--title", "Avis", *ROUX, "--json")
    assert deposited.code == 0, deposited.err
    (found,) = run("search", BERNARD, *ROUX, "orteil", "colch", "--json").json
    assert found["title"] == "Avis"
    assert run("search", BERNARD, *ROUX, "orteil", "--since", "2100-01-01", "--json").json == []
    assert run("delete", BERNARD, found["id"], "--yes", *ROUX).code == 0
    assert run("search", BERNARD, *ROUX, "orteil", "--all", "--json").json == []
    (trace, *_others) = [
        t for t in run("traces", BERNARD, *ROUX, "--json").json if t["action"] == "recherche"
    ]
    assert (trace["object"], trace["refusal"]) == ("", "")


def test_old_versions_only_when_asked(run: Run) -> None:
    current = run("search", BERNARD, *ROUX, "traitement", "--json").json
    everything = run("search", BERNARD, *ROUX, "traitement", "--all", "--json").json
    assert {line["status"] for line in current} == {"current"}
    assert {line["status"] for line in everything} == {"current", "superseded"}


def test_refusals(run: Run) -> None:
    assert run("search", KONATE, *LAMBERT, "fer").code == 1
    nothing = run("search", BERNARD, *ROUX, "!!")
    assert (nothing.code, "au moins un mot" in nothing.err) == (2, True)
