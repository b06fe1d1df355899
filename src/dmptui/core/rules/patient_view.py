"""What the patient, or a legal representative of a minor, sees of the record. See ``laws``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dmptui.core.model.days import day_of, end_of_day, local, start_of_day
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.rules import laws
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.text import _

TOLD_AFTER = timedelta(weeks=2)
"""After so long without a consultation d'annonce, the patient is notified that something is there."""


_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks from Mon espace santé: the person, or a legal representative of a minor."""

    representative: bool = False


def visible_from(document: Document) -> datetime:
    """When a document that is invisible to the patient becomes visible by itself: a month after deposit.

    The same day of the next month, or its last day when it is shorter.
    """
    return local(_visible_from(document.date))


def _visible_from(deposit: datetime) -> datetime:
    when = local(deposit)
    following = (when.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = ((following + timedelta(days=32)).replace(day=1) - timedelta(days=1)).day
    return following.replace(day=min(when.day, last)).astimezone(UTC)


def seen_deposits(now: datetime) -> tuple[tuple[datetime | None, datetime], ...]:
    """The dates of deposit, ``start`` <= date < ``end``, whose documents the patient sees for sure.

    The other reading of ``visible_from``. Most often all before the same hour of a month ago; on the last day
    of a short month, the days the month before has more too, each up to that hour.
    """
    today = day_of(now)
    first_of_month = today.replace(day=1)
    last = first_of_month - timedelta(days=1)
    if today.day > last.day:
        return ((None, start_of_day(first_of_month)),)
    ends_month = (today + timedelta(days=1)).day == 1
    days = [last.replace(day=day) for day in range(today.day, last.day + 1 if ends_month else today.day + 1)]
    return ((None, start_of_day(days[0])), *(found for day in days for found in _seen_on(day, now)))


def _seen_on(day: date, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The same, of one day: hour by hour when the clocks change, that day or a month later."""
    start, end = start_of_day(day).astimezone(UTC), end_of_day(day).astimezone(UTC)
    length = _visible_from(end - _TICK) - _visible_from(start) + _TICK
    step = end - start if length == end - start else timedelta(hours=1)
    since = start
    while start < end:
        following = start + step
        seen = start + (now.astimezone(UTC) - _visible_from(start)) + _TICK
        until = max(start, min(following, seen))
        if until < following or following == end:
            if until > since:
                yield since, until
            since = following
        start = following


def hidden_from_patient(document: Document, now: datetime) -> bool:
    """Whether the patient does not see it yet."""
    return Visibility.HIDDEN_FROM_PATIENT in document.visibility and now < visible_from(document)


def patient_is_notified(document: Document, now: datetime) -> bool:
    """Whether the patient is notified that a document waits, without being shown it."""
    waits = document.status is DocumentStatus.CURRENT and hidden_from_patient(document, now)
    return waits and now >= document.date + TOLD_AFTER


def see(document: Document, viewer: Viewer, now: datetime) -> Decision:
    """Decide whether a document is shown in Mon espace santé.

    Masking to professionals never hides it there. What the patient does not see, a representative does
    not see either (project).
    """
    if document.status is DocumentStatus.DELETED:
        return refused(_("Ce document a été supprimé."), laws.DELETION)
    if hidden_from_patient(document, now):
        return refused(
            _("Ce document n'est pas encore visible dans Mon espace santé."),
            laws.ANNOUNCEMENT,
            _("Le professionnel qui l'a déposé vous en parlera d'abord."),
        )
    if viewer.representative and Visibility.HIDDEN_FROM_REPRESENTATIVES in document.visibility:
        return refused(_("Ce document n'est pas visible des représentants légaux."), laws.REPRESENTATIVES)
    return allowed(laws.ANNOUNCEMENT)


def unseen_by(document: Document) -> tuple[str, ...]:
    """Who does not see a document that the person sees, as it is told to them."""
    texts = {
        Visibility.HIDDEN_FROM_PROFESSIONALS: _(
            "Masqué : seuls son auteur et le médecin traitant le voient."
        ),
        Visibility.HIDDEN_FROM_REPRESENTATIVES: _("Non visible des représentants légaux."),
    }
    return tuple(text for visibility, text in texts.items() if visibility in document.visibility)


def represent(patient: Patient, today: date) -> Decision:
    """Decide whether somebody may act for this person: legal representatives do, until 18."""
    if not patient.is_minor(today):
        return refused(_("Cette personne est majeure : personne ne se connecte à sa place."), PROJECT)
    if not patient.representatives:
        return refused(_("Aucun représentant légal n'est connu pour cette personne."), PROJECT)
    return allowed(PROJECT)


def children_of(person: Patient, people: Iterable[Patient], today: date) -> tuple[Patient, ...]:
    """Those whom a person may act for: the minors who have them for a legal representative, the eldest first.

    A representative is known by a name only: this is for people who are all known, as in the demonstration.
    """
    found = (
        each
        for each in people
        if represent(each, today).allowed and person.name in {known.name for known in each.representatives}
    )
    return tuple(sorted(found, key=lambda child: child.birth_date))


def open_secretly(patient: Patient, today: date, *, attending: bool = False) -> Decision:
    """Decide whether a record may be opened by connexion secrète: that of a minor who asks for it.

    The consent, the traces, the notifications and the documents of such an opening, and its refusal, are
    hidden from the representatives (project: all of them, and for as long as the person is a minor).

    Args:
        patient: whose record it is.
        today: the day.
        attending: whether the professional also declares that they are médecin traitant, which everybody
            sees.
    """
    if not patient.is_minor(today):
        return refused(
            _("La connexion secrète ne concerne que les personnes mineures."),
            laws.SECRECY,
            _("Ouvrez le dossier normalement."),
        )
    if attending:
        return refused(
            _("Un médecin traitant ne se déclare pas en connexion secrète : chacun le verrait."),
            PROJECT,
            _("Déclarez-le à une autre ouverture."),
        )
    return allowed(laws.SECRECY)
