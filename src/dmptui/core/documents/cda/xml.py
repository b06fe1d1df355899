"""XML in: parsed without trust, and a few ways to walk it.

No DOCTYPE, no entity, no recovery, no network, and never the style sheet a document may carry: run with
libxslt's default access, such a sheet reads and writes files of the machine.
"""

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from dmptui.core.documents.cda.encoding import well_encoded, wrong_encoding
from dmptui.core.documents.cda.scripts import script
from dmptui.core.documents.text import clean_line
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

Element: TypeAlias = etree._Element

V3 = "{urn:hl7-org:v3}"

_MOST_MARKUP = 800_000  # "<" in the file: an element and its end
_PLAIN_NODE = 9_000_000  # bytes; libxml2 refuses a text node over 10 MB unless told otherwise
_DOCTYPE = b"<!DOCTYPE"
_SCRIPTS = frozenset({"sup", "sub"})
INLINE = frozenset(
    (
        "content", "linkHtml", "footnote", "footnoteRef", "sub", "sup",  # of the standard
        "b", "i", "u", "span", "a", "strong", "em", "s", "strike", "del", "ins", "delete", "insert",
    )
)  # fmt: skip
"""Elements that flow with the text around them. Any other starts a line: glued, two doses become one."""


def parse_clinical_document(content: bytes) -> Element:
    """The ``ClinicalDocument`` element, wherever it stands.

    An "auto-présentable" document is an ``xsl:stylesheet`` that holds it, so the root is not always it.

    Raises:
        InvalidContent: not well-formed, a DOCTYPE, too much markup, nested too deep, or not a CDA.
    """
    return parse(content)[0]


def parse(content: bytes) -> tuple[Element, list[str]]:
    """The same, and French sentences about what had to be put right to read it.

    Raises:
        InvalidContent: as ``parse_clinical_document``.
    """
    root, warnings = _tree(content)
    found = next(root.iter(V3 + "ClinicalDocument"), None)
    if found is None:
        raise InvalidContent(
            _("Ce fichier XML n'est pas un document médical CDA. Vérifiez le fichier choisi."),
            "no ClinicalDocument",
        )
    return found, warnings


def parse_xml(content: bytes) -> Element:
    """The root of an XML file that nobody vouches for.

    Raises:
        InvalidContent: not well-formed, a DOCTYPE, too much markup, or nested too deep.
    """
    return _tree(content)[0]


def _tree(content: bytes) -> tuple[Element, list[str]]:
    content, warnings = well_encoded(content)
    if content.count(b"<") > _MOST_MARKUP:
        raise InvalidContent(_("Ce document XML contient trop d'éléments pour être ouvert."))
    is_huge = len(content) > _PLAIN_NODE
    # before libxml2 spends time on entities; it has no limit of its own on those of a huge document
    if _DOCTYPE in (content if is_huge else content[:4096]):
        raise _doctype()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=False,
        huge_tree=is_huge,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root: Element = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InvalidContent(_syntax_message(error), f"XML error {_code(error)}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype()
    return root, warnings


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, then its first child of the next name; None as soon as one is missing."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(V3 + name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that name."""
    return iter(()) if element is None else element.iterchildren(V3 + name)


def local_name(element: Element) -> str:
    """The name without its namespace; empty for what is not an element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute, clean and on one line; empty when there is none."""
    return "" if element is None else clean_line(element.get(name))


def text_of(element: Element | None) -> str:
    """All the text inside, clean, on one line, with a space where the author broke a line or a block."""
    if element is None:
        return ""
    if len(element) == 0:
        return clean_line(element.text)
    pieces = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        name = local_name(node)
        if name not in INLINE or name == "footnote":
            pieces.append(" ")
        text = (node.text if event == "start" else node.tail if node is not element else "") or ""
        pieces.append(script(text, name) if event == "start" and name in _SCRIPTS else text)
    return clean_line("".join(pieces))


def raw_text(element: Element) -> str:
    """All the text inside, as written: not clean."""
    return "".join(map(str, element.itertext()))


def _code(error: etree.XMLSyntaxError) -> int:
    return int(getattr(error, "code", 0))


def _doctype() -> InvalidContent:
    return InvalidContent(
        _("Ce document contient une déclaration DOCTYPE, interdite par sécurité. Il n'a pas été ouvert."),
        "DOCTYPE",
    )


def _syntax_message(error: etree.XMLSyntaxError) -> str:
    codes = etree.ErrorTypes
    line = error.lineno or 0
    if _code(error) in (
        codes.ERR_INVALID_ENCODING,
        codes.ERR_UNKNOWN_ENCODING,
        codes.ERR_UNSUPPORTED_ENCODING,
    ):
        return wrong_encoding(line).message
    if "depth" in str(error) or "huge text" in str(error).lower():
        return _("Ce document XML est trop profond ou trop long pour être ouvert (ligne {line}).").format(
            line=line
        )
    return _(
        "Ce document XML est mal formé (ligne {line}). Demandez à l'auteur de le déposer à nouveau."
    ).format(line=line)
