"""The appointments that a person notes, kept by the server."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from dmptui.core.client.transport import Transport
from dmptui.core.fhir import appointment as appointments
from dmptui.core.fhir import bundle
from dmptui.core.fhir.json import expect
from dmptui.core.model.agenda import Appointment


class Agenda:
    """What ``DmpClient.agenda`` does; every method raises a ``DmpError`` when it fails."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def load(self, token: str) -> AsyncIterator[tuple[Appointment, ...]]:
        """One's own, the next to come last, a page at a time."""
        url = "/fhir/Appointment/_search"
        page = expect(await self._transport.post_form(url, token, {"_sort": "-date"}), "Bundle")
        while True:
            yield tuple(map(appointments.from_fhir, bundle.resources(page, appointments.KIND)))
            following = bundle.next_page(page)
            if not following:
                return
            page = expect(await self._transport.get_json(following, token), "Bundle")

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
