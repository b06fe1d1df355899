"""What came to a record since a visit (ITI-66), and what was opened of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from dmptui.core.client.paging import pages
from dmptui.core.client.transport import Transport
from dmptui.core.fhir import bundle, systems
from dmptui.core.fhir.json import Json, child, expect, items, text
from dmptui.core.fhir.patient import ins_system
from dmptui.core.fhir.practitioner import author_from_fhir
from dmptui.core.model.ins import Ins

_DOCUMENT = "DocumentReference/"


@dataclass(frozen=True, slots=True)
class Lot:
    """A SubmissionSet: a deposit, or a change of metadata.

    Attributes:
        sender: PS id of who sent it; empty when it is not a professional.
        members: ids of its documents, as they now are.
    """

    sender: str
    members: tuple[str, ...]


class Visits:
    """What ``DmpClient.visits`` does; every method raises a ``DmpError`` when it fails."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def lots_of(self, token: str, ins: Ins, document_id: str) -> tuple[Lot, ...]:
        """The lots a document came with: its deposit, and the changes of its metadata (ITI-66)."""
        query = _about(ins) | {"code": "submissionset", "item": f"{_DOCUMENT}{document_id}"}
        return tuple(map(_lot, bundle.resources(await self._search(token, query), "List")))

    async def lots(self, token: str, ins: Ins, since: datetime) -> AsyncIterator[tuple[Lot, ...]]:
        """The lots of a record since a moment, the most recent first, a page at a time (ITI-66)."""
        query = _about(ins) | {"code": "submissionset", "date": f"ge{since.isoformat()}", "_sort": "-date"}
        async for page in pages(self._transport, "List", token, query):
            yield tuple(map(_lot, bundle.resources(page, "List")))

    async def read(self, token: str, ins: Ins) -> frozenset[str]:
        """The ids of the documents of a record that this professional has opened, as they now are."""
        page = await self._search(token, _about(ins) | {"code": f"{systems.LISTS}|lus"})
        return frozenset(name for found in bundle.resources(page, "List") for name in _members(found))

    async def _search(self, token: str, query: dict[str, str]) -> Json:
        return expect(await self._transport.post_form("/fhir/List/_search", token, query), "Bundle")


def _lot(resource: Json) -> Lot:
    name = text(child(resource, "source").get("reference")).removeprefix("#")
    sender = next((c for c in items(resource, "contained") if c.get("id") == name), {})
    return Lot(author_from_fhir(sender).id, tuple(_members(resource)))


def _members(resource: Json) -> list[str]:
    named = (text(child(entry, "item").get("reference")) for entry in items(resource, "entry"))
    return [name.removeprefix(_DOCUMENT) for name in named if name.startswith(_DOCUMENT)]


def _about(ins: Ins) -> dict[str, str]:
    return {"patient.identifier": f"{ins_system(ins)}|{ins.value}"}
