"""The bodies of a clinical document that are not structured: a file, its address, or why there is none."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dmptui.core.documents.blocks import Attachment, Block, Media, Paragraph, Run, Section
from dmptui.core.documents.cda.attachments import BODY, read_file
from dmptui.core.documents.cda.narrative import Narrative
from dmptui.core.documents.cda.vocabulary import null_flavor
from dmptui.core.documents.cda.xml import V3, Element, attribute, children, local_name
from dmptui.core.documents.picture import IMAGES, picture_blocks
from dmptui.core.documents.plain import text_blocks, unread_blocks
from dmptui.core.documents.sniff import media_type
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_FILE = frozenset({"reference", "thumbnail"})
_CLINICAL = b"urn:hl7-org:v3"
_textual = re.compile(r"|text/(?!rtf|richtext)[\w.+-]+|application/(?:[\w.+-]*\+)?(?:xml|json|octet-stream)")


class Body(NamedTuple):
    """What the body of a document shows, the files it is made of, and what must be said of it."""

    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()


def read_bodies(document: Element, narrative: Narrative) -> Body:
    """The bodies that are not structured, one after the other. Blocks when one is a PDF or an RTF."""
    whole = Body()
    for number, text in enumerate(_texts(document), 1):
        body = _read(text, narrative, BODY if number == 1 else _("corps {n}").format(n=number))
        whole = Body(
            whole.blocks + body.blocks,
            whole.sections + body.sections,
            whole.attachments + body.attachments,
            whole.warnings + body.warnings,
        )
    return whole


def _texts(document: Element) -> Iterator[Element]:
    for body in document.iter(V3 + "nonXMLBody"):
        yield from children(body, "text")


def _read(text: Element, narrative: Narrative, identifier: str) -> Body:
    if any(local_name(each) not in _FILE for each in text):  # marked up as a section would be
        return Body(narrative.blocks(text))
    file = read_file(text, identifier, "")
    if file is None:
        reason = null_flavor(attribute(text, "nullFlavor"))
        return Body(_sentence(_absence(reason)) if reason else (), warnings=() if reason else (_empty(),))
    if file.attachment is None:
        return Body((file.shown(""), *_sentence(_elsewhere())))
    return _shown(file.attachment)


def _shown(body: Attachment) -> Body:
    """The file as any file of the record is; when it cannot be shown it stays, with a sentence."""
    if body.media_type in IMAGES:
        return Body(picture_blocks(body), attachments=(body,))
    try:
        return _content(body, body.content())
    except InvalidContent as error:
        return Body((Media(body),), attachments=(body,), warnings=(error.message,))


def _content(body: Attachment, content: bytes) -> Body:
    from dmptui.core.documents.read import read  # it reads clinical documents too

    found = media_type(content)
    if not found and body.media_type in ("", "text/plain"):
        return Body(text_blocks(content, body.charset), attachments=(body,))
    if _CLINICAL in content[:4096] or not (found or _textual.fullmatch(body.media_type)):
        # a document in a document is opened apart: it has another header
        return Body((Media(body), *unread_blocks(body.media_type, len(content))), attachments=(body,))
    inside = read(content, body.media_type)
    pages = inside.blocks
    if found == "application/pdf" and not inside.sections and not any(map(_has_words, pages)):
        pages = (Media(body), *pages)
    return Body(pages, inside.sections, (body,), inside.warnings)


def _has_words(block: Block) -> bool:
    return not isinstance(block, Paragraph)


def _sentence(text: str) -> tuple[Paragraph]:
    return (Paragraph((Run(text),)),)


def _absence(reason: str) -> str:
    return _("Le contenu de ce document n'est pas fourni : {reason}.").format(reason=reason)


def _elsewhere() -> str:
    return _("Le contenu de ce document est dans un autre fichier. Demandez-le à l'auteur.")


def _empty() -> str:
    return _("Ce document n'a pas de contenu.")
