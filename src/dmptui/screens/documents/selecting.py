"""What the filters of the page ask of the server, when it lists by window."""

from datetime import date, datetime

from dmptui.core.model.days import end_of_day, start_of_day
from dmptui.core.model.selection import Selection
from dmptui.core.rules.first_search import first_search_limit
from dmptui.core.terminology.folding import fold
from dmptui.screens.documents.facets import months_ago
from dmptui.screens.documents.filter import Filter

MOST_IDS = 150
"""Documents that are named one by one in a request."""
GROUPS = {"": "", "class": "category", "author": "author"}
"""What the page groups by, and the same for the server."""
_YEAR = len("2026")


def scope(today: date, *, whole: bool) -> Selection:
    """All the documents the filters choose among."""
    since = None if whole else first_search_limit(today)
    return Selection(since=since, old_versions=True, archived=True)


def selection_of(criteria: Filter, today: date, *, whole: bool) -> Selection | None:
    """The selection of these filters; None when the list has to be taken whole, and filtered here.

    Args:
        criteria: the filters.
        today: the day it is.
        whole: whether acts of more than two years are wanted: those that are new always are.
    """
    chosen = {facet: tuple(values) for facet, values in criteria.chosen.items()}
    states, periods, lot = (chosen.get(facet, ()) for facet in ("state", "period", "lot"))
    ids = tuple(sorted(filter(None, lot)))
    if criteria.contents or criteria.group not in GROUPS or len(periods) > 1 or len(ids) > MOST_IDS:
        return None
    start, end = _period(periods[0], today) if periods else (None, None)
    return Selection(
        since=None if whole or criteria.new_only else first_search_limit(today),
        words=tuple(fold(criteria.words).split()),
        types=chosen.get("type", ()),
        categories=chosen.get("class", ()),
        authors=chosen.get("author", ()),
        professions=chosen.get("profession", ()),
        start=start,
        end=end,
        states=states,
        ids=ids,
        old_versions=criteria.old_versions,
        archived=criteria.archived,
        sort=criteria.sort,
        descending=criteria.descending,
        group=GROUPS[criteria.group],
    )


def _period(value: str, today: date) -> tuple[datetime | None, datetime | None]:
    """The limits of a period of the facet: « 6 » is « since six months », « 2024 » a year."""
    if len(value) != _YEAR:
        return start_of_day(months_ago(today, int(value))), None
    return start_of_day(date(int(value), 1, 1)), end_of_day(date(int(value), 12, 31))
