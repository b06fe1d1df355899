"""Documents without structure: plain text, and files this version keeps but does not show."""

from dmptui.core.documents.blocks import Paragraph, Preformatted, Run
from dmptui.core.documents.formats import advice
from dmptui.core.documents.sniff import format_name, size_name
from dmptui.core.documents.text import clean
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_MOST_CHARACTERS = 2_000_000


def text_blocks(content: bytes) -> tuple[Preformatted]:
    """A plain text as it is laid out by its author: UTF-8, UTF-16 with its mark, else Windows-1252.

    Raises:
        InvalidContent: it holds NUL characters, so it is not a text, or is too long.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
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
    said = sentence.format(format=format_name(media_type), size=size_name(size))
    return (Paragraph((Run(advice(media_type) or said),)),)
