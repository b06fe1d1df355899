"""One document: read in place, with what must be known about it."""

import asyncio
from collections.abc import Awaitable, Sequence
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from dmptui.actions import bindings, footer
from dmptui.core.errors import DmpError, NotFound, RecordClosed, SessionExpired
from dmptui.core.model.document import Document
from dmptui.core.rules.identity import judge
from dmptui.core.text import _
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.shelf import Shelf
from dmptui.screens.reader import choices as asking
from dmptui.screens.reader import printing, saving
from dmptui.screens.reader.actions import PLACE
from dmptui.screens.reader.body import DocumentBody
from dmptui.screens.reader.clipboard import copy_passage
from dmptui.screens.reader.content import OpenDocument, open_content, section_spot
from dmptui.screens.reader.lines import TabsLine, TitleRule, WarningLine, place_in
from dmptui.screens.reader.sheets import Sheet, Tab, document_sheet
from dmptui.screens.reader.source import Reading
from dmptui.theme import Tone, palette_of
from dmptui.widgets.chrome import FooterLine
from dmptui.widgets.matches import parted


class DocumentScreen(Screen[Document]):
    """The reader; dismissed with the document that was on the screen.

    Args:
        reading: what reads.
        banner: says whose it is.
        document: to be read first.
        listed: the documents of the list it was opened from, in order.
        words: looked for as soon as it is on the screen, each of them.
        section: of the first document, where it is opened; its beginning when None.

    Attributes:
        PLACES: where its keys come from, but those of the text or the picture.
        document: the one on the screen.
    """

    PLACES: tuple[str, ...] = (PLACE,)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "DocumentScreen { background: $background; }"

    def __init__(
        self,
        reading: Reading,
        banner: Widget,
        document: Document,
        documents: Sequence[Document] | Shelf,
        words: str = "",
        section: int | None = None,
    ) -> None:
        super().__init__()
        self._reading = reading
        self._banner = banner
        self.document = document
        self._shelf = documents if isinstance(documents, Shelf) else Shelf(documents)
        self._place = self._shelf.place(document)
        self._changed: dict[int, Document] = {}
        self._words = parted(words)
        self._section = section
        self._open_document: OpenDocument | None = None
        self._sheets: list[Sheet] = []

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        return (*self.PLACES, "picture" if self._body.picture else "reader")

    def compose(self) -> ComposeResult:
        """The identity, the tabs, the title, what must be known, the document, the keys."""
        yield self._banner
        yield TabsLine()
        yield TitleRule()
        yield WarningLine()
        yield DocumentBody()
        yield FooterLine(footer(*self.PLACES))

    def on_mount(self) -> None:
        """Read the document."""
        self._body.reader.focus()
        self._open()

    def show_changed(self, document: Document) -> None:
        """Show the document of the screen as it now stands."""
        self._changed[self._place] = self.document = document
        if self._open_document is not None:
            self._show_again(self._open_document)

    # Looking

    def action_tab(self, tab: str) -> None:
        """Another way to look at what is open; the same key again goes back to its text."""
        if not self._sheets:
            return
        sheet, choice = self._sheets[-1], Tab(tab)
        if choice not in sheet.tabs and choice in self._sheets[0].tabs:
            sheet, self._sheets[1:] = self._sheets[0], []  # from a file back to the document
            sheet.at = sheet.home
        if choice not in sheet.tabs:
            self._status(_("Il n'y a ni PDF ni image à montrer ici."), Tone.WARNING)
            return
        if choice is Tab.PICTURE and sheet.is_copy:
            self._open_copy(sheet)
            return
        self._body.leave()
        sheet.at = sheet.home if choice is sheet.at else choice
        self._show()

    @work(exclusive=True, group="asking")
    async def _open_copy(self, sheet: Sheet) -> None:
        """The words of the signed copy; its own key « 2 » shows its pages."""
        await self._open_over(asking.signed_copy(sheet, colours=self._has_colours))

    def action_back(self) -> None:
        """From a search, a tab, a file or a comparison to the text; from the text to the list."""
        sheet = self._sheets[-1] if self._sheets else None
        if self._body.stop_searching():
            return
        if sheet is not None and sheet.at is not sheet.home:
            self.action_tab(sheet.home)
        elif len(self._sheets) > 1:
            self._sheets.pop()
            self._show()
        else:
            self.dismiss(self.document)

    def action_next(self, step: int) -> None:
        """To another document of the list, or across a picture wider than the screen."""
        picture = self._body.picture
        if picture is not None and picture.pan_across(step):
            return
        if 0 <= self._place + step < len(self._shelf):
            self._place += step
            self._turn_to(self._place)
        else:
            self._status(_("dernier de la liste") if step > 0 else _("premier de la liste"))

    @work(exclusive=True, group="turning")
    async def _turn_to(self, place: int) -> None:
        try:
            self.document = self._changed.get(place) or await self._shelf.at(place)
        except DmpError as error:
            self._place = self._shelf.place(self.document)
            self.post_message(Failed(error))
        else:
            self._open()

    async def action_search(self) -> None:
        """Type words to look for."""
        await self._body.ask()

    @work(exclusive=True, group="asking")
    async def action_contents(self) -> None:
        """Choose a section."""
        if not self._sheets:
            self._status(_("Le document arrive…"))
            return
        reader = self._body.reader
        if not reader.sections or not reader.display:
            self._status(_("Ce document n'a pas de sections."))
            return
        index = await asking.choose_section(self.app, reader)
        if index is not None:
            reader.go_to_section(index)

    @work(exclusive=True, group="asking")
    async def action_attachments(self) -> None:
        """Choose a file the document carries, and read it in place; the pages of one that is a file."""
        if self._open_document is not None:
            files = self._open_document.read.attachments
            if len(files) == 1 and self._open_document.is_its_picture:
                self.action_tab(Tab.PICTURE.value)
                return
            await self._open_over(asking.attachment(self.app, files, colours=self._has_colours))

    @work(exclusive=True, group="asking")
    async def action_versions(self) -> None:
        """Compare this document with another of its versions."""
        if self._open_document is not None:
            read = self._open_document.read
            await self._open_over(asking.comparison(self.app, self._reading, self.document, read))

    async def _open_over(self, choice: Awaitable[Sheet | None]) -> None:
        """Show what was asked for over the document, in place of what is over it already."""
        try:
            sheet = await choice
        except NotFound as error:
            self._status(error.message)
        except DmpError as error:
            self.post_message(Failed(error))
        else:
            if sheet is not None:
                self._body.leave()
                self._sheets[1:] = [sheet]
                self._show()

    # Taking out

    @work(exclusive=True, group="asking")
    async def action_save(self) -> None:
        """Write what is open in a file."""
        if not self._sheets:
            return
        offered = saving.offers(self._sheets[-1], self._body.reader.text_width)
        try:
            path = await saving.save(self.app, self._reading, self.document, offered)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        if path is not None:
            named = path.name if path.parent == Path.cwd() else str(path)
            self._status(_("Enregistré : {path}").format(path=named), Tone.GOOD)

    @work(exclusive=True, group="asking")
    async def action_print(self) -> None:
        """Send the words on the screen to the printer."""
        if not self._sheets:
            return
        try:
            if await printing.print_sheet(self.app, self._reading, self.document, self._sheets[-1]):
                self._status(_("Envoyé à l'imprimante."), Tone.GOOD)
        except DmpError as error:
            self.post_message(Failed(error))

    def action_copy(self) -> None:
        """Send a passage to the clipboard of the terminal."""
        if self._sheets:
            self._status(*copy_passage(self.app, self._body.reader))

    # Reading

    def _open(self) -> None:
        """Ask for the document; what is on the screen stays until it comes, or 150 ms."""
        self._body.leave()
        self._open_document, self._sheets = None, []
        self._body.wait(_("Le document arrive…"), self._show_around)
        self._load(self.document)

    @work(exclusive=True, group="content")
    async def _load(self, document: Document) -> None:
        try:
            content = await self._reading.read(document)
            open_document = await asyncio.to_thread(open_content, content)
        except (SessionExpired, RecordClosed) as error:
            self.post_message(Failed(error))
            return
        except DmpError as error:
            self._show_around()
            self._status("")
            self._body.say(error.message, Tone.WARNING)
            return
        self._open_document = open_document
        sheet = self._sheet_of(open_document)
        if self._section is not None:
            sheet.at, sheet.spots[Tab.TEXT] = Tab.TEXT, section_spot(open_document.read, self._section)
            self._section = None
        self._sheets = [sheet]
        self._show(self._words)

    def _sheet_of(self, open_document: OpenDocument) -> Sheet:
        warnings = self._warnings()
        return document_sheet(
            self.document, open_document, self._reading.today(), warnings, colours=self._has_colours
        )

    def _show_again(self, open_document: OpenDocument) -> None:
        """The same document in the same place, its metadata changed."""
        self._body.leave()
        before, self._sheets = self._sheets[0], [self._sheet_of(open_document)]
        self._sheets[0].at, self._sheets[0].spots = before.at, before.spots
        self._show()

    # Showing

    @property
    def _body(self) -> DocumentBody:
        return self.query_one(DocumentBody)

    @property
    def _has_colours(self) -> bool:
        return not palette_of(self).theme.ansi

    def _show(self, words: Sequence[str] = ()) -> None:
        """What is on top of the sheets."""
        self._show_around()
        self._body.show(self._sheets[-1], words)
        files = self._open_document is not None and self._open_document.read.attachments
        places = ("picture",) if self._body.picture else self.PLACES
        self.query_one(FooterLine).show_keys(footer(*places), () if files else ("attachments",))

    def _show_around(self) -> None:
        sheet = self._sheets[-1] if self._sheets else None
        self.query_one(TabsLine).show_tabs(sheet, place_in(self._place, len(self._shelf)))
        self.query_one(TitleRule).show_title(sheet.title if sheet is not None else self.document.title)
        faults = len(self._open_document.read.warnings) if self._open_document is not None else 0
        self.query_one(WarningLine).show_warnings(self._warnings(), faults)

    def _warnings(self) -> list[str]:
        """What to know before talking about this document: first, that it is somebody else's."""
        altered = self._open_document is not None and self._open_document.content.altered
        warning = [_("Attention, contenu différent de celui annoncé (taille ou empreinte).")]
        whose = (
            judge(self._open_document.identities, self._reading.patient).warnings
            if self._open_document
            else ()
        )
        others = (warning if altered else []) + list(self._reading.warnings_on(self.document))
        return list(dict.fromkeys([*whose, *others]))

    def _status(self, text: str, tone: Tone = Tone.DIM) -> None:
        self.query_one(FooterLine).show_status(text, tone)

    @on(DocumentBody.Status)
    def _show_status(self, message: DocumentBody.Status) -> None:
        message.stop()
        self._status(message.text, message.tone)
