"""The gate: who asks, about which patient, and may they. Every handler passes it first."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from pydantic import ValidationError
from starlette.requests import Request

from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import laws, visibility
from dmptui.core.rules.condition import Condition
from dmptui.core.rules.consult import still_open
from dmptui.core.rules.decision import Decision, refused
from dmptui.core.rules.reading import Reader
from dmptui.core.server.access import opening
from dmptui.core.server.http.asker import Asker, Claims
from dmptui.core.server.http.context import Call, Context
from dmptui.core.server.http.errors import Denied
from dmptui.core.server.http.params import Params, invalid, token
from dmptui.core.store.base import StoredResource
from dmptui.core.store.moments import microseconds
from dmptui.core.store.query import Query
from dmptui.core.store.tokens import TokenRow
from dmptui.core.text import _

RECORD_TOKEN = "IHE IUA, RFC 8693"  # noqa: S105  a source, not a secret
PATIENT_IDENTIFIERS = ("patient.identifier", "subject.identifier")
PATIENT_PARAMS = (*PATIENT_IDENTIFIERS, "patient", "subject")


@dataclass(frozen=True, slots=True)
class Record:
    """An open record: whose, as whom it is read, and which documents that shows, deleted or not."""

    patient_id: str
    patient: Patient
    reader: Reader
    documents: Condition


def digest_of(secret: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).digest()


async def authenticate(context: Context, request: Request, now: datetime) -> Asker:
    """Who sends a request, by its bearer token.

    Raises:
        Denied: 401, the token is missing, forged or expired.
    """
    scheme, _space, secret = request.headers.get("authorization", "").partition(" ")
    return await known(context, secret.strip() if scheme.lower() == "bearer" else "", now)


async def known(context: Context, secret: str, now: datetime) -> Asker:
    """Who holds a token.

    Raises:
        Denied: 401, as above.
    """
    digest = digest_of(secret)
    row = await context.tokens.find(digest) if secret else None
    claims = claims_of(row) if row and hmac.compare_digest(row.digest, digest) else None
    if row is None or claims is None:
        raise Denied(_unauthenticated(), TraceAction.OPEN, None, status=401)
    asker = Asker(claims, row.digest, row.session, row.expires)
    if microseconds(now) >= row.expires:
        patient_id = asker.claims.patient_id
        raise Denied(_expired(patient_id), TraceAction.OPEN, asker, patient_id=patient_id, status=401)
    return asker


async def record(call: Call, action: TraceAction) -> Record:
    """The record the token opens, as the rules stand now: a right withdrawn closes it at once.

    Raises:
        Denied: no record is open, another patient is named, or the record may no longer be read.
    """
    claims = call.asker.claims
    named_id = await named(call)
    same_patient(call, named_id, action)
    if not claims.patient_id:
        raise Denied(_not_open(), action, call.asker, patient_id=named_id or "")
    known_now = await opening.gather(call.context, claims, claims.patient_id, call.now)
    decision = still_open(known_now.facts)
    if not decision.allowed:
        raise Denied(decision, action, call.asker, patient_id=claims.patient_id, closed=True)
    reader = Reader(
        practitioner_id=call.asker.ps_id,
        profession=call.asker.profession,
        mode=claims.mode,
        attending=known_now.attending,
        masked_in_emergency=known_now.facts.switches.masked_documents,
    )
    documents = visibility.documents_for(reader, call.context.matrix)
    return Record(claims.patient_id, known_now.patient, reader, documents)


def same_patient(call: Call, patient_id: str | None, action: TraceAction) -> None:
    """Check that a record token is not used for another patient than its own.

    Raises:
        Denied: ``patient_id`` is another's, or nobody's (empty); None names nobody.
    """
    opened = call.asker.claims.patient_id
    if opened and patient_id is not None and patient_id != opened:
        raise Denied(other_patient(), action, call.asker, patient_id=patient_id)


def session_only(asker: Asker, action: TraceAction) -> None:
    """Check that the request carries a session token.

    Raises:
        Denied: it carries a record token, worth one record only.
    """
    if asker.claims.patient_id:
        raise Denied(other_patient(), action, asker, patient_id=asker.claims.patient_id)


async def named(call: Call) -> str | None:
    """The id of the patient a search names: empty when unknown, None when it names nobody."""
    value = call.params.one(*PATIENT_PARAMS)
    if not value:
        return None
    if any(call.params.all(name) for name in PATIENT_IDENTIFIERS):
        found = await by_identifier(call.context, value)
    else:
        found = await by_reference(call.context, value)
    return found.id if found else ""


async def by_identifier(context: Context, value: str) -> StoredResource | None:
    """The patient with an INS, as ``urn:oid:…|INS``.

    Raises:
        BadRequest: it is not a system and a value.
    """
    found = token("identifier", value)
    if len(found.values) != 1 or not all(found.values[0]):
        raise invalid(_("Un identifiant s'écrit « urn:oid:…|valeur »."))
    page = await context.store.search(Query("Patient", tokens=(found,), count=1))
    return page.rows[0] if page.rows else None


async def by_reference(context: Context, reference: object) -> StoredResource | None:
    """The patient a resource refers to: ``Patient/id`` or ``Patient?identifier=…|…``."""
    if not isinstance(reference, str):
        return None
    conditional = reference.removeprefix("Patient?identifier=")
    if conditional != reference:
        return await by_identifier(context, conditional)
    page = await context.store.search(Query("Patient", ids=(reference.removeprefix("Patient/"),), count=1))
    return page.rows[0] if page.rows else None


def claims_of(row: TokenRow | None) -> Claims | None:
    """What a token says, expired or not."""
    return _claims(row.claims) if row else None


@lru_cache(maxsize=1024)
def _claims(text: str) -> Claims | None:
    """What a kept token says; None when another version of this program kept it, and said it otherwise."""
    try:
        return Claims.model_validate_json(text)
    except ValidationError:
        return None


def about(params: Params) -> Params:
    """The parameters without those that name the patient, which the gate has read."""
    return Params(tuple(pair for pair in params.pairs if pair[0] not in PATIENT_PARAMS))


def _unauthenticated() -> Decision:
    return refused(_("Vous n'êtes pas identifié. Connectez-vous."), RECORD_TOKEN)


def _expired(patient_id: str) -> Decision:
    if patient_id:
        return refused(_("L'ouverture de ce dossier a expiré. Ouvrez-le de nouveau."), RECORD_TOKEN)
    return refused(_("Votre session a expiré. Reconnectez-vous."), RECORD_TOKEN)


def _not_open() -> Decision:
    return refused(_("Ce dossier n'est pas ouvert."), RECORD_TOKEN, _("Ouvrez-le avant de le consulter."))


def not_for_the_patient() -> Decision:
    """The refusal of what only professionals do."""
    return refused(
        _("Cette action est réservée aux professionnels de santé."),
        laws.RECORD,
        _("Votre espace donne vos documents, vos accès et vos réglages."),
    )


def patient_only() -> Decision:
    """The refusal of what only the patient does."""
    return refused(_("Cette action est réservée à la personne, dans Mon espace santé."), laws.RECORD)


def other_patient() -> Decision:
    """The refusal of a token used for another record than its own."""
    return refused(
        _("Cette demande concerne un autre dossier que celui qui est ouvert."),
        RECORD_TOKEN,
        _("Fermez le dossier ouvert, puis ouvrez l'autre."),
    )
