"""Reading an ITI-65 lot: a transaction Bundle of one SubmissionSet, its documents and their contents."""

import base64
import binascii
import json
from dataclasses import dataclass
from uuid import UUID, uuid5

from dmptui.core.documents.identities import identities_in
from dmptui.core.fhir import document_reference, systems
from dmptui.core.fhir.json import Json, child, extension, items, text
from dmptui.core.fhir.practitioner import author_from_fhir
from dmptui.core.fhir.submission import sha1_base64
from dmptui.core.model.document import Attachment, Document
from dmptui.core.model.identity import Identity
from dmptui.core.server.http.body import JSON_PATCH
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.text import _

MAX_ENTRIES = 50
SIMPLIFIED_SOURCE = "urn:dmptui:source:iti-105"
"""The system that sends, of a document published alone."""

_KINDS = ("List", "DocumentReference", "Binary")
_NAMESPACE = UUID("5a0a7c06-6f53-5b0e-9d6c-0c8f4b7f3f52")
_WORDS = {"Binary": "binary", "DocumentReference": "document"}
_SAME_TYPE = {"application/xml": "text/xml", "application/rtf": "text/rtf"}


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a lot, its content checked.

    ``identities`` are those whom its content names; those of its metadata are in the document.
    """

    document: Document
    subject: str
    identities: tuple[Identity, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class PatchEntry:
    """The PATCH of a document that the lot replaces.

    Attributes:
        target: ``DocumentReference/{id}``.
        content: a JSON Patch, or ``Parameters``.
        version: of ``ifMatch``, or empty.
    """

    target: str
    content: list[object] | Json
    version: str


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot.

    Attributes:
        subject: the reference of the SubmissionSet to the patient.
        source_id: the system that sends.
        sender: PS id of the professional who deposits, or INS of the patient, by the source of the
            SubmissionSet.
        identity: id of the List.
        unique_id: uniqueId of the SubmissionSet, an OID as a URN; or empty.
        locations: what each entry is kept as, in the order received; a PATCH has no version of its own.
    """

    parts: tuple[Part, ...]
    subject: str
    source_id: str
    sender: str
    identity: str
    locations: tuple[str, ...]
    patches: tuple[PatchEntry, ...] = ()
    unique_id: str = ""


def identity(document: Document, kind: str, depositor: str) -> str:
    """The id something of a document is kept under.

    It follows from who deposits it and from the master identifier: two resends that cross cannot both be
    kept, and nobody finds by an identifier what somebody else deposited.
    """
    return str(uuid5(_NAMESPACE, f"{kind} {depositor} {document.master_identifier}"))


def place_of(document: Document, kind: str, depositor: str) -> str:
    """``Kind/id`` of a document, or of its content."""
    return f"{kind}/{identity(document, _WORDS[kind], depositor)}"


def invalid_lot(message: str) -> BadRequest:
    """A lot that is not one."""
    return BadRequest(422, "invalid", message)


def read_lot(bundle: Json, depositor: str) -> Lot:
    """The lot of a transaction.

    Args:
        bundle: the transaction.
        depositor: who sends it, see ``identity``.

    Raises:
        BadRequest: 422, it is not an ITI-65 transaction, or a content is not the one announced.
    """
    entries = list(items(bundle, "entry"))
    if bundle.get("type") != "transaction" or not 0 < len(entries) <= MAX_ENTRIES:
        raise invalid_lot(_("Un lot est une transaction de 1 à 50 éléments."))
    added = [entry for entry in entries if not _is_patch(entry)]
    by_url = {text(entry.get("fullUrl")): _resource(entry) for entry in added}
    if len(by_url) != len(added) or "" in by_url:
        raise invalid_lot(_("Chaque élément du lot a besoin d'une adresse, différente des autres."))
    sets = [r for r in by_url.values() if r["resourceType"] == "List"]
    references = {u: r for u, r in by_url.items() if r["resourceType"] == "DocumentReference"}
    contents = {u: r for u, r in by_url.items() if r["resourceType"] == "Binary"}
    members = {
        text(child(entry, "item").get("reference")) for entry in items(sets[0] if sets else {}, "entry")
    }
    if len(sets) != 1 or not references or members != set(references):
        raise invalid_lot(_("Un lot annonce tous ses documents dans un seul SubmissionSet."))
    parts = {url: _part(reference, contents) for url, reference in references.items()}
    masters = sorted(part.document.master_identifier for part in parts.values())
    if len(set(masters)) != len(masters) or len(contents) != len(parts):
        raise invalid_lot(_("Chaque document du lot a son identifiant et son contenu."))
    set_id = _list_id(masters, depositor)
    kept = {url: place_of(part.document, "Binary", depositor) for url, part in _by_content(parts).items()}
    kept |= {url: place_of(part.document, "DocumentReference", depositor) for url, part in parts.items()}
    return Lot(
        parts=tuple(parts.values()),
        subject=text(child(sets[0], "subject").get("reference")),
        source_id=text(child(extension(sets[0], systems.SOURCE_ID), "valueIdentifier").get("value")),
        sender=_sender(sets[0]),
        identity=set_id,
        locations=tuple(
            "" if _is_patch(entry) else kept.get(text(entry.get("fullUrl")), f"List/{set_id}")
            for entry in entries
        ),
        patches=tuple(_patch(entry) for entry in entries if _is_patch(entry)),
        unique_id=_unique_id(sets[0]),
    )


def read_simplified(reference: Json, sender: str) -> Lot:
    """The lot of one document published with its content inside (ITI-105).

    Args:
        reference: the DocumentReference; its ``attachment.data`` is the content.
        sender: PS id of the professional who publishes it.

    Raises:
        BadRequest: 422, as ``read_lot``.
    """
    attachment = child(reference, "content", "attachment")
    if len(list(items(reference, "content"))) != 1 or "data" not in attachment:
        raise invalid_lot(_("Une publication simplifiée contient un seul document, dans attachment.data."))
    content = _decoded(attachment["data"])
    document = document_reference.from_fhir(reference)
    announced = document.attachment.model_copy(
        update={
            "size": len(content) if document.attachment.size is None else document.attachment.size,
            "sha1": document.attachment.sha1 or sha1_base64(content),
        }
    )
    part = _checked(reference, document.model_copy(update={"attachment": announced}), content)
    return Lot(
        parts=(part,),
        subject=part.subject,
        source_id=SIMPLIFIED_SOURCE,
        sender=sender,
        identity=_list_id([document.master_identifier], sender),
        locations=(place_of(part.document, "DocumentReference", sender),),
    )


def _by_content(parts: dict[str, Part]) -> dict[str, Part]:
    return {part.document.attachment.url: part for part in parts.values()}


def _list_id(masters: list[str], depositor: str) -> str:
    return str(uuid5(_NAMESPACE, " ".join(["list", depositor, *masters])))


def _sender(submission: Json) -> str:
    reference = text(child(submission, "source").get("reference"))
    contained = (c for c in items(submission, "contained") if f"#{text(c.get('id'))}" == reference)
    return next((author_from_fhir(c).id for c in contained), "")


def _unique_id(submission: Json) -> str:
    """The uniqueId: the only one of its identifiers that is an OID (MHD)."""
    found = (text(i.get("value")) for i in items(submission, "identifier"))
    return next((value for value in found if value.startswith("urn:oid:")), "")


def _is_patch(entry: Json) -> bool:
    return child(entry, "request").get("method") == "PATCH"


def _resource(entry: Json) -> Json:
    resource = entry.get("resource")
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    request = child(entry, "request")
    if not isinstance(resource, dict) or kind not in _KINDS:
        raise invalid_lot(_("Un lot ne contient que List, DocumentReference et Binary."))
    if request.get("method") != "POST" or request.get("url") != kind:
        raise invalid_lot(_("Un lot ne contient que des ajouts, et les PATCH de ce qu'ils remplacent."))
    return resource


def _patch(entry: Json) -> PatchEntry:
    """A PATCH entry: ``Parameters``, or a Binary that holds a JSON Patch (FHIR R4 §3.1.0.11.3)."""
    request, resource = child(entry, "request"), child(entry, "resource")
    target = text(request.get("url"))
    version = text(request.get("ifMatch")).removeprefix("W/").strip('"')
    if not target.startswith("DocumentReference/"):
        raise invalid_lot(_("Un PATCH dans un lot vise « DocumentReference/… »."))
    if resource.get("resourceType") == "Parameters":
        return PatchEntry(target, resource, version)
    if resource.get("resourceType") == "Binary" and resource.get("contentType") == JSON_PATCH:
        try:
            content = json.loads(_decoded(resource.get("data", "")))
        except (ValueError, RecursionError) as error:
            raise invalid_lot(_("Le PATCH d'un lot n'est pas lisible.")) from error
        if isinstance(content, list):
            return PatchEntry(target, content, version)
    raise invalid_lot(_("Le PATCH d'un lot est un Parameters, ou un Binary de JSON Patch."))


def _part(reference: Json, contents: dict[str, Json]) -> Part:
    document = document_reference.from_fhir(reference)
    binary = contents.get(document.attachment.url)
    if binary is None:
        raise invalid_lot(_("Le contenu d'un document manque dans le lot."))
    if binary.get("contentType") != document.attachment.content_type:
        raise invalid_lot(_("Le type du contenu n'est pas celui qui est annoncé."))
    return _checked(reference, document, _decoded(binary.get("data", "")))


def _checked(reference: Json, document: Document, content: bytes) -> Part:
    attachment = document.attachment
    if not document.master_identifier:
        raise invalid_lot(_("Un document a besoin d'un identifiant unique (masterIdentifier)."))
    if attachment.size != len(content) or attachment.sha1 != sha1_base64(content):
        raise invalid_lot(_("Le contenu reçu n'est pas celui qui est annoncé. Envoyez-le de nouveau."))
    return Part(
        document=document.model_copy(update={"attachment": _same_type(attachment)}),
        subject=text(child(reference, "subject").get("reference")),
        identities=identities_in(content, attachment.content_type),
        content=content,
    )


def _same_type(attachment: Attachment) -> Attachment:
    """Two names of one type are kept as one."""
    kind = attachment.content_type
    return attachment.model_copy(update={"content_type": _SAME_TYPE.get(kind, kind)})


def _decoded(data: object) -> bytes:
    try:
        return base64.b64decode(data if isinstance(data, str) else "?", validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid_lot(_("Le contenu d'un document n'est pas lisible (base64).")) from error
