"""The steps of the person and of legal representatives, in Mon espace santé; and what time does."""

import json
from dataclasses import replace

import hypothesis.strategies as st
from hypothesis.stateful import precondition, rule

from dmptui.core.connecting.sign_in import enter
from dmptui.core.deposit.own import transaction
from dmptui.core.deposit.preparation import PreparedDocument
from dmptui.core.fhir import patient as patients
from dmptui.core.fhir import submission
from dmptui.core.fhir.changes import patch_for
from dmptui.core.model.access import Authorisation, EmergencySwitches, Team
from dmptui.core.model.content import Content
from dmptui.core.model.document import Document, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.lifecycle import ProfileAct
from dmptui.core.server.deposit.lot import identity
from dmptui.core.store.base import Write
from dmptui.core.work.patient_session import PatientSession
from tests.core.state_machine import model as rules
from tests.core.state_machine.changes import consent_of
from tests.core.state_machine.finding import Finding
from tests.core.state_machine.model import Doc
from tests.core.state_machine.professionals import (
    LABELS,
    NUMBER,
    OTHER,
    ROLE,
    WELCOMING,
    WHERE,
    counted,
    gathered,
)
from tests.core.state_machine.steps import PATIENTS, Entered, Opened
from tests.core.state_machine.world import ROLES, current

STATE = st.sampled_from(["ouvert", "ouvert", "active", "active", "oppose", "ferme"])


class Patients(Finding):
    """What the person does and attempts."""

    def visit(self, number: int) -> Entered | None:
        """Somebody's visit; when there is none, somebody enters instead."""
        self.expire()
        keys = sorted(self.entered)
        if not keys:
            self.run(self._enter(WELCOMING[number % len(WELCOMING)], representative=number % 3 == 0))
            return None
        return self.entered[keys[number % len(keys)]]

    def door(self, visit: Entered) -> str:
        """Whether the visit may go on."""
        return rules.uses(self.dossier(visit), self.now, representative=visit.representative)

    def once(self, visit: Entered, action: str) -> None:
        if action not in visit.done_once:
            self.trace(visit.patient, action)
            visit.done_once.add(action)

    @rule(patient=st.sampled_from([*WELCOMING * 2, *PATIENTS]), representative=st.booleans())
    def enter(self, patient: str, representative: bool) -> None:
        self.run(self._enter(patient, representative=representative))

    async def _enter(self, patient: str, *, representative: bool) -> None:
        dossier = self.dossiers[patient]
        refusal = rules.enters(dossier, self.now, representative=representative)
        asked = enter(
            self.dmp.client, dossier.patient.ins, lambda: self.dmp.now, representative=representative
        )
        outcome = await self.attempt(asked)
        outcome.check(refusal)
        self.trace(patient, "connexion", refusal)
        if not refusal:
            if rules.state_of(dossier, self.now) in ("ouvert", "active"):
                dossier.state = "active"
            assert isinstance(outcome.value, PatientSession)
            self.came(outcome.value, patient, representative)

    @rule(number=NUMBER)
    def see_the_list(self, number: int) -> None:
        visit = self.visit(number)
        if visit:
            self.run(self._see(visit))

    async def _see(self, visit: Entered) -> None:
        refusal, found = self.door(visit), dict[str, Document]()
        outcome = await self.attempt(gathered(visit.session.documents(), found))
        outcome.check(refusal)
        if refusal:
            self.trace(visit.patient, refusal=refusal)
            return
        self.once(visit, "liste")
        seen = [d for d in self.tracked(visit.patient) if not self.seen(visit, d)]
        assert set(found) == {d.master for d in seen}

    def seen(self, visit: Entered, doc: Doc) -> str:
        return rules.sees(doc, self.now, representative=visit.representative)

    def shown(self, visit: Entered, doc: Doc) -> str:
        """The server's answer to a reading."""
        elsewhere = OTHER if doc.patient != visit.patient else ""
        return self.door(visit) or elsewhere or self.seen(visit, doc)

    @rule(number=NUMBER, number_of_doc=NUMBER, where=WHERE)
    def read_mine(self, number: int, number_of_doc: int, where: str) -> None:
        visit = self.visit(number)
        if visit:
            self.run(self._read_mine(visit, self.near(visit.patient, number_of_doc, where)))

    @rule(number=NUMBER)
    def read_what_is_kept_from_representatives(self, number: int) -> None:
        """Chance alone seldom has a representative ask for it."""
        kept = [doc for doc in self.docs if rules.UNREPRESENTED in doc.labels]
        if kept:
            self.expire()
            self.run(self._read_as_representative(kept[number % len(kept)]))

    async def _read_as_representative(self, doc: Doc) -> None:
        await self._enter(doc.patient, representative=True)
        visit = self.entered.get((doc.patient, True))
        if visit:
            await self._read_mine(visit, doc)

    async def _read_mine(self, visit: Entered, doc: Doc) -> None:
        wire = await current(self.dmp.world.store, doc)
        ours, theirs = self.seen(visit, doc), self.shown(visit, doc)
        here = await self.attempt(visit.session.read(wire))
        here.check(ours or theirs)
        if ours:
            self.trace(visit.patient, refusal=ours, doc=doc)
            there = await self.attempt(self.dmp.client.content(visit.token, wire))
            there.check(theirs)
            self.same_words(here, there, ours, theirs)
        if theirs:
            self.denied(visit, doc, theirs)
            return
        assert isinstance(here.value, Content)
        assert here.value.data == doc.content
        self.trace(visit.patient, "lecture", doc=doc)

    @rule(
        number=NUMBER,
        number_of_doc=NUMBER,
        where=WHERE,
        what=st.sampled_from([c for c in Change if c is not Change.REPLACE]),
    )
    def change_mine(self, number: int, number_of_doc: int, where: str, what: Change) -> None:
        visit = self.visit(number)
        if visit:
            self.run(self._change_mine(visit, self.near(visit.patient, number_of_doc, where), what))

    async def _change_mine(self, visit: Entered, doc: Doc, what: Change) -> None:
        minor = rules.is_minor(self.dossier(visit), self.now)
        allowed = rules.changes(what, doc, "", self.now, minor=minor)
        ours, theirs = self.seen(visit, doc) or allowed, self.shown(visit, doc) or allowed
        wire = await current(self.dmp.world.store, doc)
        here = await self.attempt(visit.session.change(wire, what))
        here.check(ours or theirs)
        if not ours and not theirs:
            self.changed(doc, what, told=False)
        elif not ours:
            self.denied(visit, doc, theirs)
        else:
            self.trace(visit.patient, refusal=ours, doc=doc)
            patch = patch_for(await self.raw(doc), what)
            theirs = self.shown(visit, doc) or self.patched(doc, what) or allowed
            if patch:
                there = await self.attempt(self.patch(visit.token, doc, patch))
                there.check(theirs)
                self.denied(visit, doc, theirs)
                self.same_words(here, there, ours, theirs)

    @rule(number=NUMBER, act=st.sampled_from(["block", "unblock", "name", "end"]), about=ROLE)
    def manage(self, number: int, act: str, about: int) -> None:
        visit = self.visit(number)
        if visit:
            self.run(self._manage_mine(visit, act, about))

    async def _manage_mine(self, visit: Entered, act: str, about: int) -> None:
        dossier, role = self.dossier(visit), ROLES[about]
        ps_id = role.practitioner.id
        does = {
            "block": visit.session.block,
            "unblock": visit.session.unblock,
            "name": visit.session.name_attending,
            "end": visit.session.end_attending,
        }
        known = ps_id in visit.session.patient.attending
        here = await self.attempt(does[act](ps_id))
        door = self.door(visit)
        ours = rules.manages(act, dossier, role, attending=known)
        theirs = rules.manages(act, dossier, role, attending=ps_id in dossier.attending)
        here.check(door or ours or theirs)
        if door:
            self.trace(visit.patient, refusal=door)
            return
        if ours and ours != "Seul un médecin":
            self.trace(visit.patient, refusal=ours)
            resource = consent_of(act, ps_id, submission.subject_of(dossier.patient.ins), self)
            there = await self.attempt(self.dmp.client.changes.manage(visit.token, resource))
            there.check(theirs)
            if theirs:
                self.same_words(here, there, ours, theirs)
        words = {"block": "blocage", "unblock": "deblocage"}
        self.trace(visit.patient, words.get(act, "medecin-traitant"), theirs)
        if not theirs:
            self._managed(visit, act, ps_id)

    def _managed(self, visit: Entered, act: str, ps_id: str) -> None:
        dossier = self.dossier(visit)
        if act == "block":
            dossier.blocked.add(ps_id)
            mine = [key for key in dossier.consultations if key[0] == ps_id and not key[2]]
            for key in mine:
                del dossier.consultations[key]
        elif act == "unblock":
            dossier.blocked.discard(ps_id)
        if act == "name":
            dossier.attending.add(ps_id)
        elif act in ("block", "end"):
            dossier.attending.discard(ps_id)

    @rule(number=NUMBER, about=ROLE)
    def withdraw(self, number: int, about: int) -> None:
        visit = self.visit(number)
        if visit:
            self.run(self._withdraw(visit, ROLES[about]))

    async def _withdraw(self, visit: Entered, role: PractitionerRole) -> None:
        """The consent of the first team of a professional that has one: it closes to all its members."""
        dossier, door = self.dossier(visit), self.door(visit)
        teams = rules.teams_of(dossier, role)
        team_id = next((t for t in teams if t in dossier.consents), None)
        if team_id is None:
            return
        circle = team_id == rules.CIRCLE
        until = dossier.consents[team_id]
        given = Authorisation(
            team=Team(identifier=dossier.patient.id if circle else team_id, is_organization=not circle),
            permitted=True,
            since=until - rules.YEAR,
            until=until,
        )
        refusal = "" if until > self.now else "pas d'accord en cours"
        if door and refusal:
            return  # either may be said
        outcome = await self.attempt(visit.session.withdraw(given))
        outcome.check(door or refusal)
        self.trace(visit.patient, "retrait", door or refusal)
        if not refusal and not door:
            del dossier.consents[team_id]

    @rule(number=NUMBER)
    def withdraw_while_it_is_open(self, number: int) -> None:
        """Chance alone seldom takes back the consent under which a record is open and read."""
        found = self.chosen(number)
        if found:
            self.run(self._withdraw_while_it_is_open(found[1]))

    async def _withdraw_while_it_is_open(self, one: Opened) -> None:
        await self._enter(one.patient, representative=False)
        await self._withdraw(self.entered[one.patient, False], one.role)
        await self._list(one, straight=True)

    @rule(number=NUMBER, centre_15=st.booleans(), break_glass=st.booleans(), masked_too=st.booleans())
    def switch(self, number: int, centre_15: bool, break_glass: bool, masked_too: bool) -> None:
        visit = self.visit(number)
        said = EmergencySwitches(centre_15=centre_15, break_glass=break_glass, masked_documents=masked_too)
        if visit:
            self.run(self._switch(visit, said))

    async def _switch(self, visit: Entered, said: EmergencySwitches) -> None:
        refusal, dossier = self.door(visit), self.dossier(visit)
        outcome = await self.attempt(visit.session.set_switches(said))
        outcome.check(refusal)
        self.trace(visit.patient, "acces-urgence", refusal)
        if not refusal:
            dossier.centre_15, dossier.break_glass = said.centre_15, said.break_glass
            dossier.masked_too = said.masked_documents

    @rule(number=NUMBER, act=st.sampled_from(ProfileAct))
    def act_on_the_profile(self, number: int, act: ProfileAct) -> None:
        visit = self.visit(number)
        if visit:
            self.run(self._act(visit, act))

    @rule()
    def enter_to_oppose(self) -> None:
        """Chance alone seldom does it before the six weeks are over."""
        self.run(self._enter("told", representative=False))
        self.run(self._act(self.entered["told", False], ProfileAct.OPPOSE))

    async def _act(self, visit: Entered, act: ProfileAct) -> None:
        dossier, session = self.dossier(visit), visit.session
        does = {
            ProfileAct.OPPOSE: session.oppose,
            ProfileAct.CLOSE: session.close,
            ProfileAct.REOPEN: session.reopen,
        }
        ours = rules.acts(act, session.patient.state.value)
        barred = rules.enters(dossier, self.now, representative=visit.representative)
        theirs = barred or rules.acts(act, rules.state_of(dossier, self.now))
        here = await self.attempt(does[act]())
        here.check(ours or theirs)
        if ours:
            self.trace(visit.patient, refusal=ours)
            asked = self.dmp.client.changes.profile(visit.token, dossier.patient.id, act)
            there = await self.attempt(asked)
            there.check(theirs)
            if theirs:
                self.same_words(here, there, ours, theirs)
        words = {ProfileAct.OPPOSE: "opposition", ProfileAct.CLOSE: "fermeture"}
        self.trace(visit.patient, words.get(act, "reouverture"), theirs)
        if not theirs:
            states = {ProfileAct.OPPOSE: "oppose", ProfileAct.CLOSE: "ferme"}
            dossier.state = states.get(act, "active")

    @rule(
        number=NUMBER,
        kind=st.sampled_from([rules.DIRECTIVES, rules.DIRECTIVES, rules.REPORT]),
        labels=LABELS,
    )
    def deposit_mine(self, number: int, kind: str, labels: tuple[Visibility, ...]) -> None:
        visit = self.visit(number)
        if visit:
            self.run(self._deposit_mine(visit, kind, labels))

    async def _deposit_mine(self, visit: Entered, kind: str, labels: tuple[Visibility, ...]) -> None:
        dossier, role = self.dossier(visit), ROLES[0]
        draft = self.new(visit.patient, kind, set(labels), role)
        draft.by, draft.author = "patient", ""
        who = (
            f"{dossier.patient.ins.value} représentant" if visit.representative else dossier.patient.ins.value
        )
        draft.kept = identity(self.announced(draft, role), "document", who)
        announced = self.announced(draft, role)
        prepared = PreparedDocument(visit.session.patient, announced, draft.content)
        adds = rules.adds_own(dossier, kind, set(labels), self.now, representative=visit.representative)
        ours = rules.missing(visit.session.patient.state.value) or adds
        theirs = self.door(visit) or adds
        here = await self.attempt(visit.session.deposit(prepared))
        here.check(ours or theirs)
        if ours:
            self.trace(visit.patient, refusal=ours)
            lot = transaction(prepared, self.now)
            there = await self.attempt(self.dmp.client.deposit(visit.token, lot))
            there.check(theirs)
            if theirs:
                self.same_words(here, there, ours, theirs)
        self.trace(visit.patient, "depot", theirs, doc=None if theirs else draft)
        if not theirs:
            draft.deposited = self.now
            self.docs.append(draft)

    @rule(number=NUMBER, traces=st.booleans())
    def learn(self, number: int, traces: bool) -> None:
        visit = self.visit(number)
        if visit:
            self.run(self._learn(visit, traces))

    async def _learn(self, visit: Entered, traces: bool) -> None:
        """The traces, or the notifications: a representative learns nothing of a connexion secrète."""
        refusal, dossier = self.door(visit), self.dossier(visit)
        asked = visit.session.traces() if traces else visit.session.notifications()
        outcome = await self.attempt(counted(asked))
        outcome.check(refusal)
        if refusal:
            self.trace(visit.patient, refusal=refusal)
            return
        self.once(visit, "traces" if traces else "notifications")
        told = [(secret, doc) for sent, secret, doc in dossier.told if sent <= self.now]
        found = dossier.traces if traces else told
        assert outcome.value == sum(self._learns_of(visit, *one) for one in found)

    def _learns_of(self, visit: Entered, secret: bool, doc: Doc | None) -> bool:
        elsewhere = doc is not None and doc.patient != visit.patient
        hidden = doc is not None and self.seen(visit, replace(doc, status="current"))
        return not (secret and visit.representative) and not elsewhere and not hidden

    def denied(self, visit: Entered, doc: Doc, refusal: str) -> None:
        """The server refused something about a document; at the door, nothing is said of it."""
        about = None if refusal == self.door(visit) else doc
        self.trace(self.whose(visit.patient, doc, refusal), refusal=refusal, doc=about)

    # What happens by itself

    @rule(
        span=st.sampled_from(
            [{"minutes": 20}, {"hours": 2}, {"hours": 5}, {"days": 8}, {"weeks": 5}, {"weeks": 30}]
        )
    )
    def wait(self, span: dict[str, int]) -> None:
        self.dmp.world.wait(**span)
        self.ledger.since = self.now

    @rule(
        patient=st.sampled_from(PATIENTS),
        state=st.sampled_from(["ouvert", "ouvert", "active", "active", "oppose", "ferme"]),
    )
    def be_closed_or_open_again(self, patient: str, state: str) -> None:
        """The 34 22 closed a profile, opened it again, or kept an opposition."""
        self.run(self._set_state(patient, state))

    async def _set_state(self, patient: str, state: str) -> None:
        dossier, store = self.dossiers[patient], self.dmp.world.store
        row = await store.read("Patient", dossier.patient.id)
        resource = patients.with_state(json.loads(row.text), DmpState(state))
        await store.commit([Write(resource, row.version)], self.now)
        dossier.state = state

    @precondition(lambda self: bool(self.spent))
    @rule(number=NUMBER, reads=st.booleans())
    def use_a_spent_token(self, number: int, reads: bool) -> None:
        self.run(self._use_spent(number, reads))

    async def _use_spent(self, number: int, reads: bool) -> None:
        spent, doc = self.spent[-1 - number % min(3, len(self.spent))], self.pick(number)
        if reads:
            wire = await current(self.dmp.world.store, doc)
            asked = self.dmp.client.content(spent.token, wire)
        else:
            asked = self.dmp.client.deposit(spent.token, self.lot(doc, 0))  # type: ignore[assignment]
        self.mistrust(spent, await self.attempt(asked))
