"""Ajouter un document, or its new version: one page to fill in, checked before anything is sent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from textual import events, on, work
from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.core.deposit.preparation import FileDescription, Source, inspect
from dmptui.core.errors import DmpError
from dmptui.core.machine.files import read_file, written_at
from dmptui.core.terminology import document_type, document_types
from dmptui.core.text import _
from dmptui.screens.deposit.draft import Draft
from dmptui.screens.deposit.file import FileLine, Folder, folder_as_typed
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.chrome import Rule, TextLine
from dmptui.widgets.fields import Fields, Line


class DepositForm(Screen[None]):
    """The form; dismissed when the document is deposited, or when it is left.

    Args:
        identity: the line that says whose record it is.
        title: what is being done.
        draft: what it begins with.
        lines: to fill in; ``type`` and ``title`` are among them.
        problems: what is wrong with their values, by line; nothing when all may be sent.
        clock: gives the time, aware: a file is never of a later day.
        submit: sends what is filled in, and says whether it was; asks and shows errors by itself.
        keep: called with what is filled in when the form is left.
    """

    DEFAULT_CSS = """
    DepositForm { background: $background; }
    DepositForm #keys { dock: bottom; }
    """

    def __init__(
        self,
        identity: TextLine,
        title: str,
        draft: Draft,
        *,
        lines: Sequence[Line],
        problems: Callable[[Mapping[str, str]], dict[str, str]],
        clock: Callable[[], datetime],
        submit: Callable[[Draft], Awaitable[bool]],
        keep: Callable[[Draft], None],
    ) -> None:
        super().__init__()
        self._identity = identity
        self._title = title
        self._draft = draft
        self._source = draft.source
        self._proposed = dict(draft.proposed)
        self._lines = lines
        self._problems = problems
        self._clock = clock
        self._submit = submit
        self._keep = keep
        self._tried = False

    def compose(self) -> ComposeResult:
        """Whose record, what is done, the file, the lines, the folder, the keys."""
        folder = Folder()
        yield self._identity
        yield TextLine([(self._title, Tone.STRONG)])
        yield Rule()
        yield FileLine(self._draft.path or folder_as_typed(Path.cwd()), folder)
        yield Fields(self._lines, self._draft.values)
        yield folder
        yield TextLine(id="keys")

    def on_mount(self) -> None:
        """Begin with the file, or after it when it is chosen already."""
        if self._source is None:
            self._file.take_keyboard()
        else:
            self._file.take(self._draft.path)
            self._fields.go_to("title")

    @property
    def draft(self) -> Draft:
        """What is filled in now."""
        return Draft(self._file.typed, self._source, self._fields.values, self._proposed)

    def on_key(self, event: events.Key) -> None:
        """Leave; what is filled in is there again the next time."""
        if event.key == "escape":
            event.stop()
            self._keep(self.draft)
            self.dismiss(None)

    def on_descendant_focus(self) -> None:
        """Other keys apply in the folder."""
        self.query_one("#keys", TextLine).show(_keys(in_folder=self._file.has_focus_within))

    # The file

    @on(FileLine.Taken)
    async def _take(self, message: FileLine.Taken) -> None:
        try:
            source, description = await asyncio.to_thread(_inspected, message.path, self._clock())
        except DmpError as error:
            self._source = None
            self._file.say(error.message)
            return
        self._source = source
        self._file.take(message.typed)
        self._propose(
            {
                "type": description.type_code if document_type(description.type_code) else "",
                "title": description.title,
                "acted": words.day(description.acted),
                "setting": description.setting,
            }
        )
        if self._fields.values["type"]:
            self._fields.go_to("title")
        else:
            self._fields.choose("type")

    @on(FileLine.Left)
    def _forget_file(self) -> None:
        self._source = None

    def _propose(self, values: Mapping[str, str]) -> None:
        """Fill in lines, but those where something else was typed."""
        now = self._fields.values
        free = {k: v for k, v in values.items() if v and now.get(k) in ("", self._proposed.get(k, ""))}
        self._proposed |= free
        self._fields.put(free)

    # The lines

    @on(Fields.Changed)
    def _follow(self, message: Fields.Changed) -> None:
        kind = document_type(message.value) if message.line == "type" else None
        if kind is not None and _is_a_label(self._fields.values["title"]):
            self._fields.put({"title": kind.label})
        self._say_problems()

    def _say_problems(self) -> dict[str, str]:
        """Show what is wrong: before a first try, only what is wrong with what is there."""
        values = self._fields.values
        found = self._problems(values)
        problems = found if self._tried else {k: v for k, v in found.items() if _is_shown_at_once(k, values)}
        self._fields.say(problems)
        return found

    @on(FileLine.Submitted)
    @on(Fields.Submitted)
    def _check(self) -> None:
        self._tried = True
        found = self._say_problems()
        if self._source is None:
            self._file.say(_("Choisissez un fichier."))
            self._file.take_keyboard()
        elif found:
            self._fields.go_to(next(iter(found)))
        else:
            self._send()

    @work(exclusive=True, group="sending")
    async def _send(self) -> None:
        self._keep(self.draft)
        if await self._submit(self.draft):
            self.dismiss(None)

    @property
    def _file(self) -> FileLine:
        return self.query_one(FileLine)

    @property
    def _fields(self) -> Fields:
        return self.query_one(Fields)


def _keys(*, in_folder: bool) -> list[tuple[str, str]]:
    first = (
        [(_("Entrée"), _("prendre ce fichier")), (_("Tab"), _("compléter"))]
        if in_folder
        else [(_("Entrée"), _("vérifier")), (_("Tab"), _("ligne suivante"))]
    )
    pairs = [*first, (_("Échap"), _("revenir sans rien perdre"))]
    return [part for key, title in pairs for part in ((key, "key"), (f" {title}   ", Tone.NORMAL))]


def _is_a_label(title: str) -> bool:
    """Whether a title says no more than the name of a type, or nothing."""
    return not title or any(title == kind.label for kind in document_types().values())


def _is_shown_at_once(line: str, values: Mapping[str, str]) -> bool:
    """Whether what is wrong is what is there, and not what is still missing."""
    return line not in ("type", "title", "acted") or (line == "title" and bool(values["title"]))


def _inspected(path: Path, now: datetime) -> tuple[Source, FileDescription]:
    source = Source(path.name, read_file(path), written_at(path, now))
    return source, inspect(source)
