"""Documents: the list of a record, filtered as one types, the patient's own apart."""

from collections.abc import AsyncIterator
from time import monotonic

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.document import Document
from dmptui.core.record import FIRST_SEARCH_YEARS, Record
from dmptui.core.text import N_, _, ngettext
from dmptui.screens import words
from dmptui.screens.desk import Desk
from dmptui.screens.document_rows import columns, key_of, row_of
from dmptui.screens.documents_filter import FACETS, SORTS, Filter, Listed, kept, ordered, squeezed
from dmptui.screens.failed import Failed
from dmptui.screens.pages import Page
from dmptui.theme import Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Group, LazyRows

register(
    "documents",
    N_("Documents"),
    Action("select", ("enter",), N_("lire"), N_("Ouvre le document.")),
    Action(
        "search",
        ("/",),
        N_("chercher"),
        N_("Ne garde que les documents dont une information contient ces mots."),
    ),
    Action("facets", ("f",), N_("filtres"), N_("Filtre par type, auteur, profession ou période.")),
    Action("clear", ("c",), N_("effacer les filtres"), N_("Retire tous les filtres."), shown=False),
    Action(
        "sort", ("s",), N_("trier"), N_("Choisit la colonne du tri ; la même une seconde fois l'inverse.")
    ),
    Action("widen", ("e",), N_("élargir"), N_("Cherche aussi les actes de plus de deux ans.")),
    Action(
        "old_versions",
        ("v",),
        N_("anciennes versions"),
        N_("Montre ou cache les versions remplacées."),
        shown=False,
    ),
    Action("archived", ("x",), N_("archivés"), N_("Montre ou cache les documents archivés."), shown=False),
    Action("reload", ("r",), N_("recharger"), N_("Redemande la liste au serveur."), shown=False),
)

_REPAINT_EVERY = 0.25
"""Seconds between two repaints while pages of a long record arrive."""


class DocumentsPage(Page):
    """The documents of a record.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = "documents"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._all: dict[str, Listed] = {}
        self._ordered: list[Listed] | None = None
        self._shown: list[Listed] = []
        self._filter = Filter()
        self._whole = False
        self._loading = False
        self._failed = False

    def compose(self) -> ComposeResult:
        """What filters, the list, the line to type in."""
        yield TextLine(id="filters")
        yield RecordList(columns())
        yield Prompt(_("Chercher :"), hint=_("titre, auteur, type, date"))

    def on_mount(self) -> None:
        """Ask for the documents."""
        self._load()

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

    def action_facets(self) -> None:
        """Choose what to filter by, then the values."""
        choices = [Choice(facet.id, _(facet.title), self._filter.said(facet.id)) for facet in FACETS]
        self.app.push_screen(Picker(_("Filtrer par"), choices), self._facet_picked)

    def _facet_picked(self, picked: tuple[object, ...] | None) -> None:
        if not picked:
            return
        facet = next(f for f in FACETS if f.id == picked[0])
        counted = facet.values(self._all.values(), self._record.today())
        choices = [Choice(value, title, str(count)) for value, title, count in counted]

        def chosen(values: tuple[object, ...] | None) -> None:
            if values is not None:
                titles = {value: title for value, title, _count in counted}
                self._filter = self._filter.having(facet.id, {str(v): titles[str(v)] for v in values})
                self._show()

        already = list(self._filter.chosen.get(facet.id, ()))
        self.app.push_screen(Picker(_(facet.title), choices, picked=already, many=facet.many), chosen)

    def action_clear(self) -> None:
        """Remove all filters."""
        self._filter = self._filter.cleared()
        self._show()

    def action_sort(self) -> None:
        """Choose the column of the sort."""

        def chosen(picked: tuple[object, ...] | None) -> None:
            if picked:
                self._filter = self._filter.sorted_by(str(picked[0]))
                self._ordered = None
                self._show()
                self.query_one(RecordList).action_first()

        choices = [Choice(sort.id, _(sort.title)) for sort in SORTS]
        self.app.push_screen(Picker(_("Trier par"), choices, picked=[self._filter.sort]), chosen)

    def action_widen(self) -> None:
        """Search the whole record."""
        if not self._whole and not self._loading:
            self._whole = True
            self._load_more(self._record.all_documents() if self._failed else self._record.older_documents())

    def action_old_versions(self) -> None:
        """Show or hide the versions that were replaced."""
        self._filter = self._filter.toggled("old_versions")
        self._show()

    def action_archived(self) -> None:
        """Show or hide what is archived."""
        self._filter = self._filter.toggled("archived")
        self._show()

    def action_reload(self) -> None:
        """Ask the server again, for what was asked before."""
        self._all.clear()
        self._load()

    # What comes

    def _load(self) -> None:
        self.query_one(RecordList).wait(_("Les documents arrivent…"))
        self._load_more(self._record.all_documents() if self._whole else self._record.recent_documents())

    @work(exclusive=True, group="documents")
    async def _load_more(self, pages: AsyncIterator[tuple[Document, ...]]) -> None:
        self._loading, self._failed = True, False
        painted = 0.0
        try:
            async for page in pages:
                for document in page:
                    self._all[document.id] = Listed.of(document, new=self._record.is_new(document))
                self._ordered = None
                if monotonic() - painted > _REPAINT_EVERY:
                    self._show()
                    painted = monotonic()
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        finally:
            self._loading = False
        self._show()

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        chosen = self._all.get(str(message.key))
        if chosen is not None:
            self._read(chosen.document)

    @work(group="reading")
    async def _read(self, document: Document) -> None:
        """Read a document; the list comes back on the one that was read last."""
        last = await self._desk.read(document, [listed.document for listed in self._shown])
        self.query_one(RecordList).go_to(last.id)

    @on(Prompt.Changed)
    def _filter_words(self, message: Prompt.Changed) -> None:
        message.stop()
        self._filter = self._filter.saying(message.value)
        self._show()
        self.query_one(RecordList).action_first()

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _leave_prompt(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        self.query_one(RecordList).focus()
        if isinstance(message, Prompt.Cancelled):
            self._filter = self._filter.saying("")
            self._show()

    def refresh_data(self) -> None:
        """Ask again: something was written."""
        self.action_reload()

    # Showing

    def _show(self) -> None:
        if self._ordered is None:
            self._ordered = ordered(self._all.values(), self._filter)
        self._shown = kept(self._ordered, self._filter)
        rows: list[Listed | Group] = list(self._shown)
        personal = sum(listed.personal for listed in self._shown)
        if personal:
            title = _("Déposés par {who} ({n})").format(who=words.person(self._record.patient), n=personal)
            rows.insert(len(rows) - personal, Group(title))
        found = self.query_one(RecordList)
        found.set_rows(LazyRows(rows, row_of, key_of), keep=found.key, empty=self._empty())
        column = next(i for i, sort in enumerate(SORTS) if sort.id == self._filter.sort)
        found.set_sorted(column, descending=self._filter.descending)
        self._show_filters()

    def _empty(self) -> str:
        if self._loading:
            return _("Les documents arrivent…")
        if self._failed:
            return _("La liste n'a pas pu être lue.") + "\n" + _("r : redemander")
        if self._filter.active:
            return _("Aucun document avec ces filtres.") + "\n" + _("Échap : effacer les filtres")
        if self._whole:
            return _("Ce dossier ne contient aucun document que vous puissiez lire.")
        text = _("Aucun acte de moins de {n} ans que vous puissiez lire.").format(n=FIRST_SEARCH_YEARS)
        return text + "\n" + _("e : élargir à tout le dossier")

    def on_resize(self) -> None:
        """More or less of the filters fits."""
        self._show_filters()

    def _show_filters(self) -> None:
        if self._failed:
            number, tone = _("liste incomplète — r : redemander"), Tone.WARNING
        else:
            number, tone = self._number(), Tone.DIM
        recent = [] if self._whole else [_("moins de {n} ans (e : tout)").format(n=FIRST_SEARCH_YEARS)]
        room = self.size.width - len(number) - sum(map(len, recent)) - 8
        chips = [(text, Tone.NORMAL) for text in recent]
        chips += [(text, Tone.STRONG) for text in squeezed(self._filter.chips(), room)]
        spans = [part for chip in chips for part in (chip, ("   ", Tone.NORMAL))]
        self.query_one("#filters", TextLine).show(spans[:-1], [(number, tone)])

    def _number(self) -> str:
        shown, known = len(self._shown), len(self._all)
        number = ngettext("{n} document", "{n} documents", shown).format(n=shown)
        if self._filter.chips():
            number = _("{n} sur {known}").format(n=shown, known=known)
        return number + (" …" if self._loading else "")
