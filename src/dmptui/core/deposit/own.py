"""From a file to a document that the patient deposits in their own record (ITI-65)."""

from datetime import datetime

from dmptui.core.deposit.preparation import named
from dmptui.core.deposit.prepared import SOURCE_ID, PreparedDocument, Source, Wishes, content_type_of
from dmptui.core.deposit.prepared import new_version as new_version
from dmptui.core.deposit.unread import refuse_unread
from dmptui.core.deposit.wrapping import wrapped
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.submission import provide_document, supersede
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.model.patient import Patient
from dmptui.core.rules.adding import add_own, own_file
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.rules.deposit import Life
from dmptui.core.rules.patient_view import Viewer
from dmptui.core.text import _


def prepare_own(source: Source, wishes: Wishes, *, patient: Patient, now: datetime) -> PreparedDocument:
    """Put a file in a CDA level 1 whose author is the patient. It may take 50 ms: call it from a thread.

    Args:
        source: the file: pdf, txt, rtf, jpg or tif.
        wishes: its type, its title, who must not see it.
        patient: whose record it is for.
        now: date of the deposit.

    Raises:
        Refused: ``rules.deposit`` says no, or the file is a CDA.
        InvalidContent: the file is not what its name says.
    """
    refuse_unread(source)
    decision = own_file(content_type_of(source.name))
    if not decision.allowed:
        raise decision.error()
    return wrapped(source, named(source, wishes, patient, now), patient, patient)


def may_add(prepared: PreparedDocument, patient: Patient, viewer: Viewer, now: datetime) -> Decision:
    """The rule's answer to a deposit in this person's record; what is another's is refused."""
    if prepared.patient.ins != patient.ins:
        return refused(
            _("Ce document a été préparé pour une autre personne."), PROJECT, _("Préparez-le de nouveau.")
        )
    return add_own(
        prepared.document,
        state=patient.state,
        size=len(prepared.content),
        minor=patient.is_minor(day_of(now)),
        viewer=viewer,
        life=Life(patient.birth_date, day_of(now)),
    )


def replacement(old: Document, version: PreparedDocument, now: datetime) -> Json:
    """The ITI-65 request that deposits a new version and supersedes the old one."""
    lot = transaction(version, now)
    lot["entry"].append(supersede(old.id, old.version))
    return lot


def transaction(prepared: PreparedDocument, now: datetime) -> Json:
    """The ITI-65 request; the same file sent again is the same document."""
    return provide_document(
        prepared.document,
        prepared.content,
        ins=prepared.patient.ins,
        sender=prepared.document.author,
        source_id=SOURCE_ID,
        now=now,
    )
