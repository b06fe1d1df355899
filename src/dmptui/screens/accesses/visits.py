"""The visits that the page lists: their windows, their numbers, and the lines of those that are unfolded."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from dmptui.core.model.trace import Trace
from dmptui.core.model.visit import MOST_URGENT, Visit, VisitSelection, Years
from dmptui.core.work.accesses import Accesses
from dmptui.screens.accesses.rows import awaited, line_rows, spans, visit_row
from dmptui.screens.parts.windows import SIZE, HeldWindows
from dmptui.widgets.rows import Key, SpannedRows, UnfoldedRows

NONE = Years(0, (), 0)


class VisitList:
    """The visits of a selection.

    Args:
        accesses: of the record.
        selection: which traces.
        first: the first window.
        years: how many visits there are; what the first window shows of it while it has not come.
        today: the day it is.

    Attributes:
        windows: of its visits.
        years: as above.
    """

    def __init__(
        self,
        accesses: Accesses,
        selection: VisitSelection,
        first: Sequence[Visit],
        years: Years | None,
        today: date,
    ) -> None:
        self.years = _years_of(first) if years is None else years
        self.windows: HeldWindows[Visit] = HeldWindows(
            self.years.visits, lambda at: accesses.window(selection, at, SIZE), lambda visit: visit.id
        )
        self.windows.hold(0, first)
        self._spanned = SpannedRows(
            spans(self.years),
            item=self.windows.at,
            place=self.windows.place,
            make=lambda visit: visit_row(visit, accesses.me, today),
            awaited=awaited(),
        )

    def rows(self, unfolded: dict[str, list[Trace]]) -> UnfoldedRows:
        """The rows, with the lines of the visits that are unfolded, by their ids."""
        under = {}
        for name, lines in unfolded.items():
            place, visit = self.windows.place(name), self.windows.get(name)
            if place is not None and visit is not None:
                under[self._spanned.index_at(place)] = line_rows(visit, lines)
        return UnfoldedRows(self._spanned, under)

    def get(self, key: Key) -> Visit | None:
        """The visit of a row, its own or that of a line, if it has come."""
        return self.windows.get(visit_name(key))


def visit_name(key: Key) -> str:
    """The id of the visit of a row: its own, or that of a line."""
    return str(key[0] if isinstance(key, tuple) else key)


def _years_of(first: Sequence[Visit]) -> Years:
    """What the first window shows of the numbers."""
    most = min(len(first), MOST_URGENT)
    urgent = next((place for place in range(most) if not first[place].urgent), most)
    years = Counter(visit.day.year for visit in first[urgent:])
    return Years(urgent, tuple(sorted(years.items(), reverse=True)), 0)
