"""A CDA level 1 around a file, once its bytes are what its name says."""

import hashlib
from uuid import NAMESPACE_URL, uuid5

from dmptui.core.deposit.prepared import CDA, PreparedDocument, Source, content_type_of
from dmptui.core.documents.sniff import format_name, media_type
from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import systems
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.fhir.required import with_place
from dmptui.core.fhir.submission import sha1_base64
from dmptui.core.model.base import Coding
from dmptui.core.model.days import iso
from dmptui.core.model.document import PATIENT_AUTHOR, Attachment, Author, Document
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.text import _
from dmptui.core.writing.header import HeaderFacts
from dmptui.core.writing.level1 import FORMATS, level1

_SAME_FORMAT = {"application/rtf": "text/rtf", "application/xml": CDA}


def wrapped(
    source: Source, named: Document, patient: Patient, writer: PractitionerRole | Patient
) -> PreparedDocument:
    """A CDA level 1 around the file; its identifiers follow from the file, the patient and the author.

    Raises:
        InvalidContent: the file is not what its name says.
    """
    role = writer if isinstance(writer, PractitionerRole) else None
    author = as_author(role) if role else Author(name=patient.name, profession=PATIENT_AUTHOR)
    content_type = checked_type(source)
    body, warnings = as_utf8(source.content) if content_type == "text/plain" else (source.content, ())
    digest = hashlib.sha256(source.content).hexdigest()
    metadata = (named.type.code, named.title, iso(named.act_day), role.situation.setting if role else "")
    identity = f"dmptui:{patient.ins.value}:{author.id}:{digest}:{metadata}"
    written = min(source.written, named.date)
    facts = HeaderFacts(
        patient=patient,
        author=writer,
        type_code=named.type.code,
        title=named.title,
        written=written,
        started=named.start or written,
        document_id=_oid(identity),
        set_id=_oid(f"{identity}:set"),
    )
    content = level1(facts, body, content_type)
    document = named.model_copy(
        update={
            "master_identifier": f"urn:oid:{facts.document_id}",
            "authors": (author,),
            "format": Coding(system=systems.FORMAT_CODE, code=FORMATS[content_type]),
            "attachment": attachment_of(content),
        }
    )
    return PreparedDocument(patient, with_place(document, role), content, warnings)


def checked_type(source: Source) -> str:
    """The announced format, when the first bytes do not belie it.

    Raises:
        InvalidContent: they do.
    """
    announced = content_type_of(source.name)
    found = media_type(source.content)
    found = _SAME_FORMAT.get(found, found) or "text/plain"
    if found == announced:
        return announced
    raise InvalidContent(
        _(
            "Le contenu de ce fichier ({found}) n'est pas ce que dit son nom ({announced}). "
            "Vérifiez le fichier."
        ).format(found=format_name(found), announced=format_name(announced)),
        cause=f"{found} named {announced}",
    )


def as_utf8(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A text in UTF-8, as a level 1 document must hold it (IHE XDS-SD), and what was changed.

    Raises:
        InvalidContent: it is not a text.
    """
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidContent(_("Ce fichier n'est pas un texte. Vérifiez le fichier choisi."), cause="NUL")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = content.decode("utf-16" if utf16 else "cp1252", "replace")
        return text.encode(), (_("Ce texte n'était pas en UTF-8 : il a été converti. Relisez ses accents."),)
    return content, ()


def attachment_of(content: bytes, language: str = "") -> Attachment:
    """What a document says of the CDA that is sent."""
    return Attachment(
        content_type=CDA, size=len(content), sha1=sha1_base64(content), language=language or "fr-FR"
    )


def _oid(name: str) -> str:
    return f"2.25.{uuid5(NAMESPACE_URL, name).int}"
