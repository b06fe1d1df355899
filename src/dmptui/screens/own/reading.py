"""One document, read by the person."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.errors import DmpError, SessionExpired
from dmptui.core.model.document import Document
from dmptui.core.patient_session import PatientSession
from dmptui.core.text import N_, _
from dmptui.screens import words
from dmptui.screens.failed import Failed
from dmptui.screens.own.banner import OwnLine
from dmptui.screens.own.document_lines import state_of
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, Rule, TextLine
from dmptui.widgets.message import Notice
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.reader import Reader

if TYPE_CHECKING:
    from dmptui.core.content import Content
    from dmptui.core.documents.blocks import Document as Read
    from dmptui.core.documents.layout.lines import Layout

register(
    "own_document",
    N_("Document de Mon espace santé"),
    Action("search", ("/",), N_("chercher"), N_("Cherche des mots ; N le suivant, P le précédent.")),
    Action("contents", ("s",), N_("sommaire"), N_("Choisit une section.")),
    Action("next(1)", ("right", "l"), N_("suivant"), N_("Le document suivant de la liste.")),
    Action("next(-1)", ("left", "h"), N_("précédent"), N_("Le document précédent."), shown=False),
)


class OwnReadingScreen(Screen[Document]):
    """The reader; dismissed with the document that was on the screen.

    Args:
        session: of the person.
        document: to be read first.
        listed: the documents of the list it was opened from, in order.
    """

    PLACE = "own_document"
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = """
    OwnReadingScreen { background: $background; }
    OwnReadingScreen Notice { display: none; }
    """

    def __init__(self, session: PatientSession, document: Document, listed: Sequence[Document]) -> None:
        super().__init__()
        self._session = session
        self._document = document
        self._listed = listed

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        return (self.PLACE, "reader")

    def compose(self) -> ComposeResult:
        """Whose it is, the title, the text, the keys."""
        yield OwnLine(self._session)
        yield TextLine(id="title")
        yield Rule()
        yield TextLine(id="warning")
        yield Reader()
        yield Notice()
        yield Prompt(_("Chercher :"), hint=_("des mots de ce document"))
        yield FooterLine(footer(self.PLACE))

    def on_mount(self) -> None:
        """Read the document."""
        self._load()

    # Actions

    async def action_search(self) -> None:
        """Type words to look for."""
        await self.query_one(Prompt).open()

    def action_contents(self) -> None:
        """Choose a section."""
        reader = self.query_one(Reader)

        def chosen(picked: tuple[object, ...] | None) -> None:
            if picked:
                reader.go_to_section(int(str(picked[0])))

        choices = [Choice(index, mark.title) for index, mark in enumerate(reader.sections)]
        if choices:
            self.app.push_screen(Picker(_("Sommaire"), choices), chosen)
        else:
            self._status(_("Ce document n'a pas de sections."))

    def action_next(self, step: int) -> None:
        """To another document of the list."""
        index = self._index + step
        if 0 <= index < len(self._listed):
            self._document = self._listed[index]
            self._load()
        else:
            self._status(_("dernier de la liste") if step > 0 else _("premier de la liste"))

    def action_back(self) -> None:
        """From a search to the text, from the text to the list."""
        reader = self.query_one(Reader)
        if reader.matches != (0, 0):
            reader.search("")
        else:
            self.dismiss(self._document)

    # Reading

    @work(exclusive=True, group="content")
    async def _load(self) -> None:
        self._show_title()
        self._status(_("Le document arrive…"))
        try:
            content = await self._session.read(self._document)
            read = await asyncio.to_thread(_parsed, content)
        except SessionExpired as error:
            self.post_message(Failed(error))
        except DmpError as error:
            self._say(error.message)
        else:
            self._show(read, altered=content.altered)

    def _show(self, read: "Read", *, altered: bool) -> None:
        reader, notice = self.query_one(Reader), self.query_one(Notice)
        notice.display, reader.display = False, True
        warning = _("Attention, contenu différent de celui annoncé (taille ou empreinte).") if altered else ""
        self.query_one("#warning", TextLine).show([(warning, Tone.WARNING)])
        reader.show(lambda width: _laid_out(read, width))
        reader.focus()
        self._status(f"{reader.percent} %")

    def _say(self, text: str) -> None:
        """Say something instead of the document."""
        reader, notice = self.query_one(Reader), self.query_one(Notice)
        notice.display, reader.display = True, False
        notice.say(text, tone=Tone.WARNING)
        self._status("")

    def _show_title(self) -> None:
        document = self._document
        author = document.author.name or document.author.organization
        parts = (document.title, author, words.day(document.act_date), state_of(document))
        of = _("{n} sur {total}").format(n=self._index + 1, total=len(self._listed))
        about = " · ".join(part for part in parts if part)
        self.query_one("#title", TextLine).show([(about, Tone.NORMAL)], [(of + "  ‹ ›", Tone.DIM)])

    @property
    def _index(self) -> int:
        return next((i for i, each in enumerate(self._listed) if each.id == self._document.id), 0)

    def _status(self, text: str, tone: Tone = Tone.DIM) -> None:
        self.query_one(FooterLine).show_status(text, tone)

    @on(Reader.Moved)
    def _show_place(self, message: Reader.Moved) -> None:
        message.stop()
        at, found = message.reader.matches
        said = _("{n} sur {total} · N suivant").format(n=at, total=found) if found else ""
        self._status(said or f"{message.reader.percent} %")

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _search(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        reader = self.query_one(Reader)
        reader.focus()
        typed = message.value.strip() if isinstance(message, Prompt.Submitted) else ""
        if not reader.search(typed) and typed:
            self._status(_("« {words} » : pas dans ce document").format(words=typed), Tone.WARNING)


def _parsed(content: "Content") -> "Read":
    from dmptui.core.documents.read import read

    return read(content.data, content.content_type)


def _laid_out(read: "Read", width: int) -> "Layout":
    from dmptui.core.documents.layout import lay_out

    return lay_out(read, width)
