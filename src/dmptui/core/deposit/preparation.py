"""From a file to a document ready to be sent to a DMP (TD2, ITI-65)."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath

from dmptui.core.deposit.cda_metadata import CdaMetadata, read_metadata
from dmptui.core.deposit.identity import identity_verdict, identity_warnings
from dmptui.core.deposit.lots import wishes_of, with_entry
from dmptui.core.deposit.prepared import (
    CDA,
    FileDescription,
    PreparedDocument,
    Source,
    Wishes,
    content_type_of,
)
from dmptui.core.deposit.unread import refuse_unread
from dmptui.core.deposit.wrapping import as_utf8, attachment_of, checked_type, wrapped
from dmptui.core.documents.text import clean_line
from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import systems
from dmptui.core.fhir.required import with_place
from dmptui.core.model.base import Coding
from dmptui.core.model.days import Dated, day_in, day_of
from dmptui.core.model.document import Document
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules import deposit as rule
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.identity import OtherPerson
from dmptui.core.terminology import class_label, document_type
from dmptui.core.text import _

__all__ = [
    "CDA",
    "FileDescription",
    "PreparedDocument",
    "Source",
    "Wishes",
    "content_type_of",
    "inspect",
    "named",
    "prepare",
]


def inspect(source: Source) -> FileDescription:
    """Check that a file may be deposited, and read what it says of itself. Call it from a thread.

    Raises:
        Refused: it is empty, too large, or of a format the DMP does not take.
        InvalidContent: it is not what its name says, or is not well-formed.
    """
    refuse_unread(source)
    _require(rule.size_rule(len(source.content), rule.MAX_BYTES))
    _require(rule.format_rule(content_type_of(source.name)))
    metadata = _metadata(source)
    if metadata is None:
        if checked_type(source) == "text/plain":
            as_utf8(source.content)
        return FileDescription(day_of(source.written))
    facts, setting = metadata.facts, metadata.setting
    acted = metadata.start or facts.effective_time or source.written
    return FileDescription(day_in(acted), facts.type.value, facts.title, setting.code if setting else "")


def prepare(
    source: Source, wishes: Wishes, *, patient: Patient, role: PractitionerRole, now: datetime
) -> PreparedDocument:
    """Make a document ready. It may take 50 ms: call it from a thread.

    Args:
        source: the file.
        wishes: what the professional chose.
        patient: whose record it is for.
        role: who deposits.
        now: date of the deposit.

    Raises:
        Refused: ``rules.deposit`` says no.
        OtherPerson: the document is about somebody else.
        InvalidContent: the file is not what its name says, or is not well-formed.
    """
    refuse_unread(source)
    _require(rule.size_rule(len(source.content), rule.MAX_BYTES))
    wishes = wishes_of(source, wishes)
    metadata = _metadata(source)
    type_code = wishes.type_code or (metadata.facts.type.value if metadata else "")
    title = wishes.title or (metadata.facts.title if metadata else "")
    completed = replace(wishes, type_code=type_code, title=title)
    announced, writer = named(source, completed, patient, now), _at_work_in(role, wishes.setting)
    if metadata is None:
        return with_entry(wrapped(source, announced, patient, writer), source, patient)
    ready = _from_cda(source, metadata, announced, patient, writer, wishes)
    return with_entry(ready, source, patient)


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
        _require(rule.act_rule(wishes.acted, born=patient.birth_date, today=day_of(now)))
    return Document(
        title=title,
        description=clean_line(wishes.comment),
        type=_type(wishes.type_code),
        category=_category(wishes.type_code),
        date=now,
        start=_moment(wishes.acted, source.written, now),
        visibility=wishes.visibility,
    )


def _moment(acted: date | None, written: datetime, now: datetime) -> Dated:
    """When an act was: the day that was said, or when the file was written, never later than now."""
    if acted is None or acted == day_of(written):
        return min(written, now)
    return acted


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
    kind = document_type(type_code)
    return kind.label if kind else clean_line(PurePath(source.name).stem)


def _require(decision: Decision) -> None:
    if not decision.allowed:
        raise decision.error()


def _from_cda(
    source: Source,
    metadata: CdaMetadata,
    named: Document,
    patient: Patient,
    role: PractitionerRole,
    wishes: Wishes,
) -> PreparedDocument:
    facts = metadata.facts
    started = metadata.start or facts.effective_time or min(source.written, named.date)
    if not facts.id.root:
        raise InvalidContent(
            _("Ce document CDA n'a pas d'identifiant. Demandez à son auteur de le produire à nouveau.")
        )
    verdict = identity_verdict(metadata, patient)
    if verdict.decision.refused:
        raise OtherPerson(verdict)
    document = named.model_copy(
        update={
            "master_identifier": _urn(facts.id.root, facts.id.extension),
            "authors": metadata.authors,
            "start": started if wishes.acted in (None, day_in(started)) else named.start,
            "end": metadata.end,
            "format": metadata.format,
            "confidentiality": facts.confidentiality if facts.confidentiality in ("N", "R", "V") else "N",
            "facility": metadata.facility,
            "setting": None if wishes.setting else metadata.setting,
            "events": metadata.events,
            "attachment": attachment_of(source.content, facts.language),
        }
    )
    life = rule.Life(patient.birth_date, day_of(named.date))
    _require(rule.period_rule(document.start, document.end, life))
    warnings = tuple(identity_warnings(metadata, patient))
    return PreparedDocument(patient, with_place(document, role), source.content, warnings)


def _type(code: str) -> Coding:
    kind = document_type(code)
    return Coding(system=kind.system, code=code, display=kind.label) if kind else Coding(code=code)


def _category(type_code: str) -> Coding:
    kind = document_type(type_code)
    code = kind.document_class if kind else ""
    return Coding(system=systems.DOCUMENT_CLASS, code=code, display=class_label(code))


def _urn(root: str, extension: str) -> str:
    """A CDA identifier as XDS writes a uniqueId."""
    return f"urn:oid:{root}^{extension}" if extension else f"urn:oid:{root}"
