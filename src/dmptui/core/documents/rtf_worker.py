"""The process that reads one RTF: the file on its input, its text in UTF-8 on its output.

Not in our own process: the expressions ``striprtf`` searches with take minutes on a text made for it.
"""

from dmptui.core.documents.worker import TooHeavy, serve

CELL = "\x1f"
"""Ends a cell of a table; a row is one line."""

_MOST_CHARACTERS = 2_000_000


def read(content: bytes) -> bytes:
    """The text, not cleaned."""
    from striprtf import striprtf

    for word in ("cell", "nestcell"):  # "|" otherwise, which a text may hold
        striprtf.specialchars[word] = CELL
    text: str = striprtf.rtf_to_text(_decoded(content), errors="replace")  # type: ignore[no-untyped-call]
    if len(text) > _MOST_CHARACTERS:
        raise TooHeavy
    return _paired(text).encode("utf-8", "replace")


def _decoded(content: bytes) -> str:
    """RTF is ASCII by its standard, not always in practice."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _paired(text: str) -> str:
    r"""With one character for two of ``\u``: how RTF writes those beyond U+FFFF."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


if __name__ == "__main__":
    serve(read)
