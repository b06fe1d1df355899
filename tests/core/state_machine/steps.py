"""What every step of the state machine stands on: the model, the DMP, the tokens, the ledger."""

import asyncio
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from dmptui.core.deposit.preparation import PreparedDocument
from dmptui.core.errors import DmpError, SessionExpired, Unavailable
from dmptui.core.fhir import submission
from dmptui.core.model.access import AccessMode
from dmptui.core.model.document import Attachment, Document
from dmptui.core.model.patient import DmpState
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.matrix import packaged_matrix
from dmptui.core.server.deposit.lot import identity
from dmptui.core.store.base import Store
from dmptui.core.work.patient_session import PatientSession
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from tests.core.state_machine import model as rules
from tests.core.state_machine.model import Doc, Dossier, How
from tests.core.state_machine.world import (
    ROLES,
    Dmp,
    Due,
    Ledger,
    Outcome,
    current,
    documents,
    dossiers,
    start,
    wire_of,
)

PATIENTS = tuple(dossiers())
_SESSION, _RECORD = timedelta(hours=4), timedelta(hours=1)
_FORGOTTEN = timedelta(days=1)


@dataclass
class Opened:
    """A record as a professional opened it: what they then knew of ``attending`` and ``masked_too``."""

    record: Record
    token: str
    role: PractitionerRole
    patient: str
    how: How
    until: datetime
    attending: bool
    masked_too: bool
    session: str
    listed: bool = False
    looked: bool = False
    searched: bool = False
    told: set[int] = field(default_factory=set)
    stale: dict[int, Document] = field(default_factory=dict)


@dataclass
class LoggedIn:
    session: Session
    token: str
    until: datetime


@dataclass
class Entered:
    """The patient, or a representative; ``attending`` as they knew it when they entered."""

    session: PatientSession
    token: str
    patient: str
    representative: bool
    until: datetime
    done_once: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Spent:
    """A token that is worth nothing any more; ``expires`` is None when it was given back."""

    token: str
    patient: str
    expires: datetime | None
    secret: bool = False
    session: str = ""


class Steps(RuleBasedStateMachine):
    """The state of a run; every step ends by ``account``."""

    folder: ClassVar[Path]
    made: ClassVar[Path | None]
    met: ClassVar[Counter[str]] = Counter()
    """How many times each action was done, each refusal given; and the steps, under an empty word."""
    refill: ClassVar[Any] = None
    """Gives a filled store for a run, where there is no template to copy."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.place = Path(tempfile.mkdtemp(dir=self.folder))
        store: Store | None = self.runner.run(self.refill()) if self.made is None else None
        self.dmp: Dmp = start(self.place, self.made, store)
        self.ledger = Ledger(self.dmp.world.store, self.now)
        self.dossiers = dossiers()
        self.docs = documents()
        self.sessions: dict[int, LoggedIn] = {}
        self.opened: dict[int, Opened] = {}
        self.entered: dict[tuple[str, bool], Entered] = {}
        self.spent: list[Spent] = []
        self.last_token = self.now
        self.stranger: datetime | None = None
        self.sent_together: list[frozenset[int]] = []
        self.read_by: dict[str, set[int]] = {}
        self.marked: dict[tuple[str, str], set[int]] = {}
        self.dmp.world.wait(seconds=1)

    def teardown(self) -> None:
        self.runner.run(self.audit())
        self.runner.run(self.dmp.close())
        self.runner.close()
        shutil.rmtree(self.place)

    @property
    def now(self) -> datetime:
        return self.dmp.now

    def run(self, step: Coroutine[Any, Any, None]) -> None:
        self.expire()
        self.runner.run(step)

    async def attempt(self, asked: Awaitable[object]) -> Outcome:
        try:
            return Outcome(value=await asked)
        except Unavailable:
            raise
        except DmpError as error:
            return Outcome(error)

    @invariant()
    def account(self) -> None:
        """One trace and one notification for each thing done; then a second passes."""
        self.runner.run(self.ledger.settle(self.docs, self.dossiers))
        self.dmp.world.wait(seconds=1)
        self.ledger.since = self.now
        self.met[""] += 1

    async def audit(self) -> None:
        """Every document of the store is as the model has it."""
        for doc in self.docs:
            found = await current(self.dmp.world.store, doc)
            labels, status, archived = found.visibility, found.status.value, found.archived
            assert (set(labels), status, archived) == (doc.labels, doc.status, doc.archived), doc

    def expire(self) -> None:
        """What the time ended: sessions, records, visits of the patient."""
        for number, mine in list(self.sessions.items()):
            if self.now >= mine.until:
                self.spent.append(Spent(mine.token, "", mine.until))
                del self.sessions[number]
        for number, one in list(self.opened.items()):
            if self.now >= one.until:
                spent = Spent(one.token, one.patient, one.until, one.how.secret, one.session)
                self.spent.append(spent)
                del self.opened[number]
        for key, visit in list(self.entered.items()):
            if self.now >= visit.until:
                self.spent.append(Spent(visit.token, visit.patient, visit.until))
                del self.entered[key]

    def trace(
        self,
        patient: str,
        action: str = "",
        refusal: str = "",
        *,
        secret: bool = False,
        doc: Doc | None = None,
    ) -> None:
        """A trace is due, about ``doc``; ``patient`` is a key, or empty for nobody known."""
        self.met[refusal or action] += 1
        dossier = self.dossiers.get(patient)
        if dossier:
            dossier.traces.append((secret, doc))
        patient_id = dossier.patient.id if dossier else ""
        self.ledger.due.append(Due(patient_id, "" if refusal else action, refusal, secret))

    def tell(
        self, patient: str, *, sent: datetime | None = None, secret: bool = False, doc: Doc | None = None
    ) -> None:
        """A notification of the patient is due, seen with ``doc`` when there is one."""
        dossier = self.dossiers[patient]
        dossier.told.append((sent or self.now, secret, doc))
        self.ledger.told[f"Patient/{dossier.patient.id}"] += 1

    def pick(self, number: int) -> Doc:
        return self.docs[number % len(self.docs)]

    def tracked(self, patient: str) -> list[Doc]:
        return [doc for doc in self.docs if doc.patient == patient]

    async def logged_in(self, number: int) -> LoggedIn:
        """The session of a professional, made when there is none."""
        if number not in self.sessions:
            role = ROLES[number]
            token = await self.dmp.client.log_in(role.practitioner.id, role.situation.organization.id)
            self.last_token = self.now
            session = Session(
                self.dmp.client, token, role, matrix=packaged_matrix(), clock=lambda: self.dmp.now
            )
            self.sessions[number] = LoggedIn(session, token, self.now + _SESSION)
        return self.sessions[number]

    def closed(self, number: int) -> None:
        """The record of a session was given back, even if it had expired."""
        mine = self.sessions[number].token
        self.spent = [replace(s, expires=None) if s.session == mine else s for s in self.spent]
        one = self.opened.pop(number, None)
        if one and one.how.mode is AccessMode.NORMAL:
            self.over(one, mine)
        if one:
            self.spent.append(Spent(one.token, one.patient, None))

    def over(self, one: Opened, session: str) -> None:
        """A record is closed: the consents of its consultation are over, but for those of another session."""
        for known in rules.consultations_of(self.dossier(one), one.role):
            if known.session in ("", session) and known.until > self.now:
                known.until = self.now

    def keep(self, number: int, record: Record, how: How, patient: str, masked_too: bool) -> None:
        """A record was opened, and the one before closed."""
        self.closed(number)
        self.last_token = self.now
        until = min(self.sessions[number].until, self.now + _RECORD)
        token = record._token
        self.opened[number] = Opened(
            record,
            token,
            ROLES[number],
            patient,
            how,
            until,
            record.attending,
            masked_too,
            self.sessions[number].token,
        )

    def came(self, session: PatientSession, patient: str, representative: bool) -> None:
        self.last_token = self.now
        former = self.entered.pop((patient, representative), None)
        if former:
            former.representative = representative
        self.entered[patient, representative] = Entered(
            session, session._token, patient, representative, self.now + _SESSION
        )

    def is_forgotten(self, spent: Spent) -> bool:
        """Whether the server knows the token no more."""
        return spent.expires is None or spent.expires < self.last_token - _FORGOTTEN

    def mistrust(self, spent: Spent, outcome: Outcome) -> None:
        """The one trace of a token that is worth nothing; of strangers, one a minute."""
        assert isinstance(outcome.error, SessionExpired), outcome
        if not self.is_forgotten(spent):
            self.trace(spent.patient, refusal="expiré", secret=spent.secret)
        elif self.stranger is None or self.now - self.stranger >= timedelta(seconds=60):
            self.stranger = self.now
            self.trace("", refusal="pas identifié")

    def new(self, patient: str, kind: str, labels: set[Any], role: PractitionerRole) -> Doc:
        """A document not deposited yet, the date of its deposit set when it is."""
        number = len(self.docs) + 1000 * (1 + self.made_up)
        self.made_up += 1
        title, content = f"Nouveau {number}", f"nouveau {number}".encode()
        draft = Doc(
            number,
            patient,
            role.practitioner.id,
            kind,
            title,
            content,
            self.now,
            "",
            "",
            labels=set(labels),
        )
        wire = wire_of(draft, role)
        draft.master, draft.kept = wire.master_identifier, identity(wire, "document", role.practitioner.id)
        return draft

    made_up = 0

    def prepared(self, doc: Doc, role: PractitionerRole) -> PreparedDocument:
        """What the deposit screen would have made, for the patient as they are now."""
        state = DmpState(rules.state_of(self.dossiers[doc.patient], self.now))
        patient = self.dossiers[doc.patient].patient.model_copy(update={"state": state})
        return PreparedDocument(patient, self.announced(doc, role), doc.content)

    def announced(self, doc: Doc, role: PractitionerRole) -> Document:
        size, sha1 = len(doc.content), submission.sha1_base64(doc.content)
        attachment = Attachment(content_type="text/plain", size=size, sha1=sha1)
        return wire_of(doc, role).model_copy(
            update={"id": "", "logical_id": "", "attachment": attachment, "date": self.now}
        )

    def deposited(self, doc: Doc, action: str, *, secret: bool) -> None:
        """A document was kept, alone in its lot."""
        self.kept(doc, action, secret=secret)
        self.tell_of_deposits([doc], secret=secret)

    def kept(self, doc: Doc, action: str, *, secret: bool) -> None:
        """A document was kept: its trace."""
        doc.deposited = self.now
        if secret:
            doc.labels.add(rules.UNREPRESENTED)
        self.docs.append(doc)
        self.trace(doc.patient, action, secret=secret, doc=doc)

    def tell_of_deposits(self, docs: list[Doc], *, secret: bool) -> None:
        """One notification of what is seen of a lot, one later of what is not seen yet."""
        for later in (False, True):
            told = [doc for doc in docs if rules.waits(doc, self.now) is later]
            if told:
                hidden = all(rules.UNREPRESENTED in doc.labels for doc in told)
                sent = self.now + timedelta(weeks=2) if later else None
                self.tell(told[0].patient, sent=sent, secret=secret or hidden)

    def dossier(self, one: Opened | Entered) -> Dossier:
        return self.dossiers[one.patient]

    async def raw(self, doc: Doc) -> dict[str, Any]:
        resource: dict[str, Any] = json.loads(
            (await self.dmp.world.store.read("DocumentReference", doc.kept)).text
        )
        return resource
