"""The steps that send several documents at once, or one alone, and that look at the lots."""

import base64

import hypothesis.strategies as st
from hypothesis.stateful import rule

from dmptui.core.client.visits import Lot
from dmptui.core.fhir import document_reference, submission
from dmptui.core.model.document import Visibility
from tests.core.server.dmp_world import together
from tests.core.state_machine import model as rules
from tests.core.state_machine.deposits import KIND, SOMEBODY
from tests.core.state_machine.messages import Messages
from tests.core.state_machine.model import Doc
from tests.core.state_machine.professionals import LABELS, NUMBER, OTHER, ROLE
from tests.core.state_machine.steps import Opened
from tests.core.state_machine.world import ROLES, current


class Lots(Messages):
    """What professionals send whole, or in another way; what was sent together."""

    @rule(
        number=NUMBER,
        role=st.one_of(st.none(), ROLE),
        patient=SOMEBODY,
        parts=st.lists(st.tuples(KIND, LABELS), min_size=2, max_size=3),
        elsewhere=st.sampled_from([False] * 7 + [True]),
    )
    def deposit_several(
        self,
        number: int,
        role: int | None,
        patient: str,
        parts: list[tuple[str, tuple[Visibility, ...]]],
        elsewhere: bool,
    ) -> None:
        """By a session, or from an open record when no ``role`` is drawn."""
        found = self.chosen(number) if role is None else (role, None)
        if not found:
            return
        number, one = found
        patient = one.patient if one and not elsewhere else patient
        drafts = [self.new(patient, kind, set(labels), ROLES[number]) for kind, labels in parts]
        self.run(self._deposit_several(number, one, drafts))

    async def _deposit_several(self, number: int, one: Opened | None, drafts: list[Doc]) -> None:
        token = one.token if one else (await self.logged_in(number)).token
        secret, patient = one is not None and one.how.secret, drafts[0].patient
        dossier = self.dossiers[patient]
        adds = (rules.adds(dossier, d.type, d.labels, ROLES[number], self.now) for d in drafts)
        refusal = OTHER if one and patient != one.patient else next(filter(None, adds), "")
        lot = together(*(self.lot(draft, number) for draft in drafts))
        outcome = await self.attempt(self.dmp.client.deposit(token, lot))
        outcome.check(refusal)
        if refusal:
            self.trace(patient, refusal=refusal, secret=secret)
            return
        self.met["plusieurs"] += 1
        self.sent_together.append(frozenset(draft.number for draft in drafts))
        for draft in drafts:
            self.kept(draft, "depot", secret=secret)
        self.tell_of_deposits(drafts, secret=secret)

    @rule(number=ROLE, patient=SOMEBODY, kind=KIND, labels=LABELS, again=st.booleans())
    def publish(
        self, number: int, patient: str, kind: str, labels: tuple[Visibility, ...], again: bool
    ) -> None:
        """One document alone, its content inside (ITI-105)."""
        self.run(self._publish(number, self.new(patient, kind, set(labels), ROLES[number]), again))

    async def _publish(self, number: int, draft: Doc, again: bool) -> None:
        mine, dossier = await self.logged_in(number), self.dossiers[draft.patient]
        ins = dossier.patient.ins
        announced = self.announced(draft, ROLES[number])
        resource = document_reference.to_fhir(announced, ins, subject=submission.subject_of(ins))
        resource["content"][0]["attachment"]["data"] = base64.b64encode(draft.content).decode()
        refusal = rules.adds(dossier, draft.type, draft.labels, ROLES[number], self.now)
        for _time in range(1 + (again and not refusal)):
            asked = self.dmp.client._transport.post_json("/fhir/DocumentReference", mine.token, resource)
            outcome = await self.attempt(asked)
            outcome.check(refusal)
        if refusal:
            self.trace(draft.patient, refusal=refusal)
        else:
            self.met["seul"] += 1
            self.deposited(draft, "depot", secret=False)

    @rule(number=NUMBER)
    def look_at_lots(self, number: int) -> None:
        found = self.chosen(number)
        if found:
            self.run(self._look_at_lots(found[1]))

    async def _look_at_lots(self, one: Opened) -> None:
        """Each names only what may be read, and all of it, with what came with it (ITI-66)."""
        refusal, found = self.gate(one), list[Lot]()
        since = self.docs[0].deposited.replace(year=2000)
        outcome = await self.attempt(self._lots(one, since, found))
        outcome.check(refusal)
        if refusal:
            self.trace(one.patient, refusal=refusal, secret=one.how.secret)
            return
        readable = [d for d in self.tracked(one.patient) if not self.served(one, d)]
        names = {d.number: (await current(self.dmp.world.store, d)).id for d in readable}
        assert {name for lot in found for name in lot.members} == set(names.values())
        for numbers in self.sent_together:
            members = {names[n] for n in numbers if n in names}
            assert not members or any(members <= set(lot.members) for lot in found)

    async def _lots(self, one: Opened, since: object, found: list[Lot]) -> None:
        ins = self.dossier(one).patient.ins
        async for page in self.dmp.client.visits.lots(one.token, ins, since):  # type: ignore[arg-type]
            found += page
