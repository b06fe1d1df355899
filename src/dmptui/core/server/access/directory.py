"""The professionals who may log in: Practitioner and PractitionerRole resources.

A PractitionerRole is one situation d'exercice; its structure is contained, so that a role is read alone.
"""

import json
from collections import defaultdict

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child, codings, concept, identifier, items, text
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.model.base import Coding
from dmptui.core.model.practitioner import Organization, Practitioner, PractitionerRole, Situation
from dmptui.core.store.base import Store
from dmptui.core.store.query import Query, Token
from dmptui.core.terminology import facility_label, profession_label, setting_label, specialty_label

_MOST = 500


def to_fhir(practitioner: Practitioner) -> list[Json]:
    """The resources of a professional, one PractitionerRole for each situation."""
    person: Json = {
        "resourceType": "Practitioner",
        "id": f"ps-{practitioner.id}",
        "identifier": [identifier(systems.PRACTITIONER_ID, practitioner.id)],
        "active": True,
        "name": [{"family": practitioner.family, "given": [practitioner.given]}],
        "qualification": [{"code": code} for code in _qualifications(practitioner)],
    }
    if practitioner.civility:
        person["name"][0]["prefix"] = [practitioner.civility]
    return [person, *(_role(practitioner, s, n) for n, s in enumerate(practitioner.situations, 1))]


def _qualifications(practitioner: Practitioner) -> list[Json]:
    profession, specialty = practitioner.profession, practitioner.specialty
    label = profession_label(profession)
    found = [concept(Coding(system=systems.PROFESSION, code=profession, display=label))]
    if specialty:
        label = specialty_label(profession, specialty)
        found.append(concept(Coding(system=systems.SPECIALTY, code=specialty, display=label)))
    return found


def _role(practitioner: Practitioner, situation: Situation, number: int) -> Json:
    place = situation.organization
    facility = Coding(system=systems.FACILITY, code=place.facility, display=facility_label(place.facility))
    setting = Coding(system=systems.SETTING, code=situation.setting, display=setting_label(situation.setting))
    return {
        "resourceType": "PractitionerRole",
        "id": f"ps-{practitioner.id}-{number}",
        "contained": [
            {
                "resourceType": "Organization",
                "id": "organization",
                "identifier": [identifier(systems.ORGANIZATION_ID, place.id)],
                "name": place.name,
                "type": [concept(facility)],
            }
        ],
        "active": True,
        "practitioner": practitioner_reference(practitioner.id, practitioner.name),
        "organization": {"reference": "#organization"},
        "code": [concept(setting), *([{"text": situation.role}] if situation.role else [])],
    }


async def find(store: Store, ps_id: str, organization_id: str) -> PractitionerRole | None:
    """A professional at work in a structure, or None when the directory has no such situation."""
    people = Query("Practitioner", tokens=(Token("identifier", ((systems.PRACTITIONER_ID, ps_id),)),))
    roles = Query("PractitionerRole", tokens=(Token("practitioner", ((systems.PRACTITIONER_ID, ps_id),)),))
    found_people, found_roles = await store.search_all((people, roles))
    if not found_people.rows:
        return None
    situations = tuple(_situation(json.loads(row.text)) for row in found_roles.rows)
    person = _person(json.loads(found_people.rows[0].text), situations)
    chosen = next((s for s in situations if s.organization.id == organization_id), None)
    return PractitionerRole(practitioner=person, situation=chosen) if chosen else None


async def named(store: Store, ps_id: str) -> tuple[str, str]:
    """The name and profession of a professional; both empty when the directory does not know them."""
    token = Token("identifier", ((systems.PRACTITIONER_ID, ps_id),))
    page = await store.search(Query("Practitioner", tokens=(token,), count=1)) if ps_id else None
    if page is None or not page.rows:
        return "", ""
    person = _person(json.loads(page.rows[0].text), ())
    return person.name, person.profession


async def everyone(store: Store) -> list[Practitioner]:
    """All the professionals of the directory, by name."""
    people, roles = await store.search_all(
        (Query("Practitioner", count=_MOST), Query("PractitionerRole", count=_MOST))
    )
    situations: defaultdict[str, list[Situation]] = defaultdict(list)
    for row in roles.rows:
        role = json.loads(row.text)
        situations[text(child(role, "practitioner", "identifier").get("value"))].append(_situation(role))
    found = (_person(person, ()) for person in (json.loads(row.text) for row in people.rows))
    complete = (p.model_copy(update={"situations": tuple(situations[p.id])}) for p in found)
    return sorted(complete, key=lambda p: (p.family, p.given))


def _person(resource: Json, situations: tuple[Situation, ...]) -> Practitioner:
    name = child(resource, "name")
    found = [c for q in items(resource, "qualification") for c in codings(child(q, "code"))]
    codes = {coding.system: coding.code for coding in found}
    return Practitioner(
        id=text(child(resource, "identifier").get("value")),
        family=text(name.get("family")),
        given=text(next(iter(name.get("given", ())), "")),
        civility=text(next(iter(name.get("prefix", ())), "")),
        profession=codes.get(systems.PROFESSION, ""),
        specialty=codes.get(systems.SPECIALTY, ""),
        situations=situations,
    )


def _situation(resource: Json) -> Situation:
    place = child(resource, "contained")
    facility = next(codings(child(place, "type")), None)
    settings = [c.code for code in items(resource, "code") for c in codings(code)]
    roles = [text(code["text"]) for code in items(resource, "code") if code.get("text")]
    return Situation(
        organization=Organization(
            id=text(child(place, "identifier").get("value")),
            name=text(place.get("name")),
            facility=facility.code if facility else "",
        ),
        role=roles[0] if roles else "",
        setting=settings[0] if settings else "",
    )
