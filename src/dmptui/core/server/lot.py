"""Reading an ITI-65 lot: a transaction Bundle of one SubmissionSet, its documents and their contents."""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID, uuid5

from dmptui.core.fhir import document_reference, systems
from dmptui.core.fhir.json import Json, child, extension, items, text
from dmptui.core.fhir.practitioner import author_from_fhir
from dmptui.core.fhir.submission import sha1_base64
from dmptui.core.model.document import Document
from dmptui.core.server.errors import BadRequest
from dmptui.core.text import _

MAX_ENTRIES = 50
_KINDS = ("List", "DocumentReference", "Binary")
_NAMESPACE = UUID("5a0a7c06-6f53-5b0e-9d6c-0c8f4b7f3f52")


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a lot, its content checked.

    ``source_ins`` is the INS written in the document itself, or empty.
    """

    document: Document
    subject: str
    source_ins: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot.

    Attributes:
        subject: the reference of the SubmissionSet to the patient.
        source_id: the system that sends.
        sender: PS id of the professional who deposits, by the source of the SubmissionSet.
        identity: id of the List.
        locations: (kind, id) each entry is kept under, in the order received.
    """

    parts: tuple[Part, ...]
    subject: str
    source_id: str
    sender: str
    identity: str
    locations: tuple[tuple[str, str], ...]


def identity(document: Document, kind: str) -> str:
    """The id something of a document is kept under.

    It follows from the master identifier: two resends that cross cannot both be kept.
    """
    return str(uuid5(_NAMESPACE, f"{kind} {document.master_identifier}"))


def invalid_lot(message: str) -> BadRequest:
    """A lot that is not one."""
    return BadRequest(422, "invalid", message)


def read_lot(bundle: Json) -> Lot:
    """The lot of a transaction.

    Raises:
        BadRequest: 422, it is not an ITI-65 transaction, or a content is not the one announced.
    """
    entries = list(items(bundle, "entry"))
    if bundle.get("type") != "transaction" or not 0 < len(entries) <= MAX_ENTRIES:
        raise invalid_lot(_("Un lot est une transaction de 1 à 50 éléments."))
    by_url = {text(entry.get("fullUrl")): _resource(entry) for entry in entries}
    if len(by_url) != len(entries) or "" in by_url:
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
    set_id = str(uuid5(_NAMESPACE, " ".join(["list", *masters])))
    return Lot(
        parts=tuple(parts.values()),
        subject=text(child(sets[0], "subject").get("reference")),
        source_id=text(child(extension(sets[0], systems.SOURCE_ID), "valueIdentifier").get("value")),
        sender=_sender(sets[0]),
        identity=set_id,
        locations=_locations(by_url, parts, set_id),
    )


def _sender(submission: Json) -> str:
    reference = text(child(submission, "source").get("reference"))
    contained = (c for c in items(submission, "contained") if f"#{text(c.get('id'))}" == reference)
    return next((author_from_fhir(c).id for c in contained), "")


def _resource(entry: Json) -> Json:
    resource = entry.get("resource")
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    request = child(entry, "request")
    if not isinstance(resource, dict) or kind not in _KINDS:
        raise invalid_lot(_("Un lot ne contient que List, DocumentReference et Binary."))
    if request.get("method") != "POST" or request.get("url") != kind:
        raise invalid_lot(_("Ce serveur n'accepte dans un lot que des ajouts (POST)."))
    return resource


def _part(reference: Json, contents: dict[str, Json]) -> Part:
    document = document_reference.from_fhir(reference)
    attachment = document.attachment
    content = _content(contents.get(attachment.url))
    if not document.master_identifier:
        raise invalid_lot(_("Un document a besoin d'un identifiant unique (masterIdentifier)."))
    if attachment.size != len(content) or attachment.sha1 != sha1_base64(content):
        raise invalid_lot(_("Le contenu reçu n'est pas celui qui est annoncé. Envoyez-le de nouveau."))
    if contents[attachment.url].get("contentType") != attachment.content_type:
        raise invalid_lot(_("Le type du contenu n'est pas celui qui est annoncé."))
    return Part(
        document=document,
        subject=text(child(reference, "subject").get("reference")),
        source_ins=_source_ins(reference),
        content=content,
    )


def _content(binary: Json | None) -> bytes:
    if binary is None:
        raise invalid_lot(_("Le contenu d'un document manque dans le lot."))
    data = binary.get("data", "")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError, TypeError) as error:
        raise invalid_lot(_("Le contenu d'un document n'est pas lisible (base64).")) from error


def _source_ins(reference: Json) -> str:
    """The INS of the contained patient, the identity at the source."""
    for resource in items(reference, "contained"):
        if resource.get("resourceType") == "Patient":
            return text(child(resource, "identifier").get("value"))
    return ""


def _locations(by_url: dict[str, Json], parts: dict[str, Part], set_id: str) -> tuple[tuple[str, str], ...]:
    kept = {part.document.attachment.url: identity(part.document, "binary") for part in parts.values()}
    kept |= {url: identity(part.document, "document") for url, part in parts.items()}
    return tuple((r["resourceType"], kept.get(url, set_id)) for url, r in by_url.items())
