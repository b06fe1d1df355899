"""The appointments that a person notes, kept by the server."""

from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import quote

from dmptui.core.client.paging import pages
from dmptui.core.client.transport import Transport
from dmptui.core.fhir import appointment as appointments
from dmptui.core.fhir import bundle
from dmptui.core.model.agenda import Appointment


class Agenda:
    """What ``DmpClient.agenda`` does; every method raises a ``DmpError`` when it fails."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def load(self, token: str, since: datetime | None = None) -> AsyncIterator[tuple[Appointment, ...]]:
        """One's own, the next to come last, a page at a time; those from ``since`` on, if it is given."""
        query = {"_sort": "-date"}
        if since is not None:
            query["date"] = f"ge{since.isoformat()}"
        async for page in pages(self._transport, appointments.KIND, token, query):
            yield tuple(map(appointments.from_fhir, bundle.resources(page, appointments.KIND)))

    async def note(self, token: str, appointment: Appointment, subject: str) -> Appointment:
        """Keep one; as it is kept.

        Args:
            token: of the person.
            appointment: without an id.
            subject: the reference to the patient.

        Raises:
            InvalidContent: it says nothing, is past, or too long.
        """
        resource = appointments.to_fhir(appointment, subject)
        return appointments.from_fhir(await self._transport.post_json("/fhir/Appointment", token, resource))

    async def cancel(self, token: str, appointment: Appointment) -> None:
        """Cancel one, as it was read.

        Raises:
            Conflict: it was cancelled meanwhile.
        """
        url = f"/fhir/Appointment/{quote(appointment.id, safe='')}"
        await self._transport.patch_json(url, token, appointments.CANCELLED, version=appointment.version)
