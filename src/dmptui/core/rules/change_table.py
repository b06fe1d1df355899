"""What may be done to a document once deposited: a row a change, for all who name it, ask it or tell it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import laws
from dmptui.core.rules.decision import PROJECT
from dmptui.core.text import N_


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


@dataclass(frozen=True, slots=True)
class Right:
    """Who may make a change, besides the author.

    Attributes:
        refusal: why the others may not.
        source: the text it comes from.
        attending: the médecin traitant may.
        patient: the patient may, even on what they did not write.
    """

    refusal: str
    source: str
    attending: bool = False
    patient: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What a change is called.

    Attributes:
        title: the verb first.
        done: what the document then is.
        warning: what it means, said when it is asked about first; empty when it is not.
    """

    title: str
    done: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A visibility that a change puts on a document, or takes away."""

    visibility: Visibility
    put: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change.

    Attributes:
        words: to professionals.
        right: who may make it.
        trace: what it is traced as, done or refused.
        writes: what it makes of the document: its status, whether it is archived, or a visibility.
        already: why it is refused where it is made already; empty where that cannot be.
        own: the words to the person, where they are others.
        contrary: what undoes it.
        notification: to the person; empty when the deposit that goes with it has its own.
        without_return: whether nothing undoes it.
        on_own_deposit: whether the person may make it of a document they deposited.
    """

    words: Words
    right: Right
    trace: TraceAction
    writes: DocumentStatus | Label | bool
    already: str = ""
    own: Words | None = None
    contrary: Change | None = None
    notification: str = ""
    without_return: bool = False
    on_own_deposit: bool = False

    @property
    def to_patient(self) -> Words:
        """The words to the person."""
        return self.own or self.words


_AUTHOR = N_("Seul l'auteur d'un document peut faire cela.")
_AUTHOR_OR_DOCTOR = N_("Seuls l'auteur du document et le médecin traitant peuvent faire cela.")
_MASKING = Right(_AUTHOR_OR_DOCTOR, laws.MASKING, attending=True, patient=True)
_ARCHIVING = Right(_AUTHOR_OR_DOCTOR, PROJECT, attending=True)

CHANGES: Mapping[Change, ChangeRow] = {
    Change.REPLACE: ChangeRow(
        Words(N_("Remplacer par une nouvelle version"), N_("remplacé")),
        Right(N_("Seul l'auteur d'un document peut le remplacer."), laws.DELETION),
        TraceAction.REPLACE,
        DocumentStatus.SUPERSEDED,
        already=N_("Ce document est déjà remplacé : remplacez sa version courante."),
        on_own_deposit=True,
    ),
    Change.DELETE: ChangeRow(
        Words(
            N_("Supprimer"),
            N_("supprimé"),
            N_("Un document supprimé n'est plus visible de personne. C'est sans retour."),
        ),
        Right(N_("Seul l'auteur d'un document peut le supprimer."), laws.DELETION),
        TraceAction.DELETE,
        DocumentStatus.DELETED,
        notification=N_("{who} a supprimé un document de votre DMP le {date}."),
        without_return=True,
        on_own_deposit=True,
    ),
    Change.MASK: ChangeRow(
        Words(N_("Masquer aux professionnels"), N_("masqué aux professionnels")),
        _MASKING,
        TraceAction.MASK,
        Label(Visibility.HIDDEN_FROM_PROFESSIONALS, put=True),
        already=N_("Ce document est déjà masqué aux professionnels."),
        own=Words(
            N_("Masquer aux professionnels"),
            N_("masqué aux professionnels"),
            N_("Seuls son auteur et votre médecin traitant verront ce document. Vous, toujours."),
        ),
        contrary=Change.UNMASK,
        notification=N_("{who} a masqué aux professionnels un document de votre DMP le {date}."),
    ),
    Change.UNMASK: ChangeRow(
        Words(N_("Démasquer"), N_("démasqué")),
        _MASKING,
        TraceAction.UNMASK,
        Label(Visibility.HIDDEN_FROM_PROFESSIONALS, put=False),
        already=N_("Ce document n'est pas masqué."),
        own=Words(
            N_("Montrer aux professionnels"),
            N_("visible des professionnels autorisés"),
            N_("Les professionnels autorisés verront à nouveau ce document."),
        ),
        notification=N_("{who} a démasqué un document de votre DMP le {date}."),
    ),
    Change.HIDE_FROM_PATIENT: ChangeRow(
        Words(N_("Rendre non visible du patient"), N_("non visible du patient")),
        Right(_AUTHOR, laws.ANNOUNCEMENT),
        TraceAction.VISIBILITY,
        Label(Visibility.HIDDEN_FROM_PATIENT, put=True),
        already=N_("Ce document n'est déjà pas visible du patient."),
        contrary=Change.SHOW_TO_PATIENT,
        notification=N_("{who} a modifié un document de votre DMP le {date}."),
    ),
    Change.SHOW_TO_PATIENT: ChangeRow(
        Words(N_("Rendre visible du patient"), N_("visible du patient")),
        Right(_AUTHOR, laws.ANNOUNCEMENT),
        TraceAction.VISIBILITY,
        Label(Visibility.HIDDEN_FROM_PATIENT, put=False),
        already=N_("Ce document est déjà visible du patient."),
        notification=N_("{who} vous a rendu visible un document de votre DMP le {date}."),
    ),
    Change.HIDE_FROM_REPRESENTATIVES: ChangeRow(
        Words(N_("Rendre non visible des représentants légaux"), N_("non visible des représentants légaux")),
        Right(_AUTHOR, laws.REPRESENTATIVES),
        TraceAction.VISIBILITY,
        Label(Visibility.HIDDEN_FROM_REPRESENTATIVES, put=True),
        already=N_("Ce document n'est déjà pas visible des représentants légaux."),
    ),
    Change.SHOW_TO_REPRESENTATIVES: ChangeRow(
        Words(
            N_("Rendre visible des représentants légaux, sans retour"),
            N_("visible des représentants légaux"),
            N_(
                "Les représentants légaux verront ce document. "
                "C'est sans retour : il ne pourra plus leur être caché."
            ),
        ),
        Right(_AUTHOR, laws.REPRESENTATIVES, patient=True),
        TraceAction.VISIBILITY,
        Label(Visibility.HIDDEN_FROM_REPRESENTATIVES, put=False),
        already=N_("Ce document est déjà visible des représentants légaux."),
        own=Words(
            N_("Montrer aux représentants légaux"),
            N_("visible des représentants légaux"),
            N_("Vos représentants légaux verront ce document. C'est sans retour."),
        ),
        notification=N_("{who} a rendu visible aux représentants légaux un document de votre DMP le {date}."),
        without_return=True,
    ),
    Change.ARCHIVE: ChangeRow(
        Words(N_("Archiver"), N_("archivé")),
        _ARCHIVING,
        TraceAction.ARCHIVE,
        writes=True,
        already=N_("Ce document est déjà archivé."),
        contrary=Change.UNARCHIVE,
        notification=N_("{who} a archivé un document de votre DMP le {date}."),
        on_own_deposit=True,
    ),
    Change.UNARCHIVE: ChangeRow(
        Words(N_("Sortir des archives"), N_("sorti des archives")),
        _ARCHIVING,
        TraceAction.ARCHIVE,
        writes=False,
        already=N_("Ce document n'est pas archivé."),
        notification=N_("{who} a désarchivé un document de votre DMP le {date}."),
        on_own_deposit=True,
    ),
}
"""Every change, in the order in which the rules are printed."""
