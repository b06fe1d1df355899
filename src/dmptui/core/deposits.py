"""From a file to a document ready to be sent to a DMP (TD2, ITI-65)."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import PurePath
from uuid import NAMESPACE_URL, uuid5

from dmptui.core.cda_metadata import CdaMetadata, read_metadata
from dmptui.core.deposit_identity import identity_rule, identity_warnings
from dmptui.core.documents.sniff import format_name, media_type
from dmptui.core.documents.text import clean_line
from dmptui.core.documents.writing.header import HeaderFacts
from dmptui.core.documents.writing.level1 import FORMATS, level1
from dmptui.core.errors import InvalidContent, Refused
from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.fhir.required import with_place
from dmptui.core.fhir.submission import provide_document, sha1_base64
from dmptui.core.model.base import Coding
from dmptui.core.model.document import PATIENT_AUTHOR, Attachment, Author, Document, Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules import deposit as rule
from dmptui.core.rules.decision import Decision
from dmptui.core.terminology import class_label, document_type
from dmptui.core.text import _

SOURCE_ID = "urn:dmptui:source:poste"
"""The system that sends, ``ihe-sourceId`` of a SubmissionSet."""

CDA = "text/xml"
_SAME_FORMAT = {"application/rtf": "text/rtf", "application/xml": CDA}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to deposit.

    Attributes:
        name: its ending tells its format.
        written: when it was last changed, aware: the date of the act, unless the file tells its own.
    """

    name: str
    content: bytes
    written: datetime


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
class Told:
    """What a file says of itself, to begin a form with; empty where it says nothing."""

    acted: date
    type_code: str = ""
    title: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
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


def record_rule(patient: Patient | None) -> Decision:
    """Whether there is a record that may be fed, before any file is looked at: by any document at all."""
    return rule.deposit(
        rule.Deposit(
            patient.state if patient else None, title="-", type_code="11488-4", content_type=CDA, size=1
        )
    )


def content_type_of(name: str) -> str:
    """The format a file's name announces, a value of ``rules.deposit.CONTENT_TYPES``; or empty."""
    return rule.CONTENT_TYPES.get(PurePath(name).suffix.lower(), "")


def inspect(source: Source) -> Told:
    """Check that a file may be deposited, and read what it says of itself. Call it from a thread.

    Raises:
        Refused: it is empty, too large, or of a format the DMP does not take.
        InvalidContent: it is not what its name says, or is not well-formed.
    """
    _require(rule.size_rule(len(source.content), rule.MAX_BYTES))
    _require(rule.format_rule(content_type_of(source.name)))
    metadata = _metadata(source)
    if metadata is None:
        if _checked_type(source) == "text/plain":
            _as_utf8(source.content)
        return Told(source.written.date())
    facts, setting = metadata.facts, metadata.setting
    acted = metadata.start or facts.effective_time or source.written
    return Told(acted.date(), facts.type.value, facts.title, setting.code if setting else "")


def prepare(
    source: Source, wishes: Wishes, *, patient: Patient, role: PractitionerRole, now: datetime
) -> Prepared:
    """Make a document ready. It may take 50 ms: call it from a thread.

    Args:
        source: the file.
        wishes: what the professional chose.
        patient: whose record it is for.
        role: who deposits.
        now: date of the deposit.

    Raises:
        Refused: ``rules.deposit`` says no, or the document is about somebody else.
        InvalidContent: the file is not what its name says, or is not well-formed.
    """
    _require(rule.size_rule(len(source.content), rule.MAX_BYTES))
    metadata = _metadata(source)
    type_code = wishes.type_code or (metadata.facts.type.value if metadata else "")
    title = wishes.title or (metadata.facts.title if metadata else "")
    wanted = replace(wishes, type_code=type_code, title=title)
    announced, writer = named(source, wanted, patient, now), _at_work_in(role, wishes.setting)
    if metadata is None:
        return wrapped(source, announced, patient, writer)
    return _from_cda(source, metadata, announced, patient, writer, wishes)


def named(source: Source, wishes: Wishes, patient: Patient, now: datetime) -> Document:
    """A document of which only the file and the wishes are known.

    Raises:
        Refused: ``rules.deposit`` says no.
    """
    title = wishes.title or _default_title(source, wishes.type_code)
    _require(
        rule.deposit(
            rule.Deposit(
                state=patient.state,
                title=title,
                type_code=wishes.type_code,
                content_type=content_type_of(source.name),
                size=len(source.content),
            )
        )
    )
    _require(rule.setting_rule(wishes.setting))
    if wishes.acted is not None:
        _require(rule.act_rule(wishes.acted, born=patient.birth_date, today=now.date()))
    return Document(
        title=title,
        description=clean_line(wishes.comment),
        type=_type(wishes.type_code),
        category=_category(wishes.type_code),
        date=now,
        start=_moment(wishes.acted, source.written, now),
        visibility=wishes.visibility,
    )


def _moment(acted: date | None, told: datetime, now: datetime) -> datetime:
    """When an act was: what the file tells, or noon of another day, never later than now."""
    if acted is None or acted == told.date():
        return min(told, now)
    return min(datetime.combine(acted, time(12), tzinfo=UTC), now)


def _at_work_in(role: PractitionerRole, setting: str) -> PractitionerRole:
    """The professional, in another cadre d'exercice of the same structure."""
    if not setting:
        return role
    situation = role.situation.model_copy(update={"setting": setting})
    return role.model_copy(update={"situation": situation})


def _metadata(source: Source) -> CdaMetadata | None:
    """What a CDA says of itself; None for another file."""
    return read_metadata(source.content) if content_type_of(source.name) == CDA else None


def _default_title(source: Source, type_code: str) -> str:
    known = document_type(type_code)
    return known.label if known else clean_line(PurePath(source.name).stem)


def _require(decision: Decision) -> None:
    if not decision.allowed:
        raise Refused(f"{decision.reason} {decision.advice}".strip(), decision.source)


def _from_cda(
    source: Source,
    metadata: CdaMetadata,
    named: Document,
    patient: Patient,
    role: PractitionerRole,
    wishes: Wishes,
) -> Prepared:
    facts = metadata.facts
    started = metadata.start or facts.effective_time or source.written
    if not facts.id.root:
        raise InvalidContent(
            _("Ce document CDA n'a pas d'identifiant. Demandez à son auteur de le produire à nouveau.")
        )
    _require(identity_rule(metadata, patient))
    document = named.model_copy(
        update={
            "master_identifier": _urn(facts.id.root, facts.id.extension),
            "authors": metadata.authors,
            "start": started if wishes.acted in (None, started.date()) else named.start,
            "end": metadata.end,
            "format": metadata.format,
            "confidentiality": facts.confidentiality if facts.confidentiality in ("N", "R", "V") else "N",
            "facility": metadata.facility,
            "setting": None if wishes.setting else metadata.setting,
            "events": metadata.events,
            "attachment": _attachment(source.content, facts.language),
        }
    )
    warnings = tuple(identity_warnings(metadata, patient))
    return Prepared(patient, with_place(document, role), source.content, warnings)


def wrapped(
    source: Source, named: Document, patient: Patient, writer: PractitionerRole | Patient
) -> Prepared:
    """A CDA level 1 around the file; its identifiers follow from the file, the patient and the author.

    Raises:
        InvalidContent: the file is not what its name says.
    """
    role = writer if isinstance(writer, PractitionerRole) else None
    author = as_author(role) if role else Author(name=patient.name, profession=PATIENT_AUTHOR)
    content_type = _checked_type(source)
    body, warnings = _as_utf8(source.content) if content_type == "text/plain" else (source.content, ())
    digest = hashlib.sha256(source.content).hexdigest()
    said = (named.type.code, named.title, named.start, role.situation.setting if role else "")
    identity = f"dmptui:{patient.ins.value}:{author.id}:{digest}:{said}"
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
            "attachment": _attachment(content),
        }
    )
    return Prepared(patient, with_place(document, role), content, warnings)


def _attachment(content: bytes, language: str = "") -> Attachment:
    return Attachment(
        content_type=CDA, size=len(content), sha1=sha1_base64(content), language=language or "fr-FR"
    )


def _type(code: str) -> Coding:
    known = document_type(code)
    return Coding(system=known.system, code=code, display=known.label) if known else Coding(code=code)


def _category(type_code: str) -> Coding:
    known = document_type(type_code)
    code = known.document_class if known else ""
    return Coding(system=systems.DOCUMENT_CLASS, code=code, display=class_label(code))


def _urn(root: str, extension: str) -> str:
    """A CDA identifier as XDS writes a uniqueId."""
    return f"urn:oid:{root}^{extension}" if extension else f"urn:oid:{root}"


def _oid(name: str) -> str:
    return f"2.25.{uuid5(NAMESPACE_URL, name).int}"


def _checked_type(source: Source) -> str:
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


def _as_utf8(content: bytes) -> tuple[bytes, tuple[str, ...]]:
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
