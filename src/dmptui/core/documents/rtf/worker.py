"""The process that reads one RTF: the file on its input, JSON on its output.

The output is ``{"images": how many, "blocks": [...]}``, the blocks being those of ``rtf_flow``.
"""

import json

from dmptui.core.documents.rtf.reader import Reader
from dmptui.core.documents.worker import TooHeavy, serve

_MOST_CHARACTERS = 2_000_000


def read(content: bytes) -> bytes:
    """The blocks, not cleaned, and how many pictures they leave out."""
    reader = Reader(content, _MOST_CHARACTERS)
    try:
        blocks = reader.read()
    except OverflowError as error:
        raise TooHeavy from error
    return _paired(json.dumps({"images": reader.images, "blocks": blocks}, ensure_ascii=False))


def _paired(text: str) -> bytes:
    r"""With one character for two of ``\\u``: how RTF writes those beyond U+FFFF."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8", "replace")


if __name__ == "__main__":
    serve(read)
