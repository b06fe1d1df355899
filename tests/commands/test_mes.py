"""`dmptui mes`: the person's own acts."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dmptui.commands.mes import medical_profile
from dmptui.core.model.medical_profile import Entry, Heading
from tests.commands.conftest import Run
from tests.commands.people import BERNARD, KONATE, LEFEVRE, ROBERT, ROUX, SIMON
from tests.commands.test_documented_json import documented

HADDAD = "899900001134"


def own(run: Run, *words: object, ins: str = BERNARD) -> Any:
    """The JSON of an act that is done."""
    answer = run("mes", ins, *words, "--json")
    assert answer.code == 0, answer.err
    return answer.json


def traced(run: Run, action: str) -> Any:
    """The most recent trace of an action, as the person sees it."""
    return next(t for t in own(run, "traces") if t["action"] == action)


@pytest.mark.parametrize(
    ("action", "documented_as"),
    [
        ("documents", "documents"),
        ("traces", "traces"),
        ("notifications", "mes notifications"),
        ("authorisations", "mes authorisations"),
    ],
)
def test_lists(run: Run, action: str, documented_as: str) -> None:
    run("documents", BERNARD, *ROUX)
    lines = own(run, action)
    assert lines
    for line in lines:
        assert set(line) == documented(documented_as) - {"new"}
    printed = run("mes", BERNARD, action)
    assert (printed.code, printed.out.count("\n") > len(lines)) == (0, True)


def test_what_is_hidden_from_the_patient_is_not_listed(run: Run) -> None:
    hidden = [
        d for d in run("documents", BERNARD, *ROUX, "--json").json if "INVISIBLE_PATIENT" in d["visibility"]
    ]
    assert hidden
    assert not {d["id"] for d in hidden} & {d["id"] for d in own(run, "documents")}


def test_block_and_unblock(run: Run) -> None:
    blocked = own(run, "block", "HADDAD")
    assert set(blocked) == documented("mes block")
    assert (blocked["professional"], blocked["blocked"]) == (HADDAD, True)
    assert traced(run, "blocage")["refusal"] == ""
    assert "bloqué" in run("documents", BERNARD, "--as", "HADDAD").err
    again = run("mes", BERNARD, "block", HADDAD)
    assert (again.code, "déjà bloqué" in again.err) == (1, True)
    assert traced(run, "blocage")["refusal"]
    assert own(run, "unblock", HADDAD[1:])["blocked"] is False
    status = {line["professional"]: line["status"] for line in own(run, "authorisations")}
    assert status.get(HADDAD, "NON_EXISTE") == "NON_EXISTE"
    assert run("mes", BERNARD, "unblock", HADDAD).code == 1


def test_a_professional_nobody_knows(run: Run) -> None:
    answer = run("mes", BERNARD, "block", "899999999999")
    assert (answer.code, "n'est pas connu" in answer.err) == (1, True)
    assert run("mes", BERNARD, "block", "PERSONNE").code == 2


def test_a_blocked_medecin_traitant_is_so_no_more(run: Run) -> None:
    assert own(run, "block", "ROUX") == {
        "professional": "899900001001",
        "name": "Dr ROUX Claire",
        "blocked": True,
        "attending": False,
    }


def test_medecin_traitant(run: Run) -> None:
    assert own(run, "attending", "HADDAD")["attending"] is True
    assert run("mes", BERNARD, "attending", "HADDAD").code == 1
    assert own(run, "attending", "HADDAD", "--end")["attending"] is False
    assert traced(run, "medecin-traitant")["refusal"] == ""
    refused = run("mes", BERNARD, "attending", "LAMBERT")
    assert (refused.code, "médecin" in refused.err) == (1, True)
    assert run("mes", BERNARD, "attending", "HADDAD", "--end").code == 1


def test_switches(run: Run) -> None:
    before = own(run, "switches")
    assert set(before) == documented("mes switches")
    assert own(run, "switches", "--break-glass", "off") == before | {"break_glass": False}
    assert own(run, "switches") == before | {"break_glass": False}
    assert traced(run, "acces-urgence")["refusal"] == ""
    refused = run("documents", BERNARD, "--as", "SCHMITT", "--break-glass", "malaise")
    assert (refused.code, "opposée" in refused.err) == (1, True)
    assert "bris de glace : non" in run("mes", BERNARD, "switches").out


def test_mask_and_unmask(run: Run) -> None:
    lines = [d for d in own(run, "documents") if not d["visibility"]][:2]
    ids = [line["id"] for line in lines]
    results = own(run, "mask", *ids)
    assert [(r["document"], r["change"], r["done"]) for r in results] == [(i, "mask", True) for i in ids]
    assert traced(run, "masquage")["refusal"] == ""
    masked = results[0]["id"]
    again = run("mes", BERNARD, "mask", masked)
    assert (again.code, "déjà masqué" in again.err) == (1, True)
    assert traced(run, "masquage")["refusal"]
    assert own(run, "unmask", masked)[0]["done"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((LEFEVRE, "documents"), "rouvrir"),
        ((SIMON, "documents"), "vous y opposer"),
        ((ROBERT, "reopen"), "décédée"),
        ((BERNARD, "--representative", "documents"), "majeure"),
    ],
)
def test_who_sees_nothing(run: Run, words: tuple[str, ...], said: str) -> None:
    answer = run("mes", *words)
    assert (answer.code, said in answer.err) == (1, True), answer.err


def test_deposit_replace_archive_delete(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "volontes.txt"
    file.write_text("Je veux rester chez moi.", encoding="utf-8")
    (receipt,) = own(run, "deposit", file, "--type", "EXPPAT_1", "--title", "Mes volontés")
    assert set(receipt) == documented("import")
    line = next(d for d in own(run, "documents") if d["id"] == receipt["id"])
    assert (line["title"], line["category"]["code"]) == ("Mes volontés", "90")
    assert any(d["id"] == receipt["id"] for d in run("documents", BERNARD, *ROUX, "--json").json)
    newer = own(run, "replace", receipt["id"], file, "--title", "Mes volontés, relues")
    assert set(newer) == documented("import") | documented("replace")
    (archived,) = own(run, "archive", newer["id"])
    assert archived["done"]
    (back,) = own(run, "unarchive", archived["id"])
    assert run("mes", BERNARD, "delete", back["id"]).code == 2
    assert own(run, "delete", back["id"], "--yes")[0]["done"]
    assert traced(run, "suppression")["refusal"] == ""


def test_what_the_person_does_not_deposit(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cr.txt"
    file.write_text("Compte rendu", encoding="utf-8")
    answer = run("mes", BERNARD, "deposit", file, "--type", "11488-4")
    assert (answer.code, "cr.txt : La personne ne dépose" in answer.err) == (1, True)
    assert traced(run, "depot")["refusal"]
    theirs = run("import", BERNARD, file, "--type", "DOCPAT01", *ROUX)
    assert (theirs.code, "réservé" in theirs.err) == (1, True)


def test_the_profile(run: Run) -> None:
    for words, state in (
        (("oppose",), "oppose"),
        (("reopen",), "active"),
        (("close", "--reason", "Je pars"), "ferme"),
        (("reopen",), "active"),
    ):
        answer = own(run, *words, ins=SIMON)
        assert set(answer) == documented("mes oppose")
        assert answer["dmp"] == state
    late = run("mes", SIMON, "oppose")
    assert (late.code, "plus temps" in late.err) == (1, True)


def test_a_representative_of_a_child(run: Run) -> None:
    out = run("mes", KONATE, "--representative", "documents").out
    assert out.startswith("KONATÉ Awa")
    assert "représentant légal" in out


def test_the_session_is_given_back(run: Run, dmp: Any) -> None:
    import sqlite3

    own(run, "switches")
    with sqlite3.connect(dmp.database) as database:
        tables = {row[0] for row in database.execute("select name from sqlite_master where type='table'")}
        name = next(table for table in tables if "token" in table)
        assert database.execute(f"select count(*) from {name}").fetchone() == (0,)


def test_the_profil_medical(run: Run) -> None:
    assert own(run, "profile") == []
    assert "0 note" in run("mes", BERNARD, "profile").out
    weight = Entry(heading=Heading.WEIGHT, values=(Decimal("72.5"),), day=date(2026, 11, 3))
    line = medical_profile.line_as_json(weight)
    assert set(line) == documented("mes profile")
    assert (line["values"], line["unit"], line["date"]) == ([72.5], "kg", "2026-11-03")
