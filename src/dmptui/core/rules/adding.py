"""May this document, as it is announced, be added by this person? All that a server checks of it."""

from collections.abc import Set as AbstractSet

from dmptui.core.model.document import PATIENT_AUTHOR, Document, DocumentStatus, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.rules import laws, vaccination
from dmptui.core.rules.decision import Decision, allowed, refused
from dmptui.core.rules.deposit import CDA, FORMATS, Deposit, Life, period_rule
from dmptui.core.rules.deposit import deposit as may_deposit
from dmptui.core.rules.patient_view import Viewer
from dmptui.core.rules.reading import is_from_patient
from dmptui.core.terminology.tables import document_type
from dmptui.core.text import _

TYPES = "CI-SIS JDV_J07"
PATIENT_TYPES = ("DOCPAT", "EXPPAT_")
"""How the codes of the types that only the patient deposits begin, JDV_J07."""
_PATIENT_CLASS = "90"


def add(
    document: Document, *, state: DmpState | None, profession: str, size: int, life: Life | None
) -> Decision:
    """Decide whether a professional may add a document.

    Args:
        document: as announced.
        state: of the DMP; None when nobody is known.
        profession: of who deposits it, JDV_J01.
        size: of its content, in bytes.
        life: of the person, in which the act is; None when nobody is known.
    """
    return (
        _refusal(together(document.visibility))
        or _refusal(_type(document, profession))
        or _not_new(document)
        or _refusal(may_deposit(_announced(document, state, size)))
        or _of_days(document, life)
    )


def add_own(
    document: Document, *, state: DmpState | None, size: int, minor: bool, viewer: Viewer, life: Life
) -> Decision:
    """Decide whether the patient, or who represents them, may add a document.

    Args:
        document: as announced.
        state: of the DMP.
        size: of its content, in bytes.
        minor: whether the patient is under 18.
        viewer: the patient, or a representative.
        life: of the patient, in which the act is.
    """
    return (
        _own_type(document)
        or _own_author(document)
        or _own_visibility(document, minor=minor, viewer=viewer)
        or _not_new(document)
        or _refusal(may_deposit(_announced(document, state, size)))
        or _of_days(document, life)
    )


def own_file(content_type: str) -> Decision:
    """Whether the patient may deposit a file of this format: a CDA names its author, who deposits it."""
    if content_type == CDA:
        return refused(
            _("Un document CDA est déposé par le professionnel qui l'a écrit."),
            FORMATS,
            _("Formats acceptés : pdf, txt, rtf, jpg, tif."),
        )
    return allowed(FORMATS)


def together(visibility: AbstractSet[Visibility]) -> Decision:
    """Whether these visibilities may stand together: never masked and invisible to the patient."""
    if {Visibility.HIDDEN_FROM_PROFESSIONALS, Visibility.HIDDEN_FROM_PATIENT} <= visibility:
        return refused(
            _("Un document ne peut pas être à la fois masqué aux professionnels et non visible du patient."),
            laws.ANNOUNCEMENT,
            _("Choisissez l'un des deux."),
        )
    return allowed(laws.ANNOUNCEMENT)


def _type(document: Document, profession: str) -> Decision:
    code = document.type.code
    if code == vaccination.NOTE_TYPE:
        return vaccination.write_note(profession)
    kind = document_type(code)
    if is_from_patient(document) or (kind is not None and kind.document_class == _PATIENT_CLASS):
        return refused(
            _("Ce type de document est réservé à ce que la personne dépose elle-même."),
            TYPES,
            _("Choisissez un autre type."),
        )
    return allowed(laws.FEEDING)


def _own_type(document: Document) -> Decision | None:
    if document.type.code.startswith(PATIENT_TYPES):
        return None
    return refused(
        _("La personne ne dépose que des documents personnels (DOCPAT, EXPPAT)."),
        TYPES,
        _("Choisissez un type de document déposé par le patient."),
    )


def _own_author(document: Document) -> Decision | None:
    if document.authors and all(author.profession == PATIENT_AUTHOR for author in document.authors):
        return None
    return refused(_("Un document que la personne dépose n'a pas d'autre auteur qu'elle."), TYPES)


def _own_visibility(document: Document, *, minor: bool, viewer: Viewer) -> Decision | None:
    if Visibility.HIDDEN_FROM_PATIENT in document.visibility:
        return refused(_("La personne voit toujours ce qu'elle dépose."), laws.ANNOUNCEMENT)
    if Visibility.HIDDEN_FROM_REPRESENTATIVES not in document.visibility:
        return None
    if minor and not viewer.representative:
        return None
    return refused(
        _("Seule une personne mineure cache un document à ses représentants légaux."), laws.REPRESENTATIVES
    )


def _of_days(document: Document, life: Life | None) -> Decision:
    return period_rule(document.start, document.end, life) if life else allowed(laws.FEEDING)


def _announced(document: Document, state: DmpState | None, size: int) -> Deposit:
    return Deposit(
        state=state,
        title=document.title,
        type_code=document.type.code,
        content_type=document.attachment.content_type,
        size=size,
    )


def _not_new(document: Document) -> Decision | None:
    if document.status is DocumentStatus.CURRENT:
        return None
    return refused(_("Un document se dépose comme document courant."), laws.FEEDING)


def _refusal(decision: Decision) -> Decision | None:
    return decision if decision.refused else None
