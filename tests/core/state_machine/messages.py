"""The steps by which professionals write to the person: from a record, then past it."""

import hypothesis.strategies as st
from hypothesis.stateful import rule

from dmptui.core.work.message import compose
from tests.core.state_machine import model as rules
from tests.core.state_machine.deposits import Deposits
from tests.core.state_machine.model import Doc
from tests.core.state_machine.professionals import NUMBER, OTHER, WHERE
from tests.core.state_machine.steps import Opened
from tests.core.state_machine.world import current


class Messages(Deposits):
    """What professionals write."""

    @rule(number=NUMBER, number_of_doc=NUMBER, where=st.one_of(st.none(), WHERE))
    def write(self, number: int, number_of_doc: int, where: str | None) -> None:
        found = self.chosen(number)
        if found:
            doc = self.near_to(found[1], number_of_doc, where) if where else None
            self.run(self._write(found[1], doc))

    async def _write(self, one: Opened, doc: Doc | None) -> None:
        wire = await current(self.dmp.world.store, doc) if doc else None
        unseen = "pas visible du patient" if doc and rules.waits(doc, self.now) else ""
        ours = rules.writes(one.record.patient.state.value) or (doc and self.believed(one, doc)) or unseen
        open_to = self.gate(one) or rules.writes(rules.state_of(self.dossier(one), self.now))
        theirs = open_to or (doc and self.served(one, doc)) or unseen
        here = await self.attempt(one.record.write_message("Suivi", "À demain.", wire))
        here.check(ours or theirs)
        if ours:
            about = None if rules.writes(one.record.patient.state.value) else doc
            self.trace(one.patient, refusal=ours, secret=one.how.secret, doc=about)
            patient = one.record.patient
            message = compose("Suivi", "À demain.", wire, patient=patient, role=one.role, now=self.now)
            there = await self.attempt(self.dmp.client.changes.write(one.token, message))
            there.check(theirs)
        if theirs:
            elsewhere = doc is not None and not open_to and theirs == OTHER
            patient_key = doc.patient if doc and elsewhere else one.patient
            self.trace(patient_key, refusal=theirs, secret=one.how.secret, doc=None if open_to else doc)
            return
        self.trace(one.patient, "message", secret=one.how.secret, doc=doc)
        hidden = doc is not None and rules.UNREPRESENTED in doc.labels
        self.tell(one.patient, secret=one.how.secret or hidden)
        self.ledger.told[f"Patient/{one.record.patient.id}"] += 1  # the message, next to its notification
