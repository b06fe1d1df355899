"""Messages et notifications: what professionals wrote, what was answered, what the DMP notified."""

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.message import Message
from dmptui.core.rules.messaging import not_received
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.messages.lines import columns, is_new, rows, whole
from dmptui.screens.own.messages.whole import MessageScreen, Wanted
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.list_with_pane import ListWithPane
from dmptui.screens.parts.own_page import OwnPage
from dmptui.theme import Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.preview import Preview
from dmptui.widgets.record_list import RecordList

register(
    "own_messages",
    N_("Messages et notifications"),
    Action("select", ("enter",), N_("lire"), N_("Montre le message entier, et le document joint.")),
    Action("document", ("o",), N_("document joint"), N_("Ouvre le document joint ; la lecture est tracée.")),
    Action("reply", ("r",), N_("répondre"), N_("Répond au professionnel qui a écrit.")),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande les messages."), shown=False),
)


class MessagesPage(OwnPage):
    """The mailbox of Mon espace santé.

    Args:
        session: of the person.
        desk: what leads to other screens.
    """

    PLACE = "own_messages"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = """
    MessagesPage ListWithPane.under > .pane { height: 7; }
    MessagesPage ListWithPane.beside > .pane { height: 1fr; width: 40%; }
    """

    def __init__(self, session: PatientSession, desk: OwnDesk) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._messages: list[Message] = []
        self._failed = False

    def compose(self) -> ComposeResult:
        """How many are new, the list, the pane."""
        yield TextLine(id="status")
        listed = ListWithPane(RecordList(columns()), pane=Preview())
        yield listed.add_class("under")

    def on_mount(self) -> None:
        """Ask for the messages."""
        self.action_reload()

    def refresh_data(self) -> None:
        """Something was written."""
        self.action_reload()

    def why_not(self, action: str) -> str:
        """Of the document and of the answer, see ``OwnPage``."""
        current = self._here
        if action == "select":
            return _("Aucun message, aucune notification.") if current is None else ""
        if action == "document":
            return _("Aucun document joint.") if current is None or not current.document_id else ""
        if action == "reply":
            return not_received().reason if current is None else self._session.may_reply(current).reason
        return ""

    @work(exclusive=True, group="messages")
    async def action_reload(self) -> None:
        """Ask the server."""
        self.query_one(RecordList).wait(_("Vos messages arrivent…"))
        found: list[Message] = []
        try:
            async for page in self._session.replies():
                found += page
            async for page in self._session.inbox():
                found += page
                if len(found) > len(self._messages):  # a page is shown as it comes, and none is taken back
                    self._messages = list(found)
                    self._show()
            self._messages, self._failed = found, False
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._show()

    @on(RecordList.Selected)
    @work(exclusive=True, group="reading")
    async def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        current = self._here
        if current is None:
            return
        wanted = await self.app.push_screen_wait(MessageScreen(self._session, current))
        if wanted is Wanted.DOCUMENT:
            await self._open(current)
        elif wanted is Wanted.REPLY:
            await self._reply(current)

    @work(exclusive=True, group="reading")
    async def action_document(self) -> None:
        """Read the document that goes with the message."""
        current = self._here
        if self.possible("document") and current is not None:
            await self._open(current)

    @work(exclusive=True, group="writing")
    async def action_reply(self) -> None:
        """Answer the message under the cursor."""
        current = self._here
        if self.possible("reply") and current is not None:
            await self._reply(current)

    async def _reply(self, received: Message) -> None:
        if await self._desk.reply(received):
            self.action_reload()

    async def _open(self, message: Message) -> None:
        try:
            document = await self._session.document(message.document_id)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        await self._desk.read(document, [document])

    # Showing

    @property
    def _here(self) -> Message | None:
        """The message under the cursor."""
        return next((each for each in self._messages if each.id == self.under_cursor), None)

    def _show(self) -> None:
        record_list, since = self.query_one(RecordList), self._desk.since
        record_list.set_rows(rows(self._messages, since), keep=record_list.key, empty=self._empty())
        new = sum(is_new(message, since) for message in self._messages)
        count = ngettext("{n} nouveau", "{n} nouveaux", new).format(n=new) if new else ""
        failed = _("liste incomplète — F5 : redemander") if self._failed and self._messages else ""
        self.query_one("#status", TextLine).show(
            [(failed, Tone.WARNING)], [(count, Tone.DIM)] if self._messages else []
        )
        self.show_keys()

    def _empty(self) -> str:
        if self._failed:
            return _("Vos messages n'ont pas pu être lus.") + "\n" + _("F5 : redemander")
        return _("Aucun message, aucune notification.")

    @on(RecordList.Highlighted)
    def _preview(self, message: RecordList.Highlighted) -> None:
        message.stop()
        current = self._here
        self.show_keys()
        self.query_one(Preview).show(lambda width: whole(current, width).lines if current else ())
