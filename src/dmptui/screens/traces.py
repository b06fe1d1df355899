"""Historique des accès: who did what on this record; emergencies and refusals stand out."""

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.trace import ACTION_WORDS, Trace, TraceAction
from dmptui.core.record import Record
from dmptui.core.terminology import profession_label
from dmptui.core.text import N_, _, ngettext
from dmptui.screens import words
from dmptui.screens.desk import Desk
from dmptui.screens.failed import Failed
from dmptui.screens.pages import Page
from dmptui.theme import Role, Tone
from dmptui.widgets import glyphs
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.columns import Column
from dmptui.widgets.dialog import Dialog
from dmptui.widgets.matches import fold
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Row

register(
    "traces",
    N_("Historique des accès"),
    Action("select", ("enter",), N_("détail"), N_("Montre tout ce que dit la trace.")),
    Action(
        "search",
        ("/",),
        N_("chercher"),
        N_("Ne garde que les traces dont une information contient ces mots."),
    ),
    Action("facets", ("f",), N_("filtres"), N_("Ne garde que les refus, les urgences, ou une action.")),
    Action("clear", ("c",), N_("effacer les filtres"), N_("Retire tous les filtres."), shown=False),
    Action("reload", ("r",), N_("recharger"), N_("Redemande l'historique au serveur.")),
)

_REFUSED, _EMERGENCY = "refused", "emergency"


class TracesPage(Page):
    """The traces of a record.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = "traces"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._traces: list[tuple[Trace, str]] = []
        self._words = ""
        self._facet = ""
        self._failed = False

    def compose(self) -> ComposeResult:
        """What filters, the list, the line to type in."""
        yield TextLine(id="filters")
        yield RecordList(
            [
                Column(_("Date"), 16),
                Column(_("Acteur"), 17, weight=2),
                Column(_("Profession"), 14, weight=1, priority=3, role=Tone.DIM),
                Column(_("Structure"), 20, weight=1, priority=4, role=Tone.DIM),
                Column(_("Mode"), 13, priority=2),
                Column(_("Action"), 20),
                Column(_("Objet"), 26, weight=3),
            ],
            empty=_("Aucune trace."),
        )
        yield Prompt(_("Chercher :"), hint=_("un nom, une date, une action"))

    def on_show(self) -> None:
        """Ask for the traces, each time the page is shown: what was just done is there."""
        self.action_reload()

    def step_back(self) -> bool:
        """Remove the filters."""
        if not (self._words or self._facet):
            return False
        self.action_clear()
        return True

    # Actions

    async def action_search(self) -> None:
        """Type words to filter with."""
        await self.query_one(Prompt).open(self._words)

    def action_facets(self) -> None:
        """Choose what to keep."""
        choices = [
            Choice(_REFUSED, _("Les refus"), str(self._count(_REFUSED))),
            Choice(_EMERGENCY, _("Les accès en urgence"), str(self._count(_EMERGENCY))),
            *(
                Choice(action.value, _(title).capitalize(), str(self._count(action.value)))
                for action, title in ACTION_WORDS.items()
                if self._count(action.value)
            ),
        ]

        def chosen(picked: tuple[object, ...] | None) -> None:
            if picked:
                self._facet = str(picked[0])
                self._show()

        self.app.push_screen(Picker(_("Ne garder que"), choices, picked=[self._facet]), chosen)

    def action_clear(self) -> None:
        """Remove all filters."""
        self._words = self._facet = ""
        self._show()

    @work(exclusive=True, group="traces")
    async def action_reload(self) -> None:
        """Ask the server."""
        self.query_one(RecordList).wait(_("L'historique arrive…"))
        found: list[tuple[Trace, str]] = []
        try:
            async for page in self._record.traces():
                found += [(trace, _folded(trace)) for trace in page]
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        else:
            self._traces, self._failed = found, False
        self._show()

    # What comes back

    @on(RecordList.Selected)
    def _detail(self, message: RecordList.Selected) -> None:
        message.stop()
        trace = next(trace for trace, _text in self._traces if trace.id == message.key)
        self.app.push_screen(Dialog(_action(trace).capitalize(), paragraphs=_details(trace)))

    @on(Prompt.Changed)
    def _filter(self, message: Prompt.Changed) -> None:
        message.stop()
        self._words = message.value
        self._show()
        self.query_one(RecordList).action_first()

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _leave_prompt(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        self.query_one(RecordList).focus()
        if isinstance(message, Prompt.Cancelled):
            self._words = ""
            self._show()

    # Showing

    def _show(self) -> None:
        typed = fold(self._words).split()
        rows = [
            _row(trace)
            for trace, text in self._traces
            if _belongs(trace, self._facet) and all(word in text for word in typed)
        ]
        listed = self.query_one(RecordList)
        listed.set_rows(rows, keep=listed.key, empty=self._empty())
        number = ngettext("{n} trace", "{n} traces", len(rows)).format(n=len(rows))
        if len(rows) != len(self._traces):
            number = _("{number} sur {known}").format(number=number, known=len(self._traces))
        self.query_one("#filters", TextLine).show(self._chips(), [(number, Tone.DIM)])

    def _chips(self) -> list[tuple[str, Role]]:
        chips: list[tuple[str, Role]] = []
        if self._facet:
            titles = {_REFUSED: _("refus"), _EMERGENCY: _("urgences")}
            title = titles.get(self._facet) or _(ACTION_WORDS[TraceAction(self._facet)])
            chips += [(title, Tone.STRONG), ("   ", Tone.NORMAL)]
        if self._words:
            chips.append((f"« {self._words} »", Tone.STRONG))
        return chips

    def _empty(self) -> str:
        if self._failed:
            return _("L'historique n'a pas pu être lu.") + "\n" + _("r : redemander")
        if self._words or self._facet:
            return _("Aucune trace avec ces filtres.") + "\n" + _("Échap : effacer les filtres")
        return _("Aucune trace.")

    def _count(self, facet: str) -> int:
        return sum(_belongs(trace, facet) for trace, _text in self._traces)


def _belongs(trace: Trace, facet: str) -> bool:
    if facet == _REFUSED:
        return trace.refused
    if facet == _EMERGENCY:
        return trace.mode.is_emergency
    return not facet or trace.action.value == facet


def _action(trace: Trace) -> str:
    title = _(ACTION_WORDS[trace.action])
    return _("refusé : {action}").format(action=title) if trace.refused else title


def _row(trace: Trace) -> Row:
    emergency = trace.mode.is_emergency
    tone = Tone.DANGER if emergency else Tone.WARNING if trace.refused else Tone.NORMAL
    cells = (
        words.minute(trace.at),
        trace.actor,
        profession_label(trace.profession),
        trace.organization,
        _(words.MODES[trace.mode]),
        _action(trace),
        trace.object or trace.emergency_reason or trace.refusal,
    )
    return Row(trace.id, cells, tone, glyphs.EMERGENCY.sign if emergency else "", Tone.DANGER)


def _folded(trace: Trace) -> str:
    row = _row(trace)
    return fold(" ".join((*map(str, row.cells), trace.refusal, trace.emergency_reason)))


def _details(trace: Trace) -> list[str]:
    who = " · ".join(
        part for part in (trace.actor, profession_label(trace.profession), trace.organization) if part
    )
    lines = [
        _("Le {date}").format(date=words.minute(trace.at)),
        _("Par {who}").format(who=who),
        _("Mode d'accès : {mode}").format(mode=_(words.MODES[trace.mode])),
    ]
    if trace.emergency_reason:
        lines.append(_("Motif de l'urgence : {reason}").format(reason=trace.emergency_reason))
    if trace.object:
        lines.append(_("Objet : {object}").format(object=trace.object))
    if trace.refusal:
        lines.append(_("Refusé : {reason}").format(reason=trace.refusal))
    return ["\n".join(lines)]
