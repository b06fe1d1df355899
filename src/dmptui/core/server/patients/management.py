"""Managing the accesses to a record: blocking, emergency switches, médecin traitant; by a Consent (TD0.3)."""

import json
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from starlette.responses import Response

from dmptui.core.fhir import attending, consent
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.patient import with_attending
from dmptui.core.model.access import Authorisation, AuthorisationStatus, EmergencySwitches, Team
from dmptui.core.model.patient import Patient
from dmptui.core.rules import visibility
from dmptui.core.rules.care_team import name_of
from dmptui.core.rules.condition import Has, Not
from dmptui.core.rules.management import TRACED_AS, Act, Manager, Target, manage
from dmptui.core.rules.patient_view import Viewer
from dmptui.core.server.access import directory, opening, traces
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.store.base import NEW, StoredResource, Write
from dmptui.core.store.query import Query
from dmptui.core.text import _

NAMESPACE = UUID("0d0c0b8e-5d0e-5a53-8a0f-8f8a54d3a0c1")
"""Of the ids of Consents: one for each patient and what it is about, so that two can never be made."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a Consent asks for.

    Attributes:
        practitioner_id: whom it is about; empty for the switches, and for a team.
        team: whose consent is withdrawn, for Act.WITHDRAW.
        switches: for Act.SWITCHES.
    """

    act: Act
    practitioner_id: str = ""
    team: Team | None = None
    switches: EmergencySwitches = EmergencySwitches()


def wish_of(resource: Json) -> Wish | None:
    """What a Consent asks to manage; None when it is a permission, which a professional declares.

    A denial blocks; one that is ``inactive`` lifts the blocking. A permission that is, is withdrawn.
    """
    if consent.is_switches(resource):
        return Wish(Act.SWITCHES, switches=consent.switches_from_fhir(resource))
    if attending.is_attending(resource):
        ps_id, named = attending.from_fhir(resource)
        return Wish(Act.DECLARE_ATTENDING if named else Act.END_ATTENDING, ps_id)
    wish = consent.authorisation_from_fhir(resource)
    inactive = resource.get("status") == "inactive"
    if wish.permitted:
        return Wish(Act.WITHDRAW, wish.practitioner_id, wish.team) if inactive else None
    return Wish(Act.UNBLOCK if inactive else Act.BLOCK, wish.practitioner_id)


async def do(call: Call, wish: Wish, row: StoredResource, patient: Patient) -> Response:
    """Decide on what a Consent asks, and keep it; 201 with the Consent.

    Raises:
        Denied: the rule refuses.
        BadRequest: it names no professional, and no team.
    """
    if wish.act is not Act.SWITCHES and not wish.practitioner_id and not wish.team:
        raise BadRequest(422, "required", _("Précisez le professionnel concerné."))
    if wish.act is Act.WITHDRAW:
        return await _withdraw(call, wish, row)
    name, profession = await directory.named(call.context.store, wish.practitioner_id)
    pair = await _consents(call, row.id, wish.practitioner_id)
    target = Target(
        practitioner_id=wish.practitioner_id,
        profession=profession,
        status=AuthorisationStatus.FORBIDDEN if _denial(pair) else AuthorisationStatus.NONE,
        attending=wish.practitioner_id in patient.attending,
    )
    action = TRACED_AS[wish.act]
    decision = manage(wish.act, Manager(call.asker.ps_id), target)
    if not decision.allowed:
        raise Denied(decision, action, call.asker, patient_id=row.id, title=name)
    writes = await _writes(call, wish, row, pair, attends=target.attending)
    trace = traces.done(call.asker, row.id, action, call.now, title=name)
    await call.context.store.commit([*writes, trace], call.now)
    return await created(call, writes[0].resource["id"])


async def _withdraw(call: Call, wish: Wish, row: StoredResource) -> Response:
    """The consents of a team, or of a consultation, are active no more; of what who asks may see."""
    holder = call.asker.claims.holder
    viewer = Viewer(representative=holder is not None and holder.representative)
    about = opening.of_team(wish.team) if wish.team else opening.actor(wish.practitioner_id)
    query = Query("Consent", row.id, condition=visibility.consents(viewer), tokens=(about, opening.ACTIVE))
    rows = (await call.context.store.search(query)).rows
    valid = [each for each in rows if _status(each, call) is AuthorisationStatus.VALID]
    status = AuthorisationStatus.VALID if valid else AuthorisationStatus.NONE
    name = name_of(wish.team) if wish.team else ""
    name = name or (await directory.named(call.context.store, wish.practitioner_id))[0]
    decision = manage(Act.WITHDRAW, Manager(call.asker.ps_id), Target(wish.practitioner_id, status=status))
    action = TRACED_AS[Act.WITHDRAW]
    if not decision.allowed:
        raise Denied(decision, action, call.asker, patient_id=row.id, title=name)
    secret = all(consent.is_secret(json.loads(each.text)) for each in valid)
    claims = call.asker.claims.model_copy(update={"secret": secret})
    trace = traces.done(replace(call.asker, claims=claims), row.id, action, call.now, title=name)
    writes = [_inactive(each, call) for each in valid]
    await call.context.store.commit([*writes, trace], call.now)
    return await created(call, valid[0].id)


async def created(call: Call, consent_id: str) -> Response:
    """The answer to a Consent that was kept."""
    stored = await call.context.store.read("Consent", consent_id)
    headers = {
        "Location": f"{call.base}/Consent/{stored.id}/_history/{stored.version}",
        "ETag": f'W/"{stored.version}"',
    }
    return answers.fhir(json.loads(stored.text), 201, headers)


async def _writes(
    call: Call, wish: Wish, row: StoredResource, pair: tuple[StoredResource, ...], *, attends: bool
) -> list[Write]:
    """The Consent first; then the Patient, when a médecin traitant is named or ceases to be."""
    subject = f"Patient/{row.id}"
    if wish.act is Act.SWITCHES:
        known = await call.context.store.search(Query("Consent", row.id, tokens=(opening.SWITCHES,)))
        resource = consent.switches_to_fhir(wish.switches, subject, call.now)
        return [_kept(resource, next(iter(known.rows), None), f"{row.id}|switches")]
    if wish.act is Act.BLOCK:
        writes = _blocking(call, wish, row, pair)
        return [*writes, _patient(row, wish, named=False)] if attends else writes
    denial = _denial(pair)
    if wish.act is Act.UNBLOCK and denial is not None:
        return [_inactive(denial, call)]
    named = wish.act is Act.DECLARE_ATTENDING
    by_patient = call.asker.is_patient
    resource = attending.to_fhir(wish.practitioner_id, subject, call.now, named=named, by_patient=by_patient)
    name = f"{row.id}|{wish.practitioner_id}|attending"
    known = await call.context.store.search(Query("Consent", row.id, ids=(_id(name),)))
    return [_kept(resource, next(iter(known.rows), None), name), _patient(row, wish, named=named)]


def _blocking(call: Call, wish: Wish, row: StoredResource, pair: tuple[StoredResource, ...]) -> list[Write]:
    """The denial; what was active of the professional is so no more, not even when it is lifted."""
    denial = Authorisation(practitioner_id=wish.practitioner_id, permitted=False, since=call.now)
    name = f"{row.id}|{wish.practitioner_id}"
    former = next((each for each in pair if each.id == _id(name)), None)
    resource = consent.authorisation_to_fhir(denial, f"Patient/{row.id}")
    others = [each for each in pair if each is not former and _is_active(each)]
    return [_kept(resource, former, name), *(_inactive(each, call) for each in others)]


def _inactive(row: StoredResource, call: Call) -> Write:
    ended: Json = json.loads(row.text) | {"status": "inactive", "dateTime": call.now.isoformat()}
    return Write(ended, row.version)


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE, name))


def _kept(resource: Json, former: StoredResource | None, name: str) -> Write:
    if former is not None:
        return Write(consent.renewed(json.loads(former.text), resource) | {"id": former.id}, former.version)
    return Write(resource | {"id": _id(name)}, NEW)


def _patient(row: StoredResource, wish: Wish, *, named: bool) -> Write:
    resource: Json = json.loads(row.text)
    return Write(with_attending(resource, wish.practitioner_id, attending=named), row.version)


async def _consents(call: Call, patient_id: str, ps_id: str) -> tuple[StoredResource, ...]:
    """Those about a professional; never those of connexions secrètes.

    A blocking closes the record to them whatever was consented to in secret.
    """
    if not ps_id:
        return ()
    in_the_open = Not(Has("secret"))
    query = Query("Consent", patient_id, condition=in_the_open, tokens=(opening.actor(ps_id),), sort="-date")
    return (await call.context.store.search(query)).rows


def _denial(rows: tuple[StoredResource, ...]) -> StoredResource | None:
    """The one, active, that blocks the professional."""
    known = ((row, opening.authorisation(row.text)) for row in rows)
    return next((row for row, each in known if each is not None and not each.permitted), None)


def _is_active(row: StoredResource) -> bool:
    return bool(json.loads(row.text).get("status") == "active")


def _status(row: StoredResource, call: Call) -> AuthorisationStatus:
    return consent.authorisation_from_fhir(json.loads(row.text)).status(call.now)
