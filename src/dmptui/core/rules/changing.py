"""May this person change this document, and how? See ``laws``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import laws
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.rules.patient_view import hidden_from_patient, visible_from
from dmptui.core.rules.reading import is_from_patient
from dmptui.core.text import N_, _

INSURANCE = "ALIM_AM"
"""Profession of the Assurance Maladie's own feed, JDV_J01."""


class Change(StrEnum):
    """What may be done to a document once it is deposited."""

    REPLACE = "replace"
    DELETE = "delete"
    MASK = "mask"
    UNMASK = "unmask"
    HIDE_FROM_PATIENT = "hide-from-patient"
    SHOW_TO_PATIENT = "show-to-patient"
    HIDE_FROM_REPRESENTATIVES = "hide-from-representatives"
    SHOW_TO_REPRESENTATIVES = "show-to-representatives"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"


TRACED_AS = {
    Change.REPLACE: TraceAction.REPLACE,
    Change.DELETE: TraceAction.DELETE,
    Change.MASK: TraceAction.MASK,
    Change.UNMASK: TraceAction.UNMASK,
    Change.HIDE_FROM_PATIENT: TraceAction.VISIBILITY,
    Change.SHOW_TO_PATIENT: TraceAction.VISIBILITY,
    Change.HIDE_FROM_REPRESENTATIVES: TraceAction.VISIBILITY,
    Change.SHOW_TO_REPRESENTATIVES: TraceAction.VISIBILITY,
    Change.ARCHIVE: TraceAction.ARCHIVE,
    Change.UNARCHIVE: TraceAction.ARCHIVE,
}
"""What a change, done or refused, is traced as."""


@dataclass(frozen=True, slots=True)
class Changer:
    """Who changes.

    Attributes:
        practitioner_id: PS id; empty for the patient.
        attending: médecin traitant of this patient.
        is_patient: the patient, from Mon espace santé, or somebody who represents them.
    """

    practitioner_id: str = ""
    attending: bool = False
    is_patient: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """Who may make a change: a row of the table.

    Attributes:
        attending: the médecin traitant, not only the author.
        patient: the patient, even on what they did not write.
        refusal: why the others may not.
        source: the text it comes from.
    """

    refusal: str
    source: str
    attending: bool = False
    patient: bool = False


_AUTHOR = N_("Seul l'auteur d'un document peut faire cela.")
_AUTHOR_OR_DOCTOR = N_("Seuls l'auteur du document et le médecin traitant peuvent faire cela.")

RIGHTS = {
    Change.REPLACE: Right(N_("Seul l'auteur d'un document peut le remplacer."), laws.DELETION),
    Change.DELETE: Right(N_("Seul l'auteur d'un document peut le supprimer."), laws.DELETION),
    Change.MASK: Right(_AUTHOR_OR_DOCTOR, laws.MASKING, attending=True, patient=True),
    Change.UNMASK: Right(_AUTHOR_OR_DOCTOR, laws.MASKING, attending=True, patient=True),
    Change.HIDE_FROM_PATIENT: Right(_AUTHOR, laws.ANNOUNCEMENT),
    Change.SHOW_TO_PATIENT: Right(_AUTHOR, laws.ANNOUNCEMENT),
    Change.HIDE_FROM_REPRESENTATIVES: Right(_AUTHOR, laws.REPRESENTATIVES),
    Change.SHOW_TO_REPRESENTATIVES: Right(_AUTHOR, laws.REPRESENTATIVES, patient=True),
    Change.ARCHIVE: Right(_AUTHOR_OR_DOCTOR, PROJECT, attending=True),
    Change.UNARCHIVE: Right(_AUTHOR_OR_DOCTOR, PROJECT, attending=True),
}
"""Who may make which change; the author always may."""

OWN = frozenset({Change.REPLACE, Change.DELETE, Change.ARCHIVE, Change.UNARCHIVE})
"""What a patient may do, besides, to the documents they deposited themselves."""


def change(what: Change, document: Document, who: Changer, *, minor: bool, now: datetime) -> Decision:
    """Decide whether a document may be changed so.

    Args:
        what: the change.
        document: as it stands.
        who: changes it.
        minor: whether the patient is under 18.
        now: when.
    """
    return (
        _gone(document)
        or _not_theirs(what, document, who)
        or _nothing_to_do(what, document, now)
        or _impossible(what, document, minor=minor, now=now)
        or allowed(RIGHTS[what].source)
    )


def is_author(document: Document, who: Changer) -> bool:
    """Whether this person wrote it; the patient is the author of what they deposited."""
    if who.is_patient:
        return is_from_patient(document)
    return bool(who.practitioner_id) and any(a.id == who.practitioner_id for a in document.authors)


def _gone(document: Document) -> Decision | None:
    if document.status is DocumentStatus.DELETED:
        return refused(_("Ce document a été supprimé."), laws.DELETION)
    return None


def _not_theirs(what: Change, document: Document, who: Changer) -> Decision | None:
    right = RIGHTS[what]
    if who.is_patient:
        if right.patient or (what in OWN and is_author(document, who)):
            return None
        return refused(_(right.refusal), right.source)
    if is_from_patient(document):
        return refused(
            _("Un professionnel ne modifie pas un document déposé par la personne."),
            RIGHTS[Change.DELETE].source,
            _("Elle seule peut le faire, dans Mon espace santé."),
        )
    if any(author.profession == INSURANCE for author in document.authors):
        return refused(_("Les documents de l'Assurance Maladie ne peuvent pas être modifiés."), laws.DELETION)
    if is_author(document, who) or (right.attending and who.attending):
        return None
    return refused(_(right.refusal), right.source, _("Demandez-le à son auteur."))


_DONE: dict[Change, Callable[[Document, datetime], bool]] = {
    Change.REPLACE: lambda d, _now: d.status is DocumentStatus.SUPERSEDED,
    Change.MASK: lambda d, _now: Visibility.HIDDEN_FROM_PROFESSIONALS in d.visibility,
    Change.UNMASK: lambda d, _now: Visibility.HIDDEN_FROM_PROFESSIONALS not in d.visibility,
    Change.HIDE_FROM_PATIENT: hidden_from_patient,
    Change.SHOW_TO_PATIENT: lambda d, now: not hidden_from_patient(d, now),
    Change.HIDE_FROM_REPRESENTATIVES: lambda d, _now: Visibility.HIDDEN_FROM_REPRESENTATIVES in d.visibility,
    Change.SHOW_TO_REPRESENTATIVES: lambda d, _now: (
        Visibility.HIDDEN_FROM_REPRESENTATIVES not in d.visibility
    ),
    Change.ARCHIVE: lambda d, _now: d.archived,
    Change.UNARCHIVE: lambda d, _now: not d.archived,
}
"""Whether a change is already made."""

CONTRARY = {
    Change.MASK: Change.UNMASK,
    Change.HIDE_FROM_PATIENT: Change.SHOW_TO_PATIENT,
    Change.ARCHIVE: Change.UNARCHIVE,
}
"""What undoes a change."""

_ALREADY = {
    Change.REPLACE: N_("Ce document est déjà remplacé : remplacez sa version courante."),
    Change.MASK: N_("Ce document est déjà masqué aux professionnels."),
    Change.UNMASK: N_("Ce document n'est pas masqué."),
    Change.HIDE_FROM_PATIENT: N_("Ce document n'est déjà pas visible du patient."),
    Change.SHOW_TO_PATIENT: N_("Ce document est déjà visible du patient."),
    Change.HIDE_FROM_REPRESENTATIVES: N_("Ce document n'est déjà pas visible des représentants légaux."),
    Change.SHOW_TO_REPRESENTATIVES: N_("Ce document est déjà visible des représentants légaux."),
    Change.ARCHIVE: N_("Ce document est déjà archivé."),
    Change.UNARCHIVE: N_("Ce document n'est pas archivé."),
}


def is_made(what: Change, document: Document, now: datetime) -> bool:
    """Whether the document is already as the change would make it."""
    return what in _DONE and _DONE[what](document, now)


def _nothing_to_do(what: Change, document: Document, now: datetime) -> Decision | None:
    if is_made(what, document, now):
        return refused(_(_ALREADY[what]), RIGHTS[what].source)
    return None


def _impossible(what: Change, document: Document, *, minor: bool, now: datetime) -> Decision | None:
    visibility = document.visibility
    if (what is Change.MASK and hidden_from_patient(document, now)) or (
        what is Change.HIDE_FROM_PATIENT and Visibility.HIDDEN_FROM_PROFESSIONALS in visibility
    ):
        return refused(
            _("Un document ne peut pas être à la fois masqué aux professionnels et non visible du patient."),
            laws.ANNOUNCEMENT,
            _("Choisissez l'un des deux."),
        )
    if what is Change.HIDE_FROM_PATIENT and now >= visible_from(document):
        return refused(
            _("Un mois après son dépôt, un document est visible du patient, et le reste."), laws.ANNOUNCEMENT
        )
    if what is Change.HIDE_FROM_REPRESENTATIVES:
        return refused(
            _("Un document vu des représentants légaux ne peut plus leur être caché."),
            laws.REPRESENTATIVES,
            _("Ce choix se fait au dépôt."),
        )
    if what is Change.SHOW_TO_REPRESENTATIVES and not minor:
        return refused(
            _("Une personne majeure n'a pas de représentants légaux au DMP."), laws.REPRESENTATIVES
        )
    return None
