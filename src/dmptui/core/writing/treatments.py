"""Medicines: a treatment, and those of a synthèse."""

from dataclasses import dataclass
from datetime import date

from dmptui.core.model.days import in_figures
from dmptui.core.writing.codes import ACT_CODE, EDQM, Code, code_element
from dmptui.core.writing.dosing import Dose, frequency, quantity
from dmptui.core.writing.header import HeaderFacts, entry_id, template_ids
from dmptui.core.writing.level3 import Section
from dmptui.core.writing.markup import NOTHING, Markup, element
from dmptui.core.writing.narrative import Table, anchored, reference

ORAL = Code("20053000", "Voie orale", EDQM)
DRUG = Code("DRUG", "Médicament", ACT_CODE)
ADMINISTRATION = ("2.16.840.1.113883.10.20.1.24", "1.3.6.1.4.1.19376.1.5.3.1.4.7")


@dataclass(frozen=True, slots=True)
class Treatment:
    """A medicine and how it is taken.

    Attributes:
        posology: in the author's words, « 1 comprimé matin et soir ».
        dose: the same, coded; None for what is taken when needed.
        atc: the substance; None for what has no code.
        reason: why, with its CIM-10 code.
        until: last day; None when it goes on.
        renewals: how many times an ordonnance may be renewed.
        boxes: delivered each time.
        long_term_illness: it is for an affection de longue durée (ALD).
    """

    medicine: str
    posology: str
    since: date
    until: date | None = None
    atc: Code | None = None
    route: Code = ORAL
    reason: Code | None = None
    renewals: int = 0
    dose: Dose | None = None
    boxes: int = 1
    long_term_illness: bool = False


def treatments_section(title: str, treatments: tuple[Treatment, ...], facts: HeaderFacts) -> Section:
    """The treatments of a synthèse, with their entries."""
    headings = ("Date de début", "Date de fin", "Médicament", "Posologie", "Voie d'administration", "Motif")
    anchors = [f"trt-{number:02}" for number in range(1, len(treatments) + 1)]
    rows = tuple(
        (
            in_figures(treatment.since),
            in_figures(treatment.until) if treatment.until else "-",
            anchored(treatment.medicine, anchor),
            anchored(treatment.posology, f"{anchor}-posologie"),
            treatment.route.display,
            anchored(treatment.reason.display, f"{anchor}-motif") if treatment.reason else "",
        )
        for treatment, anchor in zip(treatments, anchors, strict=True)
    )
    return Section(
        title=title,
        code=Code("10160-0", "Traitements"),
        blocks=(Table(headings, rows),) if rows else ("Aucun traitement au long cours.",),
        templates=(
            "2.16.840.1.113883.10.20.1.8",
            "1.3.6.1.4.1.19376.1.5.3.1.3.19",
            "1.2.250.1.213.1.1.2.143",
        ),
        entries=tuple(
            element("entry", _taken(treatment, anchor, facts), typeCode="DRIV")
            for treatment, anchor in zip(treatments, anchors, strict=True)
        ),
    )


def product(treatment: Treatment, anchor: str, *, prescribed: bool = False) -> Markup:
    """The medicine, as what is consumed; an ordonnance names a kind, not a box."""
    words = element("originalText", reference(anchor))
    translation = code_element("translation", treatment.atc) if treatment.atc else None
    kind = {"classCode": "MMAT", "determinerCode": "KIND"} if prescribed else {}
    material = element(
        "manufacturedMaterial",
        template_ids("1.3.6.1.4.1.19376.1.9.1.3.1") if prescribed else None,
        element("code", words, translation, nullFlavor="NA" if prescribed else "UNK"),
        element("name", treatment.medicine),
        **kind,
    )
    templates = template_ids(
        "2.16.840.1.113883.10.20.1.53", "1.3.6.1.4.1.19376.1.5.3.1.4.7.2", "1.2.250.1.213.1.1.3.43"
    )
    whole = {"classCode": "MANU"} if prescribed else {}
    return element("consumable", element("manufacturedProduct", templates, material, **whole))


def interval(treatment: Treatment) -> Markup:
    """From when to when it is taken."""
    end = treatment.until.strftime("%Y%m%d") if treatment.until else None
    return element(
        "effectiveTime",
        element("low", value=treatment.since.strftime("%Y%m%d")),
        element("high", value=end, nullFlavor=None if end else "UNK"),
        xsi_type="IVL_TS",
    )


def _taken(treatment: Treatment, anchor: str, facts: HeaderFacts) -> Markup:
    return element(
        "substanceAdministration",
        template_ids(*ADMINISTRATION, "1.2.250.1.213.1.1.3.42", "1.3.6.1.4.1.19376.1.5.3.1.4.7.1"),
        entry_id(facts, anchor),
        code_element("code", DRUG),
        element("text", reference(f"{anchor}-posologie")),
        element("statusCode", code="completed"),
        interval(treatment),
        frequency(treatment.dose),
        code_element("routeCode", treatment.route),
        quantity(treatment.dose),
        product(treatment, anchor),
        _reason(treatment, anchor, facts),
        classCode="SBADM",
        moodCode="EVN",
    )


def _reason(treatment: Treatment, anchor: str, facts: HeaderFacts) -> Markup:
    if treatment.reason is None:
        return NOTHING
    act = element(
        "act",
        template_ids("1.3.6.1.4.1.19376.1.5.3.1.4.4.1", "1.2.250.1.213.1.1.3.36"),
        entry_id(facts, f"{anchor}-motif"),
        code_element("code", treatment.reason, element("originalText", reference(f"{anchor}-motif"))),
        classCode="ACT",
        moodCode="EVN",
    )
    return element("entryRelationship", act, typeCode="RSON")
