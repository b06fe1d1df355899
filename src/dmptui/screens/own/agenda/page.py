"""Agenda: appointments, what prevention provides for somebody of this age, and the care of the documents."""

import asyncio

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.agenda import Appointment
from dmptui.core.model.document import Document
from dmptui.core.rules.prevention import Provided, provided
from dmptui.core.rules.reading import hidden_by_default, is_from_patient
from dmptui.core.text import N_, _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.agenda.form import appointment_form, appointment_of
from dmptui.screens.own.agenda.rows import care_columns, care_rows, columns, rows
from dmptui.screens.parts import words
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.own_page import OwnPage
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, TextLine
from dmptui.widgets.dialog import Deed, Dialog
from dmptui.widgets.record_list import RecordList

register(
    "own_agenda",
    N_("Agenda"),
    Action(
        "select",
        ("enter",),
        N_("ouvrir"),
        N_("Sur un soin à prévoir : note un rendez-vous. Dans l'histoire de santé : lit le document."),
    ),
    Action("note", ("n",), N_("noter un rendez-vous")),
    Action("cancel", ("d",), N_("annuler un rendez-vous"), N_("Après confirmation.")),
    Action(
        "history",
        ("h",),
        N_("histoire de santé"),
        N_("Les soins donnés, d'après vos documents ; la même touche revient à l'agenda."),
    ),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande l'agenda."), shown=False),
)


class AgendaPage(OwnPage):
    """What is to come, and what was.

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
        self._appointments: tuple[Appointment, ...] = ()
        self._acts: list[Document] = []
        self._failed = False
        self._in_history = False
        self._typed: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """What the list is, the list of each view."""
        yield TextLine(id="intro")
        yield RecordList(columns(), id="ahead")
        yield RecordList(care_columns(), id="care")

    def on_mount(self) -> None:
        """Ask for what was noted, and for the documents."""
        self._say_view()
        self.action_reload()

    def take_keyboard(self) -> None:
        """The keys are for the list that is shown."""
        self._list.focus()

    def refresh_data(self) -> None:
        """Something was written."""
        self.action_reload()

    def step_back(self) -> bool:
        """From the history to the agenda."""
        if self._in_history:
            self.action_history()
            return True
        return False

    def why_not(self, action: str) -> str:
        """Of what is under the cursor, see ``OwnPage``."""
        if action == "cancel" and not isinstance(self.under_cursor, Appointment):
            return _("Mettez le curseur sur un rendez-vous noté.")
        if action == "select" and (self.under_cursor is None or isinstance(self.under_cursor, Appointment)):
            return _("« d » annule ce rendez-vous, « n » en note un autre.")
        return self._session.may_use().reason if action == "note" else ""

    # Actions

    def action_history(self) -> None:
        """To the care that was given, or back to what is to come."""
        self._in_history = not self._in_history
        self._say_view()
        self._list.focus()

    @work(exclusive=True, group="agenda")
    async def action_reload(self) -> None:
        """Ask the server."""
        for record_list in self.query(RecordList).results():
            record_list.wait(_("L'agenda arrive…"))
        try:
            self._appointments, self._acts = await asyncio.gather(self._session.appointments(), self._care())
            self._failed = False
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._show()

    async def _care(self) -> list[Document]:
        pages = self._session.documents()
        found = [each async for page in pages for each in page]
        acts = [each for each in found if not is_from_patient(each) and not hidden_by_default(each)]
        return sorted(acts, key=lambda each: each.act_date, reverse=True)

    @work(exclusive=True, group="writing")
    async def action_note(self) -> None:
        """Note an appointment."""
        if self.possible("note"):
            await self._note(self._typed)

    @work(exclusive=True, group="writing")
    async def action_cancel(self) -> None:
        """Cancel the appointment under the cursor."""
        noted = self.under_cursor
        if not self.possible("cancel") or not isinstance(noted, Appointment):
            return
        dialog = Dialog(
            _("Annuler ce rendez-vous, dans l'agenda de"),
            identity=self._identity,
            facts=[(_("Quand"), words.minute(noted.start)), (_("Quoi"), noted.about)],
            paragraphs=[_("Seule cette note disparaît : prévenez le professionnel.")],
            deeds=[Deed("o", _("Oui, je le confirme"))],
        )
        if await self.app.push_screen_wait(dialog) is None:
            return
        try:
            await self._session.cancel(noted)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._wrote(_("Rendez-vous annulé."))

    @on(RecordList.Selected)
    @work(exclusive=True, group="reading")
    async def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        if isinstance(message.key, Provided):
            await self._note({**self._typed, "about": message.key.title})
        elif self.possible("select"):
            await self._read(message.key)

    async def _read(self, name: object) -> None:
        document = next((each for each in self._acts if each.id == name), None)
        if document is not None:
            last = await self._desk.read(document, self._acts)
            self._list.go_to(last.id)

    async def _note(self, typed: dict[str, str]) -> None:
        form = appointment_form(self._identity, typed, self._session.clock(), self._keep)
        written = await self.app.push_screen_wait(form)
        if written is None:
            return
        self._keep(written)
        appointment = appointment_of(written)
        assert isinstance(appointment, Appointment), "checked by the form"
        try:
            await self._session.note(appointment)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._typed = {}
        self._wrote(_("Rendez-vous noté pour le {day}.").format(day=words.minute(appointment.start)))

    def _keep(self, typed: dict[str, str]) -> None:
        self._typed = typed

    def _wrote(self, text: str) -> None:
        self._desk.wrote()
        self.action_reload()
        self._status(text, Tone.GOOD)

    # Showing

    @property
    def under_cursor(self) -> object:
        """Of the list that is shown."""
        return self._list.key if self.is_attached and self.query(RecordList) else None

    @property
    def _list(self) -> RecordList:
        return self.query_one("#care" if self._in_history else "#ahead", RecordList)

    @property
    def _identity(self) -> str:
        return words.boxed_identity(self._session.patient, self._session.today())

    def _say_view(self) -> None:
        self.query_one("#ahead").display = not self._in_history
        self.query_one("#care").display = self._in_history
        sentence = (
            _("Mon histoire de santé : les soins donnés, d'après vos documents.")
            if self._in_history
            else _("Ce qui est prévu à cet âge ne dit pas ce qui est déjà fait.")
        )
        self.query_one("#intro", TextLine).show([(sentence, Tone.DIM)])
        self.show_keys()

    def _show(self) -> None:
        ahead, care = self.query_one("#ahead", RecordList), self.query_one("#care", RecordList)
        today = self._session.today()
        expected = provided(self._session.patient, today)
        lines = [] if self._failed else rows(self._appointments, expected, today)
        ahead.set_rows(lines, keep=ahead.key, empty=self._empty(_("Rien à prévoir.")))
        empty = self._empty(_("Aucun soin daté dans vos documents."))
        care.set_rows(care_rows(self._acts), keep=care.key, empty=empty)
        self.show_keys()

    @on(RecordList.Highlighted)
    def _highlight(self, message: RecordList.Highlighted) -> None:
        message.stop()
        self.show_keys()

    def _empty(self, nothing: str) -> str:
        if self._failed:
            return _("L'agenda n'a pas pu être lu.") + "\n" + _("F5 : redemander")
        return nothing

    def _status(self, text: str, tone: Tone) -> None:
        self.screen.query_one(FooterLine).show_status(text, tone)
