"""A page from its bytes: parsed as HTML, or as XML when it says it is XHTML; then its blocks."""

import re
from html.entities import html5

from lxml import etree

from dmptui.core.documents.blocks import Block, Document, Emphasis, Kind, Paragraph, Run, Section
from dmptui.core.documents.cda.xml import Element, parse_xml
from dmptui.core.documents.containers import decoded
from dmptui.core.documents.header import Header
from dmptui.core.documents.html import styles
from dmptui.core.documents.html.flow import Heading, Page, Piece, as_block
from dmptui.core.documents.text import clean_line
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_MOST_MARKUP = 800_000
_charset = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_declared = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""")
_declaration = re.compile(r"\s*<\?xml[^>]*\?>")
_doctype = re.compile(r"<!DOCTYPE[^>\[]*>", re.I)
_entity = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_KEPT = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def read_html(content: bytes) -> Document:
    """A page as a document: its title, its sections after its titles, its text.

    Raises:
        InvalidContent: it holds no page, too much markup, or characters no text has.
    """
    page, pieces, title = _read(content)
    blocks, sections = _in_sections(pieces)
    return Document(
        Kind.HTML,
        Header(title=title),
        blocks or (() if sections else (_empty(),)),
        sections,
        tuple(page.attachments),
        tuple(page.warnings),
    )


def html_blocks(content: bytes) -> tuple[tuple[Block, ...], list[str]]:
    """The blocks of a page inside another document, and warnings about it.

    Raises:
        InvalidContent: see ``read_html``.
    """
    page, pieces, _title = _read(content)
    return tuple(map(as_block, pieces)) or (_empty(),), page.warnings


def fragment_blocks(text: str) -> tuple[tuple[Block, ...], list[str]]:
    """The blocks of a piece of XHTML, the narrative of a FHIR resource; and warnings about it.

    Raises:
        InvalidContent: too much markup.
    """
    page = Page()
    return page.blocks(_parsed(text, is_xml=True)), page.warnings


def element_blocks(element: Element) -> tuple[tuple[Block, ...], list[str]]:
    """The blocks of an XHTML element already parsed, and warnings about it."""
    page = Page()
    return page.blocks(element), page.warnings


def _read(content: bytes) -> tuple[Page, list[Piece], str]:
    text = _characters(content)
    is_xml = _declaration.match(text) is not None or "//DTD XHTML" in text[:1024]
    root = _parsed(text, is_xml=is_xml)
    page = Page()
    return page, page.pieces(root), _title(root)


def _parsed(text: str, *, is_xml: bool) -> Element:
    if text.count("<") > _MOST_MARKUP:
        raise InvalidContent(_("Cette page HTML contient trop d'éléments pour être ouverte."), "markup")
    text = text.replace("\0", "\ufffd")
    if is_xml:
        try:
            return _parsed_xml(text)
        except InvalidContent:  # pages that say they are XHTML and are not are many
            pass
    parser = etree.HTMLParser(
        recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8"
    )
    try:
        root: Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no_page() from error
    if root is None:
        raise _no_page()
    if any("depth" in error.message for error in parser.error_log):  # what is deeper is lost
        raise InvalidContent(_("Ce document est trop imbriqué pour être ouvert."), "HTML depth")
    return root


def _parsed_xml(text: str) -> Element:
    text = _doctype.sub("", _declaration.sub("", text), count=1).strip()
    return parse_xml(_entity.sub(_character, text).encode("utf-8", "replace"))


def _character(entity: re.Match[str]) -> str:
    return entity[0] if entity[1] in _KEPT else html5.get(entity[1], entity[0])


def _characters(content: bytes) -> str:
    """The text of a page: its mark, else what it declares, else UTF-8, else Windows-1252."""
    declared = _charset.search(content[:2048]) or _declared.match(content)
    if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode().lower()
        try:
            # a browser reads Latin-1 as Windows-1252
            return content.decode("cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name)
        except (LookupError, UnicodeError, ValueError):
            pass
    return decoded(content)


def _title(root: Element) -> str:
    for element in root.iter():
        if styles.name_of(element) == "title":
            return clean_line("".join(map(str, element.itertext())))
        if styles.name_of(element) == "body":
            break
    return ""


def _in_sections(pieces: list[Piece]) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """What comes before the first title, then a section for each title, those of lower titles inside."""
    at = next((i for i, piece in enumerate(pieces) if isinstance(piece, Heading)), len(pieces))
    return tuple(map(as_block, pieces[:at])), _sections(pieces[at:], 0)


def _sections(pieces: list[Piece], level: int) -> tuple[Section, ...]:
    found = []
    while pieces:
        title = pieces[0]
        assert isinstance(title, Heading)
        rest = pieces[1:]
        end = next(
            (i for i, p in enumerate(rest) if isinstance(p, Heading) and p.level <= title.level), len(rest)
        )
        found.append(_section(title, rest[:end], level))
        pieces = rest[end:]
    return tuple(found)


def _section(title: Heading, inside: list[Piece], level: int) -> Section:
    if not inside:  # a title alone is not a section without information
        return Section("", level, blocks=(Paragraph((Run(title.title, Emphasis.STRONG),)),))
    at = next((i for i, piece in enumerate(inside) if isinstance(piece, Heading)), len(inside))
    blocks = tuple(map(as_block, inside[:at]))
    return Section(title.title, level, blocks=blocks, sections=_sections(inside[at:], level + 1))


def _empty() -> Paragraph:
    return Paragraph((Run(_("Cette page ne contient pas de texte.")),))


def _no_page() -> InvalidContent:
    return InvalidContent(
        _("Cette page HTML est illisible. Demandez à son auteur de l'enregistrer en PDF."), "HTML syntax"
    )
