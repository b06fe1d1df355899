"""A document of the record, by its metadata (IHE XDS/MHD DocumentEntry)."""

from datetime import datetime
from enum import StrEnum

from dmptui.core.model.base import Coding, Frozen
from dmptui.core.model.days import Dated, instant_of
from dmptui.core.model.identity import Identity

PATIENT_AUTHOR = "EXP_PATIENT"
"""Profession of the patient as an author; also the code of their sector and cadre d'exercice (TRE_A00)."""


class DocumentStatus(StrEnum):
    """FHIR ``DocumentReference.status``."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    DELETED = "entered-in-error"


class Visibility(StrEnum):
    """Who must not see it, TRE_A07; a document without any is visible to all authorised."""

    HIDDEN_FROM_PROFESSIONALS = "MASQUE_PS"
    HIDDEN_FROM_PATIENT = "INVISIBLE_PATIENT"
    HIDDEN_FROM_REPRESENTATIVES = "INVISIBLE_REPRESENTANTS_LEGAUX"


class Author(Frozen):
    """Who made a document: a professional, the patient, or a system.

    ``profession`` is a code of JDV_J01 (``G15_10``, ``EXP_PATIENT``, ``ALIM_AM``).
    """

    id: str = ""
    name: str = ""
    profession: str = ""
    specialty: str = ""
    organization_id: str = ""
    organization: str = ""


class Attachment(Frozen):
    """Where the content is. ``sha1`` is base64, as FHIR ``Attachment.hash``; ``size`` in bytes."""

    content_type: str = ""
    url: str = ""
    size: int | None = None
    sha1: str = ""
    language: str = "fr-FR"


class Document(Frozen):
    """What the record knows of a document, without its content.

    Attributes:
        id: entryUUID; new at each version and each change of metadata.
        logical_id: stable over changes of metadata.
        master_identifier: uniqueId; stable for one version of the content.
        version: the server's version of the resource, for ``If-Match``.
        type, category: JDV_J07 and JDV_J06.
        date: when it was deposited. start, end: the act documented, a ``date`` where no hour is known.
        replaces: id or master identifier of the document this one replaces.
        submission: identifier of the lot it came with.
        identities: those whom these metadata name: the person of the record, if all is well.
        unread: whether who asks has neither read it nor marked it seen, and somebody else deposited it.
    """

    id: str = ""
    logical_id: str = ""
    master_identifier: str = ""
    version: str = ""
    status: DocumentStatus = DocumentStatus.CURRENT
    archived: bool = False
    visibility: frozenset[Visibility] = frozenset()
    title: str
    description: str = ""
    type: Coding
    category: Coding
    authors: tuple[Author, ...] = ()
    date: datetime
    start: Dated | None = None
    end: Dated | None = None
    format: Coding | None = None
    confidentiality: str = "N"
    facility: Coding | None = None
    setting: Coding | None = None
    events: tuple[Coding, ...] = ()
    replaces: str = ""
    submission: str = ""
    attachment: Attachment = Attachment()
    identities: tuple[Identity, ...] = ()
    unread: bool = False

    @property
    def act_date(self) -> datetime:
        """The instant the act began; that of the deposit when it is not known."""
        return self.began or self.date

    @property
    def act_day(self) -> Dated:
        """The act as its author knew it, to the day or to the hour; the deposit when it is not known."""
        return self.start or self.date

    @property
    def began(self) -> datetime | None:
        """The instant the act began, the first of its day when the hour is not known."""
        return instant_of(self.start) if self.start else None

    @property
    def ended(self) -> datetime | None:
        """The instant the act ended, the first of its day when the hour is not known."""
        return instant_of(self.end) if self.end else None

    @property
    def author(self) -> Author:
        """The first author, or an empty one."""
        return self.authors[0] if self.authors else Author()
