"""What is copied from a text to the clipboard of the terminal: a paragraph, or a section."""

from typing import Any, NamedTuple

from textual.app import App

from dmptui.core.documents.text import clean
from dmptui.core.text import _, ngettext
from dmptui.theme import Tone
from dmptui.widgets.reader import Reader

_MOST_CHARACTERS = 50_000
"""Longer, some terminals drop a copy without a word: 74 000 bytes of base 64 is what xterm takes."""


def copy_passage(app: App[Any], reader: Reader) -> tuple[str, Tone]:
    """Send a passage to the clipboard of the terminal (OSC 52), over SSH too; what to say of it.

    Nothing tells whether the terminal took it: some refuse, tmux and screen do unless they are told to.
    """
    if not reader.display:
        return _("Une image ne se copie pas : e l'enregistre."), Tone.WARNING
    title, text = passage(reader)
    if len(text) > _MOST_CHARACTERS:
        return _("Trop long pour être copié : e l'enregistre."), Tone.WARNING
    app.copy_to_clipboard(text)
    number = text.count("\n") + 1
    lines = ngettext("{n} ligne", "{n} lignes", number).format(n=number)
    return _("Copié, si le terminal le permet : {what} ({lines})").format(what=title, lines=lines), Tone.GOOD


class Clip(NamedTuple):
    """A text to copy, and what it is."""

    title: str
    text: str


def passage(reader: Reader) -> Clip:
    """The paragraph of the word that was found, else the section on the screen, else all of it."""
    texts = [clean("".join(text for text, _role in line)).rstrip() for line in reader.lines]
    if reader.matches[1]:
        low = high = reader.here
        while low > 0 and texts[low - 1]:
            low -= 1
        while high < len(texts) and texts[high]:
            high += 1
        return Clip(_("le paragraphe trouvé"), _block(texts[low:high]))
    if reader.section is None:
        end = reader.sections[0].line if reader.sections else len(texts)
        title = _("l'en-tête") if reader.sections else _("tout le texte")
        return Clip(title, _block(texts[:end]))
    mark = reader.sections[reader.section]
    later = (other.line for other in reader.sections if other.line > mark.line)
    return Clip(f"« {mark.title} »", _block(texts[mark.line : next(later, len(texts))]))


def _block(texts: list[str]) -> str:
    return "\n".join(texts).strip("\n")
