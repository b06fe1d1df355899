"""`dmptui patients`, `documents`, `show` and `traces`: what is seen, and on what ground."""

import csv
from pathlib import Path

import pytest

from dmptui.commands.common.output import say_csv
from dmptui.core.machine.spreadsheet import TRACE_COLUMNS
from tests.commands.conftest import Run
from tests.commands.people import BERNARD, KONATE, LAMBERT, LEFEVRE, LEGRAND, ROUX
from tests.commands.test_documented_json import DOCS


def test_my_patients(run: Run) -> None:
    out = run("patients", *ROUX).out
    assert "BERNARD Lucie" in out
    assert BERNARD in out
    assert out.rstrip().endswith("patients")


def test_one_ins_with_spaces(run: Run) -> None:
    grouped = f"{BERNARD[0]} {BERNARD[1:3]} {BERNARD[3:5]} {BERNARD[5:]}"
    (line,) = run("patients", *ROUX, "--ins", grouped, "--json").json
    assert (line["birth_name"], line["authorisation"], line["attending"]) == ("BERNARD", "VALIDE", True)


@pytest.mark.parametrize(
    ("ins", "said"),
    [
        (BERNARD[:-1], "trop court"),
        (BERNARD + "1", "trop long"),
        ("abc", "pas un INS"),
        (BERNARD[:-2] + f"{(int(BERNARD[-2:]) + 1) % 97:02}", "clé"),
        ("", "manque"),
    ],
)
def test_a_wrong_ins_is_not_repeated(run: Run, ins: str, said: str) -> None:
    answer = run("documents", ins, *ROUX)
    assert answer.code == 2
    assert said in answer.err
    assert not ins or ins not in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "PERSONNE"), "Personne ne répond"),
        (("--as", "ROUX", "--situation", "9"), "--situation"),
        (("--as", "Dr"), "plusieurs personnes"),
        (("--as", "12345678901"), "Personne ne répond"),
    ],
)
def test_who_is_not_clear(run: Run, words: tuple[str, ...], said: str) -> None:
    answer = run("patients", *words)
    assert (answer.code, said in answer.err) == (2, True), answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("--as", "99900001001"),
        ("--as", "99900001001", "--situation", "1"),
        ("--as", "899900001001", "--situation", "tilleuls"),
        ("--as", "roux claire", "--situation", "1990010019"),
    ],
)
def test_who_is_clear(run: Run, words: tuple[str, ...]) -> None:
    assert run("patients", *words).code == 0


def test_without_authorisation_the_option_is_named(run: Run) -> None:
    answer = run("documents", KONATE, *LAMBERT)
    assert answer.code == 1
    assert "--consent explicit" in answer.err
    assert run("documents", KONATE, *LAMBERT, "--consent", "information").code == 1


def consents_of(run: Run, name: str, *words: str) -> int:
    """How many consents somebody declared, by the traces."""
    traces = run("traces", KONATE, *words, "--json").json
    return [t["action"] for t in traces if name in t["actor"]["name"]].count("autorisation")


def test_a_consent_outside_a_team_ends_with_the_consultation(run: Run) -> None:
    words = (*LAMBERT, "--consent", "explicit")
    assert run("documents", KONATE, *words).code == 0
    again = run("documents", KONATE, *LAMBERT)
    assert (again.code, "cette consultation" in again.err) == (1, True), again.err
    assert run("documents", KONATE, *words).code == 0
    assert consents_of(run, "LAMBERT", *words) == 3


def test_the_consent_of_a_team_is_declared_once_for_all(run: Run) -> None:
    assert run("authorise", KONATE, "--consent", "explicit", "--attending", *ROUX).code == 0
    declared = consents_of(run, "ROUX", *ROUX)
    assert run("documents", KONATE, *ROUX).code == 0
    assert consents_of(run, "ROUX", *ROUX) == declared


def test_a_valid_authorisation_is_not_renewed(run: Run) -> None:
    run("documents", BERNARD, *ROUX, "--consent", "information")
    actions = [t["action"] for t in run("traces", BERNARD, *ROUX, "--json").json][:3]
    assert "autorisation" not in actions


def test_breaking_the_glass_is_traced_with_its_reason(run: Run) -> None:
    assert run("documents", KONATE, *LAMBERT, "--break-glass", " ").code == 1
    assert "· BRIS DE GLACE\n" in run("documents", KONATE, *LAMBERT, "--break-glass", "malaise").out
    traces = run("traces", KONATE, *LAMBERT, "--break-glass", "malaise", "--emergency", "--json").json
    assert {t["mode"] for t in traces} == {"bris_de_glace"}
    assert "malaise" in {t["emergency_reason"] for t in traces}


@pytest.mark.parametrize(
    ("ins", "words", "said"),
    [
        (LEFEVRE, (), "fermé"),
        (LEGRAND, (), "bloqué"),
        (LEGRAND, ("--break-glass", "malaise"), "bloqué"),
        (KONATE, ("--centre-15",), "régulateurs"),
    ],
)
def test_refused(run: Run, ins: str, words: tuple[str, ...], said: str) -> None:
    who = LAMBERT if ins == KONATE else ROUX
    answer = run("documents", ins, *who, *words)
    assert (answer.code, said in answer.err) == (1, True), answer.err


def test_a_refused_attempt_is_traced(run: Run) -> None:
    run("documents", KONATE, *LAMBERT, "--centre-15")
    refused = run("traces", KONATE, *ROUX, "--refused", "--json").json
    assert refused[0]["actor"]["name"] == "M. LAMBERT Paul"
    assert refused[0]["refusal"]


def test_attending_needs_the_consent(run: Run) -> None:
    assert run("documents", KONATE, *LAMBERT, "--attending").code == 2


def test_filters_keep_the_numbers(run: Run) -> None:
    whole = {d["id"]: d for d in run("documents", BERNARD, *ROUX, "--all", "--json").json}
    shown = run("documents", BERNARD, *ROUX, "--type", "11502-2", "--since", "01/01/2024", "--json").json
    assert 0 < len(shown) < len(whole)
    assert all(d["type"]["code"] == "11502-2" and d["act_date"] >= "2024" for d in shown)
    assert all(whole[d["id"]]["number"] == d["number"] for d in shown)


def test_archived_and_old_versions_need_all(run: Run) -> None:
    some = run("documents", BERNARD, *ROUX, "--json").json
    assert not [d for d in some if d["archived"] or d["status"] == "superseded"]
    whole = run("documents", BERNARD, *ROUX, "--all", "--json").json
    assert [d for d in whole if d["archived"] or d["status"] == "superseded"]


def test_words_are_found_without_accents(run: Run) -> None:
    found = run("documents", BERNARD, *ROUX, "--text", "echographie THYROIDIENNE", "--json").json
    assert found
    assert all("thyroïdienne" in d["title"].lower() for d in found)


def test_one_document_by_number_id_and_prefix(run: Run) -> None:
    first = run("documents", BERNARD, *ROUX, "--json").json[0]
    texts = {
        run("show", BERNARD, name, *ROUX, "--plain").out
        for name in (first["number"], first["id"], first["id"][:13])
    }
    assert len(texts) == 1
    assert "BERNARD Lucie" in texts.pop()


@pytest.mark.parametrize(("name", "code"), [("99999", 1), ("zzz", 1), ("0", 1), ("", 1)])
def test_no_such_document(run: Run, name: str, code: int) -> None:
    assert run("show", BERNARD, name, *ROUX).code == code


def test_an_ambiguous_prefix(run: Run) -> None:
    ids = [d["id"] for d in run("documents", BERNARD, *ROUX, "--all", "--json").json]
    letter = next(c for c in "abcdef" if sum(i.startswith(c) for i in ids) > 1)
    assert run("show", BERNARD, letter, *ROUX).code == 2


def test_raw_goes_to_a_new_private_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "doc.xml"
    assert run("show", BERNARD, "1", *ROUX, "--raw", file).out == ""
    assert b"ClinicalDocument" in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    again = run("show", BERNARD, "1", *ROUX, "--raw", file)
    assert (again.code, "existe déjà" in again.err) == (2, True)


def test_raw_never_goes_to_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run("show", BERNARD, "1", *ROUX, "--raw", "-").code == 2


def test_a_table_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    out = run("documents", BERNARD, *ROUX).out
    assert max(map(len, out.splitlines())) <= 80
    assert "…" in out


def test_traces_for_a_spreadsheet(run: Run) -> None:
    run("documents", KONATE, *LAMBERT, "--break-glass", '=1+1;"a')
    lines = run("traces", KONATE, *ROUX, "--csv").out.splitlines()
    rows = list(csv.reader(lines, delimiter=";"))
    assert tuple(rows[0]) == TRACE_COLUMNS
    assert all(f"`{column}`" in DOCS for column in TRACE_COLUMNS)
    assert "'=1+1;\"a" in {row[TRACE_COLUMNS.index("emergency_reason")] for row in rows}
    assert len(rows) - 1 == len(run("traces", KONATE, *ROUX, "--json").json) - 2  # each look leaves two
    assert run("traces", KONATE, *ROUX, "--csv", "--json").code == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t=", " ="])
def test_no_cell_is_a_formula(capsys: pytest.CaptureFixture[str], start: str) -> None:
    say_csv(("a", "b"), [(f"{start}A1", "-1 à +1")])
    (heading, (first, second)) = csv.reader(capsys.readouterr().out.splitlines(), delimiter=";")
    assert heading == ["a", "b"]
    assert (first[0], first[-2:], second) == ("'", "A1", "'-1 à +1")


def test_every_kind_of_trace_has_a_word(run: Run) -> None:
    run("mes", BERNARD, "switches", "--masked", "off")
    run("mes", BERNARD, "block", "HADDAD")
    out = run("traces", BERNARD, *ROUX).out
    assert "connexion à Mon espace santé" in out
    assert "blocage d'un professionnel" in out
    assert "accès en urgence" in out


def test_traces_of_a_period(run: Run) -> None:
    traces = run("traces", BERNARD, *ROUX, "--until", "2000-01-01", "--json")
    assert (traces.code, traces.json) == (0, [])
