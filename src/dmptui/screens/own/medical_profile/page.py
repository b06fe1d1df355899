"""Profil médical: what one notes of one's health, one's measures, the people and the wishes one names."""

import asyncio

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.document import Document
from dmptui.core.model.medical_profile import HEADING_WORDS, MEASURES, Entry, Heading
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.text import N_, _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.medical_profile.form import begun, entry_form, entry_of, heading_picker, typed_of
from dmptui.screens.own.medical_profile.rows import columns, rows, value_columns, value_rows
from dmptui.screens.parts import words
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.page import Page
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, TextLine
from dmptui.widgets.dialog import Deed, Dialog
from dmptui.widgets.record_list import RecordList

register(
    "own_medical_profile",
    N_("Profil médical"),
    Action(
        "select",
        ("enter",),
        N_("ouvrir"),
        N_("Sur une mesure : toutes ses valeurs. Sur un document : le lit. Ailleurs : corrige la note."),
    ),
    Action("note", ("n",), N_("noter")),
    Action("correct", ("c",), N_("corriger")),
    Action("remove", ("d",), N_("retirer"), N_("Après confirmation.")),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande le profil médical."), shown=False),
)


class MedicalProfilePage(Page):
    """What one noted, under its headings; the values of one measure.

    Args:
        session: of the person.
        desk: what leads to other screens.
    """

    PLACE = "own_medical_profile"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "MedicalProfilePage #intro { margin-bottom: 1; }"

    def __init__(self, session: PatientSession, desk: OwnDesk) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._entries: tuple[Entry, ...] = ()
        self._documents: list[Document] = []
        self._failed = False
        self._measure: Heading | None = None
        self._typed: dict[Heading, dict[str, str]] = {}

    def compose(self) -> ComposeResult:
        """What the list is, the list of each view."""
        yield TextLine(id="intro")
        yield RecordList(columns(), id="whole")
        yield RecordList(value_columns(), id="values")

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
        """From the values of a measure to the page."""
        if self._measure is None:
            return False
        self._see(None)
        return True

    # Actions

    @work(exclusive=True, group="medical_profile")
    async def action_reload(self) -> None:
        """Ask the server."""
        for record_list in self.query(RecordList).results():
            record_list.wait(_("Votre profil médical arrive…"))
        try:
            profile = self._session.medical_profile
            self._entries, self._documents = await asyncio.gather(profile.entries(), self._wishes())
            self._failed = False
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._show()

    async def _wishes(self) -> list[Document]:
        pages = self._session.documents()
        found = [each async for page in pages for each in page]
        return [d for d in found if d.type.code.startswith("EXPPAT_") and not hidden_by_default(d)]

    @work(exclusive=True, group="writing")
    async def action_note(self) -> None:
        """Note something: what, then its form."""
        heading = self._measure
        if heading is None:
            here = self._list.key
            picker = heading_picker(here.heading if isinstance(here, Entry) else None)
            picked = await self.app.push_screen_wait(picker)
            if not picked:
                return
            heading = Heading(str(picked[0]))
        typed = self._typed.get(heading) or begun(heading, self._session.today())
        written = await self._fill_in(heading, typed)
        if written is not None:
            await self._write(written, None, _("Noté."))

    @work(exclusive=True, group="writing")
    async def action_correct(self) -> None:
        """Correct the entry under the cursor."""
        entry = self._under_cursor()
        if entry is not None:
            await self._correct(entry)

    @work(exclusive=True, group="writing")
    async def action_remove(self) -> None:
        """Remove the entry under the cursor."""
        entry = self._under_cursor()
        if entry is None:
            return
        dialog = Dialog(
            _("Retirer cette note, du profil médical de"),
            identity=self._identity,
            facts=_facts(entry),
            paragraphs=[_("Seule cette note disparaît : aucun document ne change.")],
            deeds=[Deed("o", _("Oui, je le confirme"))],
        )
        if await self.app.push_screen_wait(dialog) is None:
            return
        try:
            await self._session.medical_profile.remove(entry)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._wrote(_("Note retirée."))

    @on(RecordList.Selected)
    @work(exclusive=True, group="reading")
    async def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        if not isinstance(message.key, Entry):
            await self._read(message.key)
        elif message.key.heading in MEASURES and self._measure is None:
            self._see(message.key.heading)
        else:
            await self._correct(message.key)

    async def _read(self, name: object) -> None:
        document = next((each for each in self._documents if each.id == name), None)
        if document is not None:
            last = await self._desk.read(document, self._documents)
            self._list.go_to(last.id)

    async def _correct(self, entry: Entry) -> None:
        written = await self._fill_in(entry.heading, typed_of(entry), keep=False)
        if written is not None:
            await self._write(written, entry, _("Note corrigée."))

    async def _fill_in(self, heading: Heading, typed: dict[str, str], *, keep: bool = True) -> Entry | None:
        """What was typed; None when it is left. A correction that is left keeps nothing."""

        def remember(typed: dict[str, str]) -> None:
            if keep:
                self._typed[heading] = typed

        may_note = self._session.medical_profile.may_note
        form = entry_form(self._identity, heading, typed, may_note, remember)
        written = await self.app.push_screen_wait(form)
        if written is None:
            return None
        remember(written)
        entry = entry_of(heading, written)
        assert isinstance(entry, Entry), "checked by the form"
        return entry

    async def _write(self, entry: Entry, former: Entry | None, status: str) -> None:
        profile = self._session.medical_profile
        try:
            await (profile.correct(former, entry) if former else profile.note(entry))
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._typed.pop(entry.heading, None)
        self._wrote(status)

    def _wrote(self, text: str) -> None:
        self._desk.wrote()
        self.action_reload()
        self._status(text, Tone.GOOD)

    # Showing

    @property
    def _list(self) -> RecordList:
        return self.query_one("#whole" if self._measure is None else "#values", RecordList)

    @property
    def _identity(self) -> str:
        return words.boxed_identity(self._session.patient, self._session.today())

    def _under_cursor(self) -> Entry | None:
        key = self._list.key
        if isinstance(key, Entry) and key.id:
            return key
        if isinstance(key, Entry):
            self._status(_("L'IMC est calculé : corrigez le poids ou la taille."), Tone.WARNING)
        else:
            self._status(_("Mettez le curseur sur une note ou une mesure."), Tone.WARNING)
        return None

    def _see(self, measure: Heading | None) -> None:
        self._measure = measure
        self._say_view()
        self._show()
        self._list.focus()

    def _say_view(self) -> None:
        self.query_one("#whole").display = self._measure is None
        self.query_one("#values").display = self._measure is not None
        sentence = (
            _("Ce que vous notez vous-même. Aucun professionnel ne le lit ici.")
            if self._measure is None
            else _("{heading} : toutes les valeurs, la dernière d'abord.").format(
                heading=_(HEADING_WORDS[self._measure])
            )
        )
        self.query_one("#intro", TextLine).show([(sentence, Tone.DIM)])

    def _show(self) -> None:
        whole, values = self.query_one("#whole", RecordList), self.query_one("#values", RecordList)
        index = self._session.medical_profile.body_mass_index(self._entries)
        lines = [] if self._failed else rows(self._entries, index, self._documents)
        whole.set_rows(lines, keep=whole.key, empty=self._empty())
        of_kind = value_rows(self._entries, self._measure) if self._measure else []
        values.set_rows(of_kind, keep=values.key, empty=self._empty())

    def _empty(self) -> str:
        if self._failed:
            return _("Le profil médical n'a pas pu être lu.") + "\n" + _("F5 : redemander")
        return _("Rien n'est noté.") + "\n" + _("n : noter")

    def _status(self, text: str, tone: Tone) -> None:
        self.screen.query_one(FooterLine).show_status(text, tone)


def _facts(entry: Entry) -> list[tuple[str, str]]:
    found = [
        (_("Rubrique"), _(HEADING_WORDS[entry.heading])),
        (_("Noté"), entry.amount or entry.text),
        (_("Date"), words.day(entry.day)),
    ]
    return [(name, value) for name, value in found if value]
