"""`dmptui vaccination`, `authorise` and `attending`."""

import pytest

from dmptui.commands import vaccination
from dmptui.core.deposit import vaccination_note
from tests.commands.conftest import Run
from tests.commands.people import BERNARD, KONATE, LAMBERT, LEFEVRE, ROUX
from tests.commands.test_documented_json import documented

SHOT = ("--vaccine", "VAXIGRIPTETRA", "--date", "2026-01-15", "--lot", "U3C21", "--rank", "2")
PLACE = ("--route", "intramuscular", "--site", "left-deltoid", "--disease", "grippe")


def test_every_way_and_place_has_a_code() -> None:
    assert tuple(vaccination_note.ROUTES) == vaccination.WAYS
    assert tuple(vaccination_note.SITES) == vaccination.PLACES


def test_a_note_says_what_was_given(run: Run) -> None:
    before = {n["id"] for n in run("mes", BERNARD, "notifications", "--json").json}
    note = run("vaccination", BERNARD, *SHOT, *PLACE, *ROUX, "--json").json
    assert set(note) == documented("vaccination")
    shown = run("show", BERNARD, note["id"], *ROUX, "--json").json
    assert shown["type"]["code"] == "87273-9"
    for said in ("VAXIGRIPTETRA", "15/01/2026", "U3C21", "deltoïde gauche", "grippe"):
        assert said in shown["text"]
    deposits = [t for t in run("traces", BERNARD, *ROUX, "--json").json if t["action"] == "depot"]
    assert [t["object_id"] for t in deposits].count(note["id"]) == 1
    told = run("mes", BERNARD, "notifications", "--json").json
    assert len([n for n in told if "a ajouté un document" in n["text"] and n["id"] not in before]) == 1


def test_no_way_is_said_when_none_was_told(run: Run) -> None:
    note = run("vaccination", BERNARD, "--vaccine", "VACCIN", "--date", "15/01/2026", *ROUX, "--json").json
    assert (note["route"], note["site"], note["rank"]) == ("", "", None)
    assert "intramusculaire" not in run("show", BERNARD, note["id"], *ROUX).out


@pytest.mark.parametrize(
    ("words", "who", "code", "said"),
    [
        (SHOT, ("--as", "OLIVIER"), 1, "Seuls un médecin, un pharmacien"),
        (("--vaccine", "V", "--date", "2099-01-01"), ROUX, 2, "après aujourd'hui"),
        (("--vaccine", "V", "--date", "1900-01-01"), ROUX, 2, "avant la naissance"),
        (("--vaccine", " ", "--date", "2026-01-01"), ROUX, 2, "nomme le vaccin"),
        (("--vaccine", "V", "--date", "2026-01-01", "--route", "nez"), ROUX, 2, "« nez » n'est pas prévu"),
        (("--vaccine", "V", "--date", "2026-01-01", "--rank", "0"), ROUX, 2, "de 1 à 99"),
    ],
)
def test_a_note_refused(run: Run, words: tuple[str, ...], who: tuple[str, ...], code: int, said: str) -> None:
    answer = run("vaccination", BERNARD, *words, *who)
    assert (answer.code, said in answer.err) == (code, True), answer.err


def test_a_refused_note_is_traced(run: Run) -> None:
    run("vaccination", BERNARD, *SHOT, "--as", "OLIVIER")
    trace = next(t for t in run("traces", BERNARD, *ROUX, "--json").json if t["action"] == "depot")
    assert "OLIVIER" in trace["actor"]["name"]
    assert trace["refusal"].startswith("Seuls un médecin")


def test_a_consent_is_declared_and_nothing_listed(run: Run) -> None:
    given = run("authorise", KONATE, "--consent", "explicit", *LAMBERT, "--json").json
    assert set(given) == documented("authorise")
    assert (given["ins"], given["kind"], given["attending"]) == (KONATE, "explicit", False)
    assert (given["team"], given["professional"]) == (None, f"8{LAMBERT[1]}")
    traces = run("traces", KONATE, *LAMBERT, "--json").json
    mine = [t["action"] for t in traces if "LAMBERT" in t["actor"]["name"]]
    assert mine == ["traces", "ouverture", "autorisation"]


@pytest.mark.parametrize(
    ("ins", "words", "who", "said"),
    [
        (KONATE, ("information",), LAMBERT, "--consent explicit"),
        (KONATE, ("explicit", "--attending"), LAMBERT, "Seul un médecin"),
        (LEFEVRE, ("explicit",), LAMBERT, "fermé"),
    ],
)
def test_a_consent_refused(
    run: Run, ins: str, words: tuple[str, ...], who: tuple[str, ...], said: str
) -> None:
    answer = run("authorise", ins, "--consent", *words, *who)
    assert (answer.code, said in answer.err) == (1, True), answer.err


def test_medecin_traitant_from_one_end_to_the_other(run: Run) -> None:
    words = ("authorise", KONATE, "--consent", "explicit", "--attending", *ROUX)
    assert "Vous êtes son médecin traitant." in run(*words).out
    ended = run("attending", KONATE, "--end", *ROUX, "--json").json
    assert set(ended) == documented("attending")
    again = run("attending", KONATE, "--end", *ROUX, "--json")
    assert (again.code, again.json["error"]["source"]) == (1, "CSP L1110-12")
    traces = [t for t in run("traces", KONATE, *ROUX, "--json").json if t["action"] == "medecin-traitant"]
    assert [bool(t["refusal"]) for t in traces][:2] == [True, False]


def test_nobody_with_this_ins(run: Run) -> None:
    unknown = "255019990000113"
    unknown = unknown[:13] + f"{97 - int(unknown[:13]) % 97:02}"
    answer = run("attending", unknown, "--end", *ROUX)
    assert (answer.code, "Aucun DMP" in answer.err) == (1, True), answer.err
