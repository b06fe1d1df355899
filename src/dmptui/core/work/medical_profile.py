"""The « profil médical » of who entered Mon espace santé: what they note, correct and remove."""

from collections.abc import Callable
from datetime import date

from dmptui.core.client.medical_profile import MedicalProfile
from dmptui.core.fhir.submission import subject_of
from dmptui.core.model.medical_profile import Entry
from dmptui.core.model.patient import Patient
from dmptui.core.rules import medical_profile
from dmptui.core.rules.decision import Decision


class OwnMedicalProfile:
    """What one notes of oneself. Every method raises ``DmpError`` when it is refused.

    Args:
        client: of the server.
        token: of the person, or of a representative.
        person: whose profile it is.
        today: gives the day.
    """

    def __init__(
        self, client: MedicalProfile, token: str, person: Patient, today: Callable[[], date]
    ) -> None:
        self._client = client
        self._token = token
        self._person = person
        self._today = today

    def may_note(self, entry: Entry) -> Decision:
        """The rule's answer to an entry, before it is sent."""
        return medical_profile.note(entry, self._person, self._today())

    def body_mass_index(self, entries: tuple[Entry, ...]) -> Entry | None:
        """The IMC of the last weight, if it can be told."""
        return medical_profile.body_mass_index(entries, self._person)

    async def entries(self) -> tuple[Entry, ...]:
        """All of them, the last day first."""
        return tuple([each async for page in self._client.load(self._token) for each in page])

    async def note(self, entry: Entry) -> Entry:
        """Note an entry; as it is kept.

        Raises:
            Refused: it says nothing, or what it says cannot be.
        """
        self._require(entry)
        return await self._client.note(self._token, entry, subject_of(self._person.ins))

    async def correct(self, former: Entry, entry: Entry) -> None:
        """Write an entry again.

        Raises:
            Refused: as ``note``.
            Conflict: it was corrected or removed meanwhile.
        """
        self._require(entry)
        await self._client.correct(self._token, former, entry, subject_of(self._person.ins))

    async def remove(self, entry: Entry) -> None:
        """Remove an entry.

        Raises:
            Conflict: it was corrected or removed meanwhile.
        """
        await self._client.remove(self._token, entry)

    def _require(self, entry: Entry) -> None:
        decision = self.may_note(entry)
        if not decision.allowed:
            raise decision.error()
