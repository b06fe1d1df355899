"""What a deposit is made of, from the file to what is ready to be sent."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.fhir.submission import provide_document
from dmptui.core.model.document import Document, Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.deposit import CONTENT_TYPES

if TYPE_CHECKING:
    from dmptui.core.documents.xdm.metadata import DocumentEntry

SOURCE_ID = "urn:dmptui:source:poste"
"""The system that sends, ``ihe-sourceId`` of a SubmissionSet."""

CDA = "text/xml"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to deposit.

    Attributes:
        name: its ending tells its format.
        written: when it was last changed, aware: the date of the act, unless the file tells its own.
        entry: what the lot it came in says of it; None when it came alone.
        unnamed: paths of the files of that lot that its metadata do not name.
    """

    name: str
    content: bytes
    written: datetime
    entry: "DocumentEntry | None" = None
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What who deposits says of the document; what is empty comes from the file.

    Without a title, a file that is not a CDA is named after its type.

    Attributes:
        visibility: who must not see it, from the first moment.
        acted: day of the act.
        setting: cadre d'exercice, JDV_J04; that of the situation d'exercice when the file tells none.
        comment: free text, one line.
    """

    type_code: str = ""
    title: str = ""
    visibility: frozenset[Visibility] = frozenset()
    acted: date | None = None
    setting: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class FileDescription:
    """What a file says of itself, to begin a form with; empty where it says nothing."""

    acted: date
    type_code: str = ""
    title: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document ready to be sent, for one patient and no other.

    Attributes:
        content: what is sent: the CDA as it is, or the CDA made around the file.
        warnings: French sentences to show before it is sent.
    """

    patient: Patient
    document: Document
    content: bytes
    warnings: tuple[str, ...] = ()

    def transaction(self, role: PractitionerRole, now: datetime) -> Json:
        """The ITI-65 request; the same file sent again is the same document."""
        return provide_document(
            self.document,
            self.content,
            ins=self.patient.ins,
            sender=as_author(role),
            source_id=SOURCE_ID,
            now=now,
        )


def content_type_of(name: str) -> str:
    """The format a file's name announces, a value of ``rules.deposit.CONTENT_TYPES``; or empty."""
    return CONTENT_TYPES.get(PurePath(name).suffix.lower(), "")


def new_version(old: Document, prepared: PreparedDocument) -> PreparedDocument:
    """What replaces a document: as hidden as it was."""
    new = prepared.document.model_copy(
        update={
            "replaces": f"DocumentReference/{old.id}",
            "visibility": prepared.document.visibility | old.visibility,
        }
    )
    return replace(prepared, document=new)
