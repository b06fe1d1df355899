"""The steps that add documents: prepared for one person, sent by a session, an open record, or past them."""

import hypothesis.strategies as st
from hypothesis.stateful import rule

from dmptui.core.fhir import submission
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.model.document import Document, Visibility
from dmptui.core.rules.change_table import Change
from tests.core.state_machine import model as rules
from tests.core.state_machine.changes import Changes
from tests.core.state_machine.model import Doc
from tests.core.state_machine.professionals import LABELS, NUMBER, OTHER, ROLE, WELCOMING, WHERE
from tests.core.state_machine.steps import PATIENTS, Opened
from tests.core.state_machine.world import ROLES, current

KIND = st.sampled_from([*rules.TYPES, *rules.TYPES[:4] * 2])
SOMEBODY = st.sampled_from([*WELCOMING * 2, *PATIENTS])
ELSEWHERE = "préparé pour un autre dossier"


class Deposits(Changes):
    """What professionals add, and replace."""

    def lot(self, draft: Doc, sender: int, replaces: str = "") -> Json:
        """The transaction itself, as any client could write it."""
        role = ROLES[sender]
        announced: Document = self.announced(draft, role).model_copy(update={"replaces": replaces})
        ins = self.dossiers[draft.patient].patient.ins
        author = as_author(role)
        return submission.provide_document(
            announced, draft.content, ins=ins, sender=author, source_id="urn:oid:1.2.3", now=self.now
        )

    @rule(
        number=ROLE,
        patient=SOMEBODY,
        kind=KIND,
        labels=LABELS,
        again=st.booleans(),
    )
    def deposit(
        self, number: int, patient: str, kind: str, labels: tuple[Visibility, ...], again: bool
    ) -> None:
        self.run(self._deposit(number, self.new(patient, kind, set(labels), ROLES[number]), again))

    async def _deposit(self, number: int, draft: Doc, again: bool) -> None:
        mine, role = await self.logged_in(number), ROLES[number]
        prepared = self.prepared(draft, role)
        elsewhere = (
            mine.session.record is not None and mine.session.record.patient.ins != prepared.patient.ins
        )
        theirs = rules.adds(self.dossiers[draft.patient], draft.type, draft.labels, role, self.now)
        ours = ELSEWHERE if elsewhere else theirs
        here = await self.attempt(mine.session.deposit(prepared))
        here.check(ours)
        if not ours:
            self.deposited(draft, "depot", secret=False)
            if again:
                assert await mine.session.deposit(prepared) == draft.kept
            return
        self.trace(draft.patient, refusal=ours)
        if theirs:
            there = await self.attempt(self.dmp.client.deposit(mine.token, self.lot(draft, number)))
            there.check(theirs)
            self.trace(draft.patient, refusal=theirs)
            self.same_words(here, there, ours, theirs)

    @rule(number=NUMBER, patient=st.sampled_from(["", "", *PATIENTS]), kind=KIND, labels=LABELS)
    def deposit_in_a_record(
        self, number: int, patient: str, kind: str, labels: tuple[Visibility, ...]
    ) -> None:
        found = self.chosen(number)
        if not found:
            return
        key, one = found
        self.run(self._deposit_in(key, one, self.new(patient or one.patient, kind, set(labels), one.role)))

    async def _deposit_in(self, number: int, one: Opened, draft: Doc) -> None:
        adds = rules.adds(self.dossiers[draft.patient], draft.type, draft.labels, one.role, self.now)
        elsewhere = draft.patient != one.patient
        secret = one.how.secret
        here = await self.attempt(one.record.deposit(self.prepared(draft, one.role)))
        here.check(ELSEWHERE if elsewhere else adds)
        if not elsewhere and not adds:
            self.deposited(draft, "depot", secret=secret)
            return
        self.trace(one.patient, refusal=ELSEWHERE if elsewhere else adds, secret=secret)
        theirs = OTHER if elsewhere else adds
        there = await self.attempt(self.dmp.client.deposit(one.token, self.lot(draft, number)))
        there.check(theirs)
        self.trace(draft.patient, refusal=theirs, secret=secret)

    @rule(number=ROLE, other=ROLE, patient=st.sampled_from(PATIENTS))
    def deposit_in_another_s_name(self, number: int, other: int, patient: str) -> None:
        self.run(self._usurp(number, other, self.new(patient, rules.REPORT, set(), ROLES[other])))

    async def _usurp(self, number: int, other: int, draft: Doc) -> None:
        mine = await self.logged_in(number)
        outcome = await self.attempt(self.dmp.client.deposit(mine.token, self.lot(draft, other)))
        same = ROLES[number].practitioner.id == ROLES[other].practitioner.id
        adds = rules.adds(self.dossiers[draft.patient], draft.type, draft.labels, ROLES[number], self.now)
        refusal = adds if same else "par le professionnel qu'il annonce"
        outcome.check(refusal)
        if refusal:
            self.trace(draft.patient, refusal=refusal)
        else:
            self.deposited(draft, "depot", secret=False)

    # Replacing

    @rule(
        number=NUMBER,
        number_of_doc=NUMBER,
        where=WHERE,
        patient=st.sampled_from([*[""] * 7, *PATIENTS]),
        labels=LABELS,
    )
    def replace(
        self,
        number: int,
        number_of_doc: int,
        where: str,
        patient: str,
        labels: tuple[Visibility, ...],
    ) -> None:
        found = self.chosen(number)
        if not found:
            return
        key, one = found
        old = self.near_to(one, number_of_doc, where)
        draft = self.new(patient or one.patient, rules.REPORT, set(labels), one.role)
        self.run(self._replace(key, one, old, draft))

    @rule(number=NUMBER, choice=NUMBER, labels=LABELS)
    def replace_what_may_be(self, number: int, choice: int, labels: tuple[Visibility, ...]) -> None:
        """A replacement that the model allows, of a version that was itself one if there is any."""
        found = self.chosen(number)
        if not found:
            return
        key, one = found
        own = [d for d in self.tracked(one.patient) if not self.may(one, d, Change.REPLACE, attending=False)]
        own = [d for d in own if d.older is not None] or own
        if own:
            draft = self.new(one.patient, rules.REPORT, set(labels), one.role)
            self.run(self._replace(key, one, own[choice % len(own)], draft))

    async def _replace(self, number: int, one: Opened, old: Doc, draft: Doc) -> None:
        draft.labels |= old.labels
        replacing = self.may(one, old, Change.REPLACE, attending=False)
        adds = rules.adds(self.dossiers[draft.patient], draft.type, draft.labels, one.role, self.now)
        ours = replacing or (ELSEWHERE if draft.patient != one.patient else adds)
        foreign = OTHER if draft.patient != one.patient else ""
        theirs = foreign or adds or (OTHER if old.patient != draft.patient else replacing)
        secret = one.how.secret
        wire = await current(self.dmp.world.store, old)
        draft_sent = self.prepared(draft, one.role)
        here = await self.attempt(one.record.replace(wire, draft_sent))
        here.check(ours or theirs)
        if ours:
            self.trace(one.patient, refusal=ours, secret=secret, doc=old)
            lot = self.lot(draft, number, f"DocumentReference/{old.kept}")
            there = await self.attempt(self.dmp.client.deposit(one.token, lot))
            there.check(theirs)
            if theirs == ours:
                self.same_words(here, there, ours, theirs)
        if theirs:
            hidden = not foreign and not adds and theirs == OTHER
            whose = old.patient if hidden else draft.patient
            self.trace(whose, refusal=theirs, secret=secret, doc=None if foreign or adds else old)
            return
        old.status = "superseded"
        old.version += 1
        draft.older = old.number
        self.deposited(draft, "remplacement", secret=secret)
