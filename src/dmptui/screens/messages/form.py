"""Écrire ou répondre: the subject, the document that goes with it, the text; checked before it is sent."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, TextArea

from dmptui.core.documents.text import clean, clean_line
from dmptui.core.errors import DmpError
from dmptui.core.model.document import Document
from dmptui.core.rules.messaging import MAX_TEXT, fits
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.screens.messages.act_line import ActLine
from dmptui.screens.parts import words
from dmptui.screens.parts.failed import Failed
from dmptui.theme import Role, Tone
from dmptui.widgets.chrome import Rule, TextLine
from dmptui.widgets.fields import Fields, Line
from dmptui.widgets.glyphs import CURSOR
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.typing_in import edit, editing_keys


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written, and the document that goes with it."""

    subject: str = ""
    text: str = ""
    attached: Document | None = None


class MessageForm(Screen[None]):
    """The form; dismissed when the message is sent, or when it is left.

    Args:
        whose: the line that says whose record it is.
        title: what is written, and to whom.
        where: where it arrives.
        record: whose documents may go with it; None when none may.
        draft: what it begins with.
        submit: sends the message and says whether it was; asks and shows errors by itself.
        keep: called with what is written when the form is left.
    """

    DEFAULT_CSS = """
    MessageForm { background: $background; }
    MessageForm TextArea, MessageForm TextArea:focus {
        height: 1fr; max-width: 96; border: none; padding: 0 3;
        background: $background; background-tint: $background 0%;
        scrollbar-size-vertical: 1; scrollbar-background: $background; scrollbar-color: $secondary;
    }
    MessageForm #problem { padding: 0 3; color: $warning; display: none; }
    MessageForm TextArea .text-area--cursor-line { background: $background; }
    MessageForm TextArea .text-area--cursor {
        background: $background; color: $foreground; text-style: reverse;
    }
    """

    def __init__(
        self,
        whose: Widget,
        title: str,
        where: str,
        draft: Draft,
        *,
        record: Record | None = None,
        submit: Callable[[Draft], Awaitable[bool]],
        keep: Callable[[Draft], None],
    ) -> None:
        super().__init__()
        self._whose = whose
        self._title = title
        self._where = where
        self._record = record
        self._draft = draft
        self._attached = draft.attached
        self._submit = submit
        self._keep = keep

    def compose(self) -> ComposeResult:
        """Whose record, what is done, what is written, what sends it, the keys."""
        yield self._whose
        yield TextLine([(self._title, Tone.STRONG)], [(self._where, Tone.DIM)])
        yield Rule()
        yield Fields([Line("subject", _("Objet"))], {"subject": self._draft.subject})
        if self._record is not None:
            yield ActLine("attached", _("Document joint"), _("Entrée : choisir"))
        yield TextLine(id="heading")
        yield _Text(self._draft.text)
        yield Static(id="problem", markup=False)
        yield ActLine("send", _("Vérifier et envoyer"), _("Entrée : relire, puis envoyer"))
        yield TextLine(_keys())

    def on_mount(self) -> None:
        """Begin with the subject, or after it when it is written already."""
        self._show_attached()
        self._show_heading()
        if self._draft.subject:
            self.set_focus(self.query_one(TextArea))
        else:
            self._fields.go_to("subject")

    @property
    def draft(self) -> Draft:
        """What is written now, safe to send."""
        text = clean(self.query_one(TextArea).text).strip()
        return Draft(clean_line(self._fields.values["subject"]), text, self._attached)

    def on_key(self, event: events.Key) -> None:
        """Leave; what is written is there again the next time."""
        if event.key == "escape":
            event.stop()
            self._keep(self.draft)
            self.dismiss(None)

    def on_descendant_focus(self) -> None:
        """The text shows whether the keyboard is in it."""
        self._show_heading()

    @on(Fields.Changed)
    @on(TextArea.Changed)
    def _follow(self) -> None:
        self._show_heading()
        self._say("")

    @on(Fields.Submitted)
    def _go_to_text(self) -> None:
        self.set_focus(self.query_one(TextArea))

    # The document

    @on(ActLine.Done, "#attached")
    @work(exclusive=True, group="attaching")
    async def _choose_document(self) -> None:
        """Choose among the documents of the record; one that may not be attached is told why."""
        record = self._record
        if record is None:
            return
        documents: list[Document] = []
        try:
            async for page in record.listing.whole():
                documents += (d for d in page if not hidden_by_default(d))
        except DmpError as error:
            self.post_message(Failed(error))
            return
        documents.sort(key=lambda document: document.act_date, reverse=True)
        now = [self._attached.id if self._attached else ""]
        picked = await self.app.push_screen_wait(Picker(_("Document joint"), _choices(documents), picked=now))
        if picked is None:
            return
        chosen = next((d for d in documents if d.id == picked[0]), None)
        decision = record.may_write_message(chosen)
        if not decision.allowed:
            self._say(f"{decision.reason} {decision.advice}")
            return
        self._attached = chosen
        self._show_attached()
        self._say("")

    # What is sent

    @on(ActLine.Done, "#send")
    def _check(self) -> None:
        draft = self.draft
        decision = fits(draft.subject, draft.text)
        if decision.allowed:
            self._send(draft)
            return
        self._say(f"{decision.reason} {decision.advice}")
        if not draft.subject.strip():
            self._fields.go_to("subject")
        else:
            self.set_focus(self.query_one(TextArea))

    @work(exclusive=True, group="sending")
    async def _send(self, draft: Draft) -> None:
        self._keep(draft)
        if await self._submit(draft):
            self.dismiss(None)

    # Showing

    @property
    def _fields(self) -> Fields:
        return self.query_one(Fields)

    def _say(self, problem: str) -> None:
        line = self.query_one("#problem", Static)
        line.update(Content(problem))
        line.display = bool(problem)

    def _show_attached(self) -> None:
        if self._record is None:
            return
        document = self._attached
        title = f"{words.day(document.act_date)} · {document.title}" if document else _("aucun")
        self.query_one("#attached", ActLine).tell(title)

    def _show_heading(self) -> None:
        area = self.query_one(TextArea)
        here, length = area.has_focus, len(area.text)
        sign, tone = (CURSOR.sign, Tone.STRONG) if here else (" ", Tone.DIM)
        count = _("{n} caractères sur {most}").format(n=length, most=f"{MAX_TEXT:,}".replace(",", " "))
        over: Role = Tone.WARNING if length > MAX_TEXT else Tone.DIM
        self.query_one("#heading", TextLine).show([(f"{sign} {_('Texte')}", tone)], [(count, over)])


class _Text(TextArea):
    """What is written, its cursor still and at the end."""

    _KEYS = editing_keys(TextArea.BINDINGS)

    def __init__(self, text: str) -> None:
        super().__init__(text, compact=True)
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    async def on_key(self, event: events.Key) -> None:
        """Edit."""
        await edit(self, event, self._KEYS)


def _choices(documents: Sequence[Document]) -> list[Choice]:
    return [
        Choice("", _("Aucun document")),
        *(Choice(d.id, f"{words.day(d.act_date)}  {d.title}", d.author.name) for d in documents),
    ]


def _keys() -> list[tuple[str, str]]:
    pairs = ((_("Tab"), _("ligne suivante")), (_("Échap"), _("revenir sans rien perdre")))
    return [part for key, title in pairs for part in ((key, "key"), (f" {title}   ", Tone.NORMAL))]
