"""Données de remboursement of the Assurance Maladie (CI-SIS CNAM-HR): what was delivered and done."""

from dataclasses import dataclass
from datetime import date

from dmptui.core.model.days import in_figures
from dmptui.core.writing.codes import ACT_CODE, Code, code_element
from dmptui.core.writing.header import HeaderFacts, entry_id, template_ids
from dmptui.core.writing.level3 import Section, level3
from dmptui.core.writing.markup import Markup, element
from dmptui.core.writing.narrative import Table, anchored, reference
from dmptui.core.writing.treatments import Treatment, product
from dmptui.core.writing.vaccination import UNSPECIFIED

TEMPLATES = ("1.2.250.1.213.1.1.1.36|2021.01",)
_IN_HOSPITAL = Code("IMP", "Hospitalisation (établissement, y compris HAD)", ACT_CODE)
NOTICE = (
    "Les données affichées reflètent les remboursements connus de l'Assurance Maladie pour la période. "
    "Elles sont fournies à titre d'information ; leur exhaustivité n'est pas garantie."
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A medicine, or a vaccine, delivered by a pharmacy; ``code`` is its CIP13, None when unknown."""

    on: date
    medicine: str
    code: Code | None
    quantity: int
    prescriber: str
    pharmacy: str


@dataclass(frozen=True, slots=True)
class Care:
    """An act that was paid for; ``code`` is a prestation, CCAM or NABM, its code empty when only said."""

    on: date
    code: Code
    performer: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in hospital; ``group`` is its groupe homogène de séjours (GHS)."""

    since: date
    until: date
    group: Code
    place: str


@dataclass(frozen=True, slots=True)
class Reimbursements:
    """A period of care. Each kind is a section of its own."""

    medicines: tuple[Delivery, ...] = ()
    vaccinations: tuple[Delivery, ...] = ()
    stays: tuple[Stay, ...] = ()
    care: tuple[Care, ...] = ()
    imaging: tuple[Care, ...] = ()
    biology: tuple[Care, ...] = ()


def reimbursements(facts: HeaderFacts, claims: Reimbursements) -> bytes:
    """The document of a period, which ``facts`` bounds."""
    notice = Section(
        title="Usage et responsabilités",
        code=Code("55112-7", "Commentaire sur le document"),
        blocks=(NOTICE,),
        templates=("2.16.840.1.113883.10.12.201", "1.2.250.1.213.1.1.2.73"),
    )
    sections = (
        notice,
        _medicines(claims.medicines, facts),
        _vaccinations(claims.vaccinations, facts),
        _stays(claims.stays, facts),
        _care("Soins médicaux et dentaires", "soin", claims.care, facts),
        _care("Radiologie", "radio", claims.imaging, facts),
        _care("Biologie", "bio", claims.biology, facts),
    )
    return level3(facts, sections, TEMPLATES)


def _medicines(deliveries: tuple[Delivery, ...], facts: HeaderFacts) -> Section:
    headings = ("Date de délivrance", "Médicament", "Prescrit par", "Délivré par", "Quantité")
    numbered = [(delivery, f"MED{number:03}") for number, delivery in enumerate(deliveries, 1)]
    rows = tuple(
        (
            in_figures(delivery.on),
            anchored(delivery.medicine, anchor),
            delivery.prescriber,
            delivery.pharmacy,
            str(delivery.quantity),
        )
        for delivery, anchor in numbered
    )
    return Section(
        title="Médicaments",
        code=Code("10160-0", "Médication administrée"),
        blocks=(Table(headings, rows),) if rows else ("Aucune délivrance sur la période.",),
        templates=(
            "2.16.840.1.113883.10.20.1.8",
            "1.3.6.1.4.1.19376.1.5.3.1.3.19",
            "1.2.250.1.213.1.1.2.143",
        ),
        entries=tuple(element("entry", _delivered(delivery, anchor, facts)) for delivery, anchor in numbered),
    )


def _vaccinations(deliveries: tuple[Delivery, ...], facts: HeaderFacts) -> Section:
    headings = ("Date de délivrance", "Vaccin", "Prescrit par", "Délivré par")
    numbered = [(delivery, f"VAC{number:03}") for number, delivery in enumerate(deliveries, 1)]
    rows = tuple(
        (in_figures(each.on), anchored(each.medicine, anchor), each.prescriber, each.pharmacy)
        for each, anchor in numbered
    )
    return Section(
        title="Vaccinations",
        code=Code("11369-6", "Historique des vaccinations"),
        blocks=(Table(headings, rows),) if rows else ("Aucun vaccin délivré sur la période.",),
        templates=(
            "2.16.840.1.113883.10.20.1.6",
            "1.3.6.1.4.1.19376.1.5.3.1.3.23",
            "1.2.250.1.213.1.1.2.147",
        ),
        entries=tuple(element("entry", _vaccine(each, anchor, facts)) for each, anchor in numbered),
    )


def _vaccine(delivery: Delivery, anchor: str, facts: HeaderFacts) -> Markup:
    return element(
        "substanceAdministration",
        template_ids(
            "2.16.840.1.113883.10.20.1.24", "1.3.6.1.4.1.19376.1.5.3.1.4.12", "1.2.250.1.213.1.1.3.45"
        ),
        entry_id(facts, anchor),
        code_element("code", UNSPECIFIED),
        element("text", reference(anchor)),
        element("statusCode", code="completed"),
        element("effectiveTime", nullFlavor="UNK"),
        _product(delivery, anchor),
        element("entryRelationship", _supply(delivery, anchor, facts), typeCode="REFR"),
        classCode="SBADM",
        moodCode="EVN",
        negationInd="false",
    )


def _product(delivery: Delivery, anchor: str) -> Markup:
    return product(Treatment(delivery.medicine, "", delivery.on, atc=delivery.code), anchor)


def _stays(stays: tuple[Stay, ...], facts: HeaderFacts) -> Section:
    numbered = [(stay, f"HOSP{number:03}") for number, stay in enumerate(stays, 1)]
    rows = tuple(
        (
            f"du {in_figures(stay.since)} au {in_figures(stay.until)}",
            anchored(stay.group.display, anchor),
            stay.place,
        )
        for stay, anchor in numbered
    )
    headings = ("Période du séjour", "Nature du séjour", "Lieu du séjour")
    return Section(
        title="Hospitalisations",
        code=Code("46240-8", "Historique des rencontres"),
        blocks=(Table(headings, rows),) if rows else ("Aucune hospitalisation sur la période.",),
        templates=(
            "2.16.840.1.113883.10.20.1.3",
            "1.3.6.1.4.1.19376.1.5.3.1.1.5.3.3",
            "1.2.250.1.213.1.1.2.76",
        ),
        entries=tuple(element("entry", _stayed(stay, anchor, facts)) for stay, anchor in numbered),
    )


def _stayed(stay: Stay, anchor: str, facts: HeaderFacts) -> Markup:
    group = element("qualifier", code_element("value", stay.group))
    place = element("representedOrganization", element("name", stay.place))
    return element(
        "encounter",
        template_ids(
            "2.16.840.1.113883.10.20.1.21", "1.3.6.1.4.1.19376.1.5.3.1.4.14", "1.2.250.1.213.1.1.3.58"
        ),
        entry_id(facts, anchor),
        code_element("code", _IN_HOSPITAL, group),
        element("text", reference(anchor)),
        element(
            "effectiveTime",
            element("low", value=stay.since.strftime("%Y%m%d")),
            element("high", value=stay.until.strftime("%Y%m%d")),
        ),
        element(
            "performer",
            element("assignedEntity", element("id", nullFlavor="UNK"), place),
            typeCode="PRF",
        ),
        classCode="ENC",
        moodCode="EVN",
    )


def _supply(delivery: Delivery, anchor: str, facts: HeaderFacts) -> Markup:
    day = delivery.on.strftime("%Y%m%d")
    pharmacy = element("representedOrganization", element("name", delivery.pharmacy))
    performer = element(
        "performer",
        element("time", value=day),
        element("assignedEntity", element("id", nullFlavor="UNK"), pharmacy),
        typeCode="PRF",
    )
    person = element("assignedPerson", element("name", element("family", delivery.prescriber)))
    author = element(
        "author",
        element("time", value=day),
        element("assignedAuthor", element("id", nullFlavor="UNK"), person),
    )
    return element(
        "supply",
        template_ids(
            "2.16.840.1.113883.10.20.1.34", "1.3.6.1.4.1.19376.1.5.3.1.4.7.3", "1.2.250.1.213.1.1.3.44"
        ),
        entry_id(facts, f"{anchor}-delivrance"),
        element("quantity", value=str(delivery.quantity)),
        performer,
        author,
        classCode="SPLY",
        moodCode="EVN",
    )


def _delivered(delivery: Delivery, anchor: str, facts: HeaderFacts) -> Markup:
    return element(
        "substanceAdministration",
        template_ids(
            "2.16.840.1.113883.10.20.1.24",
            "1.3.6.1.4.1.19376.1.5.3.1.4.7",
            "1.2.250.1.213.1.1.3.42",
            "1.3.6.1.4.1.19376.1.5.3.1.4.7.1",
        ),
        entry_id(facts, anchor),
        code_element("code", Code("DRUG", "Médicament", ACT_CODE)),
        element("text", reference(anchor)),
        element("statusCode", code="completed"),
        element(
            "effectiveTime",
            element("low", value=delivery.on.strftime("%Y%m%d")),
            element("high", nullFlavor="UNK"),
            xsi_type="IVL_TS",
        ),
        _product(delivery, anchor),
        element("entryRelationship", _supply(delivery, anchor, facts), typeCode="REFR"),
        classCode="SBADM",
        moodCode="EVN",
    )


def _care(title: str, prefix: str, acts: tuple[Care, ...], facts: HeaderFacts) -> Section:
    numbered = [(act, f"{prefix}-{number:03}") for number, act in enumerate(acts, 1)]
    rows = tuple(
        (in_figures(act.on), act.code.code, anchored(act.code.display, anchor), act.performer)
        for act, anchor in numbered
    )
    return Section(
        title=title,
        code=Code("29554-3", "Actes"),
        blocks=(Table(("Date", "Code", "Acte", "Réalisé par"), rows),)
        if rows
        else ("Aucun acte sur la période.",),
        templates=("1.3.6.1.4.1.19376.1.5.3.1.1.13.2.11", "1.2.250.1.213.1.1.2.118"),
        entries=tuple(element("entry", _done(act, anchor, facts)) for act, anchor in numbered),
    )


def _done(act: Care, anchor: str, facts: HeaderFacts) -> Markup:
    return element(
        "procedure",
        template_ids(
            "1.3.6.1.4.1.19376.1.5.3.1.4.19", "2.16.840.1.113883.10.20.1.29", "1.2.250.1.213.1.1.3.62"
        ),
        entry_id(facts, anchor),
        code_element("code", act.code)
        if act.code.code
        else element("code", element("originalText", reference(anchor)), nullFlavor="UNK"),
        element("text", reference(anchor)),
        element("statusCode", code="completed"),
        element("effectiveTime", value=act.on.strftime("%Y%m%d")),
        classCode="PROC",
        moodCode="EVN",
    )
