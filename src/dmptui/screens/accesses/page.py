"""Historique des accès: who came, by visit; emergencies and refusals first."""

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
from dmptui.core.machine.spreadsheet import TRACE_COLUMNS, as_csv, trace_rows
from dmptui.core.model.trace import Trace
from dmptui.core.model.visit import Visit, Years, step_of, with_lines
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.patient_session import PatientSession
from dmptui.core.work.record import Record
from dmptui.screens.accesses.choices import ask_for_file, choose_filter
from dmptui.screens.accesses.filter import Filter
from dmptui.screens.accesses.rows import columns, details, visit_details
from dmptui.screens.accesses.visits import NONE, VisitList, visit_name
from dmptui.screens.parts.chips import squeezed
from dmptui.screens.parts.desk import Desk, OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.page import Page
from dmptui.screens.parts.windows import SIZE
from dmptui.screens.parts.words import action_of
from dmptui.theme import Role, Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.dialog import Dialog
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList

register(
    "traces",
    N_("Historique des accès"),
    Action(
        "select",
        ("enter",),
        N_("déplier"),
        N_("Déplie la visite, ou la replie ; sur une de ses lignes, montre tout ce que dit la trace."),
    ),
    Action("unfold", ("right",), N_("déplier"), shown=False),
    Action("fold", ("left",), N_("replier"), shown=False),
    Action(
        "mine",
        ("m",),
        N_("sans ou avec moi"),
        N_("Retire vos propres visites, ou les remet."),
    ),
    Action(
        "search",
        ("/",),
        N_("filtrer"),
        N_("Ne garde que les visites dont une trace contient ces mots."),
    ),
    Action(
        "facets",
        ("f",),
        N_("filtres"),
        N_("Filtre par période, acteur, profession, action, mode d'accès, ou refus ; ils s'ajoutent."),
    ),
    Action(
        "whole", ("d",), N_("détail"), N_("Montre ce que la ligne coupe : le motif, le refus."), shown=False
    ),
    Action("clear", ("c",), N_("effacer les filtres"), N_("Retire tous les filtres."), shown=False),
    Action(
        "export",
        ("E",),
        N_("enregistrer"),
        N_("Écrit les traces des visites affichées dans un fichier CSV, pour un tableur."),
    ),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande l'historique au serveur."), shown=False),
)


class TracesPage(Page):
    """The visits of a record.

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
        self._accesses = record.accesses
        self._usual = Filter(mine=isinstance(record, Record))
        self._filter = self._usual
        self._list = self._listed((), NONE)
        self._known = 0
        self._unfolded: dict[str, list[Trace]] = {}
        self._path = ""
        self._notice: tuple[str, Role] | None = None
        self._answered = False
        self._left = False
        self._failed = False
        self._filling = False

    def compose(self) -> ComposeResult:
        """What filters, the list, the line to type in."""
        yield TextLine(id="filters")
        yield RecordList(columns())
        yield Prompt(_("Filtrer :"), hint=_("un nom, une date, une action"))

    def on_mount(self) -> None:
        """Ask for the visits."""
        self.action_reload()

    def on_hide(self) -> None:
        """What is done meanwhile will be missing."""
        self._left = True

    def on_show(self) -> None:
        """Ask again each time the page comes back."""
        if self._left:
            self._left = False
            self.action_reload()

    def step_back(self) -> bool:
        """Remove the filters."""
        if self._filter == self._usual:
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
        try:
            self._apply(await choose_filter(self.app, self._filter, self._accesses, self._record.today()))
        except DmpError as error:
            self.post_message(Failed(error))

    def action_mine(self) -> None:
        """Leave one's own visits out, or put them back."""
        self._apply(replace(self._filter, mine=not self._filter.mine))

    def action_clear(self) -> None:
        """Remove all filters."""
        self._apply(self._usual)

    def action_unfold(self) -> None:
        """Unfold the visit under the cursor."""
        visit = self._visit
        if visit is not None and visit.id not in self._unfolded:
            self._unfold(visit)

    def action_fold(self) -> None:
        """Fold the visit under the cursor, or that of the line."""
        name = visit_name(self.query_one(RecordList).key)
        if self._unfolded.pop(name, None) is not None:
            self._show(keep=name)

    def action_whole(self) -> None:
        """All that the row says."""
        visit = self._visit
        if visit is not None:
            self.app.push_screen(Dialog(visit.actor or _("Visite"), paragraphs=visit_details(visit)))

    @work(group="choosing")
    async def action_export(self) -> None:
        """Write the traces of what is shown in a file."""
        record, selection = self._record, self._filter.selection(self._accesses.me)
        if not self._list.years.traces:
            self._say(_("Aucune trace à enregistrer."), Tone.WARNING)
            return
        typed = await ask_for_file(
            self.app, record.patient, self._list.years.traces, record.today(), self._path
        )
        if typed is None:
            return
        self._path = typed
        path = as_path(typed).absolute()
        try:
            traces = [t async for page in record.traces() for t in page if selection.keeps(step_of(t))]
            await asyncio.to_thread(_write, path, traces)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        number = ngettext("{n} trace", "{n} traces", len(traces)).format(n=len(traces))
        self._say(_("{number} dans {path}").format(number=number, path=path), Tone.GOOD)

    def action_reload(self) -> None:
        """Ask the server."""
        self._accesses.forget()
        self._unfolded.clear()
        self._load()

    # What comes back

    @work(exclusive=True, group="traces")
    async def _load(self) -> None:
        """The first window, which is shown at once; then how many visits there are."""
        self.query_one(RecordList).wait(_("L'historique arrive…"))
        selection = self._filter.selection(self._accesses.me)
        self._answered = False
        try:
            first = await self._accesses.window(selection, 0, SIZE)
            self._take(self._listed(first, None))
            years = await self._accesses.years(selection)
            self._known = await self._count(years)
            self._answered, self._failed = True, False
            self._take(self._listed(first, years))
            self._want()
        except DmpError as error:
            self._failed = True
            self._show()
            self.post_message(Failed(error))

    async def _count(self, years: Years) -> int:
        """How many visits there are without filters."""
        plain = replace(self._usual, mine=self._filter.mine)
        if self._filter != plain:
            years = await self._accesses.years(plain.selection(self._accesses.me))
        return years.visits

    def _listed(self, first: Sequence[Visit], years: Years | None) -> VisitList:
        selection = self._filter.selection(self._accesses.me)
        return VisitList(self._accesses, selection, first, years, self._record.today())

    def _take(self, visits: VisitList) -> None:
        self._list, visits.windows.want = visits, self._want
        self._show(keep=self.query_one(RecordList).key)

    def _want(self) -> None:
        if not self._filling:
            self._filling = True
            self.call_later(self._fill)

    @work(group="windows")
    async def _fill(self) -> None:
        """Ask for windows as long as some are needed."""
        windows = self._list.windows
        try:
            while (number := self._list.windows.needed()) is not None:
                windows = self._list.windows
                await windows.load(number)
                if windows is self._list.windows:
                    self.query_one(RecordList).arrive()
        except DmpError as error:
            windows.want = _nothing  # not at each repaint: F5 asks again
            self._failed = True
            self.post_message(Failed(error))
        finally:
            self._filling = False
        self._show_filters()

    @work(group="unfolding")
    async def _unfold(self, visit: Visit) -> None:
        try:
            self._unfolded[visit.id] = await self._accesses.lines(visit)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._show(keep=visit.id)

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        name = visit_name(message.key)
        if name != message.key:
            trace = next(t for t in self._unfolded[name] if (name, t.id) == message.key)
            self.app.push_screen(Dialog(action_of(trace).capitalize(), paragraphs=details(trace)))
        elif name in self._unfolded:
            self.action_fold()
        else:
            self.action_unfold()

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

    @property
    def _visit(self) -> Visit | None:
        """The visit under the cursor, or that of the line."""
        return self._list.get(self.query_one(RecordList).key)

    def _apply(self, criteria: Filter) -> None:
        if criteria != self._filter:
            self._filter = criteria
            self._unfolded.clear()
            self._load()

    def _show(self, keep: object = None) -> None:
        self._notice = None
        rows = self._list.rows(self._unfolded)
        self.query_one(RecordList).set_rows(rows, keep=keep, empty=self._empty())
        self._show_filters()

    def on_resize(self) -> None:
        """More or less of the filters fits."""
        self._show_filters()

    def _say(self, text: str, tone: Role) -> None:
        """Say something in the place of the filters, until the list changes."""
        self._notice = (text, tone)
        self._show_filters()

    def _show_filters(self) -> None:
        right: tuple[str, Role] = (self._numbers() if self._answered else "", Tone.DIM)
        if self._failed:
            right = (_("liste incomplète — F5 : redemander"), Tone.WARNING)
        chips = squeezed([*self._own_chip(), *self._filter.chips()], self.size.width - len(right[0]) - 6)
        spans: list[tuple[str, Role]] = [("   ".join(chips), Tone.STRONG)]
        self.query_one("#filters", TextLine).show([self._notice] if self._notice else spans, [right])

    def _own_chip(self) -> list[str]:
        if self._filter.mine is self._usual.mine:
            return []
        return [_("avec vos actes") if self._filter.mine else _("tous sauf moi")]

    def _numbers(self) -> str:
        count = self._list.years.visits
        number = ngettext("{n} visite", "{n} visites", count).format(n=count)
        if count != self._known:
            return _("{number} sur {known}").format(number=number, known=self._known)
        traces = self._list.years.traces
        return f"{number} · {ngettext('{n} trace', '{n} traces', traces).format(n=traces)}"

    def _empty(self) -> str:
        if self._failed:
            return _("L'historique n'a pas pu être lu.") + "\n" + _("F5 : redemander")
        if self._filter != self._usual:
            return _("Aucune visite avec ces filtres.") + "\n" + _("Échap : effacer les filtres")
        return _("Aucune visite.")


def _nothing() -> None:
    """What is wanted where nothing comes any more."""


def _write(path: Path, traces: Sequence[Trace]) -> None:
    write_file(path, as_csv(TRACE_COLUMNS, trace_rows(with_lines(traces))).encode())
