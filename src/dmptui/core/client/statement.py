"""What the server states that it does: its CapabilityStatement, asked once."""

from dmptui.core.client.transport import Transport
from dmptui.core.errors import InvalidContent, NotFound, Unavailable
from dmptui.core.fhir.json import expect, items, text

_STATEMENT = "/fhir/metadata"


class Statement:
    """The operations of a server.

    Args:
        transport: asks it.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._operations: frozenset[str] | None = None

    async def offers(self, operation: str) -> bool:
        """Whether an operation is offered, by its definition; a server that states nothing offers none."""
        if self._operations is None:
            try:
                found = expect(await self._transport.get_json(_STATEMENT, ""), "CapabilityStatement")
            except (InvalidContent, NotFound, Unavailable):
                return False
            kinds = (kind for rest in items(found, "rest") for kind in items(rest, "resource"))
            operations = (o for kind in kinds for o in items(kind, "operation"))
            self._operations = frozenset(text(o.get("definition")) for o in operations)
        return operation in self._operations
