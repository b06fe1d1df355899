"""The Récapitulatif: which documents are read, what each block says, and that a line waits in its place."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.errors import InvalidContent, Unavailable
from dmptui.core.insight.summary.alerts import alerts, news
from dmptui.core.insight.summary.digest import (
    BIOLOGY,
    Block,
    Reading,
    RecordOverview,
    VaccinationReadings,
    Weight,
    biology_of,
    last_documents,
    latest,
    synthesis_of,
    vaccinations_of,
)
from dmptui.core.insight.summary.results import FLAGS, biology, out_of_range, vaccinations
from dmptui.core.insight.summary.synthesis import synthesis
from dmptui.core.model.access import AccessMode
from dmptui.core.model.base import Coding
from dmptui.core.model.clinical import (
    Agreement,
    Allergy,
    Check,
    CodedValue,
    Directive,
    Entries,
    Fact,
    LabResult,
    LifestyleFact,
    NarrativeSection,
    Period,
    Problem,
    Product,
    Range,
    Source,
    Standing,
    Treatment,
    Vaccination,
    Value,
    When,
)
from dmptui.core.model.document import Attachment, Author, Document, DocumentStatus
from dmptui.core.model.news import Item, News, Novelty

TODAY = date(2026, 11, 23)


def document(code: str, day: str = "2026-10-09", form: str = "text/xml", **more: Any) -> Document:
    at = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    return Document(
        id=f"{code}-{day}",
        title=f"Document {code}",
        type=Coding(code=code),
        category=Coding(code="11"),
        authors=(Author(name="Dr Claire ROUX"),),
        date=at,
        start=at,
        attachment=Attachment(content_type=form),
        **more,
    )


def known(**more: object) -> RecordOverview:
    return RecordOverview(TODAY, **more)  # type: ignore[arg-type]


def said(block: Block) -> list[str]:
    lines = [(line.label, line.text, line.note, line.aside) for line in block.lines]
    return [" | ".join(part for part in parts if part) for parts in lines]


def alert(name: str, what: RecordOverview) -> str:
    return next(text for text in said(alerts(what)) if text.startswith(name))


def weight_of(name: str, what: RecordOverview) -> Weight:
    return next(line.weight for line in alerts(what).lines if line.label == name)


def section(code: str, index: int, *lines: str) -> NarrativeSection:
    return NarrativeSection(f"Section {code}", (), CodedValue(code=code), index, lines)


def read(code: str, entries: Entries, **more: Any) -> Reading:
    return Reading(document(code), entries, **more)


AMOXICILLIN = Allergy(
    CodedValue(display="amoxicilline"), Period(), Source(section_index=5, narrative="la ligne")
)
NO_ALLERGY = Allergy(
    CodedValue(display="allergie"), Period(), Source(words="Pas d'allergie connue"), is_absence=True
)


def result(label: str, value: str, flag: str = "", **more: Any) -> LabResult:
    return LabResult(
        CodedValue(words=label),
        Value(text=value),
        When("20261121"),
        Source(section_index=1),
        flag=flag,
        **more,
    )


# What is read


@pytest.mark.parametrize(
    ("others", "chosen", "later"),
    [
        ([], None, []),
        ([("SYNTH", "2025-10-09"), ("60591-5", "2026-01-02")], "60591-5-2026-01-02", []),
        ([("74207-2", "2026-05-01")], "74207-2-2026-05-01", []),
        ([("SYNTH", "2026-10-09"), ("74207-2", "2026-05-01")], "SYNTH-2026-10-09", []),
        ([("SYNTH", "2026-01-09"), ("74207-2", "2026-05-01")], "SYNTH-2026-01-09", ["74207-2-2026-05-01"]),
        ([("11502-2", "2026-05-01")], None, []),
    ],
)
def test_a_liaison_document_never_hides_a_synthesis(others, chosen, later):
    reading = synthesis_of([document(code, day) for code, day in others])
    assert (reading.document and reading.document.id) == chosen
    assert [d.id for d in reading.later] == later


def test_the_vaccinations_read_are_the_latest_history_and_the_latest_of_the_others():
    notes = [document("87273-9", f"2026-11-0{day}") for day in (5, 4, 3, 2)]
    history, older = document("11369-6", "2025-10-24"), document("11369-6", "2024-10-24")
    found = vaccinations_of([older, history, *notes])
    assert [reading.document for reading in found.readings] == [*notes[:3], history]
    assert found.total == 6
    few = vaccinations_of([older, notes[0], history])
    assert [reading.document for reading in few.readings] == [notes[0], history, older]
    assert vaccinations_of([document("11502-2")]) == VaccinationReadings()


days = st.dates(date(2000, 1, 1), date(2026, 11, 1)).map(date.isoformat)
codes = st.sampled_from(["SYNTH", "60591-5", "74207-2", "11502-2", "11369-6", "87273-9"])
documents = st.lists(
    st.builds(
        document,
        codes,
        days,
        archived=st.booleans(),
        status=st.sampled_from([DocumentStatus.CURRENT, DocumentStatus.SUPERSEDED]),
    )
)


@given(documents)
def test_what_is_read_is_current_and_at_most_one_of_each_kind(record):
    for reading in (synthesis_of(record), biology_of(record)):
        for each in (reading.document, *reading.later):
            assert each is None or (each.status is DocumentStatus.CURRENT and not each.archived)
    chosen = latest(record, BIOLOGY)
    current = [d for d in record if d.type.code in BIOLOGY and not d.archived and d.status.value == "current"]
    assert (chosen is None) == (not current)
    assert all(chosen is not None and d.act_date <= chosen.act_date for d in current)


# Alerts


@pytest.mark.parametrize(
    ("left", "mode", "expected"),
    [
        (29, AccessMode.NORMAL, True),
        (0, AccessMode.NORMAL, True),
        (30, AccessMode.NORMAL, False),
        (-1, AccessMode.NORMAL, False),
        (5, AccessMode.BREAK_GLASS, False),
    ],
)
def test_the_consent_of_a_team_about_to_end_is_told(left, mode, expected):
    told = [line.label for line in alerts(known(until=TODAY + timedelta(days=left), mode=mode)).lines]
    assert ("Autorisation" in told) == expected


def test_an_emergency_is_told_with_its_reason():
    told = said(alerts(known(mode=AccessMode.BREAK_GLASS, reason="Patiente inconsciente")))
    assert told[0] == "Bris de glace | Patiente inconsciente"


@pytest.mark.parametrize(
    ("reading", "text", "weight"),
    [
        (None, "Allergies", Weight.PLAIN),
        (Reading(document("SYNTH")), "Allergies", Weight.PLAIN),
        (Reading(None), "Allergies | non renseignées : aucune synthèse", Weight.QUIET),
        (
            Reading(document("SYNTH", form="application/pdf")),
            "Allergies | inconnues : la synthèse est à ouvrir",
            Weight.WARNING,
        ),
        (
            Reading(document("SYNTH"), InvalidContent("abîmé")),
            "Allergies | inconnues : la synthèse est à ouvrir",
            Weight.WARNING,
        ),
        (read("SYNTH", Entries(allergies=(AMOXICILLIN,))), "Allergies | amoxicilline", Weight.DANGER),
        (read("SYNTH", Entries(allergies=(NO_ALLERGY,))), "Allergies | Pas d'allergie connue", Weight.PLAIN),
        (
            read("SYNTH", Entries(narratives=(section("48765-2", 3, "Pénicilline"),))),
            "Allergies | Pénicilline",
            Weight.DANGER,
        ),
        (read("SYNTH", Entries()), "Allergies | la synthèse n'en dit rien", Weight.QUIET),
    ],
)
def test_allergies_are_never_said_absent_unless_their_author_says_so(reading, text, weight):
    what = known(synthesis=reading)
    assert alert("Allergies", what) == text
    assert weight_of("Allergies", what) is weight


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, "Directives"),
        ({"listed": ()}, "Directives"),
        ({"listed": (), "whole": True}, "Directives | aucune que vous puissiez lire"),
        (
            {"listed": (document("EXPPAT_3"), document("EXPPAT_3", "2020-01-01"), document("EXPPAT_1"))},
            "Directives | directives anticipées (09/10/2026), volontés (09/10/2026)",
        ),
        (
            {"listed": (document("EXPPAT_3", archived=True),), "whole": True},
            "Directives | aucune que vous puissiez lire",
        ),
        ({"listed": Unavailable("non")}, "Directives | inconnues : la liste n'a pas pu être lue"),
        (
            {
                "listed": (),
                "whole": True,
                "synthesis": read(
                    "SYNTH", Entries(directives=(Directive(CodedValue(), Value(), Period(), Source()),))
                ),
            },
            "Directives | rappelées par la synthèse",
        ),
    ],
)
def test_directives_are_said_absent_only_when_the_whole_record_is_listed(more, text):
    assert alert("Directives", known(**more)) == text


@given(st.lists(st.sampled_from([*FLAGS, "", "N", "R", "S"])))
def test_flagged_results_and_no_others_are_shown_the_gravest_first(flags):
    results = tuple(result(f"Analyse {n}", "1", flag) for n, flag in enumerate(flags))
    found = out_of_range(results)
    assert sorted(r.label for r in found) == sorted(r.label for r in results if r.flag in FLAGS)
    grave = [r.flag in ("HH", "LL", "AA") for r in found]
    assert grave == sorted(grave, reverse=True)
    what = known(biology=read("11502-2", Entries(lab_results=results)))
    assert weight_of("Biologie", what) is (Weight.DANGER if found else Weight.PLAIN)


def test_a_line_that_waits_keeps_its_place():
    before = alerts(known())
    after = alerts(
        known(
            listed=(),
            whole=True,
            synthesis=read("SYNTH", Entries(allergies=(AMOXICILLIN, AMOXICILLIN))),
            biology=read("11502-2", Entries(lab_results=(result("Potassium", "5,6 mmol/L", "H"),))),
        )
    )
    assert [line.label for line in before.lines] == [line.label for line in after.lines]
    assert all(line.document is None and not line.page for line in before.lines)


# The other blocks


def test_news_are_capped_and_the_rest_is_counted():
    items = tuple(Item(document("11488-4", f"2026-11-{n:02}"), Novelty.NEW) for n in range(1, 9))
    block = news(known(news=News(datetime(2026, 10, 31, tzinfo=UTC), items, 118)))
    assert block.title == "Nouveau (118), votre visite précédente : 31/10/2026"
    assert len(block.lines) == 6
    assert block.lines[-1].text == "et 113 autres, dans Documents"
    assert block.lines[-1].page == "documents"


def test_a_first_visit_says_how_much_there_is():
    block = news(known(news=News(None, number=118)))
    assert (block.title, said(block)) == ("Première visite", ["118 documents à découvrir"])


def test_the_last_documents_are_current_ones():
    listed = tuple(document("11488-4", f"2026-11-{n:02}") for n in range(1, 9))
    old = document("SYNTH", "2026-11-20", status=DocumentStatus.SUPERSEDED)
    block = last_documents(known(listed=(old, *listed)))
    assert [line.label for line in block.lines] == [f"{n:02}/11/2026" for n in (8, 7, 6, 5, 4)]


def test_a_synthesis_is_shown_part_by_part_and_as_text_where_nothing_is_coded():
    pressure = Problem(CodedValue(display="Hypertension"), Period(When("2013")), Source(section_index=0))
    ramipril = Treatment(
        Product(name="RAMIPRIL 5 mg"),
        Period(When("20130615")),
        Source(section_index=2),
        posology="1 le matin",
    )
    tobacco = LifestyleFact(
        CodedValue(display="Tabac"), Value(text="sevré"), Period(), Source(section_index=3)
    )
    entries = Entries(
        problems=(pressure,),
        treatments=(ramipril,),
        lifestyle=(tobacco,),
        narratives=(
            section("11450-4", 0, "2013 · Hypertension"),
            section("11348-0", 1, "Appendicectomie en 1962"),
            section("10160-0", 2, "une ligne"),
            section("29762-2", 3, "une ligne"),
            section("30954-2", 4, "Isolement social"),
        ),
    )
    blocks = synthesis(known(synthesis=read("SYNTH", entries)))
    assert blocks[0].title == "Document SYNTH du 09/10/2026, Dr Claire ROUX"
    assert [(block.title, said(block)) for block in blocks[1:]] == [
        ("Pathologies en cours", ["2013 | Hypertension"]),
        ("Antécédents", ["Appendicectomie en 1962 | Section 11348-0"]),
        ("Traitements", ["RAMIPRIL 5 mg | 1 le matin"]),
        ("Facteurs de risque, points de vigilance", ["Tabac | sevré", "Isolement social | Section 30954-2"]),
    ]
    assert [line.section for block in blocks[1:] for line in block.lines] == [0, 1, 2, 3, 4]
    other = synthesis(known(synthesis=read("60591-5", entries)))
    assert said(other[-2]) == ["Tabac | sevré"]  # 30954-2 is « Résultats » in a patient summary
    assert (other[-1].title, said(other[-1])) == ("Le texte en dit plus", ["Section 30954-2"])


def test_a_contradiction_shows_the_text_and_says_both():
    check = Check(Fact.DATE, Agreement.DIFFERS, "11/01/2024", "11/02/2022", When("20240111"))
    thyroid = Problem(CodedValue(display="Thyroïdite"), Period(When("20220211")), Source(checks=(check,)))
    entries = Entries(problems=(thyroid,), narratives=(section("11450-4", 0),))
    line = synthesis(known(synthesis=read("SYNTH", entries)))[1].lines[0]
    assert (line.label, line.differs) == ("11/01/2024", True)
    assert line.details == ("Le texte dit « 11/01/2024 », la donnée codée « 11/02/2022 ».",)


@pytest.mark.parametrize(
    ("reading", "titles", "text"),
    [
        (Reading(None), ["Synthèse médicale"], "Aucune synthèse médicale dans ce DMP."),
        (
            Reading(document("SYNTH"), InvalidContent("abîmé")),
            ["Document SYNTH du 09/10/2026, Dr Claire ROUX"],
            "Ce document n'a pas pu être lu.",
        ),
        (
            Reading(document("SYNTH", form="application/pdf")),
            ["Document SYNTH du 09/10/2026, Dr Claire ROUX"],
            "À ouvrir : ses données ne sont pas codées.",
        ),
        (
            read("74207-2", Entries(narratives=(section("10164-2", 0, "À savoir"),))),
            ["Document 74207-2 du 09/10/2026, Dr Claire ROUX", ""],
            "Section 10164-2 | À savoir",
        ),
    ],
)
def test_without_a_synthesis_that_can_be_shown_a_sentence_says_so(reading, titles, text):
    blocks = synthesis(known(synthesis=reading))
    assert [block.title for block in blocks] == titles
    assert said(blocks[-1]) == [text]


def test_the_last_biology_shows_what_is_flagged_and_counts_the_rest():
    usual = (Range(Value(text="3,5 – 5,1")),)
    results = (
        result("Sodium", "138 mmol/L", "N"),
        result("Potassium", "5,6 mmol/L", "H", ranges=usual),
        result("Glycémie", "1,9 mmol/L", "LL"),
    )
    what = known(biology=read("11502-2", Entries(lab_results=results)))
    assert said(biology(what)) == [
        "Glycémie | 1,9 mmol/L ↓↓",
        "Potassium | 5,6 mmol/L ↑ | (3,5 – 5,1)",
        "1 autre résultat, non signalé par le laboratoire",
    ]
    assert biology(what).lines[0].details[0] == "très au-dessous des valeurs de référence"
    assert alert("Biologie", what).startswith("Biologie | 09/10/2026, 2 résultats signalés : Glycémie 1,9")


def injection(name: str, day: str, standing: Standing = Standing.STATED) -> Vaccination:
    return Vaccination(Product(name=name), When(day), Source(), rank=1, standing=standing)


def last_injections(*readings: Reading, total: int = 0) -> Block:
    return vaccinations(known(vaccination=VaccinationReadings(readings, total or len(readings))))


def test_the_last_injections_are_those_of_all_the_documents_each_once_and_only_done():
    latest = Entries(vaccinations=(injection("GRIPPE", "20261001"), injection("ZONA", "", Standing.PLANNED)))
    older = Entries(
        vaccinations=(
            injection("GRIPPE", "20261001"),
            injection("REVAXIS", "20270101", Standing.UPCOMING),
            injection("COVID", "20260915"),
            injection("RAGE", "20260920", Standing.CANCELLED),
            injection("ROUGEOLE", "19900101"),
            injection("TÉTANOS", "20200101"),
        )
    )
    block = last_injections(
        Reading(document("11369-6", "2026-10-02"), latest), Reading(document("11369-6", "2026-09-20"), older)
    )
    assert block.title == "Dernières vaccinations"
    assert said(block) == [
        "01/10/2026 | GRIPPE | dose 1",
        "15/09/2026 | COVID | dose 1",
        "01/01/2020 | TÉTANOS | dose 1",
    ]


def test_the_last_injections_say_of_how_many_documents_they_are():
    block = last_injections(read("11369-6", Entries(vaccinations=(injection("ZONA", "2024"),))), total=23)
    assert block.title == "Dernières vaccinations — 1 document sur 23"


def test_a_document_that_may_tell_a_later_injection_is_named():
    history = Reading(
        document("11369-6", "2026-10-02"), Entries(vaccinations=(injection("ZONA", "20240101"),))
    )
    file = Reading(document("87273-9", "2026-11-01", "application/pdf"))
    old = Reading(document("87273-9", "2020-11-01", "application/pdf"))
    failed = Reading(document("87273-9", "2026-10-30"), Unavailable("Le DMP ne répond pas."))
    block = last_injections(file, failed, history, old)
    assert said(block) == [
        "01/11/2026 | Document 87273-9 | à ouvrir | Dr Claire ROUX",
        "01/01/2024 | ZONA | dose 1",
        "01/11/2020 | Document 87273-9 | à ouvrir | Dr Claire ROUX",
        "30/10/2026 | Ce document n'a pas pu être lu.",
    ]


def test_two_injections_that_may_be_one_are_said():
    texts = [Entries(vaccinations=(injection("REVAXIS", day),)) for day in ("20240312", "20240312")]
    other = replace(texts[1].vaccinations[0], product=Product(name="REPEVAX", cis="65219475"))
    block = last_injections(
        Reading(document("11369-6"), texts[0]),
        Reading(document("87273-9"), Entries(vaccinations=(other,))),
    )
    assert [line.note for line in block.lines] == ["dose 1, doublon possible"] * 2


def test_the_blocks_wait_until_something_is_known():
    nothing = known()
    blocks = [
        news(nothing),
        *synthesis(nothing),
        biology(nothing),
        last_documents(nothing),
        vaccinations(nothing),
    ]
    assert all(block.waiting and not block.lines for block in blocks)


def test_a_line_that_is_not_coded_says_all_its_cells():
    source = Source(narrative="Asthme · 2001 · guéri · -", words="Asthme", coded=False)
    asthma = Problem(CodedValue(words="Asthme"), Period(When("2001")), source)
    entries = Entries(problems=(asthma,), narratives=(section("11450-4", 0),))
    line = synthesis(known(synthesis=read("SYNTH", entries)))[1].lines[0]
    assert (line.label, line.text, line.note) == ("2001", "Asthme", "guéri, non codé")


def test_a_text_that_names_another_thing_is_shown_beside_the_code():
    check = Check(Fact.LABEL, Agreement.ABSENT, "Insuffisance aortique", "Hyperlipidémie")
    problem = Problem(CodedValue(display="Hyperlipidémie"), Period(), Source(checks=(check,)))
    entries = Entries(problems=(problem,), narratives=(section("11450-4", 0),))
    line = synthesis(known(synthesis=read("SYNTH", entries)))[1].lines[0]
    assert line.note == "texte : Insuffisance aortique"
