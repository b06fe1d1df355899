"""Actions sur le document: what can be done to documents, what is asked first, what became of each."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from dmptui.core.model.document import Document
from dmptui.core.rules.change_table import CHANGES, Change
from dmptui.core.text import _, ngettext
from dmptui.core.work.record import Record
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.chrome import Rule, TextLine
from dmptui.widgets.columns import Column
from dmptui.widgets.dialog import Deed, Dialog
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Row

_MOST_NAMED = 6


SLOTS = {
    "r": Change.REPLACE,
    "s": Change.DELETE,
    "m": Change.MASK,
    "p": Change.HIDE_FROM_PATIENT,
    "l": Change.SHOW_TO_REPRESENTATIVES,
    "a": Change.ARCHIVE,
}
"""The letters of the dialog, in its order: a change or, where it is made already, what undoes it."""


class Outcome(NamedTuple):
    """What became of a document.

    Attributes:
        document: as it was listed.
        after: as it then stands; None when nothing was done.
        refusal: why nothing was.
        overtaken: whether somebody else changed it meanwhile.
    """

    document: Document
    after: Document | None = None
    refusal: str = ""
    overtaken: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the document is no longer as it was listed."""
        return self.after is not None or self.overtaken


def is_without_return(change: Change) -> bool:
    """Whether a change is asked about first."""
    return CHANGES[change].without_return


def choice(record: Record, documents: Sequence[Document]) -> Dialog:
    """All that can be done, a letter each; what the rules refuse is dim and says why."""
    minor = record.patient.is_minor(record.today())
    letters = [key for key in SLOTS if minor or SLOTS[key] is not Change.SHOW_TO_REPRESENTATIVES]
    return Dialog(
        ngettext("Actions sur le document", "Actions sur {n} documents", len(documents)).format(
            n=len(documents)
        ),
        identity=words.boxed_identity(record.patient, record.today()),
        facts=_named(documents),
        deeds=[_deed(record, key, chosen(record, key, documents), documents) for key in letters],
        emergency=record.mode.is_emergency,
    )


def chosen(record: Record, key: str, documents: Sequence[Document]) -> Change:
    """The change a letter of the dialog stands for."""
    return record.or_contrary(SLOTS[key], documents)


def confirmation(record: Record, documents: Sequence[Document], change: Change) -> Dialog:
    """The question before what cannot be undone."""
    return Dialog(
        _("{what}, dans le DMP de").format(what=_(CHANGES[change].words.title)),
        identity=words.boxed_identity(record.patient, record.today()),
        facts=_named(documents),
        paragraphs=[_(CHANGES[change].words.warning)],
        deeds=[
            Deed("o", _("Oui : {what}").format(what=_(CHANGES[change].words.title).lower()), tone=Tone.DANGER)
        ],
        emergency=record.mode.is_emergency,
    )


def done(record: Record, outcome: Outcome, change: Change) -> Dialog:
    """One document changed."""
    return Dialog(
        _("C'est fait, dans le DMP de"),
        identity=words.boxed_identity(record.patient, record.today()),
        facts=[(_("Document"), outcome.document.title), (_("Désormais"), _(CHANGES[change].words.done))],
        emergency=record.mode.is_emergency,
    )


def overtaken() -> Dialog:
    """Somebody else changed it between the reading and the writing."""
    return Dialog(
        _("Modifié par quelqu'un d'autre"),
        paragraphs=[
            _("Ce document a changé depuis que vous l'avez lu. Rien n'a été écrasé."),
            _("Il est relu maintenant : regardez son état, puis recommencez."),
        ],
    )


def end_of_attending(record: Record) -> Dialog:
    """The question before one is no longer the médecin traitant."""
    return Dialog(
        _("Ne plus être le médecin traitant de"),
        identity=words.boxed_identity(record.patient, record.today()),
        paragraphs=[
            _("Vous ne verrez plus ce qui est masqué aux professionnels, et ne serez plus prévenu."),
            _("Le dossier se ferme ; il se rouvre avec vos autres droits."),
        ],
        deeds=[Deed("o", _("Oui : ne plus être son médecin traitant"), tone=Tone.DANGER)],
    )


class Outcomes(ModalScreen[None]):
    """What became of each of several documents.

    Args:
        record: whose they are.
        outcomes: in the order of the list.
        change: what was asked.
    """

    DEFAULT_CSS = """
    Outcomes { align: center middle; background: transparent; }
    Outcomes > Vertical {
        width: 76; max-width: 100%; max-height: 90%; border: solid $secondary; background: $background;
    }
    Outcomes Static { height: 3; padding: 1 1 0 1; }
    """

    def __init__(self, record: Record, outcomes: Sequence[Outcome], change: Change) -> None:
        super().__init__()
        self._record = record
        self._outcomes = outcomes
        self._change = change

    def compose(self) -> ComposeResult:
        """Whose, how many, each, why the one under the cursor was not changed, the key."""
        made = sum(outcome.after is not None for outcome in self._outcomes)
        count = _("{n} sur {total}").format(n=made, total=len(self._outcomes))
        who = words.boxed_identity(self._record.patient, self._record.today())
        with Vertical() as box:
            box.styles.height = len(self._outcomes) + (7 if made == len(self._outcomes) else 10)
            yield TextLine([(f"{_(CHANGES[self._change].words.title)} — {count}", Tone.STRONG)])
            yield TextLine([(who, Tone.STRONG)])
            yield Rule()
            yield RecordList([Column(_("Document"), 20, weight=2), Column(_("Résultat"), 24, weight=1)])
            if made < len(self._outcomes):
                yield Static(markup=False)
            yield TextLine([(_("Entrée"), "key"), (" " + _("fermer"), Tone.NORMAL)])

    def on_mount(self) -> None:
        """Show each."""
        self.query_one(RecordList).set_rows([self._row(i, o) for i, o in enumerate(self._outcomes)])
        self.query_one(RecordList).focus()

    def on_record_list_highlighted(self, message: RecordList.Highlighted) -> None:
        """Say why."""
        for line in self.query(Static):
            line.update(self._outcomes[int(str(message.key))].refusal)

    def on_record_list_selected(self) -> None:
        """Enter closes it."""
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Close it."""
        if event.key in ("escape", "q"):
            event.stop()
            self.dismiss(None)

    def _row(self, index: int, outcome: Outcome) -> Row:
        if outcome.after is not None:
            return Row(index, (outcome.document.title, (_(CHANGES[self._change].words.done), Tone.GOOD)))
        return Row(index, (outcome.document.title, (_("non fait, voir dessous"), Tone.WARNING)))


def _named(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """The documents, by their titles and dates; the first ones when they are many."""
    named = [(words.day(d.act_date), d.title) for d in documents[:_MOST_NAMED]]
    more = len(documents) - len(named)
    return [*named, ("", _("et {n} autres").format(n=more))] if more else named


def _deed(record: Record, key: str, change: Change, documents: Sequence[Document]) -> Deed:
    title = _(CHANGES[change].words.title)
    if change is Change.REPLACE and len(documents) > 1:
        return Deed(key, title, lambda _ticked: _("un document à la fois"))
    decisions = [record.may_change(document, change) for document in documents]
    allowed = sum(decision.allowed for decision in decisions)
    if not allowed:
        return Deed(key, title, lambda _ticked: decisions[0].reason)
    if allowed < len(documents):
        title += " (" + _("{n} sur {total}").format(n=allowed, total=len(documents)) + ")"
    return Deed(key, title, tone=Tone.DANGER if is_without_return(change) else Tone.NORMAL)
