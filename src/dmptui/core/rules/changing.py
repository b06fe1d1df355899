"""May this person change this document, and how? See ``change_table``."""

from dataclasses import dataclass
from datetime import datetime

from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.rules import laws
from dmptui.core.rules.change_table import CHANGES, Change, Label
from dmptui.core.rules.decision import Decision, allowed, refused
from dmptui.core.rules.patient_view import hidden_from_patient, visible_from
from dmptui.core.rules.reading import is_from_patient
from dmptui.core.text import _

INSURANCE = "ALIM_AM"
"""Profession of the Assurance Maladie's own feed, JDV_J01."""


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
        or allowed(CHANGES[what].right.source)
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
    right = CHANGES[what].right
    if who.is_patient:
        if right.patient or (CHANGES[what].on_own_deposit and is_author(document, who)):
            return None
        return refused(_(right.refusal), right.source)
    if is_from_patient(document):
        return refused(
            _("Un professionnel ne modifie pas un document déposé par la personne."),
            CHANGES[Change.DELETE].right.source,
            _("Elle seule peut le faire, dans Mon espace santé."),
        )
    if any(author.profession == INSURANCE for author in document.authors):
        return refused(_("Les documents de l'Assurance Maladie ne peuvent pas être modifiés."), laws.DELETION)
    if is_author(document, who) or (right.attending and who.attending):
        return None
    return refused(_(right.refusal), right.source, _("Demandez-le à son auteur."))


def is_made(what: Change, document: Document, now: datetime) -> bool:
    """Whether the document is already as the change would make it."""
    match CHANGES[what].writes:
        case DocumentStatus() as status:
            return status is document.status
        case Label(Visibility.HIDDEN_FROM_PATIENT, put):
            return hidden_from_patient(document, now) is put
        case Label(visibility, put):
            return (visibility in document.visibility) is put
        case archived:
            return document.archived is archived


def _nothing_to_do(what: Change, document: Document, now: datetime) -> Decision | None:
    if is_made(what, document, now):
        return refused(_(CHANGES[what].already), CHANGES[what].right.source)
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
