"""The gate every untrusted string passes: nothing a terminal acts on, nothing that hides or reorders text.

A document, the text of a PDF, a file name or a JSON string may hold escape sequences, bidirectional
overrides or invisible characters; all of them reach the terminal unless they are stopped where they enter.
"""

import re
import unicodedata

_MOST_MARKS = 4
_TAB = 4

# Unicode's Default_Ignorable_Code_Point: drawn as nothing, so two different texts look the same; with the
# bidirectional controls, the tag characters, the variation selectors and the annotation marks (U+FFF9-FFFB).
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
_BREAK = "\x0b\x0c\x85\u2028\u2029"

_SUSPECT = re.compile(f"[\t\r{_BREAK}{_CONTROL}{_HIDDEN}]")
_breaks = re.compile(f"\r\n?|[{_BREAK}]")
_controls = re.compile(f"[{_CONTROL}]")
_hidden = re.compile(f"[{_HIDDEN}]+")
_mark_run = re.compile("[^\x00-\u02ff]{" + str(_MOST_MARKS + 1) + ",}")
_blanks = re.compile("[ \n]+")


def clean(text: str | None) -> str:
    r"""The text, harmless on a terminal; linear in its length, and stable when applied twice.

    Line ends of every kind become ``\n``, tabs become spaces, the other control characters (C0, DEL, C1,
    lone surrogates) become U+FFFD, invisible and bidirectional characters are removed, and no more than
    four combining marks follow one another. ``None`` gives ``""``.
    """
    if not text:
        return ""
    if text.isascii() and text.isprintable():
        return text
    if _SUSPECT.search(text):
        text = _breaks.sub("\n", text)
        text = _hidden.sub("", text)
        text = _controls.sub("\ufffd", text).expandtabs(_TAB)
    return _mark_run.sub(_fewer_marks, text)


def clean_line(text: str | None) -> str:
    """The text cleaned, on one line: line ends, tabs and runs of spaces become one space."""
    cleaned = clean(text)
    if "  " in cleaned or "\n" in cleaned:
        cleaned = _blanks.sub(" ", cleaned)
    return cleaned.strip(" ")


def _fewer_marks(match: re.Match[str]) -> str:
    kept = []
    marks = 0
    for character in match[0]:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
