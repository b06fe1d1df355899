"""The steps of professionals: through their session, then past it, straight at the server."""

from collections.abc import AsyncIterator
from dataclasses import replace

import hypothesis.strategies as st
from hypothesis.stateful import rule

from dmptui.core.errors import Refused
from dmptui.core.model.access import (
    AccessMode,
    ConsentKind,
    Declaration,
)
from dmptui.core.model.content import Content
from dmptui.core.model.document import Document
from dmptui.core.work.record import Record
from dmptui.core.work.session import Approach
from tests.core.state_machine import model as rules
from tests.core.state_machine.model import Doc, How
from tests.core.state_machine.steps import PATIENTS, Opened, Spent, Steps
from tests.core.state_machine.world import NOBODY, ROLES, Outcome, current

NUMBER = st.integers(0, 2**12)
ROLE = st.integers(0, len(ROLES) - 1)
LABELS = st.sampled_from(
    [(), (), (), (rules.MASKED,), (rules.UNSEEN,), (rules.UNREPRESENTED,), (rules.MASKED, rules.UNSEEN)]
)
_AGREED = How(kind="explicit")
HOW = st.sampled_from(
    [
        *[_AGREED] * 6,
        *[How()] * 2,
        *[How(kind="information"), How(kind="information", secret=True)],
        *[How(kind="explicit", attending=True), How(kind="explicit", attending=True, secret=True)],
        *[How(kind="explicit", secret=True)] * 2,
        *[How(secret=True), How(mode=AccessMode.BREAK_GLASS, reason=" ")],
        *[How(mode=AccessMode.BREAK_GLASS, reason="coma")] * 3,
        How(mode=AccessMode.BREAK_GLASS, reason="coma", secret=True),
        *[How(mode=AccessMode.CENTRE_15, reason="appel")] * 3,
    ]
)
WHERE = st.sampled_from(["here", "here", "mine", "mine", "last", "last", "anywhere"])
WELCOMING = PATIENTS[:4]
"""The patients whose records are open at first."""
OTHER = "autre dossier"


class Professionals(Steps):
    """What professionals do and attempt."""

    def chosen(self, number: int) -> tuple[int, Opened] | None:
        """A record that is open; when none is, one is opened instead."""
        self.expire()
        keys = sorted(self.opened)
        if not keys:
            self.run(self._open(number % len(ROLES), WELCOMING[number // 8 % len(WELCOMING)], _AGREED))
            return None
        key = keys[number % len(keys)]
        return key, self.opened[key]

    def gate(self, one: Opened) -> str:
        """Whether an open record may still be consulted."""
        how = How(mode=one.how.mode, reason=one.how.reason)
        refusal = rules.opens(self.dossier(one), one.role, how, self.now)
        lost = "a expiré" in refusal or "pas encore d'autorisation" in refusal
        return "s'est refermé" if lost else refusal

    def served(self, one: Opened, doc: Doc) -> str:
        """The server's answer to a reading, as things stand."""
        dossier = self.dossier(one)
        attends = one.role.practitioner.id in dossier.attending
        elsewhere = OTHER if doc.patient != one.patient else ""
        reads = rules.reads(doc, one.role, one.how.mode, attending=attends, masked_too=dossier.masked_too)
        return self.gate(one) or elsewhere or reads

    @staticmethod
    def whose(here: str, doc: Doc, refusal: str) -> str:
        """The record that keeps the trace of a refusal: the door is that of the open one."""
        return doc.patient if refusal == OTHER else here

    def believed(self, one: Opened, doc: Doc) -> str:
        """The session's own answer, by what it knew when the record was opened."""
        return rules.reads(doc, one.role, one.how.mode, attending=one.attending, masked_too=one.masked_too)

    def same_words(self, here: Outcome, there: Outcome, ours: str, theirs: str) -> None:
        """What the session and the server refuse for the same reason, they refuse in the same words.

        But for what is hidden: the session knew it before, the server knows nothing of it.
        """
        assert isinstance(here.error, Refused)
        assert there.error is not None
        if ours == theirs and not there.is_absent:
            assert here.said.startswith(there.said.removesuffix(" "))

    # Opening

    @rule(number=ROLE, patient=st.sampled_from([*WELCOMING * 3, *PATIENTS, "nobody"]), how=HOW)
    def open(self, number: int, patient: str, how: How) -> None:
        self.run(self._open(number, patient, how))

    async def _open(self, number: int, patient: str, how: How) -> None:
        mine, role, dossier = await self.logged_in(number), ROLES[number], self.dossiers.get(patient)
        approach = await mine.session.approach(dossier.patient.ins if dossier else NOBODY.ins)
        self._check_approach(approach, number, patient)
        refusal = rules.opens(dossier, role, how, self.now)
        if not refusal and how.secret and dossier:
            refusal = rules.hides(dossier, how, self.now)
        if not refusal and dossier and self._ends(number, patient, how):
            self.closed(number)
            refusal = rules.opens(dossier, role, how, self.now)
            self.met["consultation finie"] += 1
        declaration = Declaration(kind=ConsentKind(how.kind), attending=how.attending) if how.kind else None
        outcome = await self.attempt(
            mine.session.open(approach, how.mode, declaration, how.reason, secret=how.secret)
        )
        outcome.check(refusal)
        if refusal or dossier is None:
            self.trace(patient, refusal=refusal, secret=rules.is_hidden(dossier, how, self.now))
            await self._insist(number, patient, how, outcome)
            return
        self.closed(number)
        if declaration:
            self._authorised(number, patient, how)
        self._begun(number, patient, how)
        self.trace(patient, "ouverture", secret=how.secret)
        self._told_of_opening(number, patient, how)
        assert isinstance(outcome.value, Record)
        self.keep(number, outcome.value, how, patient, approach.switches.masked_documents)

    def _check_approach(self, approach: Approach, number: int, patient: str) -> None:
        dossier, role = self.dossiers.get(patient), ROLES[number]
        if dossier is None:
            assert approach.patient is None
            return
        assert approach.status.value == rules.status_of(dossier, role, self.now)
        assert approach.attending is (role.practitioner.id in dossier.attending)
        assert (approach.standing.team is not None) is bool(rules.teams_of(dossier, role))

    def _authorised(self, number: int, patient: str, how: How) -> None:
        role, dossier = ROLES[number], self.dossiers[patient]
        ps_id = role.practitioner.id
        self.trace(patient, "autorisation", secret=how.secret)
        teams = [] if how.secret else rules.teams_of(dossier, role)
        valid = next((t for t in teams if dossier.consents.get(t, self.now) > self.now), None)
        expired = next((t for t in teams if t in dossier.consents), None)
        team = valid or expired or next(iter(teams), rules.CIRCLE if how.attending else None)
        if how.attending:
            dossier.attending.add(ps_id)
        if how.kind == "explicit" and team is None:
            until, place = self.now + rules.HOURS, role.situation.organization.id
            dossier.consultations[ps_id, place, how.secret] = rules.Consultation(until)
        elif how.kind == "explicit" and team is not None and valid is None:
            dossier.consents[team] = self.now + rules.YEAR

    def _ends(self, number: int, patient: str, how: How) -> bool:
        """Whether opening ends the consultation that would open it: the record is open already."""
        one = self.opened.get(number)
        same = one is not None and one.patient == patient
        alone = rules.by_consultation(self.dossiers[patient], ROLES[number], self.now)
        return same and alone and how.kind != "explicit" and how.mode is AccessMode.NORMAL

    def _begun(self, number: int, patient: str, how: How) -> None:
        """The consent of a consultation is of the session that opens with it first."""
        role, dossier = ROLES[number], self.dossiers[patient]
        if how.mode is not AccessMode.NORMAL or not rules.by_consultation(dossier, role, self.now):
            return
        valid = [one for one in rules.consultations_of(dossier, role) if one.until > self.now]
        latest = max(valid, key=lambda one: one.until)
        latest.session = latest.session or self.sessions[number].token

    def _told_of_opening(self, number: int, patient: str, how: How) -> None:
        self.tell(patient, secret=how.secret)
        if how.mode is AccessMode.BREAK_GLASS:
            others = self.dossiers[patient].attending - {ROLES[number].practitioner.id}
            self.ledger.told.update(others)

    async def _insist(self, number: int, patient: str, how: How, here: Outcome) -> None:
        """The same with a modified client: the consent, or the token, asked all the same."""
        token, role, dossier = self.sessions[number].token, ROLES[number], self.dossiers.get(patient)
        ins = dossier.patient.ins if dossier else NOBODY.ins
        declares = how.kind and "mineures" not in here.said
        if declares:
            declaration = Declaration(kind=ConsentKind(how.kind), attending=how.attending, secret=how.secret)
            asked = self.dmp.client.declare(token, ins, declaration, role.practitioner.id, self.now)
            secret = rules.is_hidden(dossier, how, self.now)
            opens = rules.opens(dossier, role, how, self.now)
            hides = rules.hides(dossier, how, self.now) if dossier and how.secret else ""
            theirs = (opens or hides) if secret else (hides or opens)
        else:
            asked = self.dmp.client.open_record(token, ins, how.mode, how.reason, secret=how.secret)  # type: ignore[assignment]
            theirs = rules.opens(dossier, role, How(mode=how.mode, reason=how.reason), self.now)
            secret = how.secret and bool(theirs)
            theirs = theirs or "ne concerne que les personnes mineures"
        there = await self.attempt(asked)
        there.check(theirs)
        self.trace(patient, refusal=theirs, secret=secret)
        self.same_words(here, there, theirs if theirs in here.said else "", theirs)

    @rule(number=NUMBER, whole=st.booleans())
    def close(self, number: int, whole: bool) -> None:
        found = self.chosen(number)
        if found:
            self.run(self._close(found[0], whole))

    async def _close(self, key: int, whole: bool) -> None:
        mine = self.sessions[key]
        self.closed(key)
        if not whole:
            await mine.session.close_record()
            return
        await mine.session.log_out()
        self.spent.append(Spent(mine.token, "", None))
        del self.sessions[key]

    # Reading

    @rule(number=NUMBER, straight=st.booleans())
    def search(self, number: int, straight: bool) -> None:
        found = self.chosen(number)
        if found:
            self.run(self._list(found[1], straight))

    async def _list(self, one: Opened, straight: bool) -> None:
        refusal = self.gate(one)
        ins = self.dossier(one).patient.ins
        pages = self.dmp.client.documents(one.token, ins, {}) if straight else one.record.listing.whole()
        found: dict[str, Document] = {}
        outcome = await self.attempt(gathered(pages, found))
        outcome.check(refusal)
        if refusal:
            self.trace(one.patient, refusal=refusal, secret=one.how.secret)
            return
        if not one.listed:
            self.trace(one.patient, "liste", secret=one.how.secret)
            one.listed = True
        shown = [d for d in self.tracked(one.patient) if not self.served(one, d)]
        if not straight:
            shown = [d for d in shown if not self.believed(one, d)]
        assert set(found) == {d.master for d in shown}
        one.stale |= {d.number: found[d.master] for d in shown}

    @rule(number=NUMBER, number_of_doc=NUMBER, where=WHERE, automatic=st.booleans())
    def read(self, number: int, number_of_doc: int, where: str, automatic: bool) -> None:
        found = self.chosen(number)
        if found:
            self.run(self._read(found[1], self.near_to(found[1], number_of_doc, where), automatic=automatic))

    def near(self, patient: str, number: int, where: str, author: str = "") -> Doc:
        """A document of the record, of one's own there, the last of those, or of any record."""
        here = self.tracked(patient)
        mine = [doc for doc in here if doc.author == author]
        if where == "last" and mine:
            return mine[-1 - number % min(2, len(mine))]
        found = mine if where == "mine" and mine else here if where != "anywhere" else []
        return found[number % len(found)] if found else self.pick(number)

    def near_to(self, one: Opened, number: int, where: str) -> Doc:
        return self.near(one.patient, number, where, one.role.practitioner.id)

    async def _read(self, one: Opened, doc: Doc, *, automatic: bool) -> None:
        wire = await current(self.dmp.world.store, doc)
        ours, theirs = self.believed(one, doc), self.served(one, doc)
        here = await self.attempt(one.record.read(wire, automatic=automatic))
        here.check(ours or theirs)
        if ours:
            self.trace(one.patient, refusal=ours, secret=one.how.secret, doc=doc)
            there = await self.attempt(self.dmp.client.content(one.token, wire))
            there.check(theirs)
            self._was_read(one, doc, theirs, there.value)
            if theirs:
                self.same_words(here, there, ours, theirs)
            return
        content = here.value
        data = (content.data,) if isinstance(content, Content) else None
        self._was_read(one, doc, theirs, data, automatic=automatic)

    def _was_read(
        self, one: Opened, doc: Doc, refusal: str, content: object, *, automatic: bool = False
    ) -> None:
        if refusal:
            self.refused(one, doc, refusal)
            return
        assert isinstance(content, tuple)
        assert content[0] == doc.content
        self.trace(one.patient, "lecture", secret=one.how.secret, doc=doc)
        if not automatic:
            self.read_by.setdefault(one.role.practitioner.id, set()).add(doc.number)
        kept_from_somebody = rules.waits(doc, self.now) or rules.UNREPRESENTED in doc.labels
        about = doc.number if kept_from_somebody else 0
        if about not in one.told:
            self.tell(one.patient, secret=one.how.secret, doc=doc if about else None)
            one.told.add(about)

    @rule(number=NUMBER)
    def look_at_traces(self, number: int) -> None:
        found = self.chosen(number)
        if found:
            self.run(self._look(found[1]))

    async def _look(self, one: Opened) -> None:
        refusal = self.gate(one)
        outcome = await self.attempt(counted(one.record.traces()))
        outcome.check(refusal)
        if refusal or not one.looked:
            self.trace(one.patient, "traces", refusal, secret=one.how.secret)
        if not refusal:
            one.looked = True
            assert outcome.value == sum(self._learns(one, doc) for _secret, doc in self.dossier(one).traces)

    def _learns(self, one: Opened, doc: Doc | None) -> bool:
        """Whether a trace is seen: with the document that it is about, deleted or not."""
        return doc is None or not self.served(one, replace(doc, status="current"))

    def refused(self, one: Opened, doc: Doc, refusal: str) -> None:
        """The server refused something about a document; at the door, nothing is said of it."""
        about = None if refusal == self.gate(one) else doc
        here = self.whose(one.patient, doc, refusal)
        self.trace(here, refusal=refusal, secret=one.how.secret, doc=about)


async def gathered(pages: AsyncIterator[tuple[Document, ...]], found: dict[str, Document]) -> None:
    async for page in pages:
        found |= {document.master_identifier: document for document in page}


async def counted(pages: AsyncIterator[tuple[object, ...]]) -> int:
    return sum([len(page) async for page in pages])
