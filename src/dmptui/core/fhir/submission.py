"""ITI-65 Provide Document Bundle: a SubmissionSet, its documents and their contents."""

import base64
import hashlib
from datetime import datetime
from uuid import UUID, uuid5

from dmptui.core.fhir import systems
from dmptui.core.fhir.document_reference import to_fhir
from dmptui.core.fhir.json import Json, concept, identifier
from dmptui.core.fhir.patient import ins_system
from dmptui.core.fhir.practitioner import author_to_fhir
from dmptui.core.fhir.required import known
from dmptui.core.model.base import Coding
from dmptui.core.model.document import PATIENT_AUTHOR, Author, Document
from dmptui.core.model.ins import Ins

_PATIENT = "patient-source"
_NAMESPACE = UUID("b9f3d3f0-6b0e-5d6f-9c55-0f3f6a3c8a11")


def sha1_base64(content: bytes) -> str:
    """SHA-1 of the content in base64, as FHIR ``Attachment.hash`` asks."""
    return base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def subject_of(ins: Ins) -> str:
    """The conditional reference to a patient."""
    return f"Patient?identifier={ins_system(ins)}|{ins.value}"


def provide_document(
    document: Document, content: bytes, *, ins: Ins, sender: Author, source_id: str, now: datetime
) -> Json:
    """The transaction that adds one document.

    The entries' URLs and the names of the lot follow from the master identifier, so that a resend is the
    same request.

    Args:
        document: metadata; ``attachment`` has the content type, size and SHA-1.
        content: the bytes of the document.
        ins: of the patient.
        sender: who deposits, a professional or the patient.
        source_id: URI of the system that sends (``ihe-sourceId``).
        now: when.
    """
    names = {name: uuid5(_NAMESPACE, document.master_identifier + name) for name in ("list", "doc", "bin")}
    urls = {name: found.urn for name, found in names.items()}
    reference = to_fhir(document, ins, subject=subject_of(ins), content_url=urls["bin"])
    binary = {
        "resourceType": "Binary",
        "contentType": document.attachment.content_type,
        "data": base64.b64encode(content).decode(),
    }
    submission = submission_set(
        (urls["doc"],),
        entry=names["list"],
        activity=document.facility,
        ins=ins,
        sender=sender,
        source_id=source_id,
        now=now,
    )
    parts = (("list", "List", submission), ("doc", "DocumentReference", reference), ("bin", "Binary", binary))
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [systems.BUNDLE_PROFILE]},
        "type": "transaction",
        "entry": [
            {"fullUrl": urls[name], "resource": resource, "request": {"method": "POST", "url": kind}}
            for name, kind, resource in parts
        ],
    }


def supersede(document_id: str, version: str) -> Json:
    """The entry by which a lot makes an old version of the document it replaces (TD2.1): a FHIRPath Patch.

    ``version`` is the one that was read.
    """
    parameters = (
        ("type", "valueCode", "replace"),
        ("path", "valueString", "DocumentReference.status"),
        ("value", "valueCode", "superseded"),
    )
    parts = [{"name": name, key: value} for name, key, value in parameters]
    return {
        "fullUrl": uuid5(_NAMESPACE, f"{document_id} superseded").urn,
        "resource": {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]},
        "request": {
            "method": "PATCH",
            "url": f"DocumentReference/{document_id}",
            "ifMatch": f'W/"{version}"',
        },
    }


def submission_set(
    members: tuple[str, ...],
    *,
    entry: UUID,
    activity: Coding | None,
    ins: Ins,
    sender: Author,
    source_id: str,
    now: datetime,
    unique_id: str = "",
    subject: str = "",
) -> Json:
    """The List of a lot, with all that ``pdsm-submissionset-comprehensive`` asks.

    Its title is the same for all: it is read by some who may not see every document of the lot.

    Args:
        members: references to its documents.
        entry: its entryUUID.
        activity: secteur d'activité it comes from (``ihe-designationType``).
        ins: of the patient.
        sender: who deposits; the patient is the one of ``ins``.
        source_id: URI of the system that sends (``ihe-sourceId``).
        now: when.
        unique_id: its uniqueId, an OID as a URN; one that follows from ``entry`` when empty.
        subject: the reference to the patient; conditional when empty.
    """
    by_patient = sender.profession == PATIENT_AUTHOR
    return {
        "resourceType": "List",
        "meta": {"profile": [systems.SUBMISSION_PROFILE]},
        "contained": [
            {
                "resourceType": "Patient",
                "id": _PATIENT,
                "identifier": [identifier(ins_system(ins), ins.value)],
            },
            *(() if by_patient else (author_to_fhir(sender, "sender"),)),
        ],
        "extension": [
            {"url": systems.SOURCE_ID, "valueIdentifier": identifier(systems.URI, source_id)},
            {"url": systems.DESIGNATION_TYPE, "valueCodeableConcept": known(activity)},
        ],
        "identifier": [
            identifier(systems.URI, unique_id or f"urn:oid:2.25.{entry.int}", "usual"),
            identifier(systems.URI, entry.urn, "official"),
        ],
        "status": "current",
        "mode": "working",
        "title": "Lot de soumission",
        "code": concept(Coding(system=systems.MHD_LIST_TYPE, code="submissionset")),
        "subject": {"reference": subject or subject_of(ins)},
        "date": now.isoformat(),
        "source": {"reference": f"#{_PATIENT if by_patient else 'sender'}"},
        "entry": [{"item": {"reference": member}} for member in members],
    }
