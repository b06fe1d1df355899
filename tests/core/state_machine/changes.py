"""The steps that change documents, and what a professional may not manage."""

import hypothesis.strategies as st
from hypothesis.stateful import rule

from dmptui.core.errors import Conflict, Refused
from dmptui.core.fhir import attending as attendings
from dmptui.core.fhir import consent, submission
from dmptui.core.fhir.changes import patch_for
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import Authorisation, EmergencySwitches
from dmptui.core.model.document import Document
from dmptui.core.rules.change_table import Change
from tests.core.state_machine import model as rules
from tests.core.state_machine.model import Doc
from tests.core.state_machine.professionals import NUMBER, ROLE, WHERE, Professionals
from tests.core.state_machine.steps import PATIENTS, Opened, Steps
from tests.core.state_machine.world import ROLES, Outcome, current


class Changes(Professionals):
    """What professionals change, and attempt to."""

    @rule(number=NUMBER, number_of_doc=NUMBER, where=WHERE, what=st.sampled_from(Change))
    def change(self, number: int, number_of_doc: int, where: str, what: Change) -> None:
        found = self.chosen(number)
        if found:
            self.run(self._change(found[1], self.near_to(found[1], number_of_doc, where), what))

    @rule(number=NUMBER, choice=NUMBER)
    def change_what_may_be(self, number: int, choice: int) -> None:
        """A change that the model allows: chance alone seldom finds one."""
        found = self.chosen(number)
        possible = self._possible(found[1]) if found else []
        if found and possible:
            self.run(self._change(found[1], *possible[choice % len(possible)]))

    def _possible(self, one: Opened) -> list[tuple[Doc, Change]]:
        attends = one.role.practitioner.id in self.dossier(one).attending
        readable = [doc for doc in self.tracked(one.patient) if not self.served(one, doc)]
        return [
            (doc, what)
            for doc in readable
            for what in Change
            if what is not Change.REPLACE and not self.may(one, doc, what, attending=attends)
        ]

    def may(self, one: Opened, doc: Doc, what: Change, *, attending: bool) -> str:
        minor = rules.is_minor(self.dossier(one), self.now)
        ps_id = one.role.practitioner.id
        return rules.changes(what, doc, ps_id, self.now, attending=attending, minor=minor)

    async def _change(self, one: Opened, doc: Doc, what: Change) -> None:
        attends = one.role.practitioner.id in self.dossier(one).attending
        theirs = self.served(one, doc) or self.may(one, doc, what, attending=attends)
        ours = self.believed(one, doc) or self.may(one, doc, what, attending=one.attending)
        if what is Change.REPLACE:
            await self._patch(one, doc, what, None, "")
            return
        wire = await current(self.dmp.world.store, doc)
        here = await self.attempt(one.record.change(wire, what))
        here.check(ours or theirs)
        if ours:
            self.trace(one.patient, refusal=ours, secret=one.how.secret, doc=doc)
            await self._patch(one, doc, what, here, ours)
        elif theirs:
            self.refused(one, doc, theirs)
        else:
            self.changed(doc, what, secret=one.how.secret)

    async def _patch(self, one: Opened, doc: Doc, what: Change, here: Outcome | None, ours: str) -> None:
        """The PATCH itself, of the version that is kept."""
        raw = await self.raw(doc)
        patch = patch_for(raw, what)
        if not patch:
            return
        attends = one.role.practitioner.id in self.dossier(one).attending
        theirs = (
            self.served(one, doc) or self.patched(doc, what) or self.may(one, doc, what, attending=attends)
        )
        there = await self.attempt(self.patch(one.token, doc, patch))
        there.check(theirs)
        if not theirs:
            self.changed(doc, what, secret=one.how.secret)
            return
        self.refused(one, doc, theirs)
        if here is not None:
            self.same_words(here, there, ours, theirs)

    def patched(self, doc: Doc, what: Change) -> str:
        if rules.without_effect(what, doc):
            return "rien à modifier"
        return "que par celui qui le remplace" if what is Change.REPLACE else ""

    async def patch(self, token: str, doc: Doc, patch: list[Json]) -> object:
        path = f"/fhir/DocumentReference/{doc.kept}"
        return await self.dmp.client._transport.patch_json(path, token, patch, version=str(doc.version))

    def changed(self, doc: Doc, what: Change, *, secret: bool = False, told: bool = True) -> None:
        """A change was made: of the older versions too, when it masks or unmasks."""
        self._apply(doc, what)
        older = doc.older
        while older is not None and what in (Change.MASK, Change.UNMASK):
            version = next(d for d in self.docs if d.number == older)
            older = version.older
            spared = version.status == "entered-in-error" or rules.without_effect(what, version)
            if not spared and not (what is Change.MASK and rules.waits(version, self.now)):
                self._apply(version, what)
        self.trace(doc.patient, rules.WORDS.get(what, "visibilite"), secret=secret, doc=doc)
        if told and (what is Change.HIDE_FROM_PATIENT or not rules.waits(doc, self.now)):
            self.tell(doc.patient, secret=secret or rules.UNREPRESENTED in doc.labels)

    def _apply(self, doc: Doc, what: Change) -> None:
        doc.version += 1
        if what is Change.DELETE:
            doc.status = "entered-in-error"
        elif what in rules.LABELS:
            label, put = rules.LABELS[what]
            doc.labels = doc.labels | {label} if put else doc.labels - {label}
        else:
            doc.archived = what is Change.ARCHIVE

    @rule(number=NUMBER, number_of_doc=NUMBER, what=st.sampled_from(Change))
    def change_what_was_read_before(self, number: int, number_of_doc: int, what: Change) -> None:
        found = self.chosen(number)
        if not found:
            return
        _key, one = found
        read = [n for n, wire in one.stale.items() if wire.version != str(self._numbered(n).version)]
        if read and what is not Change.REPLACE:
            number = read[number_of_doc % len(read)]
            self.run(self._change_stale(one, one.stale[number], self._numbered(number), what))

    def _numbered(self, number: int) -> Doc:
        return next(doc for doc in self.docs if doc.number == number)

    async def _change_stale(self, one: Opened, wire: Document, doc: Doc, what: Change) -> None:
        outcome = await self.attempt(one.record.change(wire, what))
        assert isinstance(outcome.error, Refused | Conflict) or "supprimé" in outcome.said
        if not isinstance(outcome.error, Conflict):
            gate = self.gate(one)
            self.trace(
                one.patient,
                refusal=outcome.said[:20],
                secret=one.how.secret,
                doc=None if gate and gate in outcome.said else doc,
            )

    # Managing

    @rule(
        number=ROLE,
        patient=st.sampled_from(PATIENTS),
        act=st.sampled_from(["block", "unblock", "switches", "name", "end"]),
        about=ROLE,
    )
    def manage_what_is_the_patient_s(self, number: int, patient: str, act: str, about: int) -> None:
        self.run(self._manage(number, patient, act, about))

    async def _manage(self, number: int, patient: str, act: str, about: int) -> None:
        mine, dossier = await self.logged_in(number), self.dossiers[patient]
        me, them = ROLES[number].practitioner.id, ROLES[about].practitioner.id
        resource = consent_of(act, them, submission.subject_of(dossier.patient.ins), self)
        refusal = {
            "block": "Seule la personne peut bloquer",
            "unblock": "Seule la personne peut lever",
            "switches": "Seule la personne règle",
            "name": "ne se nomme pas",
        }.get(act, "")
        if act == "end" and them != me:
            refusal = "que sur sa propre qualité"
        elif act == "end" and me not in dossier.attending:
            refusal = "n'est pas médecin traitant"
        outcome = await self.attempt(self.dmp.client.changes.manage(mine.token, resource))
        outcome.check(refusal)
        self.trace(patient, "medecin-traitant", refusal)
        if not refusal:
            dossier.attending.discard(me)


def consent_of(act: str, ps_id: str, subject: str, steps: Steps) -> Json:
    """The Consent that asks for an act."""
    if act == "switches":
        return consent.switches_to_fhir(EmergencySwitches(), subject, steps.now)
    if act in ("name", "end"):
        return attendings.to_fhir(ps_id, subject, steps.now, named=act == "name", by_patient=False)
    denial = Authorisation(practitioner_id=ps_id, permitted=False, since=steps.now)
    resource = consent.authorisation_to_fhir(denial, subject)
    return resource | {"status": "inactive"} if act == "unblock" else resource
