"""Who the metadata of a document say it is about: ``subject``, ``sourcePatientInfo``, contained patients."""

from collections.abc import Iterator

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child, extension, items, text
from dmptui.core.model.identity import Identity

_SEXES = {"female": "F", "male": "M"}
_BIRTHPLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
_CONDITIONAL = "Patient?identifier="


def metadata_identities(reference: Json) -> tuple[Identity, ...]:
    """All whom a DocumentReference names, whoever wrote it; a literal reference names nobody by itself."""
    return tuple(filter(None, dict.fromkeys(_named(reference))))


def patient_identity(patient: Json) -> Identity:
    """Whom a Patient resource names, as written."""
    names = list(items(patient, "name"))
    official = next((n for n in names if n.get("use") == "official"), names[0] if names else {})
    usual = next((n for n in names if n.get("use") in ("usual", "nickname")), {})
    rank = patient.get("multipleBirthInteger")
    return Identity(
        numbers=tuple(map(_number, items(patient, "identifier"))),
        birth_name=text(official.get("family")),
        used_name=text(usual.get("family")),
        given_names=_given(official),
        used_given=next(iter(_given(usual)), ""),
        sex=_SEXES.get(text(patient.get("gender")), ""),
        birth=text(patient.get("birthDate")).replace("-", "")[:8],
        birth_place=text(child(extension(patient, _BIRTHPLACE), "valueAddress").get("district")),
        birth_rank=str(rank) if isinstance(rank, int) else "",
    )


def _named(reference: Json) -> Iterator[Identity]:
    context = child(reference, "context")
    contained = {f"#{text(c.get('id'))}": c for c in items(reference, "contained")}
    subject, source = child(reference, "subject"), child(context, "sourcePatientInfo")
    for named in (subject, source):
        yield _referred(named)
        found = contained.get(text(named.get("reference")))
        if found is not None and found.get("resourceType") == "Patient":
            yield patient_identity(found)
    # a patient that nothing refers to is the identity at the source all the same
    if text(source.get("reference")) not in contained:
        yield from (patient_identity(c) for c in contained.values() if c.get("resourceType") == "Patient")


def _referred(named: Json) -> Identity:
    """Whom a reference names by a number: a logical one, or a search by identifier."""
    conditional = text(named.get("reference"))
    numbers = [_number(each) for each in items(named, "identifier")]
    if conditional.startswith(_CONDITIONAL):
        system, _bar, value = conditional.removeprefix(_CONDITIONAL).partition("|")
        numbers.append((system.removeprefix(systems.INS_OID_PREFIX), value))
    return Identity(numbers=tuple(numbers))


def _number(found: Json) -> tuple[str, str]:
    return text(found.get("system")).removeprefix(systems.INS_OID_PREFIX), text(found.get("value"))


def _given(name: Json) -> tuple[str, ...]:
    given = name.get("given")
    return tuple(filter(None, map(text, given))) if isinstance(given, list) else ()
