"""DocumentReference (MHD, PDSm comprehensive): written strictly, read leniently."""

from datetime import UTC, datetime

from dmptui.core.fhir import systems
from dmptui.core.fhir.identity import metadata_identities
from dmptui.core.fhir.json import (
    Json,
    child,
    coding_json,
    codings,
    concept,
    expect,
    extension,
    first_coding,
    identifier,
    instant,
    items,
    member,
    moment,
    text,
)
from dmptui.core.fhir.patient import ins_system
from dmptui.core.fhir.practitioner import author_from_fhir, author_to_fhir, organization_reference
from dmptui.core.fhir.required import (
    ANY_FORMAT,
    CUSTODIAN,
    LANGUAGE,
    UNKNOWN,
    category_of,
    is_unknown,
    known,
)
from dmptui.core.model.base import Coding
from dmptui.core.model.document import (
    PATIENT_AUTHOR,
    Attachment,
    Author,
    Document,
    DocumentStatus,
    Visibility,
)
from dmptui.core.model.ins import Ins
from dmptui.core.terminology import class_label, document_type
from dmptui.core.text import _

_UNKNOWN_DATE = datetime(1900, 1, 1, tzinfo=UTC)
_PATIENT = "patient-source"


def to_fhir(document: Document, ins: Ins, *, subject: str, content_url: str = "") -> Json:
    """The DocumentReference resource, with all that ``pdsm-comprehensive-document-reference`` asks.

    Args:
        document: its metadata.
        ins: of the patient, for the identity at the source.
        subject: the reference to the patient, literal or conditional.
        content_url: where the content is; ``document.attachment.url`` when empty.
    """
    contained, references = _authors(document)
    resource: Json = {
        "resourceType": "DocumentReference",
        "meta": {"profile": [systems.DOCUMENT_PROFILE]},
        "contained": [
            {
                "resourceType": "Patient",
                "id": _PATIENT,
                "identifier": [identifier(ins_system(ins), ins.value)],
            },
            *contained,
        ],
        "extension": [{"url": systems.IS_ARCHIVED, "valueBoolean": document.archived}],
        "masterIdentifier": identifier(systems.URI, document.master_identifier, "usual"),
        "status": document.status.value,
        "type": known(document.type),
        "category": [known(category_of(document))],
        "subject": {"reference": subject},
        "date": document.date.isoformat(),
        "author": references or [UNKNOWN],
        "custodian": _custodian(document.author),
        "securityLabel": [_labels(document)],
        "content": [_content(document, content_url)],
        "context": _context(document),
    }
    if contained:
        resource["authenticator"] = {"reference": f"#{contained[0]['id']}"}
    if document.id:
        resource["id"] = document.id
    if document.logical_id:
        resource["identifier"] = [identifier(systems.URI, document.logical_id)]
    if document.description:
        resource["description"] = document.description
    if document.replaces:
        resource["relatesTo"] = [{"code": "replaces", "target": _target(document.replaces)}]
    return resource


def _custodian(author: Author) -> Json:
    if not (author.organization_id or author.organization):
        return CUSTODIAN
    return organization_reference(author.organization_id, author.organization)


def _target(name: str) -> Json:
    """A reference to a document, by its id (``DocumentReference/…``) or by its master identifier."""
    if name.startswith("DocumentReference/"):
        return {"reference": name}
    return {"identifier": identifier(systems.URI, name)}


def _authors(document: Document) -> tuple[list[Json], list[Json]]:
    """The contained authors and the references to them; the patient is already contained."""
    contained, references = [], []
    for number, author in enumerate(document.authors, 1):
        if author.profession == PATIENT_AUTHOR:
            references.append(_to_contained(_PATIENT, author.name))
            continue
        contained.append(author_to_fhir(author, f"author-{number}"))
        references.append(_to_contained(f"author-{number}", author.name or author.organization))
    return contained, references


def _to_contained(local_id: str, name: str) -> Json:
    reference = {"reference": f"#{local_id}"}
    return reference | {"display": name} if name else reference


def _labels(document: Document) -> Json:
    labels = [Coding(system=systems.CONFIDENTIALITY, code=document.confidentiality)]
    labels += [Coding(system=systems.VISIBILITY, code=v.value) for v in sorted(document.visibility)]
    return {"coding": [coding_json(label) for label in labels]}


def _content(document: Document, content_url: str) -> Json:
    source = document.attachment
    attachment: Json = {
        "contentType": source.content_type,
        "language": source.language or LANGUAGE,
        "url": content_url or source.url,
        "size": source.size,
        "hash": source.sha1,
        "title": document.title,
        "creation": document.act_day.isoformat(),
    }
    return {
        "attachment": {k: v for k, v in attachment.items() if v not in ("", None)},
        "format": coding_json(document.format or ANY_FORMAT),
    }


def _context(document: Document) -> Json:
    period = {"start": document.act_day.isoformat()}
    if document.end:
        period["end"] = document.end.isoformat()
    context: Json = {
        "period": period,
        "facilityType": known(document.facility),
        "practiceSetting": known(document.setting),
        "sourcePatientInfo": {"reference": f"#{_PATIENT}"},
    }
    if document.events:
        context["event"] = [concept(event) for event in document.events]
    return context


def from_fhir(resource: object) -> Document:
    """The document of a DocumentReference resource, whoever wrote it.

    Raises:
        InvalidContent: it is not a DocumentReference.
    """
    reference = expect(resource, "DocumentReference")
    attachment = child(reference, "content", "attachment")
    context = child(reference, "context")
    deposited = instant(reference.get("date")) or instant(attachment.get("creation")) or _UNKNOWN_DATE
    kind = _type(reference)
    return Document(
        id=text(reference.get("id")),
        logical_id=_logical_id(reference),
        master_identifier=text(child(reference, "masterIdentifier").get("value")),
        version=text(child(reference, "meta").get("versionId")),
        status=member(DocumentStatus, reference.get("status"), DocumentStatus.CURRENT),
        archived=extension(reference, systems.IS_ARCHIVED).get("valueBoolean") is True,
        visibility=_visibility(reference),
        title=text(attachment.get("title")) or text(reference.get("description")) or kind.display,
        description=text(reference.get("description")),
        type=kind,
        category=_category(reference, kind),
        authors=_read_authors(reference),
        date=deposited,
        start=moment(child(context, "period").get("start")),
        end=moment(child(context, "period").get("end")),
        format=_format(reference),
        confidentiality=_confidentiality(reference),
        facility=first_coding(context.get("facilityType")),
        setting=first_coding(context.get("practiceSetting")),
        events=tuple(c for event in items(context, "event") for c in codings(event)),
        replaces=_replaces(reference),
        attachment=_attachment(attachment),
        identities=metadata_identities(reference),
        unread=_is_unread(child(reference, "meta")),
    )


def _is_unread(meta: Json) -> bool:
    """Whether the server says, to who asks, that they have not read it."""
    unread = {"system": systems.READ_STATE, "code": systems.UNREAD}
    return any(unread.items() <= tag.items() for tag in items(meta, "tag"))


def _logical_id(reference: Json) -> str:
    found = (i for i in items(reference, "identifier") if i.get("system") != systems.ENTRY_ID)
    return next((text(identifier.get("value")) for identifier in found), "")


def _type(reference: Json) -> Coding:
    found = first_coding(reference.get("type")) or Coding(code="")
    kind = document_type(found.code)
    label = kind.label if kind else found.display or text(child(reference, "type").get("text"))
    return found.model_copy(update={"display": label or _("Document de type inconnu")})


def _category(reference: Json, kind: Coding) -> Coding:
    found = first_coding(child(reference, "category"))
    if found is None:
        known = document_type(kind.code)
        code = known.document_class if known else ""
        found = Coding(system=systems.DOCUMENT_CLASS, code=code)
    return found.model_copy(update={"display": class_label(found.code) if found.code else ""})


def _security_codes(reference: Json) -> list[str]:
    return [c.code for label in items(reference, "securityLabel") for c in codings(label)]


def _visibility(reference: Json) -> frozenset[Visibility]:
    known = set(Visibility)
    return frozenset(Visibility(code) for code in _security_codes(reference) if code in known)


def _confidentiality(reference: Json) -> str:
    return next((code for code in _security_codes(reference) if code in ("N", "R", "V")), "N")


def _read_authors(reference: Json) -> tuple[Author, ...]:
    contained = {f"#{text(c.get('id'))}": c for c in items(reference, "contained")}
    authors = (found for found in items(reference, "author") if not is_unknown(found))
    return tuple(_read_author(found, contained) for found in authors)


def _read_author(found: Json, contained: dict[str, Json]) -> Author:
    target = contained.get(text(found.get("reference")))
    if target is None:
        return Author(id=text(child(found, "identifier").get("value")), name=text(found.get("display")))
    if target.get("resourceType") == "Patient":
        name = text(found.get("display")) or _("la personne")
        return Author(name=name, profession=PATIENT_AUTHOR)
    author = author_from_fhir(target)
    return author if author.name else author.model_copy(update={"name": text(found.get("display"))})


def _format(reference: Json) -> Coding | None:
    return first_coding({"coding": child(reference, "content").get("format")})


def _replaces(reference: Json) -> str:
    for related in items(reference, "relatesTo"):
        if related.get("code") == "replaces":
            target = child(related, "target")
            return text(child(target, "identifier").get("value")) or text(target.get("reference"))
    return ""


def _attachment(attachment: Json) -> Attachment:
    size = attachment.get("size")
    return Attachment(
        content_type=text(attachment.get("contentType")),
        url=text(attachment.get("url")),
        size=size if isinstance(size, int) and size >= 0 else None,
        sha1=text(attachment.get("hash")),
        language=text(attachment.get("language")),
    )
