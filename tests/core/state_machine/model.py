"""A DMP in plain data, with the rules as the specification tells them: nothing here asks ``core.rules``.

A rule answers the words that its refusal must contain, or an empty string when it allows.
"""

from calendar import monthrange
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dmptui.core.model.access import AccessMode
from dmptui.core.model.document import Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.change_table import Change  # only the names of the changes
from dmptui.core.rules.lifecycle import ProfileAct  # only the names of the acts

YEAR, HOURS = timedelta(days=365), timedelta(hours=4)
CIRCLE = "circle"
MASKED = Visibility.HIDDEN_FROM_PROFESSIONALS
UNSEEN = Visibility.HIDDEN_FROM_PATIENT
UNREPRESENTED = Visibility.HIDDEN_FROM_REPRESENTATIVES

REPORT, IMAGING, BIOLOGY, PSYCHIATRY = "11488-4", "18748-4", "11502-2", "68599-0"
SHOT, DIRECTIVES = "87273-9", "EXPPAT_3"
TYPES = (REPORT, IMAGING, BIOLOGY, PSYCHIATRY, SHOT, DIRECTIVES)
READS = {
    "G15_10": set(TYPES),
    "G15_21": set(TYPES) - {PSYCHIATRY},
    "G15_60": set(TYPES) - {PSYCHIATRY},
    "G15_70": {REPORT, IMAGING, DIRECTIVES},
}
"""The matrice d'habilitation, for these types; a profession that is not there reads nothing."""
VACCINATE = {"G15_10", "G15_21", "G15_50", "G15_60", "G15_69"}

LABELS = {
    Change.MASK: (MASKED, True),
    Change.UNMASK: (MASKED, False),
    Change.HIDE_FROM_PATIENT: (UNSEEN, True),
    Change.SHOW_TO_PATIENT: (UNSEEN, False),
    Change.HIDE_FROM_REPRESENTATIVES: (UNREPRESENTED, True),
    Change.SHOW_TO_REPRESENTATIVES: (UNREPRESENTED, False),
}
WORDS = {
    Change.DELETE: "suppression",
    Change.MASK: "masquage",
    Change.UNMASK: "demasquage",
    Change.ARCHIVE: "archivage",
    Change.UNARCHIVE: "archivage",
}
"""What a change is traced as; a visibility when it is not here."""


@dataclass
class Doc:
    """A document; ``kept`` is its id in the store, ``older`` the number of the one it replaces."""

    number: int
    patient: str
    author: str
    type: str
    title: str
    content: bytes
    deposited: datetime
    kept: str
    master: str
    by: str = "professional"
    labels: set[Visibility] = field(default_factory=set)
    status: str = "current"
    archived: bool = False
    version: int = 1
    older: int | None = None


@dataclass
class Consultation:
    """The consent of a consultation: its end, the session it is of."""

    until: datetime
    session: str = ""


@dataclass
class Dossier:
    """A patient.

    ``consents`` are the ends of those of teams, by structure or ``CIRCLE``; ``consultations`` the last of
    each professional in each structure, in the open or in secret.
    """

    key: str
    patient: Patient
    state: str
    team: set[str] = field(default_factory=set)
    attending: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    consents: dict[str, datetime] = field(default_factory=dict)
    consultations: dict[tuple[str, str, bool], Consultation] = field(default_factory=dict)
    centre_15: bool = True
    break_glass: bool = True
    masked_too: bool = False
    traces: "list[tuple[bool, Doc | None]]" = field(default_factory=list)
    """Whether each was of a connexion secrète, and the document it is about."""
    told: "list[tuple[datetime, bool, Doc | None]]" = field(default_factory=list)
    """When each notification is sent, whether of a connexion secrète, the document it is seen with."""


def state_of(dossier: Dossier, now: datetime) -> str:
    notified = dossier.patient.notified
    if dossier.state == "notifie" and notified and now.date() >= notified + timedelta(days=42):
        return "ouvert"
    return dossier.state


def is_minor(dossier: Dossier, now: datetime) -> bool:
    born, today = dossier.patient.birth_date, now.date()
    return date(born.year + 18, born.month, born.day) > today


def teams_of(dossier: Dossier, role: PractitionerRole) -> list[str]:
    """The structure of the situation, then the circle of the patient."""
    place, ps_id = role.situation.organization.id, role.practitioner.id
    found = [place] if place in dossier.team or place in dossier.consents else []
    return [*found, CIRCLE] if ps_id in dossier.team or ps_id in dossier.attending else found


def consultations_of(dossier: Dossier, role: PractitionerRole) -> list[Consultation]:
    """Those of a professional that hold in this situation, in the open first."""
    place, ps_id = role.situation.organization.id, role.practitioner.id
    found = (dossier.consultations.get((ps_id, place, secret)) for secret in (False, True))
    return [one for one in found if one]


def status_of(dossier: Dossier, role: PractitionerRole, now: datetime) -> str:
    if role.practitioner.id in dossier.blocked:
        return "INTERDIT"
    ends = [dossier.consents[team] for team in teams_of(dossier, role) if team in dossier.consents]
    ends += [one.until for one in consultations_of(dossier, role)]
    if not ends:
        return "NON_EXISTE"
    return "VALIDE" if now < max(ends) else "EXPIRE"


def by_consultation(dossier: Dossier, role: PractitionerRole, now: datetime) -> bool:
    """Whether nothing but the consent of a consultation opens the record."""
    teams = teams_of(dossier, role)
    of_team = any(now < dossier.consents[team] for team in teams if team in dossier.consents)
    return status_of(dossier, role, now) == "VALIDE" and not of_team


@dataclass(frozen=True)
class How:
    """How a record is opened: ``kind`` of consent declared, or empty."""

    mode: AccessMode = AccessMode.NORMAL
    reason: str = ""
    kind: str = ""
    attending: bool = False
    secret: bool = False


def opens(dossier: Dossier | None, role: PractitionerRole, how: How, now: datetime) -> str:
    if dossier is None:
        return "Aucun DMP n'existe"
    closed = {"notifie": "pas encore créé", "oppose": "opposée à la création", "ferme": "Ce DMP est fermé"}
    state = state_of(dossier, now)
    if state in closed:
        return closed[state]
    status = status_of(dossier, role, now)
    if status == "INTERDIT":
        return "vous a bloqué"
    if how.mode is AccessMode.BREAK_GLASS:
        if not dossier.break_glass:
            return "opposée à l'accès en urgence"
        return "" if how.reason.strip() else "demande un motif"
    if how.mode is AccessMode.CENTRE_15:
        if role.situation.setting != "SAMU_SMUR":
            return "réservé aux médecins régulateurs"
        return "" if dossier.centre_15 else "consultation de son DMP par le SAMU"
    if how.attending and role.practitioner.profession != "G15_10":
        return "Seul un médecin"
    if status == "VALIDE" or how.kind == "explicit":
        return ""
    return "a expiré" if status == "EXPIRE" else "pas encore d'autorisation"


def reads(doc: Doc, role: PractitionerRole, mode: AccessMode, *, attending: bool, masked_too: bool) -> str:
    if doc.status == "entered-in-error":
        return "a été supprimé"
    if doc.type not in READS.get(role.practitioner.profession, set()):
        return "matrice d'habilitation"
    emergency = mode is not AccessMode.NORMAL and masked_too
    if MASKED in doc.labels and not (attending or doc.author == role.practitioner.id or emergency):
        return "masqué aux professionnels"
    return ""


def month_after(when: datetime) -> datetime:
    year, month = divmod(when.year * 12 + when.month, 12)
    return when.replace(year=year, month=month + 1, day=min(when.day, monthrange(year, month + 1)[1]))


def waits(doc: Doc, now: datetime) -> bool:
    """Whether the patient does not see it yet."""
    return UNSEEN in doc.labels and now < month_after(doc.deposited)


def sees(doc: Doc, now: datetime, *, representative: bool) -> str:
    if doc.status == "entered-in-error":
        return "a été supprimé"
    if waits(doc, now):
        return "pas encore visible"
    if representative and UNREPRESENTED in doc.labels:
        return "pas visible des représentants"
    return ""


def hides(dossier: Dossier, how: How, now: datetime) -> str:
    """A connexion secrète, of a record that may be opened."""
    if not is_minor(dossier, now):
        return "ne concerne que les personnes mineures"
    return "ne se déclare pas en connexion secrète" if how.kind and how.attending else ""


def is_hidden(dossier: Dossier | None, how: How, now: datetime) -> bool:
    """Whether the representatives learn nothing of an attempt."""
    return dossier is not None and how.secret and is_minor(dossier, now)


def enters(dossier: Dossier, now: datetime, *, representative: bool) -> str:
    if representative and not is_minor(dossier, now):
        return "majeure"
    if representative and not dossier.patient.representatives:
        return "Aucun représentant légal"
    return ""


def uses(dossier: Dossier, now: datetime, *, representative: bool) -> str:
    """What is open to who entered: nothing but the profile itself, when there is none."""
    return enters(dossier, now, representative=representative) or missing(state_of(dossier, now))


def missing(state: str) -> str:
    """What there is instead of an open profile."""
    words = {"oppose": "a été refusée", "ferme": "est fermé", "notifie": "n'est pas encore créé"}
    return words.get(state, "")


def acts(act: ProfileAct, state: str) -> str:
    """What the person does of their profile, where it stands."""
    there = {"oppose": "déjà été refusée", "ferme": "déjà fermé", "notifie": "rien à fermer"}
    if act is ProfileAct.REOPEN:
        return "déjà ouvert" if state in ("ouvert", "active") else ""
    if act is ProfileAct.CLOSE:
        return there.get(state, "")
    return "" if state == "notifie" else there.get(state, "plus temps de s'y opposer")


def adds_own(
    dossier: Dossier, kind: str, labels: AbstractSet[Visibility], now: datetime, *, representative: bool
) -> str:
    if kind != DIRECTIVES:
        return "que des documents personnels"
    if UNSEEN in labels:
        return "voit toujours ce qu'elle dépose"
    if UNREPRESENTED in labels and (representative or not is_minor(dossier, now)):
        return "Seule une personne mineure cache"
    return ""


def adds(
    dossier: Dossier, kind: str, labels: AbstractSet[Visibility], role: PractitionerRole, now: datetime
) -> str:
    if {MASKED, UNSEEN} <= labels:
        return "à la fois masqué"
    if kind == SHOT and role.practitioner.profession not in VACCINATE:
        return "peuvent écrire cette note"
    if kind == DIRECTIVES:
        return "réservé à ce que la personne dépose"
    return "" if state_of(dossier, now) in ("ouvert", "active") else "pas de DMP ouvert"


def without_effect(what: Change, doc: Doc) -> bool:
    """Whether a document is already so, as its labels say it."""
    if what in LABELS:
        label, put = LABELS[what]
        return (label in doc.labels) is put
    if what in (Change.ARCHIVE, Change.UNARCHIVE):
        return doc.archived is (what is Change.ARCHIVE)
    return doc.status == ("superseded" if what is Change.REPLACE else "entered-in-error")


def changes(
    what: Change, doc: Doc, ps_id: str, now: datetime, *, attending: bool = False, minor: bool = False
) -> str:
    """A change by a professional, or by the patient when ``ps_id`` is empty."""
    if doc.status == "entered-in-error":
        return "a été supprimé"
    return _whose(what, doc, ps_id, attending=attending) or _when(what, doc, now, minor=minor)


def _whose(what: Change, doc: Doc, ps_id: str, *, attending: bool) -> str:
    shared = what in (Change.MASK, Change.UNMASK, Change.ARCHIVE, Change.UNARCHIVE)
    if not ps_id:
        theirs = (Change.MASK, Change.UNMASK, Change.SHOW_TO_REPRESENTATIVES)
        own = (Change.REPLACE, Change.DELETE, Change.ARCHIVE, Change.UNARCHIVE)
        if what in theirs or (what in own and doc.by == "patient"):
            return ""
    elif doc.by == "patient":
        return "déposé par la personne"
    elif doc.by == "insurance":
        return "Assurance Maladie"
    elif doc.author == ps_id or (shared and attending):
        return ""
    return "l'auteur du document et le médecin traitant" if shared else "Seul l'auteur"


def _when(what: Change, doc: Doc, now: datetime, *, minor: bool) -> str:
    month = now >= month_after(doc.deposited)
    if what is Change.MASK:
        return "déjà masqué" if MASKED in doc.labels else "à la fois" if waits(doc, now) else ""
    if what is Change.UNMASK:
        return "" if MASKED in doc.labels else "n'est pas masqué"
    if what is Change.HIDE_FROM_PATIENT:
        if waits(doc, now):
            return "déjà pas visible du patient"
        return "à la fois" if MASKED in doc.labels else "Un mois après" if month else ""
    if what is Change.SHOW_TO_PATIENT:
        return "" if waits(doc, now) else "déjà visible du patient"
    if what is Change.HIDE_FROM_REPRESENTATIVES:
        return "déjà pas visible des" if UNREPRESENTED in doc.labels else "ne peut plus leur être caché"
    if what is Change.SHOW_TO_REPRESENTATIVES:
        if UNREPRESENTED not in doc.labels:
            return "déjà visible des représentants"
        return "" if minor else "majeure"
    if what is Change.ARCHIVE:
        return "déjà archivé" if doc.archived else ""
    if what is Change.UNARCHIVE:
        return "" if doc.archived else "n'est pas archivé"
    return "déjà remplacé" if what is Change.REPLACE and doc.status == "superseded" else ""


def writes(state: str) -> str:
    """To a person, in their mailbox."""
    return "" if state == "active" else "pas activé son profil"


def manages(act: str, dossier: Dossier, role: PractitionerRole, *, attending: bool) -> str:
    """What the patient may do about a professional; ``attending`` is what is known of them."""
    blocked = role.practitioner.id in dossier.blocked
    if act == "block":
        return "déjà bloqué" if blocked else ""
    if act == "unblock":
        return "" if blocked else "n'est pas bloqué"
    if act == "end":
        return "" if attending else "n'est pas médecin traitant"
    if attending:
        return "est déjà médecin traitant"
    if blocked:
        return "Un professionnel bloqué"
    return "" if role.practitioner.profession == "G15_10" else "Seul un médecin"
