"""The bytes of a clinical document as the XML parser takes them, whatever their author did to them.

Files come with blank lines or a mark before the declaration, say UTF-8 over bytes of Windows, or the other
way round. Read with a wrong encoding the text is silently altered; refused, it is lost.
"""

import codecs
import re

from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_FARTHEST = 1024  # bytes of anything before the document, as PDF allows
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Those in which "<" is written with the byte of "<", so that the markup can be counted before it is parsed.
_READ = ("utf-8", "utf-16", "iso8859", "cp125", "ascii", "mac-roman", "cp850", "cp437")

_PADDING = b"\0\x1a \t\r\n"
_PADDING_ENDS = (b"\0", b"\x1a")

_declaration = re.compile(rb"<\?xml\b[^>]{0,200}?\?>")
_declared = re.compile(rb"""\bencoding\s*=\s*["']([\w.:-]+)""")
_start = re.compile(rb"<[?!A-Za-z_]")


def well_encoded(content: bytes) -> tuple[bytes, list[str]]:
    """The document from its first ``<``, in UTF-8 and without declaration unless the parser may trust it.

    Returns:
        The bytes, and French sentences about what was put right.

    Raises:
        InvalidContent: it declares an encoding whose markup cannot be counted before it is parsed.
    """
    sixteen = _sixteen_bits(content)
    if sixteen:
        return _undeclared(_trimmed(content.decode(sixteen, "replace").encode("utf-8", "replace"))), []
    content = _trimmed(content)
    text, warnings = _decoded(content, _declared_name(content))
    return (content, []) if text is None else (_undeclared(text.encode("utf-8", "replace")), warnings)


def _sixteen_bits(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    head = content[:_FARTHEST]
    at = len(head) - len(head.lstrip(b"\0\t\r\n "))
    if head[at : at + 2] != b"<\0":
        return ""
    return "utf-16-be" if at % 2 else "utf-16-le"


def _trimmed(content: bytes) -> bytes:
    """Without what comes before the declaration, or before the first element; nor the padding at its end."""
    head = content[: _FARTHEST + 200]
    found = _declaration.search(head) or _start.search(head)
    content = content[found.start() :] if found and found.start() <= _FARTHEST else content
    return content.rstrip(_PADDING) if content.endswith(_PADDING_ENDS) else content


def declared_encoding(content: bytes) -> str:
    """The encoding a document declares, in capitals as written; UTF-8 when it says nothing."""
    declaration = _declaration.match(_trimmed(content))
    declared = _declared.search(declaration[0]) if declaration else None
    return declared[1].decode("ascii", "replace").upper() if declared else "UTF-8"


def _declared_name(content: bytes) -> str:
    """The encoding it declares, as Python names it: UTF-8 when it says nothing."""
    declaration = _declaration.match(content)
    declared = _declared.search(declaration[0]) if declaration else None
    if declared is None:
        return "utf-8"
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        name = ""
    if not name.startswith(_READ):
        raise wrong_encoding(1)
    return name


def _decoded(content: bytes, name: str) -> tuple[str | None, list[str]]:
    """The text when the parser cannot be left alone with the bytes, and what to say of it."""
    declares_utf8 = name in ("utf-8", "ascii") or name.startswith("utf-16")  # "<" is one byte: not UTF-16
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        if declares_utf8:
            return content.decode("utf-8", _AS_WINDOWS), [_windows_sentence()]
        return content.decode(name, "replace"), []
    if name == "utf-8":
        return None, []
    is_plain = len(text) == len(content)  # bytes of UTF-8 beyond ASCII are no text in any other encoding
    return text, [] if is_plain or declares_utf8 else [_utf8_sentence()]


def _undeclared(content: bytes) -> bytes:
    """Without its declaration, which speaks of other bytes; its lines keep their numbers."""
    declaration = _declaration.match(content)
    if declaration is None:
        return content
    return b"\n" * declaration[0].count(b"\n") + content[declaration.end() :]


def _windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is not UTF-8, as Windows writes it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_AS_WINDOWS = "dmptui.windows"
codecs.register_error(_AS_WINDOWS, _windows)


def wrong_encoding(line: int) -> InvalidContent:
    """The refusal of a document that cannot be read in the encoding it declares."""
    sentence = _("L'encodage de ce document n'est pas celui qu'il annonce (ligne {line}).")
    return InvalidContent(sentence.format(line=line), "encoding")


def _windows_sentence() -> str:
    return _(
        "Ce document se dit en UTF-8 mais il est écrit comme sous Windows (cp1252) : il a été lu ainsi. "
        "Vérifiez les lettres accentuées et les symboles."
    )


def _utf8_sentence() -> str:
    return _(
        "Ce document n'annonce pas l'encodage dans lequel il est écrit (UTF-8) : il a été lu en UTF-8. "
        "Vérifiez les lettres accentuées et les symboles."
    )
