"""Binary: the content of a document (ITI-68)."""

import base64

from starlette.responses import Response

from dmptui.core.errors import NotFound
from dmptui.core.server.access import notifications, traces
from dmptui.core.server.documents import references
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.store.base import Content, StoredResource
from dmptui.core.store.query import Query, Token
from dmptui.core.text import _

_READING, _AUTOMATIC = "Dmptui-Lecture", "automatique"
"""The header by which a client says that nobody asked to see what it reads, and its one value."""


async def read(call: Call) -> Response:
    """The bytes, or a Binary resource when that is what is accepted; each reading is traced."""
    content_id: str = call.request.path_params["id"]
    row = await document(call, content_id)
    record, found = await references.allowed(call, row)
    content = await call.context.store.content(content_id)
    answer = negotiated(call, content)
    automatic = call.request.headers.get(_READING) == _AUTOMATIC
    trace = traces.read(call.asker, record.patient_id, found, call.now, automatic=automatic)
    await call.context.store.commit([trace], call.now)
    await traces.keep_once(
        call.context,
        call.asker,
        "Communication",
        notifications.READ,
        lambda: notifications.read(call.asker, record.patient_id, call.now),
        call.now,
    )
    return answer


async def document(call: Call, content_id: str) -> StoredResource:
    """The document a content belongs to: its rights are those of the content."""
    location = Token("location", ((None, f"Binary/{content_id}"),))
    page = await call.context.store.search(
        Query(references.KIND, tokens=(location,), sort="-period", count=1)
    )
    if not page.rows:
        raise NotFound(_("Cet élément n'existe pas, ou n'existe plus."), cause="no document for this content")
    return page.rows[0]


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
