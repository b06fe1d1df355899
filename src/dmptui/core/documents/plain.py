"""Documents without structure: plain text, and files this version keeps but does not show."""

import codecs
from contextlib import suppress

from dmptui.core.documents.blocks import Paragraph, Preformatted, Run
from dmptui.core.documents.formats import advice
from dmptui.core.documents.sniff import format_name, size_name
from dmptui.core.documents.text import clean
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_MOST_CHARACTERS = 2_000_000
_BEGINNING = 4096
_CHARSETS = ("iso8859", "cp", "mac", "koi8", "utf-16", "ascii")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_blocks(content: bytes, charset: str = "") -> tuple[Preformatted]:
    """A plain text as it is laid out by its author: UTF-8, UTF-16, what it declares, else Windows-1252.

    Raises:
        InvalidContent: it holds NUL characters, so it is not a text, or is too long.
    """
    text = _decoded(content, charset)
    if "\0" in text:
        raise InvalidContent(
            _("Ce format de fichier n'est pas reconnu. Un document du DMP est un CDA, un PDF ou un texte."),
            "NUL in text",
        )
    if len(text) > _MOST_CHARACTERS:
        raise InvalidContent(_("Ce texte est trop long pour être ouvert ici."), f"{len(text)} characters")
    return (Preformatted(tuple(line.rstrip() for line in clean(text).strip("\n").split("\n"))),)


def unread_blocks(media_type: str, size: int) -> tuple[Paragraph]:
    """A sentence in place of a content that cannot be shown; the file itself stays whole."""
    sentence = _(
        "Contenu {format}, {size} : il ne s'affiche pas dans cette version. Le fichier reste intact."
    )
    notice = sentence.format(format=format_name(media_type), size=size_name(size))
    return (Paragraph((Run(advice(media_type) or notice),)),)


def _decoded(content: bytes, charset: str) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    for name in (_sixteen_bits(content[:_BEGINNING]), "utf-8", _known(charset)):
        with suppress(UnicodeDecodeError):  # bytes beyond ASCII that are UTF-8 are nothing else
            if name:
                return content.decode(name)
    return content.decode("cp1252", "replace")


def _sixteen_bits(beginning: bytes) -> str:
    """UTF-16 without its mark: half of the bytes are NUL, in a text of a Latin alphabet."""
    for name, nul in (("utf-16-le", beginning[1::2]), ("utf-16-be", beginning[::2])):
        if len(beginning) > 1 and nul.count(0) > len(nul) * 3 // 4 and beginning.count(0) <= len(nul):
            return name
    return ""


def _known(charset: str) -> str:
    """A charset of texts, as Python names it: some of its codecs are no charset, or take forever."""
    try:
        name = codecs.lookup(charset).name if charset else ""
    except (LookupError, ValueError):
        return ""
    return name if name.startswith(_CHARSETS) else ""
