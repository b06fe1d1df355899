"""Ajouter un document à Mon espace santé: a file, its type, its title, who must not see it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual import events, on, work
from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.core.deposit.preparation import Source, Wishes, inspect
from dmptui.core.errors import DmpError
from dmptui.core.machine.files import read_file, written_at
from dmptui.core.model.document import Visibility
from dmptui.core.rules.adding import PATIENT_TYPES
from dmptui.core.rules.deposit import title_rule
from dmptui.core.terminology import document_type, document_types
from dmptui.core.text import _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.deposit.draft import Draft
from dmptui.screens.deposit.file import FileLine, Folder, folder_as_typed
from dmptui.screens.parts.own_line import OwnLine
from dmptui.theme import Tone
from dmptui.widgets.chrome import Rule, TextLine
from dmptui.widgets.fields import Fields, Line
from dmptui.widgets.picker import Choice

_HIDDEN = "hidden"
"""Value of a line of visibility when the document is not seen."""


class OwnDepositForm(Screen[None]):
    """The form; dismissed when the document is deposited, or when it is left.

    Args:
        session: of the person.
        title: what is being done.
        draft: what it begins with.
        submit: sends the file as wished, and says whether it was; asks and shows errors by itself.
        keep: called with what is filled in when the form is left.
        hiding: whether it is chosen who sees the document.
    """

    DEFAULT_CSS = """
    OwnDepositForm { background: $background; }
    OwnDepositForm #keys { dock: bottom; }
    """

    def __init__(
        self,
        session: PatientSession,
        title: str,
        draft: Draft,
        *,
        submit: Callable[[Source, Wishes], Awaitable[bool]],
        keep: Callable[[Draft], None],
        hiding: bool,
    ) -> None:
        super().__init__()
        self._session = session
        self._title = title
        self._draft = draft
        self._submit = submit
        self._keep = keep
        self._hiding = hiding
        self._source = draft.source

    def compose(self) -> ComposeResult:
        """Whose it is, what is done, the file, the lines, the folder, the keys."""
        folder = Folder()
        yield OwnLine(self._session)
        yield TextLine([(self._title, Tone.STRONG)])
        yield Rule()
        yield FileLine(self._draft.path or folder_as_typed(Path.cwd()), folder)
        yield Fields(self._lines(), self._draft.values)
        yield folder
        yield TextLine(_keys(), id="keys")

    def on_mount(self) -> None:
        """Begin with the file, or after it when it is chosen already."""
        if self._source is None:
            self._file.take_keyboard()
        else:
            self._file.take(self._draft.path)
            self._fields.go_to("title")

    def on_key(self, event: events.Key) -> None:
        """Leave; what is filled in is there again the next time."""
        if event.key == "escape":
            event.stop()
            self._keep(Draft(self._file.typed, self._source, self._fields.values))
            self.dismiss(None)

    def _lines(self) -> list[Line]:
        types = [kind for kind in document_types().values() if kind.code.startswith(PATIENT_TYPES)]
        shown = [
            Line("type", _("Type de document"), _("à choisir"), [Choice(k.code, k.label) for k in types]),
            Line("title", _("Titre")),
        ]
        if not self._hiding:
            return shown
        seen = [Choice("", _("visible")), Choice(_HIDDEN, _("masqué"))]
        shown.append(Line(Visibility.HIDDEN_FROM_PROFESSIONALS, _("Professionnels"), choices=seen))
        minor = self._session.patient.is_minor(self._session.today())
        if minor and not self._session.representative:
            shown.append(Line(Visibility.HIDDEN_FROM_REPRESENTATIVES, _("Représentants"), choices=seen))
        return shown

    # The file

    @on(FileLine.Taken)
    async def _take(self, message: FileLine.Taken) -> None:
        try:
            self._source = await asyncio.to_thread(_inspected, message.path)
        except DmpError as error:
            self._source = None
            self._file.say(error.message)
            return
        self._file.take(message.typed)
        if self._fields.values["type"]:
            self._fields.go_to("title")
        else:
            self._fields.choose("type")

    @on(FileLine.Left)
    def _forget_file(self) -> None:
        self._source = None

    # The lines

    @on(Fields.Changed)
    def _follow(self, message: Fields.Changed) -> None:
        kind = document_type(message.value) if message.line == "type" else None
        labels = {known.label for known in document_types().values()}
        if kind is not None and self._fields.values["title"] in ("", *labels):
            self._fields.put({"title": kind.label})

    @on(FileLine.Submitted)
    @on(Fields.Submitted)
    def _check(self) -> None:
        values = self._fields.values
        problems = {} if values["type"] else {"type": _("Choisissez un type.")}
        title = title_rule(values["title"])
        if title.refused:
            problems["title"] = f"{title.reason} {title.advice}".strip()
        self._fields.say(problems)
        if self._source is None:
            self._file.say(_("Choisissez un fichier."))
            self._file.take_keyboard()
        elif problems:
            self._fields.go_to(next(iter(problems)))
        else:
            hidden = frozenset(each for each in Visibility if values.get(each) == _HIDDEN)
            self._send(self._source, Wishes(values["type"], values["title"], hidden))

    @work(exclusive=True, group="sending")
    async def _send(self, source: Source, wishes: Wishes) -> None:
        if await self._submit(source, wishes):
            self.dismiss(None)

    @property
    def _file(self) -> FileLine:
        return self.query_one(FileLine)

    @property
    def _fields(self) -> Fields:
        return self.query_one(Fields)


def _keys() -> list[tuple[str, str]]:
    pairs = (
        (_("Entrée"), _("vérifier")),
        (_("Tab"), _("compléter, suivant")),
        (_("Échap"), _("revenir sans rien perdre")),
    )
    return [part for key, title in pairs for part in ((key, "key"), (f" {title}   ", Tone.NORMAL))]


def _inspected(path: Path) -> Source:
    source = Source(path.name, read_file(path), written_at(path))
    inspect(source)
    return source
