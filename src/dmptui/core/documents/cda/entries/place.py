"""Where in the document an entry is being read, and the small readings most families need."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dmptui.core.documents.cda.entries.coded import read_coded, read_when, shown_unit, templates
from dmptui.core.documents.cda.entries.codes import ABSENCES, ATC, ATC_NAME, CIP, CIS, FR, PCC
from dmptui.core.documents.cda.entries.narrative_rows import NarrativeRows
from dmptui.core.documents.cda.parties import person_name
from dmptui.core.documents.cda.vocabulary import read_code
from dmptui.core.documents.cda.xml import V3, Element, attribute, child, children, local_name, text_of
from dmptui.core.model.clinical import CodedValue, Person, Product, Source, Standing, Value, When
from dmptui.core.model.clinical.conditions import Subject
from dmptui.core.model.clinical.standing import REFUSALS, Kind, standing_of
from dmptui.core.model.patient import Sex
from dmptui.core.terminology.lots import lot_number

ACTS = frozenset(
    V3 + name
    for name in (
        "act",
        "encounter",
        "observation",
        "observationMedia",
        "organizer",
        "procedure",
        "substanceAdministration",
        "supply",
    )
)
COMMENT = frozenset({FR + "32", PCC + "2"})
_ROLES = ("assignedEntity", "assignedAuthor", "participantRole", "associatedEntity")
_PERSONS = ("assignedPerson", "associatedPerson", "playingEntity")
_ORGANIZATIONS = ("representedOrganization", "scopingOrganization", "scopingEntity")


@dataclass(frozen=True, slots=True)
class Place:
    """What the elements around an entry say of it.

    Attributes:
        source: the section; no reference yet.
        status: of the nearest act around. relative: of the nearest organizer about somebody else.
        subject: the person the document is about.
        standing: what becomes of all that is in the acts around.
        battery, when, specimen, validator: of the organizers and acts around a result.
    """

    rows: NarrativeRows
    source: Source
    subject: Subject = field(default_factory=Subject)
    status: str = ""
    relative: str = ""
    standing: Standing = Standing.STATED
    battery: str = ""
    specimen: str = ""
    when: When = field(default_factory=When)
    validator: Person = field(default_factory=Person)

    def source_of(self, *holders: Element | None) -> Source:
        """The way back, by the first of these elements whose reference leads somewhere."""
        reference = next(filter(None, map(self.rows.reference, holders)), "")
        return self.source_at(reference)

    def source_at(self, reference: str) -> Source:
        """The way back by an identifier of the text; empty for the section as a whole."""
        return replace(
            self.source,
            reference=reference,
            words=self.rows.text(reference),
            narrative=self.rows.line(reference),
        )


def related(element: Element) -> Iterator[tuple[Element, str]]:
    """The acts an act is tied to, and how (``typeCode``)."""
    for relation in children(element, "entryRelationship"):
        for act in relation:
            if act.tag in ACTS:
                yield act, attribute(relation, "typeCode")


def tied(element: Element, models: frozenset[str]) -> Iterator[Element]:
    """Those that follow one of the models."""
    return (act for act, _ in related(element) if templates(act) & models)


def comment(element: Element, rows: NarrativeRows) -> str:
    """The comments on an entry."""
    texts = (rows.words(child(act, "text")) for act in tied(element, COMMENT))
    return " / ".join(filter(None, texts))


def reasons(element: Element, rows: NarrativeRows) -> tuple[CodedValue, ...]:
    """Why: the acts tied as reasons."""
    found = []
    for act, how in related(element):
        if how == "RSON":
            value = child(act, "value")
            found.append(read_coded(child(act, "code") if value is None else value, rows))
    return tuple(reason for reason in found if reason)


def subject_of(document: Element) -> Subject:
    """The person a document is about; nobody in particular when it is about several."""
    targets = list(children(document, "recordTarget"))
    who = child(targets[0], "patientRole", "patient") if len(targets) == 1 else None
    sex = {"M": Sex.MALE, "F": Sex.FEMALE}.get(attribute(child(who, "administrativeGenderCode"), "code"))
    return Subject(sex or Sex.UNKNOWN, read_when(child(who, "birthTime")))


def person(participation: Element | None) -> Person:
    """Who takes part: ``performer``, ``author``, ``participant``."""
    role = _first(participation, _ROLES)
    if role is None:
        return Person()
    who, organization = _first(role, _PERSONS), _first(role, _ORGANIZATIONS)
    return Person(
        name=" ".join(filter(None, map(person_name, children(who, "name")))),
        organization=text_of(child(organization, "name")),
        specialty=read_code(child(role, "code")).label,
    )


def product(element: Element, rows: NarrativeRows) -> Product:
    """The medicine of a ``substanceAdministration`` (its consumable) or of a ``supply``."""
    holder = child(element, "consumable")
    holder = child(element, "product") if holder is None else holder
    material = child(holder, "manufacturedProduct", "manufacturedMaterial")
    if material is None:
        return Product()
    code = read_coded(child(material, "code"), rows)
    known = list(code.all())
    atc = next(
        (each for each in known if each.system == ATC or ATC_NAME in each.system_name), None
    ) or _generic(material)
    return Product(
        name=text_of(child(material, "name")),
        words=code.words,
        code=code,
        cis=next((each.code for each in known if each.system == CIS), ""),
        cip=next((each.code for each in known if _is_cip(each)), ""),
        atc=atc.code,
        atc_label=atc.display,
        lot=lot_number(text_of(child(material, "lotNumberText"))),
        form=next(
            (attribute(each, "displayName") for each in material if local_name(each) == "formCode"), ""
        ),
        substances=_substances(material),
    )


def packaged(quantity: Value, element: Element) -> Value:
    """A quantity whose unit is a code of packaging, in the words the product has for it."""
    unit = quantity.unit
    if not unit.isdigit() or shown_unit(unit) != unit:
        return quantity
    words = next((attribute(each, "displayName") for each in element.iter() if each.get("code") == unit), "")
    text = f"{quantity.text.removesuffix(unit).rstrip()} {words.lower()}".rstrip()
    return Value(text, quantity.written, quantity.number, unit, words.lower())


def is_absence(*codes: CodedValue) -> bool:
    """Whether one of the codes states that there is nothing to list."""
    return any(
        each.code in ABSENCES or (each.code.startswith("no-") and each.code.count("-") > 1)
        for code in codes
        for each in code.all()
    )


def standing(element: Element, kind: Kind = Kind.ACT, *, mood: bool = True) -> Standing:
    """What becomes of an act by its own attributes.

    Args:
        element: the act.
        kind: of the act.
        mood: whether its mood counts: it does not where everything is planned, as in an ordonnance.
    """
    why = (child(act, "code") for act, how in related(element) if how == "RSON")
    return standing_of(
        attribute(element, "moodCode") if mood else "",
        attribute(child(element, "statusCode"), "code"),
        kind,
        negated=attribute(element, "negationInd") == "true",
        missing=attribute(element, "nullFlavor"),
        refused=any(attribute(code, "code") in REFUSALS for code in why),
    )


def is_planned(element: Element) -> bool:
    """Whether it is still to be done."""
    return attribute(element, "moodCode") not in ("", "EVN")


def _first(element: Element | None, names: tuple[str, ...]) -> Element | None:
    return next(filter(lambda each: each is not None, (child(element, name) for name in names)), None)


def _is_cip(code: CodedValue) -> bool:
    """By its terminology, or by the 13 digits of a French medicine."""
    if code.system in CIP or "CIP" in code.system_name:
        return True
    return len(code.code) == 13 and code.code.startswith("3400") and code.code.isdigit()


def _generic(material: Element) -> CodedValue:
    """The substance of the equivalent generic, which has a namespace of its own."""
    for each in material.iter():
        if local_name(each) == "code" and each.get("codeSystem") == ATC:
            return CodedValue(attribute(each, "code"), ATC, attribute(each, "displayName"))
    return CodedValue()


def _substances(material: Element) -> tuple[str, ...]:
    names = [
        text_of(name)
        for holder in material.iter()
        if local_name(holder) == "ingredient"
        for name in holder
        if local_name(name) == "name"
    ]
    return tuple(dict.fromkeys(filter(None, names)))
