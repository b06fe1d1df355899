"""The pages of a record on the command line: what they say, its marks, and the JSON that is documented."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dmptui.cli import main
from dmptui.core.errors import InvalidContent
from dmptui.core.insight import findings
from dmptui.core.machine.settings import Settings
from dmptui.core.model.clinical import Entries, Standing
from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import DEMO_NIR
from tests.commands.conftest import Run
from tests.commands.people import BERNARD, KONATE, LAMBERT, ROUX
from tests.commands.test_documented_json import documented

PAGES = ("summary", "care-path", "vaccinations", "directives", "biology", "messages")
_READ = {"label", "note", "aside", "vaccine", "lot", "marks", "subject", "name", "chapter", "lines", "text"}
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:.]+[+-]\d\d:\d\d)?)?)?")

Alter = Callable[[Callable[[Entries], Entries]], None]


@pytest.fixture
def alter(monkeypatch: pytest.MonkeyPatch) -> Alter:
    """Change what every document says."""
    real = findings._entries

    def alter(change: Callable[[Entries], Entries]) -> None:
        monkeypatch.setattr(findings, "_entries", lambda data: change(real(data)))

    return alter


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON value, itself among them."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(each)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(each)


def page(run: Run, command: str, *words: str) -> Any:
    answer = run(command, BERNARD, *ROUX, *words, "--json")
    assert answer.code == 0, answer.err
    return answer.json


class Answers(NamedTuple):
    """Every page of a record, in JSON and as text; ``known`` are the ids of its documents."""

    json: dict[str, Any]
    text: dict[str, str]
    known: set[str]


@pytest.fixture(scope="module")
def answers(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Asked once; a message is sent before, so that every page has something to say."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("pages"))
    shutil.copyfile(demonstration, settings.database)

    def ask(*words: str) -> str:
        with redirect_stdout(StringIO()) as out:
            assert main([words[0], BERNARD, *ROUX, *words[1:], "--data-dir", str(settings.data_dir)]) == 0
        return out.getvalue()

    ask("message", "--subject", "Résultats", "--text", "Bonjour.\nTout va bien.")
    return Answers(
        {command: json.loads(ask(command, "--json")) for command in PAGES},
        {command: ask(command) for command in PAGES},
        {line["id"] for line in json.loads(ask("documents", "--all", "--json"))},
    )


@pytest.mark.parametrize("command", PAGES)
def test_every_field_of_a_page_is_documented_and_none_is_left_out(answers: Answers, command: str) -> None:
    found = answers.json[command]
    assert found
    shared = set().union(*map(documented, ("to_open", "source", "value", "code", "contradictions")))
    fields = {name for each in objects(found) for name in each}
    own = documented(command)
    assert fields - own - shared - {"id", "name", "organization", "detail", "values"} == set()
    assert own - fields - {"detail", "values"} == set()  # of documents that differ


@pytest.mark.parametrize("command", PAGES)
def test_the_objects_of_a_list_all_have_the_same_fields(answers: Answers, command: str) -> None:
    found = answers.json[command]
    for listed in found.values() if isinstance(found, dict) else [found]:
        assert len({frozenset(each) for each in listed}) <= 1


@pytest.mark.parametrize("command", PAGES)
def test_dates_are_iso_and_documents_are_those_of_the_record(answers: Answers, command: str) -> None:
    for each in objects(answers.json[command]):
        for name in ("date", "until", "given", "delivered", "start", "end", "sent"):
            when = each.get(name)
            assert when is None or _ISO.fullmatch(when)
        if "section_code" in each:
            assert each["document"] in answers.known


@pytest.mark.parametrize("command", PAGES)
def test_nothing_that_a_person_reads_is_in_the_json_only(answers: Answers, command: str) -> None:
    shown = " ".join(answers.text[command].split())
    for each in objects(answers.json[command]):
        is_code = "system" in each and "values" not in each
        if is_code or "section_code" in each or "low" in each:  # where a fact stands, a value in its own unit
            continue
        for name in _READ & set(each):
            for words in strings(each[name]):
                lines = words.split(", ") if name == "vaccine" else words.splitlines()  # a name, its form
                assert all(" ".join(line.split()) in shown for line in lines), (name, words)


@pytest.mark.parametrize("command", PAGES)
def test_a_record_that_does_not_open_is_refused(run: Run, command: str) -> None:
    refused = run(command, KONATE, *LAMBERT)
    assert (refused.code, refused.out, "--consent" in refused.err) == (1, "", True)
    assert run(command, "123", *ROUX).code == 2


@pytest.mark.parametrize("command", PAGES)
def test_a_record_opens_with_the_same_options_as_to_list_it(run: Run, command: str) -> None:
    opened = run(command, KONATE, *LAMBERT, "--break-glass", "Malaise")
    assert opened.code == run("documents", KONATE, *LAMBERT, "--break-glass", "Malaise").code == 0
    assert "BRIS DE GLACE" in opened.out


def test_the_summary_says_the_blocks_of_the_page(answers: Answers) -> None:
    for words in ("Médecin traitant : vous", "Alertes", "amoxicilline", "Pathologies en cours", "mmol/L ↑"):
        assert words in answers.text["summary"]
    lines = answers.json["summary"]
    parts = list(dict.fromkeys(line["part"] for line in lines))
    assert parts == ["alerts", "news", "synthesis", "documents", "biology", "vaccinations"]
    potassium = next(line for line in lines if line["label"] == "Potassium")
    assert potassium["fact"]["value"]["unit"] == "mmol/L"
    assert (potassium["fact"]["flag"], potassium["fact"]["status"]) == ("H", "stated")
    assert {line["fact"]["kind"] for line in lines if line["fact"]} >= {"problem", "treatment", "lab-result"}


def test_an_analysis_is_found_by_its_words_and_its_values_are_dated_and_measured(run: Run) -> None:
    (potassium,) = page(run, "biology", "--analysis", "potass")["analyses"]
    assert potassium["shown_unit"] == "mmol/L"
    days = [value["date"] for value in potassium["values"]]
    assert days == sorted(days, reverse=True)
    last = potassium["values"][0]
    assert (last["value"]["number"], last["flag"], last["outside"]) == (5.8, "H", "high")
    assert (last["references"][0]["value"]["low"], last["references"][0]["value"]["high"]) == (3.5, 5.1)
    shown = run("biology", BERNARD, *ROUX, "--analysis", "POTASS").out
    assert "5,8 mmol/L  ↑" in shown
    assert "3,5 à 5,1 mmol/L" in shown
    assert "Hors norme selon le laboratoire" in shown
    assert "Leucocytes" not in shown


def test_only_the_reports_of_the_period_are_read(run: Run) -> None:
    def read() -> int:
        traces = run("traces", BERNARD, *ROUX, "--json").json
        return sum(len(trace["documents"]) for trace in traces)

    before = read()
    (potassium,) = page(run, "biology", "--analysis", "potassium", "--since", "2026-11-01")["analyses"]
    assert len({s["document"] for value in potassium["values"] for s in value["sources"]}) == 1
    assert {s["recalled"] for value in potassium["values"] for s in value["sources"]} == {False, True}
    assert read() == before + 1


@pytest.mark.parametrize("standing", [Standing.CANCELLED, Standing.PLANNED])
def test_what_became_of_a_result_is_beside_it(run: Run, alter: Alter, standing: Standing) -> None:
    alter(lambda e: replace(e, lab_results=tuple(replace(r, standing=standing) for r in e.lab_results)))
    words = ("--analysis", "potassium", "--since", "2026-11-01")
    shown = run("biology", BERNARD, *ROUX, *words).out
    assert f"5,8 mmol/L {standing.word}" in shown
    (potassium,) = page(run, "biology", *words)["analyses"]
    last = potassium["values"][0]
    assert (last["status"], last["marks"]) == (standing.name.lower(), [standing.word])
    assert last["outside"] is None


@pytest.mark.parametrize("command", ["summary", "vaccinations", "biology"])
def test_what_is_only_in_the_text_is_said_not_coded(run: Run, alter: Alter, command: str) -> None:
    def uncoded(entries: Entries) -> Entries:
        return replace(
            entries,
            lab_results=tuple(replace(r, source=replace(r.source, coded=False)) for r in entries.lab_results),
            vaccinations=tuple(
                replace(v, source=replace(v.source, coded=False)) for v in entries.vaccinations
            ),
        )

    alter(uncoded)
    assert "non codé" in run(command, BERNARD, *ROUX).out
    found = [each for each in objects(page(run, command)) if "marks" in each]
    assert any(not each["coded"] for each in found)
    assert all(each["coded"] == ("non codé" not in each["marks"]) for each in found if "vaccine" not in each)


@pytest.mark.parametrize("standing", [Standing.PLANNED, Standing.REFUSED])
def test_an_injection_that_was_not_done_is_under_its_own_title(
    run: Run, alter: Alter, standing: Standing
) -> None:
    alter(lambda e: replace(e, vaccinations=tuple(replace(v, standing=standing) for v in e.vaccinations)))
    shown = run("vaccinations", BERNARD, *ROUX).out
    assert standing.word in shown
    assert "0 injection" in shown
    assert "Faites" not in shown
    assert {each["status"] for each in page(run, "vaccinations")["injections"]} == {standing.name.lower()}


def test_the_text_that_says_more_is_given(run: Run, alter: Alter) -> None:
    def fuller(entries: Entries) -> Entries:
        first, *_others = entries.narratives
        return replace(entries, narratives=(replace(first, remaining=("Une ligne de plus.",)),))

    alter(fuller)
    words = ("--since", "2026-11-01")
    shown = run("biology", BERNARD, *ROUX, *words).out
    assert "1 compte rendu dont le texte en dit plus" in shown
    assert "Une ligne de plus." in shown
    (left,) = page(run, "biology", *words)["to_open"]
    assert (left["reason"], left["lines"]) == ("fuller", ["Une ligne de plus."])
    assert "Le texte en dit plus : 1 ligne" in run("summary", BERNARD, *ROUX).out


def test_what_could_not_be_read_is_said_on_stderr(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(_data: bytes) -> Entries:
        raise InvalidContent("Ce document est illisible.", "test")

    monkeypatch.setattr(findings, "_entries", unreadable)
    for command in ("summary", "vaccinations", "biology", "care-path"):
        answer = run(command, BERNARD, *ROUX, "--json")
        assert answer.code == 0
        assert " : Ce document est illisible." in answer.err
    reasons = {left["reason"] for left in page(run, "biology")["to_open"]}
    assert reasons == {"failed"}


def test_documents_of_another_person_are_set_apart(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Identity(((DEMO_NIR, "279035121518989"),), "MERCIER", given_names=("Paule",), birth="19790328")
    monkeypatch.setattr(findings, "_entries_and_names", lambda _data: (Entries(), (other,)))
    shown = run("biology", BERNARD, *ROUX, "--since", "2026-11-01").out
    assert "1 document au nom d'une autre personne, mis à part\n" in shown
    assert "Entrée" not in shown
    found = page(run, "biology", "--since", "2026-11-01")
    assert found["analyses"] == []
    assert [left["reason"] for left in found["to_open"]] == ["apart"]
    for command in ("summary", "vaccinations", "care-path", "directives"):
        assert "au nom d'une autre personne" in run(command, BERNARD, *ROUX).out


def test_an_injection_is_told_with_its_sources(run: Run) -> None:
    first = page(run, "vaccinations", "--since", "2026-10-10")["injections"]
    assert [(each["date"], each["diseases"]) for each in first] == [
        ("2026-11-12", ["Diphtérie", "Tétanos", "Coqueluche", "Poliomyélite"]),
        ("2026-11-02", ["Grippe"]),
    ]
    assert [len(each["sources"]) for each in first] == [2, 2]
    for each in first:
        assert {source["lot"] for source in each["sources"]} == {each["lot"]}
    shown = run("vaccinations", BERNARD, *ROUX, "--since", "2026-10-10").out
    assert f"Lot n° : {first[0]['lot']}" in shown.replace("\u00a0", " ")


def test_the_care_path_has_stays_reimbursements_and_the_circle(run: Run) -> None:
    found = page(run, "care-path", "--since", "2024-03-01", "--until", "2024-03-31")
    stay = next(each for each in found["episodes"] if each["stay"])
    assert (stay["nights"] > 0, len(stay["acts"]) > 1) == (True, True)
    assert all(each["date"][:7] == "2024-03" for each in found["reimbursements"])
    assert any(each["attending"] for each in found["circle"])
    shown = run("care-path", BERNARD, *ROUX, "--since", "2024-03-01", "--until", "2024-03-31").out
    for words in ("nuits", "Remboursements", "Cercle de soins (", "Inscrit dans"):
        assert words in shown
    october = run("care-path", BERNARD, *ROUX, "--since", "2024-10-01", "--until", "2024-10-31").out
    assert "Quantité : 1" in october.replace("\u00a0", " ")


def test_directives_are_under_their_kind(answers: Answers) -> None:
    found = answers.json["directives"]["directives"]
    assert [each["kind"] for each in found] == ["EXPPAT_1", "EXPPAT_3"]
    assert "Directives anticipées\n" in answers.text["directives"]
    assert "version courante" in answers.text["directives"]


def test_messages_are_shown_whole(answers: Answers, run: Run) -> None:
    (message,) = answers.json["messages"]
    assert (message["subject"], message["document"]) == ("Résultats", "")
    assert message["text"] == "Bonjour.\nTout va bien."
    shown = answers.text["messages"]
    assert "Résultats\n  Envoyé le " in shown
    assert "  Bonjour.\n  Tout va bien.\n" in shown
    assert "0 message" in run("messages", BERNARD, *ROUX).out
