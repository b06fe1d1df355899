"""Historique des accès: who did what on this record; emergencies and refusals stand out."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.machine.files import as_path
from dmptui.core.machine.saving import write_file
from dmptui.core.machine.spreadsheet import TRACE_COLUMNS, as_csv, trace_cells
from dmptui.core.model.trace import Trace
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.patient_session import PatientSession
from dmptui.core.work.record import Record
from dmptui.screens.accesses.choices import ask_for_file, choose_filter
from dmptui.screens.accesses.filter import Filter, TraceEntry, kept
from dmptui.screens.accesses.rows import columns, details, row_of
from dmptui.screens.parts.chips import squeezed
from dmptui.screens.parts.desk import Desk, OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.page import Page
from dmptui.screens.parts.words import action_of
from dmptui.theme import Role, Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.dialog import Dialog
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import LazyRows

register(
    "traces",
    N_("Historique des accès"),
    Action("select", ("enter",), N_("détail"), N_("Montre tout ce que dit la trace.")),
    Action(
        "search",
        ("/",),
        N_("filtrer"),
        N_("Ne garde que les traces dont une information contient ces mots."),
    ),
    Action(
        "facets",
        ("f",),
        N_("filtres"),
        N_("Filtre par période, acteur, profession, action, mode d'accès, ou refus ; ils s'ajoutent."),
    ),
    Action("clear", ("c",), N_("effacer les filtres"), N_("Retire tous les filtres."), shown=False),
    Action(
        "export",
        ("E",),
        N_("enregistrer"),
        N_("Écrit les traces affichées dans un fichier CSV, pour un tableur."),
    ),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande l'historique au serveur."), shown=False),
)


class TracesPage(Page):
    """The traces of a record.

    Args:
        record: the open record, or one's own.
        desk: what leads to other screens.
    """

    PLACE = "traces"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)

    def __init__(self, record: Record | PatientSession, desk: Desk | OwnDesk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._entries: list[TraceEntry] = []
        self._rows: list[TraceEntry] = []
        self._filter = Filter()
        self._path = ""
        self._notice: tuple[str, Role] | None = None
        self._answered = False
        self._left = False
        self._failed = False

    def compose(self) -> ComposeResult:
        """What filters, the list, the line to type in."""
        yield TextLine(id="filters")
        yield RecordList(columns())
        yield Prompt(_("Filtrer :"), hint=_("un nom, une date, une action"))

    def on_mount(self) -> None:
        """Ask for the traces."""
        self.action_reload()

    def on_hide(self) -> None:
        """What is done meanwhile will be missing."""
        self._left = True

    def on_show(self) -> None:
        """Ask again each time the page comes back, and only then: asking leaves a trace too."""
        if self._left:
            self._left = False
            self.action_reload()

    def step_back(self) -> bool:
        """Remove the filters."""
        if not self._filter.active:
            return False
        self.action_clear()
        return True

    # Actions

    async def action_search(self) -> None:
        """Type words to filter with."""
        await self.query_one(Prompt).open(self._filter.words)

    @work(group="choosing")
    async def action_facets(self) -> None:
        """Choose what to keep."""
        self._apply(await choose_filter(self.app, self._filter, self._entries, self._record.today()))

    def action_clear(self) -> None:
        """Remove all filters."""
        self._apply(Filter())

    @work(group="choosing")
    async def action_export(self) -> None:
        """Write what is shown in a file."""
        traces, record = [each.trace for each in self._rows], self._record
        if not traces:
            self._say(_("Aucune trace à enregistrer."), Tone.WARNING)
            return
        typed = await ask_for_file(self.app, record.patient, len(traces), record.today(), self._path)
        if typed is None:
            return
        self._path = typed
        path = as_path(typed).absolute()
        try:
            await asyncio.to_thread(_write, path, traces)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        number = ngettext("{n} trace", "{n} traces", len(traces)).format(n=len(traces))
        self._say(_("{number} dans {path}").format(number=number, path=path), Tone.GOOD)

    @work(exclusive=True, group="traces")
    async def action_reload(self) -> None:
        """Ask the server."""
        self.query_one(RecordList).wait(_("L'historique arrive…"))
        found: list[TraceEntry] = []
        try:
            async for page in self._record.traces():
                found += map(TraceEntry.of, page)
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        else:
            self._entries, self._failed = found, False
        self._answered = True
        self._show()

    # What comes back

    @on(RecordList.Selected)
    def _detail(self, message: RecordList.Selected) -> None:
        message.stop()
        trace = next(each.trace for each in self._rows if each.trace.id == message.key)
        self.app.push_screen(Dialog(action_of(trace).capitalize(), paragraphs=details(trace)))

    @on(Prompt.Changed)
    def _filter_words(self, message: Prompt.Changed) -> None:
        message.stop()
        self._apply(replace(self._filter, words=message.value))

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _leave_prompt(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        self.query_one(RecordList).focus()
        if isinstance(message, Prompt.Cancelled):
            self._apply(replace(self._filter, words=""))

    # Showing

    def _apply(self, criteria: Filter) -> None:
        if criteria != self._filter:
            self._filter = criteria
            self._show()
            self.query_one(RecordList).action_first()

    def _show(self) -> None:
        self._notice = None
        self._rows = kept(self._entries, self._filter)
        rows = LazyRows(self._rows, lambda each: row_of(each.trace), lambda each: each.trace.id)
        record_list = self.query_one(RecordList)
        record_list.set_rows(rows, keep=record_list.key, empty=self._empty())
        self._show_filters()

    def on_resize(self) -> None:
        """More or less of the filters fits."""
        self._show_filters()

    def _say(self, text: str, tone: Role) -> None:
        """Say something in the place of the filters, until the list changes."""
        self._notice = (text, tone)
        self._show_filters()

    def _show_filters(self) -> None:
        count, total = len(self._rows), len(self._entries)
        number = ngettext("{n} trace", "{n} traces", count).format(n=count)
        if count != total:
            number = _("{number} sur {known}").format(number=number, known=total)
        right: tuple[str, Role] = (number if self._answered else "", Tone.DIM)
        if self._failed:
            right = (_("liste incomplète — F5 : redemander"), Tone.WARNING)
        chips = squeezed(self._filter.chips(), self.size.width - len(right[0]) - 6)
        spans: list[tuple[str, Role]] = [("   ".join(chips), Tone.STRONG)]
        self.query_one("#filters", TextLine).show([self._notice] if self._notice else spans, [right])

    def _empty(self) -> str:
        if self._filter.active and self._entries:
            return _("Aucune trace avec ces filtres.") + "\n" + _("Échap : effacer les filtres")
        if self._failed:
            return _("L'historique n'a pas pu être lu.") + "\n" + _("F5 : redemander")
        return _("Aucune trace.")


def _write(path: Path, traces: Sequence[Trace]) -> None:
    write_file(path, as_csv(TRACE_COLUMNS, map(trace_cells, traces)).encode())
