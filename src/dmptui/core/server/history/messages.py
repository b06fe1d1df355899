"""Communication: the notifications and messages, for who they are sent to."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from dmptui.core.errors import Conflict
from dmptui.core.fhir import communication, systems
from dmptui.core.model.message import MessageKind
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.condition import ALWAYS, Condition, Has, Not, some
from dmptui.core.rules.patient_view import Viewer
from dmptui.core.server.access import gate
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import missing
from dmptui.core.server.http.params import invalid
from dmptui.core.server.http.results import Next, Search
from dmptui.core.store.base import StoredResource, Write
from dmptui.core.store.query import DateRange, Query, Token
from dmptui.core.text import _

KIND = "Communication"
PARAMS = (*gate.PATIENT_PARAMS, "recipient", "recipient.identifier", "sender", "category", "sent")
MESSAGES = Token("category", ((systems.COMMUNICATION, MessageKind.MESSAGE.value),))
_NOTIFICATIONS = Not(Has(*MESSAGES))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who reads their messages.

    Attributes:
        patient_id: the record they are about; empty for a professional's, about any.
        name: reference or identifier of the recipient.
        viewer: the patient or a representative; None for a professional.
        condition: on what they see of those that are sent to them.
    """

    patient_id: str
    name: str
    viewer: Viewer | None = None
    condition: Condition = ALWAYS

    @property
    def token(self) -> Token:
        """The messages sent to them."""
        system = systems.PRACTITIONER_ID if self.viewer is None else None
        return Token("recipient", ((system, self.name),))


async def search(call: Call) -> Response:
    """A professional's, the most recent first: their notifications, or what they and the patient wrote.

    What the patient answered is in the record: it is read while that is open, and nowhere else.
    """
    if call.params.all("sender"):
        return await _exchanged(call, "sender")
    if call.params.all("recipient") and any(map(call.params.all, gate.PATIENT_PARAMS)):
        return await _exchanged(call, "recipient")
    return await _received(call, Search(query_of(call, _notified(call))))


def _notified(call: Call) -> Recipient:
    return Recipient("", call.asker.ps_id, condition=_NOTIFICATIONS)


async def _received(call: Call, search: Search) -> Response:
    return await answered(call, search, _received)


async def answered(call: Call, search: Search, following: Next) -> Response:
    """The page of a search of messages."""
    page = await search.page(call, following)
    found = answers.entries(call.base, page.rows)
    return await answers.searchset(call, KIND, found, page)


async def _exchanged(call: Call, side: str) -> Response:
    """What the asker wrote to the patient of the open record, or received from them."""
    call.params.only(*gate.PATIENT_PARAMS, side, "category", "sent")
    me = (systems.PRACTITIONER_ID, call.asker.ps_id)
    if any(value != me for token in call.params.tokens((side,)) for value in token.values):
        raise invalid(_("Vous ne pouvez lire que vos propres messages."))
    record = await gate.record(call, TraceAction.MESSAGE)
    query = Query(
        KIND,
        patient=record.patient_id,
        tokens=(Token(side, (me,)), MESSAGES, *call.params.tokens(("category",))),
        dates=call.params.dates(("sent",)),
        sort=call.params.sort(("sent",), "-sent"),
        count=call.params.count(call.context.settings.page_size),
    )
    return await answered(call, Search(query), _next_exchanged)


async def _next_exchanged(call: Call, search: Search) -> Response:
    await gate.record(call, TraceAction.MESSAGE)
    return await answered(call, search, _next_exchanged)


async def read(call: Call) -> Response:
    """A notification; what was sent to the patient of the open record, or their answer, then read."""
    me = ((systems.PRACTITIONER_ID, call.asker.ps_id),)
    ids = (call.request.path_params["id"],)
    opened = call.asker.claims.patient_id
    mine = some(Has("sender", me), Has("recipient", me))
    exchanged = Query(KIND, opened, ids=ids, tokens=(MESSAGES,), condition=mine, count=1)
    found = (await call.context.store.search(exchanged)).rows if opened else ()
    if found:
        await gate.record(call, TraceAction.MESSAGE)
        return answers.kept(await _read_at(call, found[0]))
    return await received(call, _notified(call))


async def _read_at(call: Call, row: StoredResource) -> StoredResource:
    """The same, an answer being read from now on: the first reading counts."""
    resource = json.loads(row.text)
    if not communication.from_fhir(resource).is_unread:
        return row
    with suppress(Conflict):  # two screens of the same professional at once
        await call.context.store.commit(
            [Write(resource | {"received": call.now.isoformat()}, row.version)], call.now
        )
    return await call.context.store.read(KIND, row.id)


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
        condition=recipient.condition,
        tokens=(recipient.token, *call.params.tokens(("category", "sender"))),
        dates=(sent_by(call.now), *call.params.dates(("sent",))),
        sort=call.params.sort(("sent",), "-sent"),
        count=call.params.count(call.context.settings.page_size),
    )


async def received(call: Call, recipient: Recipient) -> Response:
    """One message of a recipient.

    Raises:
        BadRequest: 404, there is none, or it is somebody else's, or not sent yet.
    """
    query = Query(
        KIND,
        recipient.patient_id,
        ids=(call.request.path_params["id"],),
        condition=recipient.condition,
        tokens=(recipient.token,),
        dates=(sent_by(call.now),),
        count=1,
    )
    found = (await call.context.store.search(query)).rows
    if not found:
        raise missing()
    return answers.kept(found[0])


def sent_by(now: datetime) -> DateRange:
    """What was sent before, or just now."""
    return DateRange("sent", None, now + timedelta(microseconds=1))
