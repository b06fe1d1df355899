"""Adding documents: ITI-65 and ITI-105, checked whole before anything is kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import anyio.to_thread
from starlette.responses import Response

from dmptui.core.errors import Conflict
from dmptui.core.fhir import document_reference
from dmptui.core.fhir import outcome as outcomes
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.fhir.required import place_of, with_place
from dmptui.core.fhir.submission import submission_set
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Author, Document, DocumentStatus, Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import changing, laws, visibility
from dmptui.core.rules.adding import add
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.changing import Changer
from dmptui.core.rules.condition import Condition, some
from dmptui.core.rules.decision import Decision, refused
from dmptui.core.rules.deposit import Life
from dmptui.core.rules.identity import Verdict, gravest, judge, judge_metadata
from dmptui.core.rules.traits import InsMatch, ins_match
from dmptui.core.server.access import gate, notifications, traces
from dmptui.core.server.access.people import person_of
from dmptui.core.server.deposit.lot import Lot, Part, identity, invalid_lot, read_lot, read_simplified
from dmptui.core.server.deposit.lot import place_of as kept_at
from dmptui.core.server.deposit.replacement import Replacement, replaced
from dmptui.core.server.documents import entries
from dmptui.core.server.documents.sight import Sight
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import Denied
from dmptui.core.store.base import Content, StoredResource, Write
from dmptui.core.store.query import Query, Token
from dmptui.core.text import _

Verdicts = dict[str, Verdict]


@dataclass(frozen=True, slots=True)
class Depositor:
    """Who deposits, and what the rules let them.

    Attributes:
        author: they, as the lot names them.
        sender: what the lot must say of who sends it.
        identity: who they are, see ``lot.identity``: a representative is not the person.
        documents: the condition on those they may know of in the record, deleted or not.
        add: the rule of a new document, of so many bytes, for a patient or nobody.
        replace: the rule of an older document that a new one replaces.
    """

    author: Author
    sender: str
    identity: str
    documents: Condition
    add: Callable[[Document, int, Patient | None], Decision]
    replace: Callable[[Document, Patient], Decision]


async def transaction(call: Call) -> Response:
    """Add the documents of a lot (ITI-65), as a professional."""
    return await receive(call, await _professional(call))


async def receive(call: Call, who: Depositor) -> Response:
    """Add the documents of a lot (ITI-65); the same lot sent again gets the first answer."""
    bundle = await read_json(call.request, "Bundle")
    lot = await anyio.to_thread.run_sync(read_lot, bundle, who.identity)
    _new, verdicts = await _keep(call, lot, who)
    return answers.fhir(_receipt(lot, who, verdicts))


async def simplified(call: Call) -> Response:
    """Add one document sent with its content inside (ITI-105)."""
    reference = await read_json(call.request, "DocumentReference")
    lot = await anyio.to_thread.run_sync(read_simplified, reference, call.asker.ps_id)
    new, _verdicts = await _keep(call, lot, await _professional(call))
    row = entries.shown(await call.context.store.read(entries.KIND, lot.locations[0].partition("/")[2]))
    location = f"{call.base}/{entries.KIND}/{row.id}/_history/{row.version}"
    headers = {"Location": location, "ETag": f'W/"{row.version}"'}
    return answers.fhir(json.loads(row.text), 201 if new else 200, headers)


async def _professional(call: Call) -> Depositor:
    def may_add(document: Document, size: int, patient: Patient | None) -> Decision:
        state = patient.state if patient else None
        life = Life(patient.birth_date, day_of(call.now)) if patient else None
        return add(document, state=state, profession=call.asker.profession, size=size, life=life)

    def may_replace(document: Document, patient: Patient) -> Decision:
        minor = patient.is_minor(day_of(call.now))
        who = Changer(practitioner_id=call.asker.ps_id)
        return changing.change(Change.REPLACE, document, who, minor=minor, now=call.now)

    ps_id = call.asker.ps_id
    author = as_author(call.asker.claims.professional)
    return Depositor(author, ps_id, ps_id, await _may_know(call), may_add, may_replace)


async def _may_know(call: Call) -> Condition:
    """What a professional who deposits may know of: their documents, and those of the record they opened."""
    own = visibility.written_by(call.asker.ps_id)
    if not call.asker.claims.patient_id:
        return own
    try:
        return some(own, (await gate.record(call, TraceAction.DEPOSIT)).documents)
    except Denied:  # to deposit needs no right to consult
        return own


async def _keep(call: Call, lot: Lot, who: Depositor) -> tuple[bool, Verdicts]:
    """Decide on a lot and keep it: False when it was kept already, and whose documents they are."""
    row, patient = await _patient(call, lot)
    patient_id = row.id if row else ""
    _check_sender(call, lot, who, patient_id)
    verdicts = _verdicts(call, lot, patient) if patient is not None else {}
    return await _keep_judged(call, lot, who, patient_id, patient), verdicts


def _verdicts(call: Call, lot: Lot, patient: Patient) -> Verdicts:
    """Whose documents they are, by their master identifier.

    Raises:
        Denied: one is somebody else's; its title, which may say whose, is not traced in this record.
    """
    found: Verdicts = {}
    for part in lot.parts:
        verdict = gravest(judge_metadata(part.document.identities, patient), judge(part.identities, patient))
        if verdict.decision.refused:
            raise Denied(verdict.decision, TraceAction.DEPOSIT, call.asker, patient_id=patient.id)
        found[part.document.master_identifier] = verdict
    return found


async def _keep_judged(
    call: Call, lot: Lot, who: Depositor, patient_id: str, patient: Patient | None
) -> bool:
    """Decide on a lot whose documents are the person's, and keep it."""
    if patient is not None and await _already_there(call, lot, who, patient_id):
        return False
    for part in lot.parts:
        decision = who.add(part.document, len(part.content), patient)
        if not decision.allowed:
            raise _denied(call, decision, part, patient_id)
    if patient is None:
        raise invalid_lot(_("Le lot ne contient aucun document."))

    def rule(document: Document) -> Decision:
        return who.replace(document, patient)

    older = await replaced(call, lot, Sight(patient_id, who.documents, rule))
    try:
        await call.context.store.commit(_writes(call, lot, patient, older, who), call.now)
    except Conflict:
        # The same lot was being received at the same time: the first one has its documents.
        if not await _already_there(call, lot, who, patient_id):
            raise
        return False
    return True


async def _patient(call: Call, lot: Lot) -> tuple[StoredResource | None, Patient | None]:
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
    patient = person_of(row, call.now)
    if any(_names_another(part, patient) for part in lot.parts):
        raise invalid_lot(_("L'INS inscrit dans un document n'est pas celui de la personne du lot."))
    return row, patient


def _names_another(part: Part, patient: Patient) -> bool:
    """Whether the metadata of a document bear another INS than that of the person they are sent for."""
    return any(ins_match(found, patient) is InsMatch.OTHER for found in part.document.identities)


def _check_sender(call: Call, lot: Lot, who: Depositor, patient_id: str) -> None:
    if lot.sender == who.sender:
        return
    decision = refused(
        _("Un lot ne peut être déposé que par le professionnel qu'il annonce."),
        laws.FEEDING,
        _("Déposez-le sous votre nom."),
    )
    raise _denied(call, decision, lot.parts[0], patient_id)


def _denied(call: Call, decision: Decision, part: Part, patient_id: str) -> Denied:
    return Denied(decision, TraceAction.DEPOSIT, call.asker, patient_id=patient_id, title=part.document.title)


async def _already_there(call: Call, lot: Lot, who: Depositor, patient_id: str) -> bool:
    """Whether the very documents of this lot were already deposited by who sends it.

    Raises:
        Conflict: a master identifier names another content, or a document of somebody else that the asker
            may know of; only a part of the lot is there, or it was deleted since.
    """
    ids = tuple(identity(part.document, "document", who.identity) for part in lot.parts)
    masters = Token("identifier", tuple((None, part.document.master_identifier) for part in lot.parts))
    own, named = await call.context.store.search_all(
        (
            Query(entries.KIND, ids=ids, count=len(ids)),
            Query(entries.KIND, patient_id, condition=who.documents, tokens=(masters,), count=2 * len(ids)),
        )
    )
    rows = own.rows
    if any(row.id not in ids for row in named.rows):
        raise _taken()
    if not rows:
        return False
    found = [(row.patient, document_reference.from_fhir(json.loads(row.text))) for row in rows]
    there = {(owner, d.master_identifier, d.attachment.sha1) for owner, d in found}
    sent = {(patient_id, p.document.master_identifier, p.document.attachment.sha1) for p in lot.parts}
    if not sent <= there:
        raise _taken()
    if any(document.status is DocumentStatus.DELETED for _owner, document in found):
        raise Conflict(
            _(
                "Ce même document a été déposé ici, puis supprimé. Pour le déposer à nouveau, "
                "changez son titre ou la date de l'acte."
            ),
            cause="masterIdentifier of a deleted document",
        )
    return True


def _taken() -> Conflict:
    return Conflict(
        _("Un autre document porte déjà cet identifiant. Préparez de nouveau le dépôt."),
        cause="masterIdentifier already used",
    )


def _writes(
    call: Call, lot: Lot, patient: Patient, older: tuple[Replacement, ...], who: Depositor
) -> list[Write | Content]:
    """All that one deposit keeps: contents, documents, the lot, traces, notifications of another's act."""
    subject = f"Patient/{patient.id}"
    names = {one.by: one.name for one in older}
    writes: list[Write | Content] = [one.write() for one in older]
    documents = [_completed(call, part.document, who, names) for part in lot.parts]
    for part, document in zip(lot.parts, documents, strict=True):
        binary = identity(document, "binary", who.identity)
        writes.append(Content(binary, document.attachment.content_type, part.content))
        writes.append(
            Write(
                document_reference.to_fhir(
                    document, patient.ins, subject=subject, content_url=f"Binary/{binary}"
                )
            )
        )
        writes.append(_traced(call, patient.id, document))
    writes.append(Write(_submission(call, lot, patient, who) | {"id": lot.identity}))
    if not call.asker.is_patient:
        writes += notifications.deposited(call.asker, patient.id, documents, call.now)
    return writes


def _traced(call: Call, patient_id: str, document: Document) -> Write:
    action = TraceAction.REPLACE if document.replaces else TraceAction.DEPOSIT
    return traces.done(call.asker, patient_id, action, call.now, title=document.title, object_id=document.id)


def _submission(call: Call, lot: Lot, patient: Patient, who: Depositor) -> Json:
    return submission_set(
        tuple(kept_at(part.document, entries.KIND, who.identity) for part in lot.parts),
        entry=UUID(lot.identity),
        unique_id=lot.unique_id,
        activity=place_of(call.asker.claims.role)[0],
        ins=patient.ins,
        sender=who.author,
        source_id=lot.source_id,
        now=call.now,
        subject=f"Patient/{patient.id}",
    )


def _completed(call: Call, document: Document, who: Depositor, names: dict[str, str]) -> Document:
    """The document with what the server decides: entryUUID, logicalId, date of deposit, what it replaces.

    One that tells no sector or cadre d'exercice takes the depositor's. What is deposited in a connexion
    secrète is hidden from the legal representatives.
    """
    secret = {Visibility.HIDDEN_FROM_REPRESENTATIVES} if call.asker.claims.secret else set()
    return with_place(document, call.asker.claims.role).model_copy(
        update={
            "id": identity(document, "document", who.identity),
            "logical_id": uuid4().urn,
            "date": call.now,
            "replaces": names.get(document.master_identifier, ""),
            "visibility": document.visibility | secret,
        }
    )


def _receipt(lot: Lot, who: Depositor, verdicts: Verdicts) -> Json:
    """The transaction-response, in the order of the entries; the same for a lot sent again."""
    patched = iter(lot.patches)
    warned = {
        kept_at(part.document, entries.KIND, who.identity): verdict.warnings
        for part in lot.parts
        if (verdict := verdicts.get(part.document.master_identifier)) is not None and verdict.warnings
    }
    return {
        "resourceType": "Bundle",
        "type": "transaction-response",
        "entry": [
            {"response": _response(place, warned.get(place)) if place else _patched(next(patched).target)}
            for place in lot.locations
        ],
    }


def _response(place: str, warnings: tuple[str, ...] | None) -> Json:
    response: Json = {"status": "201 Created", "location": f"{place}/_history/1", "etag": 'W/"1"'}
    return response | {"outcome": outcomes.warning(" ".join(warnings))} if warnings else response


def _patched(target: str) -> Json:
    return {"status": "200 OK", "location": target}
