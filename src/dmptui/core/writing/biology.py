"""Compte rendu d'examens de biologie médicale (CI-SIS CR-BIO, IHE PaLM XD-LAB)."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from dmptui.core.writing.codes import INTERPRETATION, Code, code_element, type_of_document
from dmptui.core.writing.header import HeaderFacts, template_ids, timestamp
from dmptui.core.writing.level3 import Section, level3
from dmptui.core.writing.markup import NOTHING, Markup, element
from dmptui.core.writing.narrative import Block, Table, anchored, reference
from dmptui.core.writing.pdf import PdfBlock, PdfTable, pdf
from dmptui.core.writing.pdf_copy import copy_section

TITLE = "Compte rendu d'examens biologiques"
TEMPLATES = ("1.3.6.1.4.1.19376.1.3.3", "1.2.250.1.213.1.1.1.55")
TEMPLATES_WITH_COPY = ("1.3.6.1.4.1.19376.1.3.3", "1.2.250.1.213.1.1.1.55|2024.01")

_FLAGS = {"H": "Anormalement haut", "L": "Anormalement bas", "N": "Normal"}
_SHOWN_UNITS = {
    "m[IU]/L": "mUI/L",
    "10*9/L": "G/L",
    "10*12/L": "T/L",
    "umol/L": "µmol/L",
    "ug/L": "µg/L",
    "U/L": "UI/L",
    "mL/min/{1.73_m2}": "mL/min/1,73 m²",
    "fL": "fL",
}
_HEADINGS = ("Analyse", "Résultat", "Valeurs de référence", "Antériorités")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A former result of the same analysis, in the same unit."""

    at: datetime
    value: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """One result.

    Attributes:
        code: LOINC.
        label: the laboratory's own words.
        unit: UCUM; empty for a number without unit.
        low, high: bounds of the reference range, either may be missing.
        earlier: the latest first.
    """

    code: Code
    label: str
    value: Decimal
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    earlier: tuple[Earlier, ...] = ()
    method: str = ""

    @property
    def flag(self) -> str:
        """H, L or N against the reference range; empty without a range."""
        if self.high is not None and self.value > self.high:
            return "H"
        if self.low is not None and self.value < self.low:
            return "L"
        return "" if self.low is None and self.high is None else "N"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the report: « Biochimie », « Hématologie »; ``comment`` is the biologist's."""

    title: str
    code: Code
    results: tuple[Result, ...]
    comment: str = ""


def biology(
    facts: HeaderFacts, chapters: tuple[Chapter, ...], sampled: datetime, *, with_copy: bool = False
) -> bytes:
    """A report.

    Args:
        facts: the header, of type ``11502-2``; its title and act are those the model imposes.
        chapters: in the order of the report.
        sampled: when the sample was taken; the date of every result.
        with_copy: join the same results as a PDF, as the model asks since 2024.
    """
    facts = replace(facts, title=TITLE, act=type_of_document("11502-2"), responsible=facts.author)
    sections = tuple(_chapter(chapter, index, sampled) for index, chapter in enumerate(chapters, 1))
    if with_copy:
        sections += (copy_section(_printed(facts, chapters, sampled), facts),)
    return level3(facts, sections, TEMPLATES_WITH_COPY if with_copy else TEMPLATES)


def french(value: Decimal) -> str:
    """A number with a decimal comma."""
    return str(value).replace(".", ",")


def shown_unit(unit: str) -> str:
    """A UCUM unit as French laboratories print it."""
    return _SHOWN_UNITS.get(unit, unit)


def _chapter(chapter: Chapter, index: int, sampled: datetime) -> Section:
    anchors = [f"res-{index}-{number}" for number in range(1, len(chapter.results) + 1)]
    rows = tuple(_row(result, anchor) for result, anchor in zip(chapter.results, anchors, strict=True))
    blocks: tuple[Block, ...] = (Table(_HEADINGS, rows),)
    if chapter.comment:
        blocks += (chapter.comment,)
    observations = [
        element("entryRelationship", _observation(result, anchor, sampled), typeCode="COMP")
        for result, anchor in zip(chapter.results, anchors, strict=True)
    ]
    act = element(
        "act",
        code_element("code", chapter.code),
        element("statusCode", code="completed"),
        *observations,
        classCode="ACT",
        moodCode="EVN",
    )
    templates = template_ids("1.3.6.1.4.1.19376.1.3.1", "1.2.250.1.213.1.1.3.21")
    return Section(
        title=chapter.title,
        code=chapter.code,
        blocks=blocks,
        templates=("1.3.6.1.4.1.19376.1.3.3.2.1", "1.2.250.1.213.1.1.2.70"),
        entries=(element("entry", templates, act, typeCode="DRIV"),),
    )


def _row(result: Result, anchor: str) -> tuple[str, ...]:
    unit = shown_unit(result.unit)
    earlier = " ; ".join(f"{french(e.value)} le {e.at:%d/%m/%Y}" for e in result.earlier)
    return anchored(result.label, anchor), f"{french(result.value)} {unit}".strip(), _range(result), earlier


def _printed(facts: HeaderFacts, chapters: tuple[Chapter, ...], sampled: datetime) -> bytes:
    blocks: list[PdfBlock] = []
    for chapter in chapters:
        rows = tuple((result.label, *_row(result, "")[1:]) for result in chapter.results)
        blocks += [chapter.title, PdfTable((_HEADINGS, *rows))]
        if chapter.comment:
            blocks.append(chapter.comment)
    who = f"{facts.patient.name}, né(e) le {facts.patient.birth_date:%d/%m/%Y}"
    return pdf(facts.title, blocks, (who, f"Prélèvement du {sampled:%d/%m/%Y à %H:%M}"))


def _range(result: Result) -> str:
    low, high = result.low, result.high
    if low is not None and high is not None:
        return f"{french(low)} - {french(high)}"
    if high is not None:
        return f"< {french(high)}"
    return f"> {french(low)}" if low is not None else ""


def _observation(result: Result, anchor: str, sampled: datetime) -> Markup:
    return element(
        "observation",
        template_ids("1.3.6.1.4.1.19376.1.3.1.6", "1.2.250.1.213.1.1.3.80"),
        code_element("code", result.code, element("originalText", reference(anchor))),
        element("statusCode", code="completed"),
        element("effectiveTime", value=timestamp(sampled)),
        _quantity(result.value, result.unit),
        _interpretation(result.flag),
        element("methodCode", element("originalText", result.method)) if result.method else None,
        *(_earlier(result, earlier) for earlier in result.earlier),
        _reference_range(result),
        classCode="OBS",
        moodCode="EVN",
    )


def _quantity(value: Decimal, unit: str) -> Markup:
    return element("value", xsi_type="PQ", value=str(value), unit=unit or "1")


def _interpretation(flag: str) -> Markup:
    return code_element("interpretationCode", Code(flag, _FLAGS[flag], INTERPRETATION)) if flag else NOTHING


def _earlier(result: Result, earlier: Earlier) -> Markup:
    observation = element(
        "observation",
        code_element("code", result.code),
        element("statusCode", code="completed"),
        element("effectiveTime", value=timestamp(earlier.at)),
        _quantity(earlier.value, result.unit),
        classCode="OBS",
        moodCode="EVN",
    )
    return element("entryRelationship", observation, typeCode="REFR")


def _reference_range(result: Result) -> Markup:
    if result.low is None and result.high is None:
        return NOTHING
    unit = result.unit or "1"
    bounds = element(
        "value",
        element("low", value=str(result.low), unit=unit) if result.low is not None else None,
        element("high", value=str(result.high), unit=unit) if result.high is not None else None,
        xsi_type="IVL_PQ",
    )
    observation = element(
        "observationRange", bounds, _interpretation("N"), classCode="OBS", moodCode="EVN.CRT"
    )
    return element("referenceRange", observation, typeCode="REFV")
