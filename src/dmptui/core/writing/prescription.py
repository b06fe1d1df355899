"""Ordonnance de médicaments (CI-SIS eP-MED-DM 2022.01, IHE Pharmacy PRE)."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from dmptui.core.model.days import day_in, in_figures, on
from dmptui.core.writing.codes import EDQM, TA_ASIP, Code, code_element, type_of_document
from dmptui.core.writing.dosing import frequency, quantity
from dmptui.core.writing.header import HeaderFacts, entry_id, template_ids, timestamp
from dmptui.core.writing.level3 import MEDICAL_DOCUMENT, Section, level3
from dmptui.core.writing.markup import Markup, element
from dmptui.core.writing.narrative import Block, Table, anchored, reference
from dmptui.core.writing.treatments import ADMINISTRATION, DRUG, Treatment, interval, product

TEMPLATES = ("1.3.6.1.4.1.19376.1.9.1.1.1", *MEDICAL_DOCUMENT, "1.2.250.1.213.1.1.1.39|2022.01")
BOX = Code("30009000", "Boîte", EDQM)

_HEADINGS = (
    "Durée du traitement",
    "Médicament",
    "Posologie",
    "Quantité",
    "Renouvellements",
    "En rapport avec une ALD",
)
_SUBSTITUTION = Code("G", "Substitution autorisée par un produit générique", "2.16.840.1.113883.5.1070")
_ABOUT_SUBSTITUTION = "substitution"
_ABOUT_REST = "reste"


class _Statement(NamedTuple):
    """Something the model wants said of every line, true or false."""

    template: str
    code: Code
    anchor: str


_ALD = _Statement("13", Code("MED-574", "En rapport avec une ALD", TA_ASIP), "ald")
_OTHERS = (
    _Statement(
        "14",
        Code("GEN-180", "En rapport avec un accident du travail ou une maladie professionnelle", TA_ASIP),
        "at",
    ),
    _Statement("34", Code("GEN-295", "En rapport avec la prévention", TA_ASIP), "prevention"),
    _Statement("15", Code("GEN-181", "Non remboursable", TA_ASIP), "non-remboursable"),
    _Statement("12", Code("GEN-179", "Hors Autorisation de Mise sur le Marché (AMM)", TA_ASIP), "hors-amm"),
)


def prescription(facts: HeaderFacts, lines: tuple[Treatment, ...], advice: str = "") -> bytes:
    """An ordonnance de médicaments.

    Args:
        facts: the header; its type and act are set here, and the validity to the last day of a line.
        lines: in the order of the ordonnance.
        advice: what is told to the patient.
    """
    rows = tuple(_row(line, f"med-{number:02}") for number, line in enumerate(lines, 1))
    blocks: tuple[Block, ...] = (
        Table(_HEADINGS, rows),
        anchored(f"{_SUBSTITUTION.display}.", _ABOUT_SUBSTITUTION),
        anchored(
            "Aucune ligne n'est en rapport avec un accident du travail, une maladie professionnelle ou la "
            "prévention, non remboursable ou hors AMM.",
            _ABOUT_REST,
        ),
    )
    medicines = Section(
        title="Prescription de médicaments",
        code=Code("57828-6", "Prescriptions"),
        blocks=(*blocks, advice) if advice else blocks,
        templates=("1.3.6.1.4.1.19376.1.9.1.2.1", "1.2.250.1.213.1.1.2.171"),
        entries=tuple(
            element("entry", _prescribed(line, f"med-{number:02}", facts))
            for number, line in enumerate(lines, 1)
        ),
    )
    act = type_of_document("57833-6")
    facts = replace(facts, type_code=act.code, act=act, valid_until=_valid_until(facts, lines))
    return level3(facts, (medicines, _number(facts)), TEMPLATES)


def _valid_until(facts: HeaderFacts, lines: tuple[Treatment, ...]) -> datetime:
    """The last day of a line, or of the act: an ordonnance without an end is for that day."""
    ends = [line.until for line in lines if line.until]
    return on(max([*ends, day_in(facts.started)]), 23, 59)


def _number(facts: HeaderFacts) -> Section:
    """The number a pharmacy finds the ordonnance by; here in words, not as a bar code."""
    return Section(
        title="Code 2D de la prescription",
        code=Code("57723-9", "Numéro de code à barres unique"),
        blocks=(f"Numéro de la prescription : {facts.document_id}",),
        templates=("1.2.250.1.213.1.1.2.223",),
    )


def _row(line: Treatment, anchor: str) -> tuple[str, ...]:
    return (
        _period(line),
        anchored(line.medicine, anchor),
        anchored(line.posology, f"{anchor}-posologie"),
        f"{line.boxes} {BOX.display.lower()}{'s' if line.boxes > 1 else ''}",
        str(line.renewals),
        anchored("Oui" if line.long_term_illness else "Non", f"{anchor}-{_ALD.anchor}"),
    )


def _period(line: Treatment) -> str:
    if line.until is None:
        return f"à partir du {in_figures(line.since)}"
    return f"du {in_figures(line.since)} au {in_figures(line.until)}"


def _prescribed(line: Treatment, anchor: str, facts: HeaderFacts) -> Markup:
    return element(
        "substanceAdministration",
        template_ids(
            *ADMINISTRATION,
            "1.3.6.1.4.1.19376.1.9.1.3.2",
            "1.2.250.1.213.1.1.3.83",
            "1.3.6.1.4.1.19376.1.9.1.3.6",
            "1.3.6.1.4.1.19376.1.5.3.1.4.7.1",
        ),
        entry_id(facts, anchor),
        code_element("code", DRUG),
        element("text", reference(f"{anchor}-posologie")),
        element("statusCode", code="completed"),
        interval(line),
        frequency(line.dose),
        element("repeatNumber", value=str(line.renewals)),
        code_element("routeCode", line.route),
        quantity(line.dose),
        product(line, anchor, prescribed=True),
        _supply(line),
        _substitution(),
        _statement(_ALD, f"{anchor}-{_ALD.anchor}", anchor, facts, is_so=line.long_term_illness),
        *(_statement(other, _ABOUT_REST, anchor, facts, is_so=False) for other in _OTHERS),
        classCode="SBADM",
        moodCode="INT",
    )


def _supply(line: Treatment) -> Markup:
    supply = element(
        "supply",
        template_ids("1.3.6.1.4.1.19376.1.9.1.3.8", "1.2.250.1.213.1.1.3.86"),
        element("independentInd", value="false"),
        element("quantity", value=str(line.boxes), unit=BOX.code),
        classCode="SPLY",
        moodCode="RQO",
    )
    return element("entryRelationship", supply, typeCode="COMP")


def _substitution() -> Markup:
    words = element("originalText", reference(_ABOUT_SUBSTITUTION))
    act = element(
        "act",
        template_ids("1.3.6.1.4.1.19376.1.9.1.3.9.1", "1.2.250.1.213.1.1.3.87"),
        code_element("code", _SUBSTITUTION, words),
        element("statusCode", code="completed"),
        classCode="ACT",
        moodCode="DEF",
    )
    return element("entryRelationship", act, typeCode="COMP")


def _statement(statement: _Statement, words: str, line: str, facts: HeaderFacts, *, is_so: bool) -> Markup:
    observation = element(
        "observation",
        template_ids(
            "1.3.6.1.4.1.19376.1.5.3.1.4.13",
            "1.2.250.1.213.1.1.3.48",
            f"1.2.250.1.213.1.1.3.48.{statement.template}",
        ),
        entry_id(facts, f"{line}-{statement.anchor}"),
        code_element("code", statement.code),
        element("text", reference(words)),
        element("statusCode", code="completed"),
        element("effectiveTime", value=timestamp(facts.started)),
        element("value", xsi_type="BL", value="true" if is_so else "false"),
        classCode="OBS",
        moodCode="EVN",
    )
    return element("entryRelationship", observation, typeCode="COMP")
