"""Writing to a record: the changes of a document (TD3.3), the Consents that manage its accesses."""

from collections.abc import AsyncIterator, Mapping
from types import MappingProxyType
from urllib.parse import quote

from dmptui.core.client.paging import pages
from dmptui.core.client.transport import Transport, access_token
from dmptui.core.errors import Conflict
from dmptui.core.fhir import bundle, communication, consent, document_reference, patient, profile, systems
from dmptui.core.fhir.changes import patch_for
from dmptui.core.fhir.json import Json, expect, text
from dmptui.core.model.access import Authorisation, EmergencySwitches
from dmptui.core.model.document import Document
from dmptui.core.model.ins import Ins
from dmptui.core.model.message import Message
from dmptui.core.model.patient import Patient
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.lifecycle import ProfileAct
from dmptui.core.text import _


class Changes:
    """What ``DmpClient.changes`` does; every method raises a ``DmpError`` when it fails."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def document(self, token: str, name: str) -> Document:
        """The metadata of a document, by its id, current or old."""
        return document_reference.from_fhir(await self._raw(token, name))

    async def change(self, token: str, document: Document, change: Change) -> Document:
        """Change a document, as it was read; the document as it then stands, with its new id and version.

        Raises:
            Conflict: it was changed since it was read, here or meanwhile.
            Refused: the server says no.
        """
        raw = await self._raw(token, document.id)
        read = document_reference.from_fhir(raw)
        if (read.id, read.version) != (document.id, document.version):
            raise Conflict(
                _("Ce document a été modifié depuis que vous l'avez lu. Rechargez-le, puis recommencez."),
                cause="another version than the one read",
            )
        answer = await self._transport.patch_json(
            _path(document.id), token, patch_for(raw, change), version=document.version
        )
        return document_reference.from_fhir(answer)

    async def manage(self, token: str, resource: Json) -> None:
        """Send a Consent that manages an access: a denial, the switches, a médecin traitant."""
        await self._transport.post_json("/fhir/Consent", token, resource)

    async def authorisations(self, token: str, ins: Ins) -> tuple[Authorisation, ...]:
        """All the consents and denials on one's own record, as a patient."""
        found = await self._search("Consent", token, {**_about(ins), "status": "active"})
        resources = bundle.resources(found, "Consent")
        return tuple(consent.authorisation_from_fhir(r) for r in resources if consent.is_authorisation(r))

    async def switches(self, token: str, ins: Ins) -> EmergencySwitches:
        """The three switches of one's own record, as a patient."""
        query = {**_about(ins), "category": f"{systems.SWITCHES}|acces-urgence"}
        found = bundle.resources(await self._search("Consent", token, query), "Consent")
        return next(map(consent.switches_from_fhir, found), EmergencySwitches())

    async def write(self, token: str, message: Json) -> str:
        """Send the Communication of a message to the patient; its id."""
        answer = expect(
            await self._transport.post_json("/fhir/Communication", token, message), "Communication"
        )
        return text(answer.get("id"))

    async def sent(self, token: str, ins: Ins, practitioner_id: str) -> AsyncIterator[tuple[Message, ...]]:
        """What a professional wrote to the patient of an open record, the most recent first."""
        sender = f"{systems.PRACTITIONER_ID}|{practitioner_id}"
        async for page in self.messages(token, {**_about(ins), "sender": sender}):
            yield page

    async def messages(
        self, token: str, query: Mapping[str, str] = MappingProxyType({})
    ) -> AsyncIterator[tuple[Message, ...]]:
        """The notifications and the messages, the most recent first; ``query`` adds parameters."""
        async for page in pages(self._transport, "Communication", token, {"_sort": "-sent", **query}):
            yield tuple(map(communication.from_fhir, bundle.resources(page, "Communication")))

    async def enter(self, ins: Ins, *, representative: bool = False) -> str:
        """Enter Mon espace santé as a demonstration patient, or as a representative; the token."""
        form = {"patient": f"{patient.ins_system(ins)}|{ins.value}"}
        if representative:
            form["representative"] = "true"
        return access_token(await self._transport.post_form("/auth/login", "", form))

    async def profile(self, token: str, patient_id: str, act: ProfileAct, reason: str = "") -> Patient:
        """Oppose, close or reopen one's own profile; the person as the profile then stands."""
        url = f"/fhir/Patient/{quote(patient_id, safe='')}/$profil"
        return patient.from_fhir(await self._transport.post_json(url, token, profile.to_fhir(act, reason)))

    async def _raw(self, token: str, name: str) -> Json:
        return expect(await self._transport.get_json(_path(name), token), "DocumentReference")

    async def _search(self, kind: str, token: str, query: dict[str, str]) -> Json:
        return expect(await self._transport.post_form(f"/fhir/{kind}/_search", token, query), "Bundle")


def _about(ins: Ins) -> dict[str, str]:
    return {"patient.identifier": f"{patient.ins_system(ins)}|{ins.value}"}


def _path(name: str) -> str:
    return f"/fhir/DocumentReference/{quote(name, safe='')}"
