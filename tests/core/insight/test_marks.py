"""The pages made of documents: every row with its mark, once, and what is not so never as a fact."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents.cda.entries import entries
from dmptui.core.insight.biology_series import series
from dmptui.core.insight.summary.alerts import alerts
from dmptui.core.insight.summary.digest import (
    Block,
    Line,
    Reading,
    RecordOverview,
    VaccinationReadings,
    Weight,
)
from dmptui.core.insight.summary.results import biology, vaccinations
from dmptui.core.insight.summary.synthesis import synthesis
from dmptui.core.insight.vaccination_record import Lookalikes, by_disease, doses
from dmptui.core.model.base import Coding
from dmptui.core.model.clinical import Entries
from dmptui.core.model.document import Attachment, Author, Document
from dmptui.screens.reader.facts import groups
from dmptui.screens.vaccinations.rows import rows as carnet_rows
from dmptui.widgets.rows import Group
from tests.core.documents.cda.entry_samples import document as read
from tests.core.documents.cda.entry_samples import entry, model, row, section, table
from tests.core.documents.cda.row_samples import Line as Row
from tests.core.documents.cda.row_samples import lines, listed, written

AT = datetime(2026, 10, 9, tzinfo=UTC)


def document(code: str) -> Document:
    return Document(
        id=code,
        title="Document",
        type=Coding(code=code),
        category=Coding(code="11"),
        authors=(Author(name="Dr Claire ROUX"),),
        date=AT,
        start=AT,
        attachment=Attachment(content_type="text/xml"),
    )


def synthesis_of(found: Entries) -> RecordOverview:
    return RecordOverview(AT.date(), synthesis=Reading(document("SYNTH"), found))


def allergies_of(found: Entries) -> Line:
    return next(line for line in alerts(synthesis_of(found)).lines if line.label == "Allergies")


def last_injections(found: Entries) -> Block:
    readings = VaccinationReadings((Reading(document("11369-6"), found),), 1)
    return vaccinations(RecordOverview(AT.date(), vaccination=readings))


def page(found: Entries) -> list[str]:
    return [f"{line.text} · {line.note}" for block in synthesis(synthesis_of(found)) for line in block.lines]


@settings(max_examples=40)
@given(st.sampled_from(["48765-2", "10160-0", "47519-4"]), lines())
def test_the_synthesis_has_each_row_once(code: str, rows: list[Row]) -> None:
    said = page(listed(code, rows))
    for line in rows:
        (shown,) = [text for text in said if line.name in text]
        assert ("non codé" in shown) is not line.coded
        assert line.standing.is_denial or line.standing_in(code).word in shown


@settings(max_examples=40)
@given(lines())
def test_an_allergy_that_was_taken_back_is_no_alert(rows: list[Row]) -> None:
    shown = allergies_of(listed("48765-2", rows))
    for line in rows:
        assert (shown.text.count(line.name) == 1) is not line.standing.withdrawn
    real = [line for line in rows if not line.standing.withdrawn and not line.standing.is_denial]
    assert (shown.weight is Weight.DANGER) is bool(real)


@settings(max_examples=40)
@given(lines())
def test_the_carnet_has_each_row_once_and_counts_what_was_given(rows: list[Row]) -> None:
    found = doses([(document("11369-6"), listed("11369-6", rows))])
    lines = carnet_rows(found, Lookalikes(), (), diseases=False)
    shown = [each for each in lines if not isinstance(each, Group)]
    assert len(shown) == len(found) == len(rows)
    given = [dose for protection in by_disease(found) for dose in protection.given]
    assert len(given) == sum(line.standing.counts for line in rows)


@settings(max_examples=40)
@given(lines())
def test_the_coded_page_has_each_row_once(rows: list[Row]) -> None:
    (group,) = groups(listed("10160-0", rows))
    for line, shown in zip(rows, group.lines, strict=True):
        assert line.name in shown.label
        assert ("non codé" in shown.value) is not line.coded


def test_a_denial_names_what_it_denies() -> None:
    (shown,) = [text for text in page(listed("48765-2", [Row("ASPIRINE", "non fait")])) if "ASPIRINE" in text]
    assert shown == "Pas d'allergie à : ASPIRINE · "


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('moodCode="EVN"', 'moodCode="INT"', "prescrit"),
        ('moodCode="EVN"', 'moodCode="PRP"', "proposé"),
        ('"completed"', '"cancelled"', "annulé"),
        ('negationInd="false"', 'negationInd="true"', "Pas de traitement par"),
        ('<content ID="n0">', '<content ID="n0" revised="delete">', "barré dans le texte"),
    ],
)
def test_what_changes_in_a_document_changes_on_the_page(old: str, new: str, said: str) -> None:
    content = written("10160-0", [Row("RAMIPRIL")])
    assert not any(said in text for text in page(entries(content)))
    changed = content.replace(old.encode(), new.encode())
    assert changed != content
    assert any(said in text for text in page(entries(changed)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"20240301"', '"20260303"', "date à venir"),
        ('"20240301"', '"20270101"', "date à venir"),
        ('"completed"', '"active"', "en cours"),
    ],
)
def test_an_injection_that_is_not_over_is_shown_and_not_counted(old: str, new: str, said: str) -> None:
    content = written("11369-6", [Row("REVAXIS", pointed=False)]).replace(b"01/03/2024", b"")
    assert doses([(document("11369-6"), entries(content))])[0].standing.counts
    (dose,) = doses([(document("11369-6"), entries(content.replace(old.encode(), new.encode())))])
    assert (dose.standing.counts, dose.standing.word) == (False, said)
    lines = carnet_rows((dose,), Lookalikes(), (), diseases=False)
    (row,) = [each for each in lines if not isinstance(each, Group)]
    assert said in row.cells
    block = last_injections(entries(content.replace(old.encode(), new.encode())))
    assert [line.text for line in block.lines] == ["Aucune injection faite."]


@pytest.mark.parametrize(
    "status", ["held", "suspended", "obsolete", "aborted", "cancelled", "nullified", "active"]
)
def test_the_heading_of_what_is_not_counted_is_true_of_all_of_it(status: str) -> None:
    content = written("11369-6", [Row("REVAXIS")]).replace(b'"completed"', f'"{status}"'.encode())
    told = doses([(document("11369-6"), entries(content))])
    shown = carnet_rows(told, Lookalikes(told), (), diseases=False)
    assert [each.title for each in shown if isinstance(each, Group)] == ["Autres, non comptées (1)"]


@pytest.mark.parametrize("day", ["2026", "202603", "20260302", "20260302235900+0100"])
def test_an_injection_of_the_day_of_its_document_counts(day: str) -> None:
    content = written("11369-6", [Row("REVAXIS", pointed=False)]).replace(b"01/03/2024", b"")
    (dose,) = doses([(document("11369-6"), entries(content.replace(b'"20240301"', f'"{day}"'.encode())))])
    assert dose.standing.counts


def result(status: str) -> Entries:
    observation = (
        f'<observation moodCode="EVN">{model("80")}<code code="1" displayName="Sodium"/>'
        f'<statusCode code="{status}"/><effectiveTime value="20240102"/>'
        '<value xsi:type="PQ" value="122" unit="mmol/L"/><interpretationCode code="LL"/></observation>'
    )
    return read(section(entry(observation), code="18719-5"))


@pytest.mark.parametrize("status", ["cancelled", "nullified", "aborted"])
def test_a_result_that_was_taken_back_is_said_and_neither_flagged_nor_drawn(status: str) -> None:
    (analysis,) = series([(document("11502-2"), result(status))])
    (point,) = analysis.points
    assert (point.flagged, point.outside, point.number, analysis.drawn) == (False, None, None, ())
    known = RecordOverview(AT.date(), biology=Reading(document("11502-2"), result(status)))
    (line,) = biology(known).lines
    assert (line.label, line.text) == ("Sodium", "122 mmol/L")
    assert line.note
    assert series([(document("11502-2"), result("completed"))])[0].last.flagged


def test_what_the_text_says_more_is_said_and_leads_to_it() -> None:
    text = "<paragraph>Suspicion d'allergie à l'iode</paragraph>"
    found = read(section("", "Rien", "1-1"), section("", text + table(row("Latex")), "48765-2"))
    shown = allergies_of(found)
    assert (shown.weight, shown.section) == (Weight.DANGER, 1)
    assert "Latex" in shown.text
    assert "Le texte en dit plus : 1 ligne" in shown.text
    assert "Le texte en dit plus : 1 ligne · " in page(found)


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("Aspirine · œdème · Active", True),
        ("Aspirine", True),
        ("Pas d'allergie à l'Aspirine", False),
        ("Aspirine : non", False),
        ("Aspirine, allergie exclue", False),
    ],
)
def test_a_denial_that_the_text_does_not_say_is_said_to_differ(text: str, differs: bool) -> None:
    content = written("48765-2", [Row("Aspirine", "non fait")])
    content = content.replace(b"Aspirine</content>", f"{text}</content>".encode(), 1)
    found = entries(content.replace(b"non fait", b""))
    lines = [line for block in synthesis(synthesis_of(found)) for line in block.lines]
    (line,) = [line for line in lines if "Pas d'allergie à" in line.text]
    shown = allergies_of(found)
    assert (line.differs, shown.differs) == (differs, differs)
    assert any("la donnée codée le nie" in each for each in line.details) is differs
    assert any("la donnée codée le nie" in each for each in shown.details) is differs


def test_a_statement_of_absence_is_no_danger() -> None:
    shown = allergies_of(read(section("", "<paragraph>Aucune allergie connue</paragraph>", "48765-2")))
    assert (shown.text, shown.weight) == ("Aucune allergie connue", Weight.PLAIN)


def test_nothing_given_is_said_where_all_was_taken_back() -> None:
    found = listed("11369-6", [Row("REVAXIS", "annulé")])
    block = last_injections(found)
    assert [line.text for line in block.lines] == ["Aucune injection faite."]
