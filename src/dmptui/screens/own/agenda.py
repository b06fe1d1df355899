"""Agenda: the care the documents tell of, month by month. No appointment is made up."""

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.document import Document
from dmptui.core.rules.reading import hidden_by_default, is_from_patient
from dmptui.core.text import N_, _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.parts import words
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.page import Page
from dmptui.theme import Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.columns import Column
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Group, Row

register(
    "own_agenda",
    N_("Agenda"),
    Action("select", ("enter",), N_("lire"), N_("Ouvre le document dont vient cette date.")),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande les documents."), shown=False),
)


class AgendaPage(Page):
    """The acts of the documents, the latest first.

    Args:
        session: of the person.
        desk: what leads to other screens.
    """

    PLACE = "own_agenda"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "AgendaPage #intro { margin-bottom: 1; }"

    def __init__(self, session: PatientSession, desk: OwnDesk) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._acts: list[Document] = []
        self._failed = False

    def compose(self) -> ComposeResult:
        """What is not here, and the list."""
        sentence = _("Vos soins, d'après vos documents. Aucune prise de rendez-vous reliée ici.")
        yield TextLine([(sentence, Tone.DIM)], id="intro")
        yield RecordList(
            [
                Column(_("Jour"), 10),
                Column(_("Soin"), 30, weight=3),
                Column(_("Avec"), 20, weight=2),
                Column(_("Lieu"), 20, weight=2, priority=1, role=Tone.DIM),
            ]
        )

    def on_mount(self) -> None:
        """Ask for the documents."""
        self.action_reload()

    def refresh_data(self) -> None:
        """Something was written."""
        self.action_reload()

    @work(exclusive=True, group="agenda")
    async def action_reload(self) -> None:
        """Ask the server."""
        self.query_one(RecordList).wait(_("L'agenda arrive…"))
        found: list[Document] = []
        try:
            async for page in self._session.documents():
                found += (d for d in page if not is_from_patient(d) and not hidden_by_default(d))
                if not self._acts:  # the first page is read while the others come
                    self._acts = list(found)
                    self._show()
            self._acts, self._failed = sorted(found, key=lambda d: d.act_date, reverse=True), False
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._show()

    @on(RecordList.Selected)
    @work(exclusive=True, group="reading")
    async def _read(self, message: RecordList.Selected) -> None:
        message.stop()
        document = next((each for each in self._acts if each.id == message.key), None)
        if document is not None:
            last = await self._desk.read(document, self._acts)
            self.query_one(RecordList).go_to(last.id)

    def _show(self) -> None:
        record_list = self.query_one(RecordList)
        lines: list[Row | Group] = []
        month = ""
        for act in self._acts:
            if words.month(act.act_date) != month:
                month = words.month(act.act_date)
                lines.append(Group(month))
            author = act.author
            cells = (words.day(act.act_date), act.title, author.name, author.organization)
            lines.append(Row(act.id, cells))
        record_list.set_rows(lines, keep=record_list.key, empty=self._empty())

    def _empty(self) -> str:
        if self._failed:
            return _("L'agenda n'a pas pu être lu.") + "\n" + _("F5 : redemander")
        return _("Aucun soin daté dans vos documents.")
