"""Patient with the state of the DMP (TD0.2)."""

from datetime import date

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child, day, expect, extension, identifier, items, member, text
from dmptui.core.model.ins import OIDS, Ins
from dmptui.core.model.patient import Closure, DmpState, LegalRepresentative, Patient, Sex
from dmptui.core.text import _

_GENDER = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.UNKNOWN: "unknown"}
_SEX = {gender: sex for sex, gender in _GENDER.items()}
_BIRTHPLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"


def ins_system(ins: Ins) -> str:
    """The identifier system of an INS."""
    return systems.INS_OID_PREFIX + ins.oid


def to_fhir(patient: Patient) -> Json:
    """The Patient resource."""
    names: list[Json] = [
        {"use": "official", "family": patient.birth_name, "given": list(patient.given_names)}
    ]
    if patient.used_name:
        names.append({"use": "usual", "family": patient.used_name, "given": [patient.given_names[0]]})
    resource: Json = {
        "resourceType": "Patient",
        "extension": _extensions(patient),
        "identifier": [identifier(ins_system(patient.ins), patient.ins.value)],
        "active": patient.state.exists,
        "name": names,
        "gender": _GENDER[patient.sex],
        "birthDate": patient.birth_date.isoformat(),
    }
    if patient.id:
        resource["id"] = patient.id
    if patient.birth_rank is not None:
        resource["multipleBirthInteger"] = patient.birth_rank
    if patient.death is not None:
        resource["deceasedDateTime"] = patient.death.isoformat()
    elif patient.deceased:
        resource["deceasedBoolean"] = True
    address = {"postalCode": patient.postal_code, "city": patient.city}
    if any(address.values()):
        resource["address"] = [{name: value for name, value in address.items() if value}]
    if patient.representatives:
        resource["contact"] = [
            {"relationship": [{"text": r.relationship}], "name": {"text": r.name}}
            for r in patient.representatives
        ]
    return resource


def with_state(resource: Json, state: DmpState, closure: Closure | None = None) -> Json:
    """A Patient with another state of the DMP, and how it was closed if it is; all else as it was."""
    replaced = (systems.MES_STATE, systems.NOTIFIED, systems.CLOSURE)
    others = [e for e in items(resource, "extension") if e.get("url") not in replaced]
    extensions: list[Json] = [{"url": systems.MES_STATE, "valueCode": state.value}]
    if closure is not None:
        extensions.append(_closed(closure))
    return resource | {"extension": [*extensions, *others], "active": state.exists}


def with_attending(resource: Json, ps_id: str, *, attending: bool) -> Json:
    """A Patient with a médecin traitant more, or less, all else as it was."""
    kept = [
        e
        for e in items(resource, "extension")
        if e.get("url") != systems.ATTENDING
        or text(child(e, "valueReference", "identifier").get("value")) != ps_id
    ]
    named = {"identifier": identifier(systems.PRACTITIONER_ID, ps_id)}
    added = [{"url": systems.ATTENDING, "valueReference": named}] if attending else []
    return resource | {"extension": [*kept, *added]}


def _extensions(patient: Patient) -> list[Json]:
    found: list[Json] = [{"url": systems.MES_STATE, "valueCode": patient.state.value}]
    if patient.notified:
        found.append({"url": systems.NOTIFIED, "valueDate": patient.notified.isoformat()})
    if patient.birth_place:
        district = {"district": patient.birth_place}
        found.append({"url": _BIRTHPLACE, "valueAddress": district})
    if patient.closure:
        found.append(_closed(patient.closure))
    found += [
        {
            "url": systems.ATTENDING,
            "valueReference": {"identifier": identifier(systems.PRACTITIONER_ID, ps_id)},
        }
        for ps_id in sorted(patient.attending)
    ]
    return found


def _closed(closure: Closure) -> Json:
    parts = {
        "dateFermeture": {"valueDate": closure.date.isoformat()},
        "motifFermeture": {"valueString": closure.motif},
        "raisonFermeture": {"valueString": closure.reason},
    }
    nested = [{"url": url, **value} for url, value in parts.items() if all(value.values())]
    return {"url": systems.CLOSURE, "extension": nested}


def from_fhir(resource: object) -> Patient:
    """The patient of a Patient resource.

    Raises:
        InvalidContent: no INS, name or birth date.
    """
    patient = expect(resource, "Patient")
    name = _name(patient, "official") or child(patient, "name")
    ins = _ins(patient)
    born = day(patient.get("birthDate"))
    if ins is None or born is None or not name.get("family"):
        raise InvalidContent(
            _("L'identité reçue est incomplète. Prévenez l'exploitant du serveur."),
            cause="Patient without INS, birthDate or family name",
        )
    address = child(patient, "address")
    return Patient(
        id=text(patient.get("id")),
        ins=ins,
        birth_name=text(name["family"]),
        used_name=text(_name(patient, "usual").get("family")),
        given_names=tuple(filter(None, map(text, name.get("given") or ()))) or ("",),
        sex=_SEX.get(text(patient.get("gender")), Sex.UNKNOWN),
        birth_date=born,
        birth_place=text(child(extension(patient, _BIRTHPLACE), "valueAddress").get("district")),
        postal_code=text(address.get("postalCode")),
        city=text(address.get("city")),
        state=_state(patient),
        closure=_closure(patient),
        attending=frozenset(_attending(patient)),
        representatives=tuple(_representatives(patient)),
        notified=day(extension(patient, systems.NOTIFIED).get("valueDate")),
        birth_rank=_birth_rank(patient),
        deceased=bool(patient.get("deceasedDateTime")) or patient.get("deceasedBoolean") is True,
        death=_death(patient),
    )


def _name(patient: Json, use: str) -> Json:
    return next((n for n in items(patient, "name") if n.get("use") == use), {})


def _ins(patient: Json) -> Ins | None:
    for found in items(patient, "identifier"):
        oid = text(found.get("system")).removeprefix(systems.INS_OID_PREFIX)
        if oid in OIDS and text(found.get("value")):
            return Ins(value=text(found["value"]), oid=oid)
    return None


def _birth_rank(patient: Json) -> int | None:
    rank = patient.get("multipleBirthInteger")
    return rank if isinstance(rank, int) and not isinstance(rank, bool) and rank > 0 else None


def _death(patient: Json) -> date | None:
    """The day of the death, when it is known to the day."""
    written = text(patient.get("deceasedDateTime"))
    return day(written) if len(written) >= len("2026-03-12") else None


def _state(patient: Json) -> DmpState:
    default = DmpState.OPEN if patient.get("active", True) else DmpState.OPPOSED
    if extension(patient, systems.CLOSURE):
        default = DmpState.CLOSED
    return member(DmpState, extension(patient, systems.MES_STATE).get("valueCode"), default)


def _closure(patient: Json) -> Closure | None:
    closed = extension(patient, systems.CLOSURE)
    when: date | None = day(extension(closed, "dateFermeture").get("valueDate"))
    if when is None:
        return None
    return Closure(
        date=when,
        motif=text(extension(closed, "motifFermeture").get("valueString")),
        reason=text(extension(closed, "raisonFermeture").get("valueString")),
    )


def _attending(patient: Json) -> list[str]:
    found = (e for e in items(patient, "extension") if e.get("url") == systems.ATTENDING)
    values = (text(child(e, "valueReference", "identifier").get("value")) for e in found)
    return [value for value in values if value]


def _representatives(patient: Json) -> list[LegalRepresentative]:
    return [
        LegalRepresentative(
            name=text(child(contact, "name").get("text")),
            relationship=text(child(contact, "relationship").get("text")),
        )
        for contact in items(patient, "contact")
    ]
