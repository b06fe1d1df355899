"""`dmptui replace`, `delete`, `mask`, `unmask`, `hide`, `reveal`, `archive`, `unarchive`."""

import io
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run
from tests.commands.people import BERNARD, KONATE, LAMBERT, LAURENT, ROUX
from tests.commands.test_documented_json import documented

LETTER = "11488-4"
BENOIT = ("--as", "BENOIT")


def deposit(run: Run, folder: Path, *words: str, ins: str = BERNARD, who: tuple[str, ...] = ROUX) -> str:
    """A letter of one's own; its id."""
    file = folder / f"lettre{len(list(folder.glob('lettre*')))}.txt"
    file.write_text(f"Cher confrère {file.name}")
    answer = run("import", ins, file, "--type", LETTER, "--title", file.stem, *words, *who, "--json")
    assert answer.code == 0, answer.err
    return str(answer.json[0]["id"])


def line_of(run: Run, document: str, ins: str = BERNARD, who: tuple[str, ...] = ROUX) -> Any:
    """The document as it is listed, whatever its new id: by its title."""
    title = run("show", ins, document, *who, "--json").json["title"]
    return next(d for d in run("documents", ins, *who, "--all", "--json").json if d["title"] == title)


def last_trace(run: Run, action: str, ins: str = BERNARD, who: tuple[str, ...] = ROUX) -> Any:
    """The most recent trace of an action."""
    return next(t for t in run("traces", ins, *who, "--json").json if t["action"] == action)


@pytest.mark.parametrize(
    ("before", "words", "visibility", "archived", "action"),
    [
        ((), ("mask",), ["MASQUE_PS"], False, "masquage"),
        (("--masked",), ("unmask",), [], False, "demasquage"),
        ((), ("hide", "--from", "patient"), ["INVISIBLE_PATIENT"], False, "visibilite"),
        (("--hidden-from-patient",), ("reveal", "--to", "patient", "--yes"), [], False, "visibilite"),
        ((), ("archive",), [], True, "archivage"),
    ],
)
def test_a_change_is_made_traced_and_told(
    run: Run,
    tmp_path: Path,
    before: tuple[str, ...],
    words: tuple[str, ...],
    visibility: list[str],
    archived: bool,
    action: str,
) -> None:
    document = deposit(run, tmp_path, *before)
    answer = run(words[0], BERNARD, document, *words[1:], *ROUX, "--json")
    assert answer.code == 0, answer.err
    (result,) = answer.json
    assert set(result) == documented("delete")
    assert (result["document"], result["done"], result["error"]) == (document, True, None)
    line = line_of(run, result["id"])
    assert (line["visibility"], line["archived"]) == (visibility, archived)
    assert last_trace(run, action)["refusal"] == ""
    told = run("mes", BERNARD, "notifications", "--json").json
    assert len([n for n in told if "un document de votre DMP" in n["text"]]) == 1


def test_out_of_the_archives(run: Run, tmp_path: Path) -> None:
    document = deposit(run, tmp_path)
    (archived,) = run("archive", BERNARD, document, *ROUX, "--json").json
    document = archived["id"]
    assert "Sorti des archives" in run("unarchive", BERNARD, document, *ROUX).out
    (line,) = run("documents", BERNARD, *ROUX, "--text", "lettre0", "--json").json
    assert not line["archived"]
    refused = run("unarchive", BERNARD, line["id"], *ROUX)
    assert (refused.code, "n'est pas archivé" in refused.err) == (1, True)


def test_a_minor_and_the_representatives(run: Run, tmp_path: Path) -> None:
    document = deposit(run, tmp_path, "--hidden-from-representatives", ins=LAURENT, who=BENOIT)
    seen = ("mes", LAURENT, "--representative", "documents", "--json")
    assert document not in {d["id"] for d in run(*seen).json}
    hidden = run("hide", LAURENT, document, "--from", "representatives", *BENOIT)
    assert (hidden.code, "n'est déjà pas visible" in hidden.err) == (1, True)
    shown = run("reveal", LAURENT, document, "--to", "representatives", "--yes", *BENOIT, "--json")
    assert shown.code == 0
    assert "lettre0" in {d["title"] for d in run(*seen).json}
    back = run("hide", LAURENT, shown.json[0]["id"], "--from", "representatives", *BENOIT, "--json")
    assert (back.code, back.json[0]["error"]["kind"]) == (1, "refused")


def test_each_document_has_its_result(run: Run, tmp_path: Path) -> None:
    mine = deposit(run, tmp_path)
    other = next(
        d for d in run("documents", BERNARD, *ROUX, "--json").json if "LE GOFF" in d["author"]["name"]
    )
    answer = run("delete", BERNARD, mine, other["number"], mine, "--yes", *ROUX, "--json")
    assert answer.code == 1
    assert [(r["document"], r["done"]) for r in answer.json] == [(mine, True), (other["id"], False)]
    assert answer.json[1]["error"]["kind"] == "refused"
    assert answer.json[1]["error"]["source"] == "guide d'intégration DMP, TD3.3c"
    assert answer.err.startswith(f"{other['title']} : Seul l'auteur")
    refused, done = [t for t in run("traces", BERNARD, *ROUX, "--json").json if t["action"] == "suppression"]
    assert (refused["object_id"], done["object_id"]) == (other["id"], mine)
    assert (bool(refused["refusal"]), done["refusal"]) == (True, "")
    assert run("show", BERNARD, mine, *ROUX).code == 1


def test_an_unknown_document_and_nothing_is_changed(run: Run, tmp_path: Path) -> None:
    mine = deposit(run, tmp_path)
    answer = run("mask", BERNARD, mine, "zzz", *ROUX, "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, "not-found")
    assert line_of(run, mine)["visibility"] == []


def test_without_authorisation_nothing_is_changed(run: Run) -> None:
    answer = run("mask", KONATE, "1", *LAMBERT)
    assert (answer.code, "--consent explicit" in answer.err) == (1, True)


@pytest.mark.parametrize("words", [("delete",), ("reveal", "--to", "representatives")])
def test_a_script_must_confirm_what_cannot_be_undone(run: Run, words: tuple[str, ...]) -> None:
    answer = run(words[0], BERNARD, "1", *words[1:], *ROUX)
    assert (answer.code, "--yes" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("typed", "code"), [("oui\n", 0), ("OUI\n", 0), ("non\n", 1), ("o\n", 1), ("\n", 1), ("", 1)]
)
def test_only_oui_deletes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    document = deposit(run, tmp_path)
    terminal = io.StringIO(typed)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    answer = run("delete", BERNARD, document, *ROUX)
    assert answer.code == code
    assert "BERNARD Lucie" in answer.err
    assert "« lettre0 » ? [oui/non]" in answer.err
    assert (run("show", BERNARD, document, *ROUX).code == 0) is (code == 1)


def test_a_replacement(run: Run, tmp_path: Path) -> None:
    old = deposit(run, tmp_path, "--masked")
    file = tmp_path / "suite.txt"
    file.write_text("Version corrigée")
    receipt = run("replace", BERNARD, old, file, *ROUX, "--json").json
    assert set(receipt) == documented("import") | documented("replace")
    assert (receipt["replaces"], receipt["title"], receipt["type"]["code"]) == (old, "lettre0", LETTER)
    assert receipt["visibility"] == ["MASQUE_PS"]
    listed = {d["id"]: d for d in run("documents", BERNARD, *ROUX, "--all", "--json").json}
    assert listed[old]["status"] == "superseded"
    assert listed[receipt["id"]]["visibility"] == ["MASQUE_PS"]
    assert last_trace(run, "remplacement")["refusal"] == ""


def test_only_the_author_replaces(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "suite.txt"
    file.write_text("Version corrigée")
    found = run("documents", BERNARD, *ROUX, "--author", "LE GOFF", "--json").json
    answer = run("replace", BERNARD, found[0]["id"], file, *ROUX)
    assert (answer.code, "Seul l'auteur" in answer.err) == (1, True)
    assert "Seul l'auteur" in last_trace(run, "remplacement")["refusal"]


def test_a_deposit_never_masked_and_hidden(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Cher confrère")
    words = ("--type", LETTER, "--masked", "--hidden-from-patient", *ROUX)
    answer = run("import", BERNARD, file, *words)
    assert (answer.code, "à la fois masqué" in answer.err) == (1, True)
    assert "à la fois masqué" in last_trace(run, "depot")["refusal"]


def test_what_is_hidden_at_deposit_is_not_announced(run: Run, tmp_path: Path) -> None:
    before = run("mes", BERNARD, "notifications", "--json").json
    document = deposit(run, tmp_path, "--hidden-from-patient")
    assert document not in {d["id"] for d in run("mes", BERNARD, "documents", "--json").json}
    told = run("mes", BERNARD, "notifications", "--json").json
    assert len(added(told)) == len(added(before))


def added(told: list[dict[str, str]]) -> list[str]:
    """The notifications of a deposit."""
    return [n["text"] for n in told if "ajouté" in n["text"]]
