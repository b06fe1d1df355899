"""Text in lines for the reader of a document, where nothing may be left out."""

from dmptui.core.documents.layout.lines import line_text
from dmptui.core.documents.layout.wrap import text_words
from dmptui.core.documents.layout.wrap import wrap as wrap_words


def wrap(text: str, width: int) -> list[str]:
    """The words in lines of at most ``width`` cells; a longer word is divided, nothing is left out."""
    return [line_text(line) for line in wrap_words(text_words(text), width)]
