"""Observation: what a person notes in the « profil médical » of Mon espace santé.

Measures are vital signs (LOINC, UCUM); of the rest, the code of the heading and its words are ours.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child, concept, day, expect, extension, first_coding, items, text
from dmptui.core.model.base import Coding
from dmptui.core.model.medical_profile import HEADING_WORDS, MEASURES, Entry, Heading, Measure, Part
from dmptui.core.text import _

KIND = "Observation"
REMOVED = [{"op": "replace", "path": "/status", "value": "entered-in-error"}]
"""The JSON Patch that removes an entry."""
_VITAL_SIGNS = Coding(system=systems.OBSERVATION_CATEGORY, code="vital-signs")
_SURVEY = Coding(system=systems.OBSERVATION_CATEGORY, code="survey")
_UCUM = "http://unitsofmeasure.org"


def to_fhir(entry: Entry, patient: str) -> Json:
    """The resource of an entry.

    Args:
        entry: what is noted.
        patient: the reference to the patient.
    """
    measure = MEASURES.get(entry.heading)
    resource: Json = {
        "resourceType": KIND,
        "status": "final",
        "category": [concept(_VITAL_SIGNS if measure else _SURVEY)],
        "code": _code(entry.heading),
        "subject": {"reference": patient},
        "performer": [{"reference": patient}],
    }
    if entry.day is not None:
        resource["effectiveDateTime"] = entry.day.isoformat()
    if entry.detail:
        resource["note"] = [{"text": entry.detail}]
    return resource | (_measured(entry, measure) if measure else {"valueString": entry.text})


def from_fhir(resource: object) -> Entry:
    """The entry of a resource.

    Raises:
        InvalidContent: it is not an Observation of a profile, or a figure of it is none, or in another unit.
    """
    found = expect(resource, KIND)
    heading = _heading(found)
    measure = MEASURES.get(heading)
    return Entry(
        id=text(found.get("id")),
        version=text(child(found, "meta").get("versionId")),
        heading=heading,
        text="" if measure else text(found.get("valueString")),
        detail=text(child(found, "note").get("text")),
        values=tuple(_values(found, measure)) if measure else (),
        day=day(found.get("effectiveDateTime")),
        by_representative=extension(found, systems.BY_REPRESENTATIVE).get("valueBoolean") is True,
    )


def correction(entry: Entry, patient: str) -> list[Json]:
    """The JSON Patch that writes an entry again, whole."""
    return [{"op": "replace", "path": "", "value": to_fhir(entry, patient)}]


def corrected(patch: object) -> object:
    """The resource that a correction writes; None when the patch is another one."""
    if isinstance(patch, list) and len(patch) == 1 and isinstance(patch[0], dict):
        operation = patch[0]
        if (operation.get("op"), operation.get("path")) == ("replace", ""):
            return operation.get("value")
    return None


def _code(heading: Heading) -> Json:
    measure = MEASURES.get(heading)
    if measure is None:
        word = HEADING_WORDS[heading]  # French on the wire, whatever the screens say
        return concept(Coding(system=systems.PROFILE_HEADING, code=heading.value, display=word))
    code, display = measure.panel if measure.panel[0] else measure.parts[0][:2]
    return concept(Coding(system=systems.LOINC, code=code, display=display))


_HEADINGS = {
    (coding["system"], coding["code"]): heading for heading in Heading for coding in _code(heading)["coding"]
}


def _heading(resource: Json) -> Heading:
    coding = first_coding(child(resource, "code"))
    heading = _HEADINGS.get((coding.system, coding.code)) if coding else None
    if heading is None:
        raise InvalidContent(_("Cette note n'est d'aucune rubrique du profil médical."), cause="code")
    return heading


def _measured(entry: Entry, measure: Measure) -> Json:
    quantities = [_quantity(value, measure) for value in entry.values]
    if not measure.panel[0]:
        return {"valueQuantity": quantities[0]} if quantities else {}
    components = [
        {
            "code": concept(Coding(system=systems.LOINC, code=part.loinc, display=part.display)),
            "valueQuantity": quantity,
        }
        for part, quantity in zip(measure.parts, quantities, strict=False)
    ]
    return {"component": components} if components else {}


def _quantity(value: Decimal, measure: Measure) -> Json:
    number = int(value) if value == value.to_integral_value() else float(value)
    return {"value": number, "unit": measure.unit, "system": _UCUM, "code": measure.ucum}


def _values(resource: Json, measure: Measure) -> Iterator[Decimal]:
    for part in measure.parts:
        quantity = child(_of_part(resource, part) if measure.panel[0] else resource, "valueQuantity")
        if not quantity:
            continue  # the rule says what is missing
        if quantity.get("code") != measure.ucum:
            raise InvalidContent(_("Cette mesure est dans une autre unité."), cause="valueQuantity.code")
        yield _decimal(quantity.get("value"))


def _of_part(resource: Json, part: Part) -> Json:
    for component in items(resource, "component"):
        coding = first_coding(child(component, "code"))
        if coding is not None and coding.code == part.loinc:
            return component
    return {}


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidContent(_("Cette mesure n'est pas un nombre."), cause="valueQuantity.value")
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise InvalidContent(_("Cette mesure n'est pas un nombre."), cause="valueQuantity.value") from error
