"""A professional at work: what every screen and every command talks to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dmptui.core.client import DmpClient
from dmptui.core.client.client import MyPatient, Traits
from dmptui.core.deposit.permission import may_send
from dmptui.core.fhir import attending
from dmptui.core.fhir.submission import subject_of
from dmptui.core.model.access import (
    AccessMode,
    Authorisation,
    AuthorisationStatus,
    ConsentKind,
    Declaration,
    EmergencySwitches,
    Team,
)
from dmptui.core.model.days import day_of
from dmptui.core.model.ins import Ins
from dmptui.core.model.message import Message
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import Practitioner, PractitionerRole
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import consult, lifecycle
from dmptui.core.rules.care_team import (
    Standing,
    circle_of,
    is_attending,
    is_occupational,
    is_rescue,
    standing,
)
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.deposit import state_rule
from dmptui.core.rules.identity import OtherPerson
from dmptui.core.rules.management import Act, Manager, Target, manage
from dmptui.core.rules.matrix import Matrix
from dmptui.core.rules.patient_view import open_secretly
from dmptui.core.work.record import Record
from dmptui.core.work.refusals import Refusals

if TYPE_CHECKING:
    from dmptui.core.deposit.preparation import PreparedDocument, Source, Wishes


@dataclass(frozen=True, slots=True)
class Approach:
    """What is known before a record is opened: enough to show the right dialog.

    Attributes:
        patient: None when nobody with this INS has a DMP.
        standing: what the consents of the person are worth to the professional, in this situation.
        attending: already declared médecin traitant.
    """

    ins: Ins
    patient: Patient | None
    role: PractitionerRole
    standing: Standing
    switches: EmergencySwitches
    attending: bool

    @property
    def status(self) -> AuthorisationStatus:
        """What the professional's authorisation is worth now."""
        return self.standing.status

    def team_for(self, declaration: Declaration) -> Team | None:
        """The team for which a consent is declared; None when it is for a consultation.

        In secret it is never for a team, which the legal representatives see. Who becomes médecin traitant is
        of the circle of the patient.
        """
        if declaration.secret or self.patient is None:
            return None
        return self.standing.team or (circle_of(self.patient) if declaration.attending else None)

    def decide(
        self, mode: AccessMode = AccessMode.NORMAL, declaration: Declaration | None = None, reason: str = ""
    ) -> Decision:
        """The rule's answer to opening it so."""
        return consult.consult(
            consult.Facts(
                state=self.patient.state if self.patient else None,
                mode=mode,
                status=self.status,
                closure=self.patient.closure if self.patient else None,
                switches=self.switches,
                team=self.standing.team,
                regulates=self.role.situation.is_regulation,
                rescues=is_rescue(self.role),
                occupational=is_occupational(self.role),
                profession=self.role.practitioner.profession,
                declaration=declaration,
                emergency_reason=reason,
            )
        )


class Session:
    """One professional, in one situation d'exercice, with at most one open record.

    Args:
        client: of the DMP server.
        token: the session token the login gave.
        role: who is at work, and where.
        matrix: the matrice d'habilitation in force.
        clock: gives the time, aware.
    """

    def __init__(
        self,
        client: DmpClient,
        token: str,
        role: PractitionerRole,
        *,
        matrix: Matrix,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._token = token
        self._matrix = matrix
        self.clock = clock
        self.role = role
        self.record: Record | None = None
        self._refusals = Refusals(client, token, role, clock)

    async def my_patients(self) -> tuple[MyPatient, ...]:
        """The patients this professional has, or had, an authorisation on."""
        return tuple([mine async for page in self.my_patients_by_page() for mine in page])

    async def my_patients_by_page(self) -> AsyncIterator[tuple[MyPatient, ...]]:
        """The same, a page at a time: the latest consent first."""
        async for page in self._client.my_patients(self._token, self.role.practitioner.id):
            yield page

    async def search(self, traits: Traits) -> tuple[Patient, ...]:
        """People by identity traits.

        Raises:
            InvalidContent: too many; the message asks for more precise traits.
        """
        return await self._client.search_patients(self._token, traits)

    async def approach(self, ins: Ins) -> Approach:
        """What is known of a person and of one's rights before opening the record."""
        patient, (consents, switches), members = await asyncio.gather(
            self._client.find_patient(self._token, ins),
            self._client.consents(self._token, ins),
            self._client.care_team(self._token, ins),
        )
        now = self.clock()
        stands = standing(self.role, patient, members, consents, now) if patient else Standing()
        return Approach(
            ins=ins,
            patient=lifecycle.current(patient, day_of(now)) if patient else None,
            role=self.role,
            standing=stands,
            switches=switches,
            attending=patient is not None and is_attending(self.role, patient),
        )

    async def authorise(self, approach: Approach, declaration: Declaration) -> Authorisation:
        """Record the patient's consent, as the professional attests it, without opening the record.

        Raises:
            Refused: a rule says no, or an express consent is needed; the attempt is traced.
        """
        decision = approach.decide(declaration=declaration)
        await self._refusals.require(decision, TraceAction.AUTHORISE, approach.ins)
        return await self._declare(approach, declaration)

    async def authorise_another(self, approach: Approach, practitioner_id: str) -> Authorisation:
        """Record the consent for a consultation by another professional, who was named to the person.

        Raises:
            Refused: one has no access oneself, or a rule says no; the attempt is traced.
        """
        await self._refusals.require(approach.decide(), TraceAction.AUTHORISE, approach.ins)
        declaration = Declaration(kind=ConsentKind.EXPLICIT)
        return await self._client.declare(
            self._token, approach.ins, declaration, practitioner_id, self.clock()
        )

    async def open(
        self,
        approach: Approach,
        mode: AccessMode = AccessMode.NORMAL,
        declaration: Declaration | None = None,
        reason: str = "",
        *,
        secret: bool = False,
    ) -> Record:
        """Open a record, closing the one that was open.

        Args:
            approach: what ``approach`` gave for this person.
            mode: of access.
            declaration: what the professional attests, when consent is needed.
            reason: what was typed to break the glass.
            secret: connexion secrète, that a minor asks for (CSP L1111-5): the legal representatives learn
                nothing of it.

        Raises:
            Refused: a rule says no, or consent was not declared; the attempt is traced.
        """
        decision = approach.decide(mode, declaration, reason)
        if secret and approach.patient is not None:
            today, attending = day_of(self.clock()), declaration is not None and declaration.attending
            if decision.allowed:
                decision = open_secretly(approach.patient, today, attending=attending)
            secret = open_secretly(approach.patient, today).allowed
        if not decision.allowed or approach.patient is None:
            await self._refusals.refuse(decision, TraceAction.OPEN, approach.ins, mode=mode, secret=secret)
        if await self._ends_consultation(approach, declaration, mode):
            return await self.open(
                await self.approach(approach.ins), mode, declaration, reason, secret=secret
            )
        await self.close_record()
        patient, authorisation = approach.patient, approach.standing.consent
        if declaration is not None and mode is AccessMode.NORMAL:
            declared = declaration.model_copy(update={"secret": secret})
            authorisation = await self._declare(approach, declared)
            if declaration.attending:
                known = patient.attending | {self.role.practitioner.id}
                patient = patient.model_copy(update={"attending": known})
        token = await self._client.open_record(self._token, approach.ins, mode, reason, secret=secret)
        self.record = Record(
            self._client,
            token.value,
            patient=patient,
            role=self.role,
            mode=mode,
            switches=approach.switches,
            matrix=self._matrix,
            clock=self.clock,
            authorisation=authorisation,
            emergency_reason=reason,
            secret=secret,
            last_visit=token.last_visit,
        )
        return self.record

    async def prepare_deposit(self, ins: Ins, source: "Source", wishes: "Wishes") -> "PreparedDocument":
        """Make a file ready for a DMP, which needs no authorisation (CSP L1111-15).

        Args:
            ins: whose record it is for.
            source: the file.
            wishes: its type and title, when the file does not tell them.

        Raises:
            Refused: a rule says no; the attempt is traced when there is no DMP to feed, or when the document
                is about somebody else.
            InvalidContent: the file is not what its name says.
        """
        from dmptui.core.deposit.preparation import prepare  # reads XML: not before it is needed

        found = await self._client.find_patient(self._token, ins)
        patient = lifecycle.current(found, day_of(self.clock())) if found else None
        decision = state_rule(patient.state if patient else None)
        if patient is None or not decision.allowed:
            await self._refusals.refuse(decision, TraceAction.DEPOSIT, ins)
        try:
            return await asyncio.to_thread(
                prepare, source, wishes, patient=patient, role=self.role, now=self.clock()
            )
        except OtherPerson as error:
            await self._refusals.refuse(error.decision, TraceAction.DEPOSIT, ins)

    async def deposit(self, prepared: "PreparedDocument") -> str:
        """Send a prepared document to the record it was prepared for; the id of the document.

        Raises:
            Refused: another record is open, or a rule says no; the attempt is traced.
        """
        open_record = self.record.patient.ins if self.record else None
        decision = may_send(prepared, self.role, open_record=open_record, today=day_of(self.clock()))
        await self._refusals.require(
            decision, TraceAction.DEPOSIT, prepared.patient.ins, document=prepared.document
        )
        return await self._client.deposit(self._token, prepared.transaction(self.role, self.clock()))

    def may_end_attending(self, patient: Patient) -> Decision:
        """The rule's answer to the end of being this person's médecin traitant."""
        me = self.role.practitioner
        target = Target(me.id, me.profession, attending=is_attending(self.role, patient))
        return manage(Act.END_ATTENDING, Manager(me.id), target)

    async def end_attending(self, patient: Patient) -> None:
        """Declare that one is no longer this person's médecin traitant.

        Raises:
            Refused: one is not; the attempt is traced.
        """
        await self._refusals.require(self.may_end_attending(patient), TraceAction.ATTENDING, patient.ins)
        me, now = self.role.practitioner, self.clock()
        resource = attending.to_fhir(me.id, subject_of(patient.ins), now, named=False, by_patient=False)
        await self._client.changes.manage(self._token, resource)

    async def professionals(self) -> tuple[Practitioner, ...]:
        """Those of the demonstration: for whom a consent may be collected."""
        return await self._client.identities()

    async def messages(self) -> AsyncIterator[tuple[Message, ...]]:
        """The notifications of this professional, as a médecin traitant, the most recent first, by page."""
        async for page in self._client.changes.messages(self._token):
            yield page

    async def preferences(self) -> dict[str, str]:
        """What this professional chose on their screens, at any terminal."""
        return await self._client.preferences.load(self._token, self.role.practitioner.id)

    async def save_preference(self, name: str, value: str) -> None:
        """Keep a choice on the server, never anything of a patient; an empty value forgets it.

        Raises:
            InvalidContent: all the choices together exceed 8 KiB.
        """
        chosen = await self.preferences() | {name: value}
        kept = {preference: choice for preference, choice in chosen.items() if choice}
        await self._client.preferences.save(self._token, self.role.practitioner.id, kept)

    async def close_record(self) -> None:
        """Close the open record, if there is one: a DMP is open one at a time."""
        if self.record is not None:
            record, self.record = self.record, None
            await record.close()

    async def log_out(self) -> None:
        """End the session: close the record and give the token back."""
        await self.close_record()
        await self._client.revoke(self._token)

    async def _ends_consultation(
        self, approach: Approach, declaration: Declaration | None, mode: AccessMode
    ) -> bool:
        """Whether the same record is open, and to close it ends the consent that would open it."""
        same = self.record is not None and self.record.patient.ins == approach.ins
        consent = approach.standing.consent
        alone = consent is not None and consent.team is None
        renewed = declaration is not None and declaration.kind is ConsentKind.EXPLICIT
        if renewed or not (same and alone and mode is AccessMode.NORMAL):
            return False
        await self.close_record()
        return True

    async def _declare(self, approach: Approach, declaration: Declaration) -> Authorisation:
        me, team = self.role.practitioner.id, approach.team_for(declaration)
        return await self._client.declare(self._token, approach.ins, declaration, me, self.clock(), team)
