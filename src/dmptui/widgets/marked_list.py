"""A list where several rows are chosen, for one action on all of them."""

from textual.message import Message

from dmptui.actions import Action, bindings, register
from dmptui.core.text import N_
from dmptui.widgets.record_list import RecordList

register(
    "marks",
    N_("Plusieurs lignes à la fois"),
    Action("mark", ("space",), N_("choisir"), N_("Choisit cette ligne, ou ne la choisit plus."), shown=False),
    Action("unmark", ("u",), N_("ne plus rien choisir"), N_("Aucune ligne n'est plus choisie."), shown=False),
)


class MarkedList(RecordList):
    """A list with marks: Space puts one on the row under the cursor and goes down."""

    BINDINGS = bindings("marks")

    class Marked(Message):
        """Other rows are marked."""

    def action_mark(self) -> None:
        """Mark this row, or take its mark away."""
        if self.key is not None:
            self.marked ^= {self.key}
            self.refresh()
            self.post_message(self.Marked())
            self.action_move(1)

    def action_unmark(self) -> None:
        """Take all marks away."""
        if self.marked:
            self.marked = frozenset()
            self.refresh()
            self.post_message(self.Marked())
