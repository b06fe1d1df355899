"""A clinical document from its bytes: header, body, attachments."""

from dmptui.core.documents import pdf
from dmptui.core.documents.blocks import Attachment, Block, Document, Kind, Media, Section
from dmptui.core.documents.cda.attachments import BODY, read_attachments
from dmptui.core.documents.cda.header import read_header, read_informant
from dmptui.core.documents.cda.narrative import Narrative
from dmptui.core.documents.cda.parties import read_party
from dmptui.core.documents.cda.vocabulary import null_flavor, read_code
from dmptui.core.documents.cda.xml import (
    Element,
    attribute,
    child,
    children,
    parse_clinical_document,
    text_of,
)
from dmptui.core.documents.header import Party
from dmptui.core.documents.html.reader import html_blocks
from dmptui.core.documents.picture import IMAGES, picture_blocks
from dmptui.core.documents.plain import text_blocks, unread_blocks
from dmptui.core.documents.rtf import read_rtf
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_DEEPEST = 24


def read_cda(content: bytes) -> Document:
    """A CDA R2 document, structured (level 3) or not (level 1).

    Oddities become warnings. Blocks when the body is a PDF or an RTF (read by another process).

    Raises:
        InvalidContent: not a CDA, or refused by the limits of ``cda.xml``.
    """
    root = parse_clinical_document(content)
    attachments, warnings = read_attachments(root)
    narrative = Narrative(attachments)
    structured = child(root, "component", "structuredBody")
    sections = _sections(structured, narrative, "", 0)
    blocks: tuple[Block, ...] = ()
    if BODY in attachments:
        blocks, problem = _body_blocks(attachments[BODY])
        warnings += problem
    elif structured is None:
        warnings.append(_("Ce document n'a pas de contenu."))
    uncited = _uncited(attachments, narrative.cited)
    if uncited:
        sections = (*sections, Section(_("Pièces jointes non citées"), blocks=uncited))
    return Document(
        kind=Kind.STRUCTURED if structured is not None else Kind.UNSTRUCTURED,
        header=read_header(root),
        blocks=blocks,
        sections=sections,
        attachments=tuple(dict.fromkeys(attachments.values())),
        warnings=tuple(dict.fromkeys(warnings + narrative.warnings)),
    )


def _sections(holder: Element | None, narrative: Narrative, above: str, level: int) -> tuple[Section, ...]:
    if level > _DEEPEST:
        raise InvalidContent(_("Ce document est trop imbriqué pour être ouvert."), "section depth")
    return tuple(
        _section(section, narrative, above, level)
        for component in children(holder, "component")
        for section in children(component, "section")
    )


def _section(section: Element, narrative: Narrative, above: str, level: int) -> Section:
    code = read_code(child(section, "code"))
    title = text_of(child(section, "title"))
    if not title and code.label.casefold() != above.casefold():  # never say the title above again
        title = code.label
    text = child(section, "text")
    blocks = () if text is None else narrative.blocks(text)
    notes = [_note(party) for party in _section_parties(section)]
    if text is not None and not blocks and text.get("nullFlavor"):
        notes.append(null_flavor(attribute(text, "nullFlavor")))
    return Section(
        title=title,
        level=level,
        code=code,
        notes=tuple(notes),
        blocks=blocks,
        sections=_sections(section, narrative, title or above, level + 1),
    )


def _section_parties(section: Element) -> list[Party]:
    found = [
        read_party(author, _("Auteur"), "assignedAuthor", "assignedPerson", "representedOrganization")
        for author in children(section, "author")
    ]
    found += [read_informant(informant) for informant in children(section, "informant")]
    for subject in (child(each, "relatedSubject") for each in children(section, "subject")):
        who = " ".join(
            filter(
                None, (read_code(child(subject, "code")).label, text_of(child(subject, "subject", "name")))
            )
        )
        found.append(Party(_("Personne concernée"), who))
    return [party for party in found if party.name or party.organization]


def _note(party: Party) -> str:
    return f"{party.role} : " + ", ".join(filter(None, (party.name, party.organization)))


def _body_blocks(body: Attachment) -> tuple[tuple[Block, ...], list[str]]:
    """The body of an unstructured document; when it cannot be shown the file stays, with a warning."""
    try:
        if body.media_type == "application/pdf":
            return (pdf.read_pages(body.content()) or (Media(body), pdf.no_text())), []
        if body.media_type == "text/plain":
            return text_blocks(body.content()), []
        if body.media_type == "application/rtf":
            return read_rtf(body.content())
        if body.media_type in IMAGES:
            return picture_blocks(body), []
        if body.media_type in ("text/html", "application/xhtml+xml"):
            return html_blocks(body.content())
        return (Media(body), *unread_blocks(body.media_type, body.size)), []
    except InvalidContent as error:
        return (Media(body),), [error.message]


def _uncited(attachments: dict[str, Attachment], cited: set[str]) -> tuple[Media, ...]:
    shown = {attachments[identifier].id for identifier in cited if identifier in attachments} | {BODY}
    return tuple(
        Media(attachment, identifier)
        for identifier, attachment in attachments.items()
        if identifier == attachment.id and attachment.id not in shown
    )
