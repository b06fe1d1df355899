"""Messages: what this professional wrote to the patient, in Mon espace santé, and what they answered."""

from collections.abc import Collection

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.message import Message, threads
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.record import Record
from dmptui.screens.messages.lines import MessageText, columns, row
from dmptui.screens.parts import words
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.list_with_pane import ListWithPane
from dmptui.screens.parts.page import Page
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.preview import Preview
from dmptui.widgets.record_list import RecordList

register(
    "messages",
    N_("Messages"),
    Action("select", ("enter",), N_("lire"), N_("Montre le message en entier.")),
    Action("write", ("n",), N_("écrire"), N_("Écrit au patient, avec un document joint ou non.")),
    Action("attached", ("o",), N_("document joint"), N_("Ouvre le document joint ; la lecture est tracée.")),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande les messages au serveur."), shown=False),
)

_WIDEST = 72
"""Cells of a sentence in the middle of the page."""


class MessagesPage(Page):
    """The messages sent from a record, and the answers that came.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = "messages"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = """
    MessagesPage > #refusal { height: auto; max-height: 4; display: none; }
    MessagesPage ListWithPane.beside > .pane { width: 45%; }
    """

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._messages: list[Message] = []
        self._failed = False

    def compose(self) -> ComposeResult:
        """How many there are, the list, the text of one."""
        yield TextLine(id="status")
        yield Preview(id="refusal")
        yield ListWithPane(RecordList(columns(), id="sent"), pane=MessageText(id="text"))

    def on_mount(self) -> None:
        """Ask for the messages."""
        self._load()

    def on_show(self) -> None:
        """The keyboard goes to what is on the screen."""
        if self._placed.opened:
            self._text.focus()

    def step_back(self) -> bool:
        """Leave the text."""
        left = self._placed.opened
        if left:
            self._placed.open(pane=False)
        return left

    def refresh_data(self) -> None:
        """Ask again: something was written."""
        self._load()

    def refused(self) -> Collection[str]:
        """Who has no activated profile is not written to."""
        return () if self._record.may_write_message().allowed else ("write",)

    # Actions

    @work(group="writing")
    async def action_write(self) -> None:
        """Write to the patient; a refusal is told."""
        await self._desk.write_message()

    def action_reload(self) -> None:
        """Ask the server again."""
        self._load()

    @work(exclusive=True, group="reading")
    async def action_attached(self) -> None:
        """Read the document that goes with the message."""
        message = self._here
        if message is None or not message.document_id:
            return
        try:
            document = await self._record.document(message.document_id)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        await self._desk.read(document, [document])

    # What comes

    @work(exclusive=True, group="messages")
    async def _load(self) -> None:
        self._list.wait(_("Les messages arrivent…"))
        found: list[Message] = []
        try:
            async for page in self._record.replies():
                found += page
            async for page in self._record.messages_sent():
                found += page
                if len(found) > len(self._messages):  # a page is shown as it comes, and none is taken back
                    self._messages = list(found)
                    self._show()
            self._messages, self._failed = found, False
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._show()

    # What is chosen

    @property
    def _list(self) -> RecordList:
        return self.query_one("#sent", RecordList)

    @property
    def _placed(self) -> ListWithPane:
        return self.query_one(ListWithPane)

    @property
    def _text(self) -> MessageText:
        return self.query_one(MessageText)

    @property
    def _here(self) -> Message | None:
        """The message under the cursor."""
        return next((message for message in self._messages if message.id == self._list.key), None)

    @on(RecordList.Highlighted)
    def _highlight(self, message: RecordList.Highlighted) -> None:
        message.stop()
        self._text.show(self._here)

    @on(RecordList.Selected, "#sent")
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        self._placed.open(pane=True)
        current = self._here
        if current is not None and current.is_unread:
            self._read(current)

    @work(exclusive=True, group="marking")
    async def _read(self, reply: Message) -> None:
        """An answer is on the screen: the person learns that it was read."""
        try:
            read = await self._record.read_reply(reply)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._messages = [read if each.id == read.id else each for each in self._messages]
        self._show()

    # Showing

    def _show(self) -> None:
        record_list = self._list
        record_list.set_rows(
            [row(message) for message in threads(self._messages)], keep=record_list.key, empty=self._empty()
        )
        self._placed.need(pane=bool(record_list.rows))
        self._text.show(self._here)
        count = sum(not message.is_reply for message in self._messages)
        unread = sum(message.is_unread for message in self._messages)
        parts: list[tuple[str, Role]] = []
        if self._messages:
            sent = ngettext("{n} message envoyé par vous", "{n} messages envoyés par vous", count)
            parts = [(sent.format(n=count), Tone.NORMAL)]
            if unread:
                new = ngettext("{n} réponse non lue", "{n} réponses non lues", unread).format(n=unread)
                parts.append((f" · {new}", Tone.STRONG))
            if self._failed:
                parts.append((_("   liste incomplète — F5 : redemander"), Tone.WARNING))
        self.query_one("#status", TextLine).show(parts)
        self._show_refusal()

    def _show_refusal(self) -> None:
        """Above messages sent before, why no other can be; without any, it is said in their place."""
        decision = self._record.may_write_message()
        pane = self.query_one("#refusal", Preview)
        pane.display = bool(self._messages) and not decision.allowed
        sentence = f"{decision.reason} {decision.advice}"
        pane.show(lambda width: [[(line, Tone.WARNING)] for line in wrap(sentence, max(10, width))])

    def _empty(self) -> str:
        if self._failed:
            return _("Les messages n'ont pas pu être lus.") + "\n" + _("F5 : redemander")
        decision = self._record.may_write_message()
        person = words.person(self._record.patient)
        absent = _("Vous n'avez envoyé aucun message à {who}.").format(who=person)
        if decision.allowed:
            return absent + "\n" + _("n : lui écrire, dans sa messagerie de Mon espace santé")
        sentences = (decision.reason, decision.advice)
        return "\n".join([absent, "", *(line for text in sentences for line in wrap(text, _WIDEST))])
