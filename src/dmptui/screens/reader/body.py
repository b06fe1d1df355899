"""The middle of the reader of a document: a text, a picture or a sentence."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from dmptui.core.text import _
from dmptui.screens.reader.sheets import Sheet, Tab
from dmptui.theme import Tone
from dmptui.widgets.awaited import Awaited
from dmptui.widgets.matches import parted
from dmptui.widgets.message import Notice
from dmptui.widgets.picture import PictureView
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.reader import Reader


class DocumentBody(Vertical):
    """Shows a tab of a sheet; what is on the screen stays until the next one is ready."""

    DEFAULT_CSS = (
        "DocumentBody { height: 1fr; } DocumentBody Notice, DocumentBody PictureView { display: none; }"
    )

    class Status(Message):
        """Where the reader is, what was found: for the last line."""

        def __init__(self, text: str, tone: Tone = Tone.DIM) -> None:
            super().__init__()
            self.text = text
            self.tone = tone

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._pictured = b""
        self._awaited = Awaited()

    def compose(self) -> ComposeResult:
        """The text, the picture, the sentence, the line to type in."""
        yield Reader()
        yield PictureView()
        yield Notice()
        yield Prompt(_("Chercher :"), hint=_("des mots de ce document"))

    @property
    def reader(self) -> Reader:
        """The text."""
        return self.query_one(Reader)

    @property
    def picture(self) -> PictureView | None:
        """The picture, when it is on the screen."""
        view = self.query_one(PictureView)
        return view if view.display else None

    def show(self, sheet: Sheet, words: Sequence[str] = ()) -> None:
        """Show the tab a sheet is at, where it was left.

        Args:
            sheet: from now on, the place in it is kept by ``leave``.
            words: looked for at once, in a text.
        """
        self._awaited.end()
        self._sheet = sheet
        if sheet.at is Tab.PICTURE:
            view = self.query_one(PictureView)
            self._only(view)
            if self._pictured != sheet.picture:
                self._pictured = sheet.picture
                view.show(sheet.picture)
            else:
                self._say_place()
        else:
            self._only(self.reader)
            self.reader.show(sheet.layouts[sheet.at], sheet.spot, words)

    def leave(self) -> None:
        """Keep the place in the tab on the screen, before another is shown."""
        sheet = self._sheet
        if sheet is not None and sheet.at is not Tab.PICTURE and self.reader.display:
            sheet.spots[sheet.at] = self.reader.spot

    def wait(self, text: str, then: Callable[[], None]) -> None:
        """Say what is awaited, in 150 ms unless it comes first; what is on the screen stays until then.

        Args:
            text: said in place of the document.
            then: called when it is said.
        """

        def say() -> None:
            self.say(text, Tone.DIM)
            then()

        self._awaited.begin(self, say)

    def say(self, text: str, tone: Tone) -> None:
        """Say something instead of the document."""
        self._awaited.end()
        notice = self.query_one(Notice)
        self._only(notice)
        notice.say(text, tone=tone)

    # Searching

    async def ask(self) -> None:
        """Type words to look for in the text on the screen."""
        if self.reader.display:
            await self.query_one(Prompt).open()
        else:
            self.post_message(self.Status(_("La recherche se fait dans un texte."), Tone.WARNING))

    def stop_searching(self) -> bool:
        """Show no match any more; False when none is shown."""
        if not self.reader.display or self.reader.matches == (0, 0):
            return False
        self.reader.search()
        self._say_place()
        return True

    @on(Prompt.Submitted)
    def _search(self, message: Prompt.Submitted) -> None:
        message.stop()
        message.prompt.close()
        reader, typed = self.reader, message.value.strip()
        self.screen.set_focus(reader)
        # As it was typed; else each of its words.
        if reader.search(typed) or not typed or reader.search(*parted(typed)):
            self._say_place()
        else:
            sentence = _("« {words} » : pas dans ce document").format(words=typed)
            self.post_message(self.Status(sentence, Tone.WARNING))

    @on(Prompt.Cancelled)
    def _leave_search(self, message: Prompt.Cancelled) -> None:
        message.stop()
        self.screen.set_focus(self.reader)
        self.reader.search()
        self._say_place()

    @on(Reader.Moved)
    @on(PictureView.Moved)
    def _show_place(self, message: Message) -> None:
        message.stop()
        self._say_place()

    def _say_place(self) -> None:
        if self.picture is not None:
            text = self.picture.status
        elif self.reader.matches[1]:
            at, found = self.reader.matches
            text = _("{n} sur {total} · N suivant").format(n=at, total=found)
        else:
            text = f"{self.reader.percent} %"
        self.post_message(self.Status(text))

    # Showing

    def _only(self, shown: Reader | Notice | PictureView) -> None:
        for part in self.query("Reader, Notice, PictureView"):
            part.display = part is shown
        self.query_one(Prompt).close()
        self.screen.set_focus(shown if shown.can_focus else self.reader)
