"""Tokens: login gives a session token, opening a record exchanges it for a record token (RFC 8693)."""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from dmptui.core.documents.text import clean_line
from dmptui.core.errors import Conflict
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import AccessMode
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.consult import Facts, consult
from dmptui.core.rules.decision import Outcome
from dmptui.core.rules.patient_view import open_secretly
from dmptui.core.server.access import directory, gate, notifications, opening, traces
from dmptui.core.server.access.opening import Relationship
from dmptui.core.server.http import answers
from dmptui.core.server.http.asker import Asker, Claims
from dmptui.core.server.http.body import read_form
from dmptui.core.server.http.context import Context
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.server.http.params import Params
from dmptui.core.server.own.entering import log_in
from dmptui.core.server.patients import consultations
from dmptui.core.store.moments import microseconds
from dmptui.core.store.tokens import TokenRow
from dmptui.core.text import _

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105  a type, not a secret
_SECOND = 1_000_000

PURPOSES = {
    "TREAT": AccessMode.NORMAL,
    "BTG": AccessMode.BREAK_GLASS,
    "EMERGENCY": AccessMode.CENTRE_15,
}
"""``purpose_of_use`` of a token exchange -> mode of access."""


async def identities(context: Context, _request: Request, _now: datetime) -> Response:
    """The sandbox identities, for the login page of a terminal."""
    people = await directory.everyone(context.store)
    return answers.plain_json({"identities": [person.model_dump(mode="json") for person in people]})


async def login(context: Context, request: Request, now: datetime) -> Response:
    """A session token for a sandbox identity: form ``ps_id``, ``organization``.

    Or ``patient``, an INS as ``urn:oid:…|…``, and ``representative=true`` for a minor's.
    """
    form = await read_form(request)
    if form.one("patient"):
        return await _patient_login(context, form, now)
    role = await directory.find(context.store, _field(form, "ps_id"), _field(form, "organization"))
    if role is None:
        return _oauth_error(
            401, "invalid_grant", _("Cet identifiant, ou cette situation d'exercice, n'est pas connu ici.")
        )
    expires = microseconds(now + context.settings.session)
    return answers.plain_json(await _issue(context, Claims(role=role), expires, now, session=None))


async def _patient_login(context: Context, form: Params, now: datetime) -> Response:
    row = await gate.by_identifier(context, form.one("patient"))
    if row is None:
        return _oauth_error(401, "invalid_grant", _("Cet INS n'est pas connu ici."))
    representative = form.one("representative") == "true"
    claims = await log_in(context, row, now, representative=representative)
    expires = microseconds(now + context.settings.session)
    return answers.plain_json(await _issue(context, claims, expires, now, session=None) | {"patient": row.id})


async def exchange(context: Context, request: Request, now: datetime) -> Response:
    """A record token for a session token, when the rules allow this professional to open this record."""
    form = await read_form(request)
    if form.one("grant_type") != EXCHANGE:
        return _oauth_error(400, "unsupported_grant_type", _("Seul l'échange de jeton est géré ici."))
    session = await gate.known(context, _field(form, "subject_token"), now)
    if session.is_patient:
        raise Denied(
            gate.not_for_the_patient(), TraceAction.OPEN, session, patient_id=session.claims.patient_id
        )
    gate.session_only(session, TraceAction.OPEN)
    mode = PURPOSES.get(form.one("purpose_of_use") or "TREAT")
    if mode is None or form.one("subject_token_type") not in ("", ACCESS_TOKEN):
        return _oauth_error(400, "invalid_request", _("Ce mode d'accès ou ce type de jeton n'existe pas."))
    reason = clean_line(form.one("reason"))
    if len(reason) > traces.MAX_TEXT:
        return _oauth_error(400, "invalid_request", _("Le motif dépasse 500 caractères. Raccourcissez-le."))
    secret = form.one("secret") == "true"
    claims = session.claims.model_copy(update={"mode": mode, "reason": reason, "secret": secret})
    row = await gate.by_identifier(context, _field(form, "person_id"))
    if row is None:
        raise _denied(session, claims, opening.nobody(claims), "")
    return await _open(context, session, claims.model_copy(update={"patient_id": row.id}), now)


async def _open(context: Context, session: Asker, claims: Claims, now: datetime) -> Response:
    patient_id = claims.patient_id
    relationship = await opening.gather(context, claims, patient_id, now)
    if not consult(relationship.facts).allowed:
        raise _denied(session, claims, relationship.facts, patient_id)
    _check_secret(session, claims, relationship.patient, now)
    claims = claims.visiting(now)
    visits = await context.store.search(opening.visits(session.ps_id, patient_id))
    asker = Asker(claims, b"", session.session, session.expires)
    messages = notifications.opened(asker, patient_id, relationship.patient, now)
    await context.store.commit([traces.done(asker, patient_id, TraceAction.OPEN, now), *messages], now)
    await _enter(context, asker, relationship, now)
    expires = min(session.expires, microseconds(now + context.settings.record))
    answer = await _issue(context, claims, expires, now, session=session.session)
    answer |= {"issued_token_type": ACCESS_TOKEN, "patient": patient_id}
    last_visit = opening.visited(visits.rows)
    if last_visit is not None:
        answer["last_visit"] = last_visit.isoformat()
    return answers.plain_json(answer)


async def _enter(context: Context, asker: Asker, relationship: Relationship, now: datetime) -> None:
    """Keep that a member entered under their team's consent, or that a consultation began in this session."""
    given, patient_id = relationship.standing.consent, asker.claims.patient_id
    if given is not None and asker.claims.mode is AccessMode.NORMAL:
        entry = consultations.entry(asker, patient_id, relationship.consents, given, now)
        begun = consultations.begun(asker, relationship.consents, given)
        with suppress(Conflict):  # two openings at once: one of them kept it
            await context.store.commit([*entry, *begun], now)


def _check_secret(session: Asker, claims: Claims, patient: Patient, now: datetime) -> None:
    decision = open_secretly(patient, day_of(now))
    if claims.secret and decision.refused:
        asker = replace(session, claims=claims.model_copy(update={"secret": False}))
        raise Denied(decision, TraceAction.OPEN, asker, patient_id=claims.patient_id)


async def revoke(context: Context, request: Request, now: datetime) -> Response:
    """Forget a token; a session takes its records with it. An unknown token is no error (RFC 7009).

    With the token of a record, the consultation ends, and its consent.
    """
    form = await read_form(request)
    digest = gate.digest_of(_field(form, "token"))
    row = await context.tokens.find(digest)
    claims = gate.claims_of(row)
    if row is not None and claims is not None:
        await consultations.end(context, row, claims, now)
    await context.tokens.forget(digest)
    return answers.plain_json({})


def refusal(denied: Denied) -> Response:
    """The OAuth answer to a record that may not be opened."""
    if denied.status == 401:
        return answers.denied(denied)
    decision = denied.decision
    needed = decision.outcome is Outcome.CONSENT_NEEDED
    return _oauth_error(
        denied.status,
        "consent_required" if needed else "access_denied",
        decision.reason,
        error_source=decision.source,
        error_advice=decision.advice,
    )


async def _issue(
    context: Context, claims: Claims, expires: int, now: datetime, *, session: bytes | None
) -> Json:
    secret = secrets.token_urlsafe(32)
    digest = gate.digest_of(secret)
    await context.tokens.add(TokenRow(digest, session or digest, expires, claims.model_dump_json()), now)
    seconds = (expires - microseconds(now)) // _SECOND
    return {"access_token": secret, "token_type": "Bearer", "expires_in": seconds}


def _denied(session: Asker, claims: Claims, facts: Facts, patient_id: str) -> Denied:
    asker = Asker(claims, session.digest, session.session, session.expires)
    return Denied(consult(facts), TraceAction.OPEN, asker, patient_id=patient_id)


def _field(form: Params, name: str) -> str:
    value = form.one(name)
    if not value:
        raise BadRequest(400, "required", _("Le champ « {name} » manque.").format(name=name))
    return value


def _oauth_error(status: int, error: str, description: str, **more: str) -> Response:
    content = {"error": error, "error_description": description, **more}
    return answers.plain_json({key: value for key, value in content.items() if value}, status)
