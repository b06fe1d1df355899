"""What a professional chose on their screens, kept by the server."""

from dmptui.core.client.transport import Transport
from dmptui.core.fhir import bundle, systems
from dmptui.core.fhir.json import expect
from dmptui.core.fhir.preferences import from_fhir, to_fhir


class Preferences:
    """What ``DmpClient.preferences`` does; every method raises a ``DmpError`` when it fails."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def load(self, session: str, practitioner_id: str) -> dict[str, str]:
        """One's own; empty when there are none."""
        query = {
            "code": f"{systems.PREFERENCES}|preferences",
            "author": f"{systems.PRACTITIONER_ID}|{practitioner_id}",
        }
        found = expect(await self._transport.post_form("/fhir/Basic/_search", session, query), "Bundle")
        return next(filter(None, map(from_fhir, bundle.resources(found, "Basic"))), {})

    async def save(self, session: str, practitioner_id: str, preferences: dict[str, str]) -> None:
        """Keep them instead of those that were.

        Raises:
            InvalidContent: more than 8 KiB.
        """
        await self._transport.post_json("/fhir/Basic", session, to_fhir(preferences, practitioner_id))
