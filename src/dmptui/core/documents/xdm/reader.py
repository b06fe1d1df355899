"""A lot as one document: who sent it, then each document with its metadata and its text."""

from collections.abc import Iterator
from dataclasses import replace

from dmptui.core.documents.blocks import (
    Attachment,
    Block,
    Cell,
    Document,
    Emphasis,
    Kind,
    Paragraph,
    Run,
    Section,
    Table,
)
from dmptui.core.documents.header import Code, Header, Party, Patient
from dmptui.core.documents.layout.heading import patient_line
from dmptui.core.documents.sniff import format_name, media_type, size_name
from dmptui.core.documents.text import clean_line
from dmptui.core.documents.xdm.lot import Lot, LotDocument, read_lot
from dmptui.core.documents.xdm.metadata import DocumentEntry, EntryAuthor, SubmissionSet
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _, labelled, ngettext

_MOST_SHOWN = 50
_ARCHIVES = frozenset({"application/zip", "application/x-ihe-xdm+zip"})


def read_xdm(content: bytes) -> Document:
    """A lot, its documents one after the other. Blocks some seconds when they are PDF.

    Raises:
        InvalidContent: see ``read_lot``.
    """
    lot = read_lot(content)
    read = [_read(one, index < _MOST_SHOWN) for index, one in enumerate(lot.documents)]
    bodies = [document for document, _problems in read]
    titles = [
        _title(one, body, n) for n, (one, body) in enumerate(zip(lot.documents, bodies, strict=True), 1)
    ]
    sections = [
        _section(title, one, body, problems)
        for title, one, (body, problems) in zip(titles, lot.documents, read, strict=True)
    ]
    people = _people(lot, bodies)
    return Document(
        Kind.ARCHIVE,
        _header(lot, people),
        sections=tuple(sections),
        attachments=tuple(
            _attachment(t, one) for t, one in zip(titles, lot.documents, strict=True) if one.path
        ),
        warnings=tuple(_warnings(lot, titles, people)),
    )


def _read(one: LotDocument, is_shown: bool) -> tuple[Document, tuple[str, ...]]:
    """The text of a document, and what keeps it from being read."""
    from dmptui.core.documents.read import read  # it reads lots with this module

    nothing = Document(Kind.TEXT)
    if not one.path:
        return nothing, ()
    if not is_shown:
        return nothing, (_("Ce lot est long : ouvrez ce document parmi ses fichiers pour le lire."),)
    if media_type(one.content) in _ARCHIVES:
        return nothing, (_("Une archive dans l'archive n'est pas ouverte : enregistrez-la à part."),)
    try:
        return read(one.content, one.entry.media_type), ()
    except InvalidContent as error:
        return nothing, (error.message,)


def _section(title: str, one: LotDocument, body: Document, problems: tuple[str, ...]) -> Section:
    warnings = (*one.problems, *problems, *body.warnings)
    notes = tuple(_("Attention : {warning}").format(warning=problem) for problem in warnings)
    rows = list(_rows(one, body.header))
    table: tuple[Block, ...] = (Table(body=tuple(map(_row, rows))),) if rows else ()
    below = tuple(_lowered(section) for section in body.sections)
    return Section(title, notes=notes, blocks=(*table, *body.blocks), sections=below)


def _lowered(section: Section) -> Section:
    return replace(section, level=section.level + 1, sections=tuple(map(_lowered, section.sections)))


def _title(one: LotDocument, body: Document, number: int) -> str:
    title = one.entry.title or body.header.title or one.entry.type.label or clean_line(one.path)
    return f"{number}. {title}" if title else _("{n}. Document sans titre").format(n=number)


def _rows(one: LotDocument, header: Header) -> Iterator[tuple[str, str]]:
    """What is said of a document: by the lot, else by the document itself."""
    entry = one.entry
    patient = entry.patient if entry.patient.birth_name or entry.patient.ins else header.patient
    authors = tuple(filter(None, map(_author_line, entry.authors))) or tuple(
        _joined(party.name, party.organization) for party in header.authors
    )
    found = (
        (_("Patient"), patient_line(patient, header)),
        (_("INS"), patient.ins),
        *((_("Auteur"), author) for author in dict.fromkeys(authors)),
        (_("Type"), _coded(entry.type) or header.code.label),
        (_("Catégorie"), _coded(entry.document_class)),
        (_("Date"), (entry.created or header.time).french()),
        (_("Acte"), _period(entry)),
        *((_("Acte"), _coded(event)) for event in entry.events),
        (_("Lieu d'exercice"), _coded(entry.facility)),
        (_("Cadre d'exercice"), _coded(entry.setting)),
        (
            _("Confidentialité"),
            ", ".join(_coded(each) for each in entry.confidentiality if each.value != "N"),
        ),
        (_("Commentaire"), entry.comment),
        (_("Fichier"), _file(one)),
        (_("Format"), _coded(entry.format)),
        (_("Identifiant"), entry.unique_id),
        (_("Remplace"), ", ".join(entry.replaces)),
        (_("État"), _("version remplacée ou annulée par l'expéditeur") if entry.is_deprecated else ""),
        (_("Envoi"), _sending(one.submission)),
    )
    return (row for row in found if row[1])


def _row(row: tuple[str, str]) -> tuple[Cell, Cell]:
    label, value = row
    return (
        Cell((Paragraph((Run(label, Emphasis.LIGHT),)),), is_header=True),
        Cell((Paragraph((Run(value),)),)),
    )


def _file(one: LotDocument) -> str:
    if not one.path:
        return clean_line(one.entry.uri)
    kind = format_name(media_type(one.content) or one.entry.media_type)
    return f"{clean_line(one.path)} ({kind}, {size_name(len(one.content))})"


def _period(entry: DocumentEntry) -> str:
    start, end = entry.start.short(), entry.end.short()
    if start and end and start != end:
        return _("du {start} au {end}").format(start=start, end=end)
    return start or end


def _sending(submission: SubmissionSet | None) -> str:
    if submission is None:
        return ""
    by = [_author_line(author) for author in submission.authors]
    to = [_("à {name}").format(name=name) for name in submission.recipients]
    return _joined(submission.title, submission.submitted.french(), *by, *to, submission.comment)


def _author_line(author: EntryAuthor) -> str:
    who = ", ".join(filter(None, (author.name, author.specialty or author.role)))
    return _joined(who, author.organization)


def _header(lot: Lot, people: list[Patient]) -> Header:
    n = len(lot.documents)
    first = lot.sets[0] if lot.sets else None
    return Header(
        title=ngettext("Lot IHE XDM de {n} document", "Lot IHE XDM de {n} documents", n).format(n=n),
        time=first.submitted if first else Header().time,
        patient=people[0] if len(people) == 1 else Patient(),
        authors=tuple(
            Party(_("Expéditeur"), each.name, each.specialty, each.organization)
            for each in (first.authors if first else ())
            if each.name or each.organization
        ),
        custodian="",
    )


def _people(lot: Lot, bodies: list[Document]) -> list[Patient]:
    """The persons the lot is about, each once, whether its metadata or its documents name them."""
    found: dict[tuple[str, str, str], Patient] = {}
    for one, body in zip(lot.documents, bodies, strict=True):
        for who in (one.entry.patient, body.header.patient):
            if who.birth_name:
                found.setdefault((who.birth_name.casefold(), who.given.casefold(), who.birth.short()), who)
    return list(found.values())


def _warnings(lot: Lot, titles: list[str], people: list[Patient]) -> Iterator[str]:
    if len(people) > 1:
        names = ", ".join(patient_line(who, Header()) for who in people)
        yield _("Ce lot nomme plusieurs personnes : {names}.").format(names=names)
    yield from lot.problems
    for title, one in zip(titles, lot.documents, strict=True):
        for problem in one.problems:
            yield labelled(title, problem)
    if not lot.documents:
        yield _("Les métadonnées de ce lot ne nomment aucun document.")
    if lot.unnamed:
        listed = ", ".join(lot.unnamed[:10]) + (", …" if len(lot.unnamed) > 10 else "")
        yield _("Fichiers de l'archive que les métadonnées ne nomment pas : {files}.").format(files=listed)


def _attachment(title: str, one: LotDocument) -> Attachment:
    kind = media_type(one.content) or one.entry.media_type
    return Attachment(clean_line(one.path), kind, len(one.content), title, raw=one.content)


def _coded(code: Code) -> str:
    return code.label or code.value


def _joined(*parts: str) -> str:
    return " · ".join(dict.fromkeys(filter(None, parts)))
