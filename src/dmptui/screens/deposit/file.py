"""The file to deposit: a path being typed, and what its folder holds."""

import asyncio
from pathlib import Path

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from dmptui.core.documents.sniff import size_name
from dmptui.core.documents.text import clean_line
from dmptui.core.machine.files import Entry, as_path, completed, list_folder, matching, split
from dmptui.core.rules.deposit import CONTENT_TYPES
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.columns import Column
from dmptui.widgets.fields import LABEL
from dmptui.widgets.glyphs import CURSOR
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Row
from dmptui.widgets.typing_in import LineInput


class FileLine(Vertical):
    """A path to type or to complete: Tab completes, ↑ ↓ move in the folder, Enter takes.

    Args:
        typed: what it begins with.
        folder: shows what its folder holds, while it is typed.
    """

    DEFAULT_CSS = f"""
    FileLine {{ height: auto; }}
    FileLine Horizontal {{ height: 1; }}
    FileLine .label {{ width: {LABEL}; }}
    FileLine .problem {{ padding: 0 1 0 {LABEL + 1}; height: auto; color: $warning; display: none; }}
    FileLine LineInput {{ margin: 0 1; }}
    """

    class Taken(Message):
        """A file was chosen; ``typed`` is its path as it is shown."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path
            self.typed = path_as_typed(path)

    class Left(Message):
        """Another path is being typed than that of the file that was chosen."""

    class Submitted(Message):
        """Enter on the file that is chosen already."""

    def __init__(self, typed: str, folder: "Folder") -> None:
        super().__init__()
        self._begun = typed
        self._folder = folder
        self._chosen = ""
        self._listed: Path | None = None
        self._is_eager = False
        self._entries: tuple[Entry, ...] = ()

    def compose(self) -> ComposeResult:
        """The path, what is wrong with it."""
        with Horizontal():
            yield TextLine().add_class("label")
            yield LineInput(self._begun, hint=_("ex. : ~/Documents/lettre.pdf"))
        yield Static(classes="problem", markup=False)

    def on_mount(self) -> None:
        """List the folder."""
        self._show_label(here=False)
        self._list_folder(split(self.typed)[0])

    @property
    def typed(self) -> str:
        """The path as it is typed."""
        return self._input.value

    @property
    def _input(self) -> Input:
        return self.query_one(Input)

    def take(self, typed: str) -> None:
        """Remember that the file of this path is chosen."""
        self._chosen = typed
        self._type(typed)

    def take_keyboard(self) -> None:
        """Type a path."""
        self.screen.set_focus(self._input)

    def say(self, problem: str) -> None:
        """Show what is wrong with the file."""
        line = self.query_one(".problem", Static)
        line.update(Content(problem))
        line.display = bool(problem)

    def on_key(self, event: events.Key) -> None:
        """Move in the folder, complete, take."""
        if event.key in ("up", "down"):
            self._folder.action_move(1 if event.key == "down" else -1)
        elif event.key in ("pageup", "pagedown"):
            self._folder.action_page(1 if event.key == "pagedown" else -1)
        elif event.key == "enter":
            self._take()
        elif event.key == "tab":
            whole = completed(self.typed, self._entries)
            if self.typed == self._chosen or whole == self.typed:
                return  # to the next line
            self._type(whole)
        else:
            return
        event.stop()
        event.prevent_default()

    def _take(self) -> None:
        highlighted = self._folder.key
        folder, begun = split(self.typed)
        if self.typed == self._chosen:
            self.post_message(self.Submitted())
        elif not begun and folder != self._listed:
            self._is_eager = True
        elif not isinstance(highlighted, Entry) or folder != self._listed:
            self.post_message(self.Taken(as_path(self.typed)))
        elif highlighted.is_folder:
            self._type(folder_as_typed(highlighted.path))
        else:
            self.post_message(self.Taken(highlighted.path))

    def _type(self, path: str) -> None:
        self._input.value = path
        self._input.cursor_position = len(path)

    @on(Input.Changed)
    def _follow(self, message: Input.Changed) -> None:
        message.stop()
        if message.value != self._chosen:
            self.say("")
            if self._chosen:
                self._chosen = ""
                self.post_message(self.Left())
        if split(self.typed)[0] == self._listed:
            self._show_rows()
        else:
            self._list_folder(split(self.typed)[0])

    @work(exclusive=True, group="folder")
    async def _list_folder(self, folder: Path) -> None:
        self._entries = await asyncio.to_thread(list_folder, folder, CONTENT_TYPES)
        self._listed = folder
        self._show_rows()
        if self._is_eager:  # Enter came before the folder did
            self._is_eager = False
            self._take()

    def _show_rows(self) -> None:
        """What begins as it is typed; the whole folder once a file is chosen."""
        folder, begun = split(self.typed)
        begun = "" if self.typed == self._chosen else begun
        rows = [_row(entry) for entry in matching(self._entries, begun)]
        if not begun:
            rows.append(_row(Entry(folder / "..", is_folder=True)))
        self._folder.set_rows(rows, empty=_("Aucun fichier de ce nom ici."))
        self._folder.action_first()

    def on_descendant_focus(self) -> None:
        """The keyboard is here."""
        self._show_label(here=True)

    def on_descendant_blur(self) -> None:
        """It is elsewhere."""
        self._show_label(here=False)

    def _show_label(self, *, here: bool) -> None:
        sign, tone = (CURSOR.sign, Tone.STRONG) if here else (" ", Tone.DIM)
        self.query_one(".label", TextLine).show([(f"{sign} {_('Fichier')}", tone)])
        self._folder.display = here


class Folder(RecordList, can_focus=False):
    """What a folder holds; its keys are those of the path."""

    DEFAULT_CSS = "Folder { margin-top: 1; }"

    def __init__(self) -> None:
        super().__init__(
            [
                Column(_("pdf, txt, rtf, jpg, tif, CDA (xml)"), 20, weight=1),
                Column(_("Modifié le"), 16, role=Tone.DIM),
                Column(_("Taille"), 8, align="right", role=Tone.DIM),
            ]
        )
        self.set_sorted(1, descending=True)


def folder_as_typed(path: Path) -> str:
    """The path of a folder, ready for the name of a file."""
    return path_as_typed(path).rstrip("/") + "/"


def path_as_typed(path: Path) -> str:
    """A path as one types it: from one's own folder when it is in it."""
    path = Path(*path.parts[:-2]) if path.name == ".." and len(path.parts) > 1 else path
    home = Path.home()
    return f"~/{path.relative_to(home)}".removesuffix("/.") if path.is_relative_to(home) else str(path)


def _row(entry: Entry) -> Row:
    name = clean_line(entry.path.name)
    if entry.is_folder:
        return Row(entry, (f"{name}/", "", _("dossier")), Tone.DIM)
    return Row(entry, (name, words.minute(entry.written), size_name(entry.size)))
