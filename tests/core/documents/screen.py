"""What a reader sees of a file."""

from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.layout.lines import line_text
from dmptui.core.documents.read import read


def shown(content: bytes, content_type: str = "", width: int = 100) -> str:
    """The lines of a file on a screen, as one text."""
    return "\n".join(line_text(line).rstrip() for line in lay_out(read(content, content_type), width).lines)


def words(content: bytes, content_type: str = "") -> str:
    """The same on one line: where it is wrapped does not matter."""
    return " ".join(shown(content, content_type).split())
