"""May this professional see and read this document of an open record? See ``laws``."""

from dataclasses import dataclass
from datetime import datetime

from dmptui.core.model.access import AccessMode
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.rules import laws
from dmptui.core.rules.decision import Decision, allowed, refused
from dmptui.core.rules.matrix import Matrix
from dmptui.core.rules.patient_view import hidden_from_patient
from dmptui.core.terminology.tables import profession_label
from dmptui.core.text import _


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and how the record was opened.

    Attributes:
        attending: médecin traitant of this patient.
        masked_in_emergency: the patient's third switch.
    """

    practitioner_id: str
    profession: str
    mode: AccessMode
    attending: bool = False
    masked_in_emergency: bool = False


def read(document: Document, reader: Reader, matrix: Matrix) -> Decision:
    """Decide whether a document may be listed and read."""
    if document.status is DocumentStatus.DELETED:
        return refused(_("Ce document a été supprimé."), laws.DELETION)
    if not matrix.cell(reader.profession, document.type.code, document.category.code).read:
        return refused(
            _(
                "La matrice d'habilitation ne permet pas à votre profession ({profession}) "
                "de lire ce type de document."
            ).format(profession=profession_label(reader.profession)),
            laws.MATRIX,
            _("Demandez l'information utile à un confrère habilité, ou à la personne elle-même."),
        )
    if Visibility.HIDDEN_FROM_PROFESSIONALS in document.visibility and not _reads_masked(document, reader):
        return refused(
            _("Ce document est masqué aux professionnels de santé."),
            laws.MASKING,
            _("Son auteur, le médecin traitant et la personne elle-même peuvent le lire."),
        )
    return allowed(laws.MATRIX)


def _reads_masked(document: Document, reader: Reader) -> bool:
    is_author = any(author.id == reader.practitioner_id for author in document.authors)
    in_emergency = reader.mode.is_emergency and reader.masked_in_emergency
    return reader.attending or is_author or in_emergency


def hidden_by_default(document: Document) -> bool:
    """Whether a switch is needed to list it: archived, or replaced by a newer version."""
    return document.archived or document.status is DocumentStatus.SUPERSEDED


def is_from_patient(document: Document) -> bool:
    """Whether the patient deposited it; such documents are shown apart."""
    code = document.type.code
    return document.category.code == "90" or code.startswith(("DOCPAT", "EXPPAT_"))


def warnings_on(document: Document, now: datetime) -> tuple[str, ...]:
    """What a professional must know before talking about this document.

    A month after its deposit the patient sees it, whatever its label still says (CSP R1111-53).
    """
    texts = {
        Visibility.HIDDEN_FROM_PATIENT: _("Attention, ce document n'est pas visible du patient."),
        Visibility.HIDDEN_FROM_REPRESENTATIVES: _(
            "Attention, ce document n'est pas visible des représentants légaux."
        ),
        Visibility.HIDDEN_FROM_PROFESSIONALS: _("Ce document est masqué aux autres professionnels."),
    }
    if not hidden_from_patient(document, now):
        del texts[Visibility.HIDDEN_FROM_PATIENT]
    return tuple(text for visibility, text in texts.items() if visibility in document.visibility)
