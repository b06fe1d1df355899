"""What was done on the records: openings, readings, refusals, an emergency."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from dmptui.core.demo.days import any_day
from dmptui.core.demo.filing import DemoDocument
from dmptui.core.demo.patients import VALIDITY, Access
from dmptui.core.demo.practitioners import role
from dmptui.core.model.access import AccessMode
from dmptui.core.model.patient import DmpState, Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import Trace, TraceAction

_BLOCKED = "La personne vous a bloqué l'accès à son DMP."
_EMERGENCIES = {
    "BERNARD": (75, "Patiente confuse, amenée seule par le SMUR, antécédents inconnus."),
    "MEUNIER": (30, "Douleur thoracique, patient trop algique pour répondre."),
}


def past_traces(
    patient: Patient,
    accesses: tuple[Access, ...],
    documents: tuple[DemoDocument, ...],
    today: date,
    rng: Random,
) -> tuple[Trace, ...]:
    """The traces of a record, the oldest first; none when there was never a DMP."""
    if patient.state in (DmpState.NOTIFIED, DmpState.OPPOSED):
        return ()
    teller = _Teller(patient, today, rng)
    for access in accesses:
        if access.permitted:
            teller.visits(access, documents)
        else:
            teller.refused(access)
    for document in documents[-12:]:
        teller.deposit(document)
    teller.emergency()
    return tuple(sorted(teller.traces, key=lambda trace: trace.at))


class _Teller:
    """Writes the traces of one record."""

    def __init__(self, patient: Patient, today: date, rng: Random) -> None:
        self.traces: list[Trace] = []
        self._patient = patient
        self._today = today
        self._rng = rng
        self._secret = False

    def visits(self, access: Access, documents: tuple[DemoDocument, ...]) -> None:
        """The consent, then a few visits while it lasted, each with a document or two read."""
        rng, someone, start = self._rng, access.role, access.since
        self._secret = access.secret
        self._add(someone, start, TraceAction.AUTHORISE)
        end = min(any_day(self._today, 1, 18), start + VALIDITY)
        if self._patient.closure:
            end = min(end, start + timedelta(days=60))
        span = max(1, (end - start).days)
        for offset in sorted(rng.sample(range(span), k=min(span, 3))):
            at = start + timedelta(days=offset, minutes=rng.randint(1, 50))
            opening = self._add(someone, at, TraceAction.OPEN)
            known = [d.meta for d in documents if d.meta.date < at and not d.meta.visibility][-6:]
            for meta in rng.sample(known, k=min(len(known), 2)):
                at += timedelta(minutes=rng.randint(1, 4))
                self._add(someone, at, TraceAction.READ, meta.title, meta.id, opening=opening)
        self._secret = False

    def refused(self, access: Access) -> None:
        """An attempt after being blocked."""
        at = min(access.since + timedelta(days=6, hours=-9), any_day(self._today, 1, 12))
        self._add(access.role, at, TraceAction.OPEN, refusal=_BLOCKED)

    def deposit(self, document: DemoDocument) -> None:
        """A document that came in."""
        meta = document.meta
        author = meta.author
        self.traces.append(
            Trace(
                id=self._id(),
                at=meta.date,
                actor_id=author.id,
                actor=author.name,
                profession=author.profession,
                organization=author.organization,
                action=TraceAction.DEPOSIT,
                object=meta.title,
                object_id=meta.id,
            )
        )

    def emergency(self) -> None:
        """The glass was broken, once, for two people."""
        if self._patient.birth_name not in _EMERGENCIES:
            return
        ago, reason = _EMERGENCIES[self._patient.birth_name]
        at = any_day(self._today, ago, 3, 52)
        self._add(role("FAURE", 1), at, TraceAction.OPEN, mode=AccessMode.BREAK_GLASS, reason=reason)
        self._add(role("FAURE"), at - timedelta(hours=1), TraceAction.OPEN, mode=AccessMode.CENTRE_15)

    def _add(
        self,
        someone: PractitionerRole,
        at: datetime,
        action: TraceAction,
        title: str = "",
        object_id: str = "",
        *,
        mode: AccessMode = AccessMode.NORMAL,
        reason: str = "",
        refusal: str = "",
        opening: Trace | None = None,
    ) -> Trace:
        name = self._id()
        opens = action is TraceAction.OPEN and not refusal
        trace = Trace(
            id=name,
            at=at,
            actor_id=someone.practitioner.id,
            actor=someone.practitioner.name,
            profession=someone.practitioner.profession,
            organization=someone.situation.organization.name,
            mode=mode,
            emergency_reason=reason,
            action=action,
            object=title,
            object_id=object_id,
            refusal=refusal,
            secret=self._secret,
            visit=opening.visit if opening else name if opens else "",
            visit_start=opening.visit_start if opening else at if opens else None,
        )
        self.traces.append(trace)
        return trace

    def _id(self) -> str:
        return str(UUID(int=self._rng.getrandbits(128), version=4))
