"""May this document, as it is announced, be added by this professional? All that a server checks of it."""

from collections.abc import Set as AbstractSet

from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.rules import vaccination
from dmptui.core.rules.decision import Decision, allowed, refused
from dmptui.core.rules.deposit import LAW, Deposit
from dmptui.core.rules.deposit import deposit as may_deposit
from dmptui.core.rules.patient_view import VISIBILITY_LAW
from dmptui.core.text import _

_PATIENT_TYPES = ("DOCPAT", "EXPPAT_")


def add(document: Document, *, state: DmpState | None, profession: str, size: int) -> Decision:
    """Decide whether a professional may add a document.

    Args:
        document: as announced.
        state: of the DMP; None when nobody is known.
        profession: of who deposits it, JDV_J01.
        size: of its content, in bytes.
    """
    return (
        _refusal(together(document.visibility))
        or _refusal(_type(document, profession))
        or _not_new(document)
        or may_deposit(
            Deposit(
                state=state,
                title=document.title,
                type_code=document.type.code,
                content_type=document.attachment.content_type,
                size=size,
            )
        )
    )


def together(visibility: AbstractSet[Visibility]) -> Decision:
    """Whether these visibilities may stand together: never masked and invisible to the patient."""
    if {Visibility.HIDDEN_FROM_PROFESSIONALS, Visibility.HIDDEN_FROM_PATIENT} <= visibility:
        return refused(
            _("Un document ne peut pas être à la fois masqué aux professionnels et non visible du patient."),
            VISIBILITY_LAW,
            _("Choisissez l'un des deux."),
        )
    return allowed(VISIBILITY_LAW)


def _type(document: Document, profession: str) -> Decision:
    code = document.type.code
    if code == vaccination.NOTE_TYPE:
        return vaccination.write_note(profession)
    if code.startswith(_PATIENT_TYPES):
        return refused(
            _("Ce type de document est réservé à ce que la personne dépose elle-même."),
            "CI-SIS JDV_J07",
            _("Choisissez un autre type."),
        )
    return allowed(LAW)


def _not_new(document: Document) -> Decision | None:
    if document.status is DocumentStatus.CURRENT:
        return None
    return refused(_("Un document se dépose comme document courant."), LAW)


def _refusal(decision: Decision) -> Decision | None:
    return decision if decision.refused else None
