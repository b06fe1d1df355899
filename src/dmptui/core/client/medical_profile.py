"""The « profil médical » that a person notes, kept by the server."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from dmptui.core.client.paging import pages
from dmptui.core.client.transport import Transport
from dmptui.core.fhir import bundle, profile_entry
from dmptui.core.fhir.json import Json
from dmptui.core.model.medical_profile import Entry


class MedicalProfile:
    """What ``DmpClient.medical_profile`` does; every method raises a ``DmpError`` when it fails."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def load(self, token: str) -> AsyncIterator[tuple[Entry, ...]]:
        """What one noted and did not remove, the last day first, a page at a time."""
        async for page in pages(self._transport, profile_entry.KIND, token, {"_sort": "-date"}):
            yield tuple(map(profile_entry.from_fhir, bundle.resources(page, profile_entry.KIND)))

    async def note(self, token: str, entry: Entry, subject: str) -> Entry:
        """Keep an entry; as it is kept.

        Args:
            token: of the person.
            entry: without an id.
            subject: the reference to the patient.

        Raises:
            InvalidContent: it says nothing, or what it says cannot be.
        """
        resource = profile_entry.to_fhir(entry, subject)
        return profile_entry.from_fhir(
            await self._transport.post_json(f"/fhir/{profile_entry.KIND}", token, resource)
        )

    async def correct(self, token: str, former: Entry, entry: Entry, subject: str) -> None:
        """Write an entry again, as it was read.

        Raises:
            Conflict: it was corrected or removed meanwhile.
            InvalidContent: as ``note``.
        """
        await self._patch(token, former, profile_entry.correction(entry, subject))

    async def remove(self, token: str, entry: Entry) -> None:
        """Remove an entry, as it was read.

        Raises:
            Conflict: it was corrected or removed meanwhile.
        """
        await self._patch(token, entry, profile_entry.REMOVED)

    async def _patch(self, token: str, entry: Entry, patch: list[Json]) -> None:
        url = f"/fhir/{profile_entry.KIND}/{quote(entry.id, safe='')}"
        await self._transport.patch_json(url, token, patch, version=entry.version)
