"""Binary: the content of a document (ITI-68)."""

import base64

from starlette.responses import Response

from dmptui.core.model.trace import TraceAction
from dmptui.core.server.access import gate, notifications, traces
from dmptui.core.server.documents import references
from dmptui.core.server.documents.sight import Sight, seen
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, missing
from dmptui.core.store.base import Content, StoredResource
from dmptui.core.store.query import Query, Token
from dmptui.core.text import _

_READING, _AUTOMATIC, _DISPLAY = "Dmptui-Lecture", "automatique", "affichage="
"""The header by which a client says that nobody asked to see what it reads, and for which page."""


async def read(call: Call) -> Response:
    """The bytes, or a Binary resource when that is what is accepted; each reading is traced."""
    content_id: str = call.request.path_params["id"]
    record = await gate.record(call, TraceAction.READ)
    row = await document(call, references.sight_of(call, record), content_id)
    found = references.readable(call, record, row, TraceAction.READ)
    content = await call.context.store.content(content_id)
    answer = negotiated(call, content)
    automatic, page = _reading(call)
    display = await traces.display_of(call.context, call.asker, page)
    trace = traces.read(call.asker, record.patient_id, found, call.now, automatic=automatic, display=display)
    await call.context.store.commit([trace], call.now)
    await traces.keep_once(
        call.context,
        call.asker,
        "Communication",
        notifications.reading(found, call.now),
        lambda: notifications.read(call.asker, record.patient_id, found, call.now),
        call.now,
    )
    return answer


def _reading(call: Call) -> tuple[bool, str]:
    """Whether nobody asked to see it, and the page that reads it, if it says so."""
    value, *others = (part.strip() for part in call.request.headers.get(_READING, "").split(";"))
    automatic = value == _AUTOMATIC
    pages = (part.removeprefix(_DISPLAY) for part in others if part.startswith(_DISPLAY))
    return automatic, next(pages, "") if automatic else ""


async def document(call: Call, sight: Sight, content_id: str) -> StoredResource:
    """The document a content belongs to: its rights are those of the content.

    Raises:
        BadRequest, Denied: 404, there is none that the asker sees.
    """
    location = Token("location", ((None, f"Binary/{content_id}"),))
    page = await call.context.store.search(
        Query(references.KIND, tokens=(location,), sort="-period", count=1)
    )
    if not page.rows:
        raise missing()
    return await seen(call, sight, page.rows[0], TraceAction.READ, missing())


def negotiated(call: Call, content: Content) -> Response:
    """Raw when its type, or any type, is accepted; wrapped in JSON when FHIR is."""
    accepted = [
        part.partition(";")[0].strip().lower()
        for part in call.request.headers.get("accept", "*/*").split(",")
    ]
    kind = content.content_type.partition(";")[0].strip().lower()
    wildcards = {kind, kind.partition("/")[0] + "/*", "*/*"}
    for one in accepted:
        if one in wildcards:
            return answers.content(content.data, content.content_type)
        if one in (answers.FHIR_JSON, "application/json"):
            data = base64.b64encode(content.data).decode()
            return answers.fhir(
                {
                    "resourceType": "Binary",
                    "id": content.id,
                    "contentType": content.content_type,
                    "data": data,
                }
            )
    raise BadRequest(
        406, "not-supported", _("Ce document est de type {type}.").format(type=content.content_type)
    )
