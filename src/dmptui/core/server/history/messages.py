"""Communication: the notifications and messages, for who they are sent to."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from starlette.responses import Response

from dmptui.core.errors import NotFound
from dmptui.core.fhir import communication, systems
from dmptui.core.fhir.json import Json, child, extension, instant, items
from dmptui.core.model.message import MessageKind
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.patient_view import Viewer
from dmptui.core.server.access import gate
from dmptui.core.server.history.titles import parsed
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.params import invalid
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import DateRange, Query, Token
from dmptui.core.text import _

KIND = "Communication"
PARAMS = (*gate.PATIENT_PARAMS, "recipient", "recipient.identifier", "sender", "category", "sent")
_MESSAGES = Token("category", ((systems.COMMUNICATION, MessageKind.MESSAGE.value),))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who reads their messages.

    Attributes:
        patient_id: the record they are about; empty for a professional's, about any.
        name: reference or identifier of the recipient.
        viewer: the patient or a representative; None for a professional.
    """

    patient_id: str
    name: str
    viewer: Viewer | None = None

    @property
    def token(self) -> Token:
        """The messages sent to them."""
        system = systems.PRACTITIONER_ID if self.viewer is None else None
        return Token("recipient", ((system, self.name),))


async def search(call: Call) -> Response:
    """A professional's messages, the most recent first: those received, or sent to the patient."""
    if call.params.all("sender"):
        return await _sent(call)
    me = Recipient("", call.asker.ps_id)
    return await page(call, me, query_of(call, me))


async def _sent(call: Call) -> Response:
    """What the asker wrote to the patient of the open record."""
    call.params.only(*gate.PATIENT_PARAMS, "sender", "category", "sent")
    me = (systems.PRACTITIONER_ID, call.asker.ps_id)
    if any(value != me for token in call.params.tokens(("sender",)) for value in token.values):
        raise invalid(_("Vous ne pouvez lire que vos propres messages."))
    record = await gate.record(call, TraceAction.MESSAGE)
    query = Query(
        KIND,
        patient=record.patient_id,
        tokens=(Token("sender", (me,)), _MESSAGES, *call.params.tokens(("category",))),
        dates=call.params.dates(("sent",)),
        sort=call.params.sort(("sent",), "-sent"),
        count=call.params.count(call.context.settings.page_size),
    )
    return await _page_sent(call, query=query)


async def _next_sent(call: Call, *, query: Query) -> Response:
    await gate.record(call, TraceAction.MESSAGE)
    return await _page_sent(call, query=query)


async def _page_sent(call: Call, *, query: Query) -> Response:
    found = await call.context.store.search(query)
    following = partial(_next_sent, query=replace(query, cursor=found.cursor)) if found.cursor else None
    return await answers.searchset(call, KIND, answers.entries(call.base, found.rows), following)


async def read(call: Call) -> Response:
    """One of those received, or sent to the patient of the open record."""
    row = await call.context.store.read(KIND, call.request.path_params["id"])
    if row.patient == call.asker.claims.patient_id and _is_from(parsed(row), call.asker.ps_id):
        await gate.record(call, TraceAction.MESSAGE)
        return answers.kept(row)
    return await one(call, Recipient("", call.asker.ps_id))


def query_of(call: Call, recipient: Recipient) -> Query:
    """The search of a recipient's messages; what is dated later than now is not sent yet.

    Raises:
        BadRequest: another parameter than those of PARAMS, or somebody else's messages.
    """
    call.params.only(*PARAMS)
    named = call.params.all("recipient") + call.params.all("recipient.identifier")
    if any(value.rpartition("|")[2] != recipient.name for value in named):
        raise invalid(_("Vous ne pouvez lire que vos propres messages."))
    return Query(
        KIND,
        patient=recipient.patient_id,
        tokens=(recipient.token, *call.params.tokens(("category", "sender"))),
        dates=(DateRange("sent", None, call.now + timedelta(microseconds=1)), *call.params.dates(("sent",))),
        sort=call.params.sort(("sent",), "-sent"),
        count=call.params.count(call.context.settings.page_size),
    )


async def page(call: Call, recipient: Recipient, query: Query) -> Response:
    """A page of messages."""
    found = await call.context.store.search(query)
    rows = [row for row in found.rows if _shown(row, recipient)]
    following = partial(_next, recipient=recipient, query=replace(query, cursor=found.cursor))
    entries = answers.entries(call.base, rows)
    return await answers.searchset(call, KIND, entries, following if found.cursor else None)


async def one(call: Call, recipient: Recipient) -> Response:
    """One message of a recipient.

    Raises:
        NotFound: there is none, or it is somebody else's, or not sent yet.
    """
    row = await call.context.store.read(KIND, call.request.path_params["id"])
    resource = parsed(row)
    sent = instant(resource.get("sent"))
    if not _is_to(resource, recipient) or not _shown(row, recipient) or (sent and sent > call.now):
        raise NotFound(_("Ce message n'existe pas, ou n'est pas pour vous."), cause="not the recipient")
    return answers.kept(row)


async def _next(call: Call, *, recipient: Recipient, query: Query) -> Response:
    return await page(call, recipient, query)


def _shown(row: StoredResource, recipient: Recipient) -> bool:
    """A representative is not notified of a connexion secrète."""
    secret = extension(parsed(row), systems.SECRET_ACCESS).get("valueBoolean") is True
    return not (secret and recipient.viewer is not None and recipient.viewer.representative)


def _is_from(resource: Json, ps_id: str) -> bool:
    """Whether it is a message, and not a notification, of a professional."""
    written = communication.from_fhir(resource).kind is MessageKind.MESSAGE
    return written and child(resource, "sender", "identifier").get("value") == ps_id


def _is_to(resource: Json, recipient: Recipient) -> bool:
    for to in items(resource, "recipient"):
        known = to.get("identifier")
        value = known.get("value") if isinstance(known, dict) else to.get("reference")
        if value == recipient.name:
            return True
    return False
