"""The names of a document: the id it is kept under, and its entryUUID, new at each change of metadata.

A document is one resource of the store from its deposit to its deletion, so that its versions, its content
and the lots that name it stay together whatever the store is. On the wire its ``id`` is its entryUUID: the
id of the store at first, then one of its ``identifier`` elements (``use`` « usual »). Those it had before
stay among them (« old »), so that an old id still leads to the document.
"""

import json
from collections.abc import Collection, Iterable
from functools import lru_cache
from uuid import uuid4

from dmptui.core.errors import NotFound
from dmptui.core.fhir import document_reference, systems
from dmptui.core.fhir.json import Json, items, text
from dmptui.core.model.document import Document
from dmptui.core.rules.condition import Condition
from dmptui.core.store.base import Store, StoredResource
from dmptui.core.store.query import Query, Token

KIND = "DocumentReference"


def entry_id(resource: Json) -> str:
    """The entryUUID of a stored DocumentReference."""
    named = (i for i in items(resource, "identifier") if i.get("system") == systems.ENTRY_ID)
    current = next((i for i in named if i.get("use") == "usual"), {})
    return text(current.get("value")) or text(resource.get("id"))


def names(row: StoredResource) -> set[str]:
    """The id a stored DocumentReference is kept under, and its entryUUIDs, current and old."""
    found = items(json.loads(row.text), "identifier")
    return {row.id, *(text(i.get("value")) for i in found if i.get("system") == systems.ENTRY_ID)}


def renewed(resource: Json) -> Json:
    """The resource under a new entryUUID; the one it had stays known as old."""
    kept = [
        i | {"use": "old"} if i.get("system") == systems.ENTRY_ID else i
        for i in items(resource, "identifier")
    ]
    new = {"use": "usual", "system": systems.ENTRY_ID, "value": str(uuid4())}
    return resource | {"identifier": [*kept, new]}


def shown(row: StoredResource) -> StoredResource:
    """A stored DocumentReference as the wire shows it: its id is its entryUUID."""
    if systems.ENTRY_ID not in row.text:
        return row
    resource: Json = json.loads(row.text)
    entry = entry_id(resource)
    whole = json.dumps(resource | {"id": entry}, ensure_ascii=False, separators=(",", ":"))
    return row._replace(id=entry, text=whole)


def document_of(row: StoredResource) -> Document:
    """The document of a stored DocumentReference."""
    return _parsed(row.text)


# A record is listed again at each filter and each opening. The text itself is the key, so never stale.
@lru_cache(maxsize=2048)
def _parsed(text: str) -> Document:
    return document_reference.from_fhir(json.loads(text))


async def find(store: Store, name: str) -> StoredResource:
    """The document an entryUUID, current or old, names; as kept.

    Raises:
        NotFound: there is none.
    """
    try:
        return await store.read(KIND, name)
    except NotFound:
        page = await store.search(Query(KIND, tokens=(_named((name,)),), count=1))
        if not page.rows:
            raise
        return page.rows[0]


async def kept_ids(store: Store, patient_id: str, names: Iterable[str]) -> dict[str, str]:
    """The id of the store for each entryUUID of a patient's documents; an id of the store is its own."""
    distinct = tuple(dict.fromkeys(name for name in names if name))
    found = {name: name for name in distinct}
    if distinct:
        page = await store.search(Query(KIND, patient_id, tokens=(_named(distinct),), count=len(distinct)))
        for row in page.rows:
            known = items(json.loads(row.text), "identifier")
            found |= {text(i.get("value")): row.id for i in known if text(i.get("value")) in found}
    return found


async def among(store: Store, patient_id: str, ids: Collection[str], condition: Condition) -> frozenset[str]:
    """Those of some ids of the store, of a patient's documents, for which a condition holds."""
    if not ids:
        return frozenset()
    query = Query(KIND, patient_id, ids=tuple(ids), condition=condition, count=len(ids))
    return frozenset(row.id for row in (await store.search(query)).rows)


def _named(names: tuple[str, ...]) -> Token:
    return Token("identifier", tuple((systems.ENTRY_ID, name) for name in names))
