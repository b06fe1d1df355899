"""The Consent about one professional: that of a consultation, outside a team; their entry under a team's.

For each place, one of consultations and one of entries; others of connexions secrètes, of which those in the
open tell nothing. That of a consultation is of one session, and ends when the record is closed.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import uuid5

from dmptui.core.errors import Conflict
from dmptui.core.fhir import consent, systems
from dmptui.core.fhir.json import Json, identifier
from dmptui.core.model.access import AccessMode, Authorisation, AuthorisationStatus, ConsentKind
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.care_team import is_first, is_here
from dmptui.core.server.access import opening
from dmptui.core.server.http.asker import Asker, Claims
from dmptui.core.server.http.context import Context
from dmptui.core.server.patients.management import NAMESPACE
from dmptui.core.store.base import NEW, StoredResource, Write
from dmptui.core.store.query import Query
from dmptui.core.store.tokens import TokenRow


def mark_of(session: bytes) -> str:
    """What names a session in the Consent of its consultation, and tells nothing of its token."""
    return str(uuid5(NAMESPACE, f"consultation {session.hex()}"))


def keep(resource: Json, patient_id: str, rows: Iterable[StoredResource], *, secret: bool = False) -> Write:
    """A Consent about a professional, in the place of the one that is kept of the same, if there is one.

    Args:
        resource: what is to be kept.
        patient_id: whose it is.
        rows: Consents of the patient, those about the professional among them.
        secret: of a connexion secrète.
    """
    resource = consent.secretly(resource) if secret else resource
    same = _slot(resource)
    for row in rows:
        known: Json = json.loads(row.text)
        if _slot(known) == same:
            return Write(consent.renewed(known, resource) | {"id": row.id}, row.version)
    name = "|".join(str(part) for part in (patient_id, *same))
    return Write(resource | {"id": str(uuid5(NAMESPACE, name))}, NEW)


def _slot(resource: Json) -> tuple[str, ConsentKind | None, str, bool]:
    """What one Consent is kept of: the professional, what was attested, where, whether in secret."""
    found = consent.authorisation_from_fhir(resource)
    kind = found.kind if found.permitted else None
    return found.practitioner_id, kind, found.organization_id, consent.is_secret(resource)


def entry(
    asker: Asker, patient_id: str, rows: Iterable[StoredResource], given: Authorisation, now: datetime
) -> list[Write]:
    """What is kept of a member's first access under their team's consent; nothing when it is known.

    Args:
        asker: the member.
        patient_id: whose record it is.
        rows: the Consents about the member and the team.
        given: the team's consent.
        now: when.
    """
    secret = asker.claims.secret
    rows = [row for row in rows if consent.is_secret(json.loads(row.text)) is secret]
    own = [each for each in opening.active(rows) if each.practitioner_id == asker.ps_id]
    if given.team is None or not is_first(given, own):
        return []
    information = Authorisation(
        practitioner_id=asker.ps_id,
        permitted=True,
        since=now,
        kind=ConsentKind.INFORMATION,
        organization_id=given.team.identifier,
    )
    resource = consent.authorisation_to_fhir(information, f"Patient/{patient_id}")
    return [keep(resource, patient_id, rows, secret=secret)]


def begun(asker: Asker, rows: Iterable[StoredResource], given: Authorisation) -> list[Write]:
    """The consent of a consultation that begins, now of this session; nothing when it is of one already."""
    if given.team is not None or given.consultation:
        return []
    mark = identifier(systems.CONSULTATION, mark_of(asker.session))
    found = (row for row in rows if opening.authorisation(row.text) == given)
    return [Write(json.loads(row.text) | {"identifier": [mark]}, row.version) for row in found][:1]


async def end(context: Context, token: TokenRow, claims: Claims, now: datetime) -> None:
    """The record that a token opened is closed: the consent of its consultation is over."""
    if claims.role is None or not claims.patient_id or claims.mode is not AccessMode.NORMAL:
        return
    tokens = (opening.actor(claims.role.practitioner.id), opening.ACTIVE)
    for row in (await context.store.search(Query("Consent", claims.patient_id, tokens=tokens))).rows:
        resource: Json = json.loads(row.text)
        if _is_of(resource, claims.role, token.session, now):
            with suppress(Conflict):  # it was withdrawn, or another began, meanwhile
                await context.store.commit([Write(consent.ended(resource, now), row.version)], now)


def _is_of(resource: Json, role: PractitionerRole, session: bytes, now: datetime) -> bool:
    """Whether it is the consent, still valid, of a consultation of this session, or of none yet there."""
    found = consent.authorisation_from_fhir(resource)
    mine = found.consultation in ("", mark_of(session)) and is_here(found, role)
    return mine and found.team is None and found.status(now) is AuthorisationStatus.VALID
