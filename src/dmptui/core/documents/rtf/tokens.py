"""An RTF as the words of its grammar, in one pass."""

import re
from collections.abc import Iterator

_token = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|(?P<hex>(?:\\'[0-9A-Fa-f]{2}){1,4096})"
    rb"|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n\t]+)"
    rb"|(?P<tab>\t)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)


Token = tuple[str, str, int | None, bytes]
"""Kind, name, number, bytes.

The kind is "word" (a control word and the number after it), "sign" (the character after a backslash), "{",
"}", "text" (bytes as they are) or "codes" (bytes written in hexadecimal).
"""

_hex = re.compile(rb"\\'")


def tokens(content: bytes) -> Iterator[Token]:
    """The tokens; linear in the length, whatever the content.

    Raises:
        ValueError: binary data without its length.
    """
    at = 0
    while match := _token.match(content, at):
        at = match.end()
        word, number, escaped, sign, brace, text, tab = match.groups()
        if text is not None:
            yield "text", "", None, text
        elif word is not None:
            if word == b"bin":
                at += max(0, int(number or b"?"))
            yield "word", word.decode(), int(number) if number is not None else None, b""
        elif escaped is not None:
            yield "codes", "", None, bytes.fromhex(_hex.sub(b"", escaped).decode())
        elif brace is not None:
            yield brace.decode(), "", None, b""
        elif sign is not None:
            yield "sign", sign.decode("latin-1"), None, b""
        elif tab is not None:
            yield "word", "tab", None, b""
