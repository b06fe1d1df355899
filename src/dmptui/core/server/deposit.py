"""Adding documents: the ITI-65 transaction, checked whole before anything is kept."""

import json
from uuid import uuid4

import anyio.to_thread
from starlette.responses import Response

from dmptui.core.errors import Conflict
from dmptui.core.fhir import document_reference
from dmptui.core.fhir import patient as patients
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.fhir.submission import submission_set
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.decision import Decision, refused
from dmptui.core.rules.deposit import LAW, Deposit
from dmptui.core.rules.deposit import deposit as may_deposit
from dmptui.core.rules.reading import VISIBILITY_LAW
from dmptui.core.server import answers, gate, notifications, traces
from dmptui.core.server.body import read_json
from dmptui.core.server.context import Call
from dmptui.core.server.errors import Denied
from dmptui.core.server.lot import Lot, Part, identity, invalid_lot, read_lot
from dmptui.core.store.base import Content, Query, Stored, Token, Write
from dmptui.core.text import _


async def transaction(call: Call) -> Response:
    """Add the documents of a lot; the same lot sent again gets the first answer."""
    bundle = await read_json(call.request, "Bundle")
    lot = await anyio.to_thread.run_sync(read_lot, bundle)
    row, patient = await _patient(call, lot)
    patient_id = row.id if row else ""
    for part in lot.parts:
        decision = _decide(call, part, lot.sender, patient)
        if not decision.allowed:
            raise Denied(
                decision, TraceAction.DEPOSIT, call.asker, patient_id=patient_id, title=part.document.title
            )
    if patient is None:
        raise invalid_lot(_("Le lot ne contient aucun document."))
    if not await _already_there(call, lot, patient_id):
        try:
            await call.context.store.commit(_writes(call, lot, patient, patient_id), call.now)
        except Conflict:
            # The same lot was being received at the same time: the first one has its documents.
            if not await _already_there(call, lot, patient_id):
                raise
    return answers.fhir(_receipt(lot))


async def _patient(call: Call, lot: Lot) -> tuple[Stored | None, Patient | None]:
    """The one patient all the entries are about; None when nobody is known."""
    subjects = {lot.subject, *(part.subject for part in lot.parts)}
    rows = [await gate.by_reference(call.context, subject) for subject in sorted(subjects)]
    ids = {row.id if row else "" for row in rows}
    for patient_id in sorted(ids):
        gate.same_patient(call, patient_id, TraceAction.DEPOSIT)
    if len(ids) > 1:
        raise invalid_lot(_("Un lot ne peut concerner qu'une seule personne."))
    row = rows[0]
    if row is None:
        return None, None
    patient = patients.from_fhir(json.loads(row.text))
    if any(part.source_ins not in ("", patient.ins.value) for part in lot.parts):
        raise invalid_lot(_("L'INS inscrit dans un document n'est pas celui de la personne du lot."))
    return row, patient


def _decide(call: Call, part: Part, sender: str, patient: Patient | None) -> Decision:
    document = part.document
    if sender != call.asker.ps_id:
        return refused(
            _("Un lot ne peut être déposé que par le professionnel qu'il annonce."),
            LAW,
            _("Déposez-le sous votre nom."),
        )
    if {Visibility.HIDDEN_FROM_PROFESSIONALS, Visibility.HIDDEN_FROM_PATIENT} <= document.visibility:
        return refused(
            _("Un document ne peut pas être à la fois masqué aux professionnels et invisible au patient."),
            VISIBILITY_LAW,
            _("Choisissez l'un des deux."),
        )
    if document.status is not DocumentStatus.CURRENT or document.replaces:
        return refused(_("Ce serveur n'accepte que l'ajout d'un nouveau document."), LAW)
    return may_deposit(
        Deposit(
            state=patient.state if patient else None,
            title=document.title,
            type_code=document.type.code,
            content_type=document.attachment.content_type,
            size=len(part.content),
        )
    )


async def _already_there(call: Call, lot: Lot, patient_id: str) -> bool:
    """Whether the very documents of this lot are already kept.

    Raises:
        Conflict: a master identifier names another content, or only a part of the lot is there.
    """
    masters = tuple((None, part.document.master_identifier) for part in lot.parts)
    query = Query("DocumentReference", tokens=(Token("identifier", masters),), count=2 * len(masters))
    rows = (await call.context.store.search(query)).rows
    if not rows:
        return False
    found = [(row.patient, document_reference.from_fhir(json.loads(row.text))) for row in rows]
    there = {(owner, d.master_identifier, d.attachment.sha1) for owner, d in found}
    sent = {(patient_id, p.document.master_identifier, p.document.attachment.sha1) for p in lot.parts}
    if not sent <= there:
        raise Conflict(
            _("Un autre document porte déjà cet identifiant. Préparez de nouveau le dépôt."),
            cause="masterIdentifier already used",
        )
    return True


def _writes(call: Call, lot: Lot, patient: Patient, patient_id: str) -> list[Write | Content]:
    """All that one deposit keeps: contents, documents, the lot, traces and one notification."""
    subject, now = f"Patient/{patient_id}", call.now
    writes: list[Write | Content] = []
    for part in lot.parts:
        document = _completed(call, part.document)
        url = f"Binary/{identity(part.document, 'binary')}"
        writes.append(
            Content(identity(part.document, "binary"), document.attachment.content_type, part.content)
        )
        writes.append(
            Write(document_reference.to_fhir(document, patient.ins, subject=subject, content_url=url))
        )
        writes.append(
            traces.done(
                call.asker, patient_id, TraceAction.DEPOSIT, now, title=document.title, object_id=document.id
            )
        )
    members = tuple(f"DocumentReference/{identity(part.document, 'document')}" for part in lot.parts)
    writes.append(
        Write(
            submission_set(
                lot.parts[0].document.category,
                members,
                ins=patient.ins,
                sender=as_author(call.asker.claims.role),
                source_id=lot.source_id,
                now=now,
                subject=subject,
            )
            | {"id": lot.identity}
        )
    )
    writes.append(notifications.deposited(call.asker, patient_id, now))
    return writes


def _completed(call: Call, document: Document) -> Document:
    """The document with what the server decides: entryUUID, logicalId, date of deposit."""
    return document.model_copy(
        update={"id": identity(document, "document"), "logical_id": uuid4().urn, "date": call.now}
    )


def _receipt(lot: Lot) -> Json:
    """The transaction-response, in the order of the entries; the same for a lot sent again."""
    return {
        "resourceType": "Bundle",
        "type": "transaction-response",
        "entry": [
            {
                "response": {
                    "status": "201 Created",
                    "location": f"{kind}/{entry_id}/_history/1",
                    "etag": 'W/"1"',
                }
            }
            for kind, entry_id in lot.locations
        ],
    }
