"""Every kind of document is well-formed, says the same in its narrative and entries, and reads back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dmptui.core.documents.blocks import Document, Section, Table
from dmptui.core.documents.read import read
from dmptui.core.documents.text import clean_line
from dmptui.core.writing.biology import TITLE, Chapter, Earlier, Result, biology
from dmptui.core.writing.codes import ATC, CIM10, CIS, Code
from dmptui.core.writing.directives import RESUSCITATION, Directive, directives
from dmptui.core.writing.dosing import TABLET, Dose
from dmptui.core.writing.header import HeaderFacts
from dmptui.core.writing.level1 import level1
from dmptui.core.writing.level3 import Section as Written
from dmptui.core.writing.level3 import level3
from dmptui.core.writing.medical_summary import TOBACCO, MedicalSummary, RiskFactor, medical_summary
from dmptui.core.writing.narrative import Bullets
from dmptui.core.writing.narrative import Table as WrittenTable
from dmptui.core.writing.prescription import prescription
from dmptui.core.writing.problems import Allergy, Problem, Procedure
from dmptui.core.writing.reimbursements import Care, Delivery, Reimbursements, Stay, reimbursements
from dmptui.core.writing.treatments import Treatment
from dmptui.core.writing.vaccination import Shot, vaccination_history, vaccination_note
from dmptui.core.writing.vital_signs import WEIGHT, Measure, vital_signs
from tests.core.writing.written_samples import header_facts, parsed

H = {"h": "urn:hl7-org:v3", "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
AT = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)
DAY = date(2026, 4, 2)
TWICE = Dose(Decimal(1), TABLET, 12)
NASTY = "A <b>&amp;\"'\x1b[2J\x00\u202e]]> é"


def result(text: str = "Urée", value: str = "10.02", **changes: Any) -> Result:
    made = Result(Code("22664-7", text), text, Decimal(value), "mmol/L", Decimal("3.5"), Decimal("8"))
    return replace(made, **changes)


def report(facts: HeaderFacts, *results: Result, with_copy: bool = False) -> bytes:
    chapter = Chapter("Biochimie", Code("18719-5", "Biochimie"), results, "Commentaire")
    return biology(facts, (chapter,), AT, with_copy=with_copy)


def treatment(text: str) -> Treatment:
    return Treatment(
        text, text, DAY, DAY, Code("N02BE01", text, ATC), reason=Code("I10", text, CIM10), dose=TWICE
    )


def summarised(text: str) -> MedicalSummary:
    problem = Problem(Code("I10", text, CIM10), DAY)
    return MedicalSummary(
        problems=(problem,),
        past=(problem,),
        acts=(Procedure(Code("HHFA001", text), DAY),),
        allergies=(
            Allergy(text, text, DAY),
            Allergy(text, "", DAY, Code("J01CA04", text, ATC), active=False),
        ),
        risks=(RiskFactor(TOBACCO, text),),
        treatments=(treatment(text),),
        watch=(text,),
    )


def shot(text: str) -> Shot:
    return Shot(
        DAY, text, Code("J07CA01", text, ATC), Code("60917345", text, CIS), lot=text, rank=3,
        site=Code("1", text), reaction=text, comment=text,
    )  # fmt: skip


def grid(text: str) -> WrittenTable:
    return WrittenTable((text,), ((text,),), text)


WRITERS: dict[str, Callable[[HeaderFacts, str], bytes]] = {
    "text": lambda facts, text: level1(facts, text.encode("utf-8", "replace"), "text/plain"),
    "prose": lambda facts, text: level3(
        facts,
        (
            Written(
                text, Code("1-8", text), (text, Bullets((text,)), WrittenTable((text,), ((text,),), text))
            ),
            Written("Nested", Code("1-8", text), sections=(Written(text, Code("1-8", text), (text,)),)),
        ),
    ),
    "directives": lambda facts, text: level3(
        facts, (directives((Directive(Code("1-8", text), accepted=False, since=DAY),), facts),)
    ),
    "vital signs": lambda facts, text: level3(
        facts, (vital_signs((Measure(WEIGHT, Decimal("71.5"), "kg"),), AT, facts),)
    ),
    "biology": lambda facts, text: report(facts, result(text, method=text)),
    "biology and copy": lambda facts, text: report(facts, result(text), with_copy=True),
    "synthèse": lambda facts, text: medical_summary(facts, summarised(text)),
    "empty synthèse": lambda facts, text: medical_summary(facts, MedicalSummary()),
    "ordonnance": lambda facts, text: prescription(facts, (treatment(text),), text),
    "note": lambda facts, text: vaccination_note(facts, shot(text)),
    "history": lambda facts, text: vaccination_history(facts, (shot(text), shot(text))),
    "reimbursements": lambda facts, text: reimbursements(
        facts,
        Reimbursements(
            medicines=(Delivery(DAY, text, None, 1, text, text),),
            vaccinations=(Delivery(DAY, text, None, 1, text, text),),
            stays=(Stay(DAY, DAY, Code("1143", text), text),),
            care=(Care(DAY, Code("G", text), text), Care(DAY, Code("", text), text)),
        ),
    ),
}

IMPOSED = ("biology", "biology and copy")
"""Kinds whose title is their model's."""


def tables(document: Document) -> list[Table]:
    def inside(section: Section) -> list[Table]:
        found = [block for block in section.blocks if isinstance(block, Table)]
        return found + [table for nested in section.sections for table in inside(nested)]

    return [table for section in document.sections for table in inside(section)]


def cells(table: Table) -> list[list[str]]:
    return [
        ["".join(getattr(block, "text", "") for block in cell.blocks) for cell in row] for row in table.body
    ]


@pytest.mark.parametrize("kind", WRITERS)
def test_nasty_text_reads_back(kind: str) -> None:
    document = read(WRITERS[kind](header_facts(title=NASTY), NASTY))
    assert document.header.title == (TITLE if kind in IMPOSED else clean_line(NASTY))


@pytest.mark.parametrize("kind", WRITERS)
@given(text=st.text(min_size=1, max_size=40))
def test_any_text_is_well_formed_and_reads_back(kind: str, text: str) -> None:
    title = f"Titre {text} fin"
    content = WRITERS[kind](header_facts(title=title), text)
    parsed(content)
    assert read(content).header.title == (TITLE if kind in IMPOSED else clean_line(title))


@given(text=st.text(min_size=1, max_size=40))
def test_any_text_of_a_cell_reads_back(text: str) -> None:
    text = f"[{text}]"
    section = Written("Titre", Code("1-8", "x"), (WrittenTable(("Tête",), ((text,),)),))
    (table,) = tables(read(level3(header_facts(), (section,))))
    assert clean_line(cells(table)[0][0]) == clean_line(text)


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind != "text"])
def test_every_reference_has_its_anchor(kind: str) -> None:
    root = parsed(WRITERS[kind](header_facts(), "Texte"))
    anchors = root.xpath("//@ID")
    references = [value.removeprefix("#") for value in root.xpath("//h:reference/@value", namespaces=H)]
    assert set(references) <= set(anchors)
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_facts_give_the_same_bytes(kind: str) -> None:
    assert WRITERS[kind](header_facts(), "Texte") == WRITERS[kind](header_facts(), "Texte")


@pytest.mark.parametrize(
    ("value", "low", "high", "flag"),
    [
        ("10.02", "3.5", "8", "H"),
        ("2", "3.5", "8", "L"),
        ("8", "3.5", "8", "N"),
        ("5", None, "8", "N"),
        ("9", None, "8", "H"),
        ("1", "3", None, "L"),
        ("1", None, None, ""),
    ],
)
def test_flag_follows_the_reference_range(value: str, low: str | None, high: str | None, flag: str) -> None:
    made = result(value=value, low=low and Decimal(low), high=high and Decimal(high))
    assert made.flag == flag
    root = parsed(report(header_facts(), made))
    path = "//h:observation[h:templateId]/h:interpretationCode/@code"
    assert root.xpath(path, namespaces=H) == ([flag] if flag else [])


def test_biology_says_the_same_in_both_ways() -> None:
    earlier = (Earlier(datetime(2026, 1, 5, tzinfo=UTC), Decimal("8.50")),)
    content = report(header_facts(type_code="11502-2"), result(earlier=earlier))
    (table,) = tables(read(content))
    assert cells(table) == [["Urée", "10,02 mmol/L", "3,5 - 8", "8,50 le 05/01/2026"]]
    root = parsed(content)
    observation = root.xpath("//h:observation[h:templateId/@root='1.2.250.1.213.1.1.3.80']", namespaces=H)[0]
    value = observation.find("h:value", H)
    assert (value.get("value"), value.get("unit")) == ("10.02", "mmol/L")
    assert observation.find("h:code", H).get("code") == "22664-7"
    range_path = "h:referenceRange//h:value/h:%s/@value"
    assert observation.xpath(range_path % "low", namespaces=H) == ["3.5"]
    assert observation.xpath(range_path % "high", namespaces=H) == ["8"]
    former = observation.xpath("h:entryRelationship[@typeCode='REFR']//h:value/@value", namespaces=H)
    assert former == ["8.50"]


def test_biology_may_join_its_printed_copy() -> None:
    document = read(report(header_facts(), result(), with_copy=True))
    (copy,) = document.attachments
    assert copy.media_type == "application/pdf"
    assert copy.content().startswith(b"%PDF-1.7")


def test_vaccination_note_follows_its_model() -> None:
    root = parsed(vaccination_note(header_facts(title="Note"), shot("REVAXIS")))
    assert root.xpath("h:templateId/@root", namespaces=H)[2:] == [
        "1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2",
        "1.2.250.1.213.1.1.1.46",
    ]
    assert root.xpath("h:templateId[4]/@extension", namespaces=H) == ["2023.01"]
    assert root.xpath("h:code/@code", namespaces=H) == ["87273-9"]
    assert root.xpath("h:documentationOf/h:serviceEvent/h:code/@code", namespaces=H) == ["87273-9"]
    (dose,) = root.xpath("//h:substanceAdministration", namespaces=H)
    assert [etree.QName(child).localname for child in dose] == (
        ["templateId"] * 3
        + ["id", "code", "text", "statusCode", "effectiveTime", "routeCode", "approachSiteCode", "consumable"]
        + ["performer", "author", "entryRelationship", "entryRelationship", "entryRelationship"]
    )
    assert dose.get("negationInd") == "false"
    author = dose.find("h:author", H)
    assert (author.get("typeCode"), author.get("contextControlCode")) == ("AUT", "OP")
    rank = "h:entryRelationship/h:observation[h:templateId/@root='1.2.250.1.213.1.1.3.82']/h:value/@value"
    assert dose.xpath(rank, namespaces=H) == ["3"]


def test_vaccination_note_reads_back() -> None:
    (table,) = tables(read(vaccination_note(header_facts(), shot("REVAXIS"))))
    assert cells(table)[0][:4] == ["02/04/2026", "REVAXIS", "REVAXIS", "3"]
    assert cells(table)[0][-1] == "Dr Claire ROUX"


def test_ordonnance_lines_are_in_the_order_of_the_schema() -> None:
    root = parsed(prescription(header_facts(), (treatment("PARACÉTAMOL"),)))
    (line,) = root.xpath("//h:substanceAdministration", namespaces=H)
    assert [etree.QName(child).localname for child in line if child.tag != f"{{{H['h']}}}templateId"] == (
        ["id", "code", "text", "statusCode", "effectiveTime", "effectiveTime", "repeatNumber", "routeCode"]
        + ["doseQuantity", "consumable"]
        + ["entryRelationship"] * 7
    )


def test_directives_say_what_is_refused() -> None:
    wishes = (Directive(RESUSCITATION, accepted=False, since=DAY),)
    content = level3(header_facts(), (directives(wishes, header_facts()),))
    (table,) = tables(read(content))
    assert cells(table) == [["Réanimation cardiaque et respiratoire", "Non autorisé", "02/04/2026"]]
    assert parsed(content).xpath("//h:observation/h:value/@value", namespaces=H) == ["false"]


def test_a_dose_is_said_and_coded() -> None:
    content = prescription(header_facts(), (treatment("PARACÉTAMOL"),))
    assert cells(tables(read(content))[0])[0][1:4] == ["PARACÉTAMOL", "PARACÉTAMOL", "1 boîte"]
    root = parsed(content)
    assert root.xpath("//h:effectiveTime[@operator='A']/h:period/@value", namespaces=H) == ["12"]
    assert root.xpath("//h:doseQuantity/h:low/@unit", namespaces=H) == ["{tablet}"]


def test_history_gives_the_latest_first() -> None:
    old = Shot(date(1980, 5, 1), "Ancien")
    (table,) = tables(read(vaccination_history(header_facts(), (old, shot("Récent")))))
    assert [row[1] for row in cells(table)] == ["Récent", "Ancien"]


def test_synthesis_holds_every_code() -> None:
    root = parsed(medical_summary(header_facts(type_code="SYNTH"), summarised("x")))
    problem = "//h:act[h:templateId/@root='1.2.250.1.213.1.1.3.39']/h:statusCode/@code"
    assert root.xpath(problem, namespaces=H) == ["active", "completed"]
    assert root.xpath("//h:procedure/h:code/@code", namespaces=H) == ["HHFA001"]
    status = "//h:observation[h:templateId/@root='1.2.250.1.213.1.1.3.30']/h:value/@code"
    assert root.xpath(status, namespaces=H) == ["active", "inactive"]
    assert root.xpath("//h:entryRelationship[@typeCode='RSON']/h:act/h:code/@code", namespaces=H) == ["I10"]


def test_absence_is_a_statement() -> None:
    content = medical_summary(header_facts(), MedicalSummary()).decode()
    assert "Aucune allergie connue." in content
    assert "<entry" not in content


def test_level_1_wraps_the_file_as_it_is() -> None:
    (attachment,) = read(level1(header_facts(), b"%PDF-1.4 \x00\xff", "application/pdf")).attachments
    assert attachment.content() == b"%PDF-1.4 \x00\xff"
