"""The documents of an IHE XDM lot, one by one, as files to deposit with what the lot says of them."""

from collections.abc import Iterator
from dataclasses import replace

from dmptui.core.deposit.cda_metadata import CdaMetadata, read_metadata
from dmptui.core.deposit.identity import identity_verdict, identity_warnings
from dmptui.core.deposit.prepared import CDA, PreparedDocument, Source, Wishes, content_type_of
from dmptui.core.documents.facts import DocumentFacts
from dmptui.core.documents.formats import FORMATS
from dmptui.core.documents.header import Code, Header, Identifier
from dmptui.core.documents.identities import identities_of
from dmptui.core.documents.sniff import media_type
from dmptui.core.documents.text import clean_line
from dmptui.core.documents.xdm.lot import LotDocument, read_lot
from dmptui.core.documents.xdm.metadata import DocumentEntry
from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import systems
from dmptui.core.model.base import Coding
from dmptui.core.model.days import day_in
from dmptui.core.model.document import Author, Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.rules.identity import OtherPerson
from dmptui.core.text import _, labelled

_HIDDEN = {each.value: each for each in Visibility}


def is_lot(content: bytes) -> bool:
    """Whether a file is an IHE XDM lot, by its content."""
    return media_type(content) == "application/x-ihe-xdm+zip"


def sources_of_lot(source: Source) -> list[Source]:
    """The documents of a lot, in its order, as files of their own.

    Raises:
        InvalidContent: the lot cannot be read, is empty, or a document of it is missing or changed: all of it
            would look deposited.
    """
    lot = read_lot(source.content)
    if not lot.documents:
        raise InvalidContent(_("Ce lot ne contient aucun document."), "empty lot")
    for one in lot.documents:
        if one.problems:
            name = clean_line(one.path or one.entry.uri)
            raise InvalidContent(labelled(name, one.problems[0]), "lot")
    return [_source(source, one, lot.unnamed) for one in lot.documents]


def _source(lot: Source, one: LotDocument, unnamed: tuple[str, ...]) -> Source:
    path = clean_line(one.path)
    found = FORMATS.get(media_type(one.content))
    if found is not None and content_type_of(path) not in (found.media_type, "text/" + found.name.lower()):
        path += found.endings[0] if found.endings else ""  # the ending tells the format from here on
    written = one.entry.created.as_datetime() or lot.written
    return Source(f"{lot.name}/{path}", one.content, written, entry=one.entry, unnamed=unnamed)


def wishes_of(source: Source, wishes: Wishes) -> Wishes:
    """What who deposits says; what is empty comes from the lot, except what a CDA says better itself."""
    entry = source.entry
    if entry is None:
        return wishes
    hidden = (_HIDDEN.get(code.value) for code in entry.confidentiality)
    wishes = replace(
        wishes,
        comment=wishes.comment or entry.comment,
        visibility=wishes.visibility | frozenset(each for each in hidden if each is not None),
    )
    if content_type_of(source.name) == CDA:
        return wishes
    started = entry.start.known()
    return replace(
        wishes,
        type_code=wishes.type_code or entry.type.value,
        title=wishes.title or entry.title,
        setting=wishes.setting or entry.setting.value,
        acted=wishes.acted or (day_in(started) if started else None),
    )


def with_entry(prepared: PreparedDocument, source: Source, patient: Patient) -> PreparedDocument:
    """A document made ready, once the person the lot names is the one whose record it enters.

    Raises:
        OtherPerson: the lot is about somebody else.
    """
    entry = source.entry
    if entry is None:
        return prepared
    metadata = entry_metadata(entry)
    warnings = list(prepared.warnings)
    if metadata.ins or metadata.patient.birth_name:
        verdict = identity_verdict(metadata, patient)
        if verdict.decision.refused:
            raise OtherPerson(verdict)
        warnings += identity_warnings(metadata, patient)
    warnings += _differences(source, entry)
    document = prepared.document
    if content_type_of(source.name) != CDA:
        secrecy = next(
            (c.value for c in entry.confidentiality if c.value in ("R", "V")), document.confidentiality
        )
        document = document.model_copy(update={"confidentiality": secrecy})
    return replace(prepared, document=document, warnings=tuple(dict.fromkeys(warnings)))


def _differences(source: Source, entry: DocumentEntry) -> Iterator[str]:
    """French sentences about what the lot and the document do not say alike."""
    if content_type_of(source.name) == CDA:
        facts = read_metadata(source.content).facts
        if entry.type.value and facts.type.value and entry.type.value != facts.type.value:
            yield _("Le lot dit de type {lot}, le document {own} : celui du document est déposé.").format(
                lot=entry.type.label or entry.type.value, own=facts.type.label or facts.type.value
            )
    elif entry.authors and entry.authors[0].name:
        yield _("Le lot nomme un autre auteur, {name} : le document est déposé sous votre nom.").format(
            name=entry.authors[0].name
        )
    if entry.is_deprecated:
        yield _("Le lot dit ce document remplacé ou annulé par son expéditeur.")
    if source.unnamed:
        yield _("Fichiers de l'archive que les métadonnées ne nomment pas : {files}.").format(
            files=", ".join(source.unnamed[:10])
        )


def entry_metadata(entry: DocumentEntry) -> CdaMetadata:
    """What a lot says of a document, as what a CDA says of itself."""
    author = entry.authors[0].name if entry.authors else ""
    return CdaMetadata(
        facts=DocumentFacts(
            title=entry.title,
            type=entry.type,
            effective_time=entry.created.as_datetime(),
            author=author,
            id=_identifier(entry.unique_id),
            set_id=Identifier(),
            version="",
            language=entry.language,
            confidentiality=next((code.value for code in entry.confidentiality), ""),
        ),
        patient=entry.patient,
        ins=entry.ins,
        identities=identities_of(Header(patient=entry.patient)),
        authors=tuple(
            Author(
                id=each.id,
                name=each.name,
                specialty=each.specialty,
                organization_id=each.organization_id,
                organization=each.organization,
            )
            for each in entry.authors
        ),
        start=entry.start.as_datetime(),
        end=entry.end.as_datetime(),
        events=tuple(map(_coding, entry.events)),
        facility=_coding(entry.facility) if entry.facility.value else None,
        setting=_coding(entry.setting) if entry.setting.value else None,
        format=Coding(system=systems.FORMAT_CODE, code=entry.format.value),
        encoding="UTF-8",
    )


def _identifier(unique_id: str) -> Identifier:
    root, _caret, extension = unique_id.removeprefix("urn:oid:").partition("^")
    return Identifier(root, extension)


def _coding(code: Code) -> Coding:
    return Coding(system=f"urn:oid:{code.system}" if code.system else "", code=code.value, display=code.label)
