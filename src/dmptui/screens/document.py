"""One document: read in place, with what must be known about it."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.errors import DmpError, SessionExpired
from dmptui.core.model.document import Document
from dmptui.core.record import Record
from dmptui.core.rules.reading import warnings_on
from dmptui.core.text import N_, _, ngettext
from dmptui.screens import words
from dmptui.screens.banner import IdentityLine
from dmptui.screens.document_card import card
from dmptui.screens.failed import Failed
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, Rule, TextLine
from dmptui.widgets.laid_out import BEGINNING, Spot
from dmptui.widgets.message import LOADING_DELAY, Notice
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.reader import Reader

if TYPE_CHECKING:
    from dmptui.core.documents.blocks import Attachment
    from dmptui.core.documents.blocks import Document as Read
    from dmptui.core.documents.layout.lines import Layout

register(
    "document",
    N_("Document"),
    Action(
        "search",
        ("/",),
        N_("chercher"),
        N_("Cherche des mots dans ce document ; N le suivant, P le précédent."),
    ),
    Action("contents", ("s",), N_("sommaire"), N_("Choisit une section.")),
    Action("attachments", ("o",), N_("pièces"), N_("Ouvre une pièce jointe du document ; Échap revient.")),
    Action("next(1)", ("right", "l"), N_("suivant"), N_("Le document suivant de la liste.")),
    Action("next(-1)", ("left", "h"), N_("précédent"), N_("Le document précédent de la liste."), shown=False),
    Action(
        "card",
        ("m",),
        N_("fiche"),
        N_("Montre ou cache la fiche du document : auteur, dates, confidentialité, versions."),
    ),
)


class DocumentScreen(Screen[Document]):
    """The reader; dismissed with the document that was on the screen.

    Args:
        record: the open record.
        document: to be read first.
        listed: the documents of the list it was opened from, in order.
        words: looked for as soon as it is on the screen.
    """

    PLACE = "document"
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "DocumentScreen { background: $background; } DocumentScreen Notice { display: none; }"

    def __init__(
        self, record: Record, document: Document, listed: Sequence[Document], words: str = ""
    ) -> None:
        super().__init__()
        self._record = record
        self._document = document
        self._listed = listed
        self._words = words
        self._read: Read | None = None
        self._attached: Read | None = None
        self._altered = False
        self._card_shown = False
        self._text_spot = BEGINNING
        self._waiting: Timer | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        return ("document", "reader")

    def compose(self) -> ComposeResult:
        """The identity, the document's title, what must be known, the text, the keys."""
        yield IdentityLine(self._record)
        yield TextLine(id="title")
        yield Rule()
        yield TextLine(id="warning")
        yield Reader()
        yield Notice()
        yield Prompt(_("Chercher :"), hint=_("des mots de ce document"))
        yield FooterLine(footer(self.PLACE))

    def on_mount(self) -> None:
        """Read the document."""
        self.query_one(Reader).focus()
        self._open()

    # Actions

    async def action_search(self) -> None:
        """Type words to look for."""
        await self.query_one(Prompt).open()

    def action_contents(self) -> None:
        """Choose a section."""
        reader = self.query_one(Reader)
        if not reader.sections:
            self._status(_("Ce document n'a pas de sections."))
            return

        def chosen(picked: tuple[object, ...] | None) -> None:
            if picked:
                reader.go_to_section(int(str(picked[0])))

        choices = [
            Choice(index, "  " * (getattr(mark, "level", 1) - 1) + mark.title)
            for index, mark in enumerate(reader.sections)
        ]
        here = [] if reader.section is None else [reader.section]
        self.app.push_screen(Picker(_("Sommaire"), choices, picked=here), chosen)

    def action_attachments(self) -> None:
        """Choose a file the document carries, and read it in place."""
        from dmptui.core.documents.sniff import format_name, size_name

        attachments = self._read.attachments if self._read is not None else ()
        if not attachments:
            self._status(_("Ce document n'a pas de pièce jointe."))
            return

        def chosen(picked: tuple[object, ...] | None) -> None:
            if picked:
                self._open_attachment(attachments[int(str(picked[0]))])

        choices = [
            Choice(
                index,
                a.title or format_name(a.media_type),
                f"{format_name(a.media_type)} {size_name(a.size)}",
            )
            for index, a in enumerate(attachments)
        ]
        self.app.push_screen(Picker(_("Pièces jointes"), choices), chosen)

    def action_next(self, step: int) -> None:
        """To another document of the list."""
        index = self._index() + step
        if 0 <= index < len(self._listed):
            self._document = self._listed[index]
            self._open()
        else:
            self._status(_("dernier de la liste") if step > 0 else _("premier de la liste"))

    def action_card(self) -> None:
        """Show what the record knows of the document, or its text again."""
        if self._read is None:
            return
        self._card_shown = not self._card_shown
        if self._card_shown:
            self._text_spot = self.query_one(Reader).spot
        self._show(BEGINNING if self._card_shown else self._text_spot)

    def action_back(self) -> None:
        """From a search, the card or an attachment to the text; from the text to the list."""
        if self.query_one(Reader).matches != (0, 0):
            self._stop_searching()
        elif self._card_shown:
            self.action_card()
        elif self._attached is not None:
            self._attached = None
            self._show(self._text_spot)
        else:
            self.dismiss(self._document)

    # Reading

    def _open(self) -> None:
        """Ask for the document; what is on the screen stays until it comes, or 150 ms."""
        self._read, self._attached, self._card_shown = None, None, False
        self._stop_waiting()
        self._waiting = self.set_timer(LOADING_DELAY, self._show_waiting)
        self._load(self._document)

    def _show_waiting(self) -> None:
        self._say(_("Le document arrive…"), Tone.DIM)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    @work(exclusive=True, group="content")
    async def _load(self, document: Document) -> None:
        try:
            content = await self._record.read(document)
            read = await asyncio.to_thread(_parsed, content.data, content.content_type)
        except SessionExpired as error:
            self.post_message(Failed(error))
            return
        except DmpError as error:
            self._say(error.message, Tone.WARNING)
            return
        self._read, self._altered = read, content.altered
        self._show()
        if self._words:
            self._look_for(self._words)

    @work(exclusive=True, group="content")
    async def _open_attachment(self, attachment: "Attachment") -> None:
        try:
            attached = await asyncio.to_thread(_attached, attachment)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._text_spot = self.query_one(Reader).spot
        self._attached, self._card_shown = attached, False
        self._show()

    def _show(self, at: Spot = BEGINNING) -> None:
        read, reader = self._read, self.query_one(Reader)
        assert read is not None, "shown once read"
        self._stop_waiting()
        self.query_one(Notice).display = False
        reader.display = True
        if self._card_shown:
            document, today = self._document, self._record.today()
            reader.show(lambda width: card(document, read, today, width))
        else:
            shown = self._attached or read
            reader.show(lambda width: _laid_out(shown, width), at)
        reader.focus()
        self._show_title()
        self._show_warning(read)

    def _say(self, text: str, tone: Tone) -> None:
        """Say something instead of the document."""
        self._stop_waiting()
        self._show_title()
        self.query_one("#warning", TextLine).show(())
        self._status("")
        self.query_one(Reader).display = False
        notice = self.query_one(Notice)
        notice.display = True
        notice.say(text, tone=tone)

    # Showing

    def _index(self) -> int:
        return next((i for i, d in enumerate(self._listed) if d.id == self._document.id), 0)

    def _show_title(self) -> None:
        document = self._document
        author = document.author.name or document.author.organization
        of = _("{n} sur {total}").format(n=self._index() + 1, total=len(self._listed))
        parts = [document.title, author, words.day(document.act_date)]
        if len(" · ".join(parts)) > self.size.width - len(of) - 8:
            parts[1] = ""  # the text names its author
        about = " · ".join(part for part in parts if part)
        self.query_one("#title", TextLine).show([(about, Tone.NORMAL)], [(of + "  ‹ ›", Tone.DIM)])

    def _show_warning(self, read: "Read") -> None:
        said = list(warnings_on(self._document))
        if self._altered:
            said.insert(0, _("Attention, contenu différent de celui annoncé (taille ou empreinte)."))
        if read.warnings:
            count = ngettext("{n} anomalie du fichier", "{n} anomalies du fichier", len(read.warnings))
            said.append(count.format(n=len(read.warnings)) + " " + _("(m : fiche)"))
        line = self.query_one("#warning", TextLine)
        serious = self._altered or bool(warnings_on(self._document))
        line.show([("  ".join(said), Tone.WARNING if serious else Tone.DIM)])

    def _status(self, text: str, tone: Tone = Tone.DIM) -> None:
        self.query_one(FooterLine).show_status(text, tone)

    @on(Reader.Moved)
    def _show_place(self, message: Reader.Moved) -> None:
        message.stop()
        reader = message.reader
        at, found = reader.matches
        if found:
            self._status(_("{n} sur {total} · N suivant").format(n=at, total=found))
            return
        self._status(f"{reader.percent} %")

    @on(Prompt.Submitted)
    def _search(self, message: Prompt.Submitted) -> None:
        message.stop()
        message.prompt.close()
        self.query_one(Reader).focus()
        self._look_for(message.value.strip())

    def _look_for(self, typed: str) -> None:
        reader = self.query_one(Reader)
        found = reader.search(typed)
        if not typed:
            self._status("")
        elif found:
            self._status(_("{n} sur {total} · N suivant").format(n=reader.matches[0], total=found))
        else:
            self._status(_("« {words} » : pas dans ce document").format(words=typed), Tone.WARNING)

    @on(Prompt.Cancelled)
    def _leave_search(self, message: Prompt.Cancelled) -> None:
        message.stop()
        self._stop_searching()

    def _stop_searching(self) -> None:
        reader = self.query_one(Reader)
        reader.search("")
        reader.focus()
        self._status(f"{reader.percent} %")


def _parsed(data: bytes, content_type: str) -> "Read":
    from dmptui.core.documents.read import read

    return read(data, content_type)


def _attached(attachment: "Attachment") -> "Read":
    return _parsed(attachment.content(), attachment.media_type)


def _laid_out(read: "Read", width: int) -> "Layout":
    from dmptui.core.documents.layout import lay_out

    return lay_out(read, width)
