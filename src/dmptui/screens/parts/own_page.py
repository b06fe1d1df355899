"""A page of Mon espace santé: it offers what is possible now, and says why the rest is not."""

from collections.abc import Collection

from textual.message import Message

from dmptui.actions import Action, footer
from dmptui.core.model.patient import Patient
from dmptui.screens.parts.page import Page
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine
from dmptui.widgets.record_list import RecordList


class OwnPage(Page):
    """A page whose footer shows the actions that are possible, and whose keys do no others.

    One that is not leaves nothing in the history of the person: the server is not asked.
    """

    class ChildWanted(Message):
        """The space of a child is."""

        def __init__(self, child: Patient) -> None:
            super().__init__()
            self.child = child

    def why_not(self, action: str) -> str:  # noqa: ARG002  of the pages that have such actions
        """Why an action of the page is not possible now, in a sentence; empty when it is.

        Args:
            action: its id in the registry.
        """
        return ""

    def offered(self) -> tuple[Action, ...]:
        """The actions of the footer: those that are possible."""
        return tuple(action for action in footer(self.PLACE) if not self.why_not(action.id))

    def refused(self) -> Collection[str]:
        """None of those that are offered."""
        return ()

    def possible(self, action: str) -> bool:
        """Whether an action is; if not, it is said why."""
        reason = self.why_not(action)
        if reason:
            self.screen.query_one(FooterLine).show_status(reason, Tone.WARNING)
        return not reason

    @property
    def under_cursor(self) -> object:
        """The key of the line under the cursor of the first list; None before there is one."""
        return next((each.key for each in self.query(RecordList).results(RecordList)), None)

    def show_keys(self) -> None:
        """What is possible has changed: another line is under the cursor, something was written."""
        if self.display and self.is_attached:
            for line in self.screen.query(FooterLine).results(FooterLine):
                line.show_keys(self.offered())
