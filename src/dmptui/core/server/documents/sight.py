"""One document, for who asks: what they may not see is answered as what does not exist.

The attempt is traced all the same, in the record it was about, where nobody sees it who may not see the
document.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from dmptui.core.errors import NotFound
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.condition import Condition
from dmptui.core.rules.decision import Decision
from dmptui.core.server.access import gate
from dmptui.core.server.documents import entries
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied, missing
from dmptui.core.store.base import StoredResource


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees of a record.

    Attributes:
        patient_id: whose record it is.
        documents: the condition on what they see, deleted or not.
        rule: why one is not seen, for the trace.
    """

    patient_id: str
    documents: Condition
    rule: Callable[[Document], Decision]


async def named(call: Call, sight: Sight, name: str, action: TraceAction) -> StoredResource:
    """The document that an entryUUID, current or old, names, as kept; it may be deleted.

    Raises:
        BadRequest, Denied: 404, there is none, or none that the asker sees.
    """
    try:
        row = await entries.find(call.context.store, name)
    except NotFound as error:
        raise missing() from error
    return await seen(call, sight, row, action, missing())


async def seen(
    call: Call, sight: Sight, row: StoredResource, action: TraceAction, instead: BadRequest
) -> StoredResource:
    """The same document, when the asker sees it.

    Raises:
        Denied: they do not; answered by ``instead``, which is what is answered when there is none.
    """
    if await is_seen(call, sight, row):
        return row
    document = entries.document_of(entries.shown(row))
    decision = sight.rule(document) if row.patient == sight.patient_id else gate.other_patient()
    raise replace(_denied(call, decision, row, document, action), instead=instead)


async def is_seen(call: Call, sight: Sight, row: StoredResource) -> bool:
    """Whether the asker sees a document, deleted or not."""
    if row.patient != sight.patient_id:
        return False
    return bool(await entries.among(call.context.store, row.patient, [row.id], sight.documents))


def require(
    call: Call,
    decision: Decision,
    row: StoredResource,
    document: Document,
    action: TraceAction,
    *,
    gone: int = 410,
) -> None:
    """Let a request about a document that the asker sees go on, when the rule allows it.

    Args:
        call: the request.
        decision: the rule's answer.
        row: the document as kept.
        document: the same, as shown: its title is for the trace only.
        action: what is attempted.
        gone: the status when the document was deleted.

    Raises:
        Denied: the rule refuses.
    """
    if not decision.allowed:
        deleted = document.status is DocumentStatus.DELETED
        raise replace(_denied(call, decision, row, document, action), status=gone if deleted else 403)


def _denied(
    call: Call, decision: Decision, row: StoredResource, document: Document, action: TraceAction
) -> Denied:
    """The refusal, with what its trace says of the document."""
    return Denied(decision, action, call.asker, row.patient, title=document.title, object_id=document.id)
