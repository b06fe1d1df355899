"""A selection of documents as SQL, over the rows of ``line``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dmptui.core.model.days import start_of_day
from dmptui.core.model.selection import Selection
from dmptui.core.rules.condition import NEVER, Condition
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.store.moments import microseconds
from dmptui.core.store.sqlite import columns
from dmptui.core.store.sqlite.sql import Sql, Value, every, marks, some

_SORTED = {
    "date": "act",
    "title": "title_order",
    "author": "author_order",
    "type": "type_order",
    "deposited": "deposited",
}
_GROUPED = {
    "category": "CASE WHEN personal THEN '' ELSE category_order END",
    "author": "CASE WHEN personal THEN '' ELSE author_order END",
}


class _Term(NamedTuple):
    """A term of the order."""

    sql: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What comes before a row: the columns to read of it, and the condition on the others."""

    terms: tuple[_Term, ...]

    @property
    def columns(self) -> str:
        """What must be known of the row."""
        return ", ".join(term.sql for term in self.terms)

    @property
    def sql(self) -> str:
        """The condition: equal to the row in the first terms, and before it in the next one."""
        cases = []
        for number, term in enumerate(self.terms):
            equal = [f"{former.sql} = ?" for former in self.terms[:number]]
            cases.append(" AND ".join([*equal, f"{term.sql} {'>' if term.descending else '<'} ?"]))
        return " OR ".join(f"({case})" for case in cases)

    def values(self, row: Sequence[Value]) -> list[Value]:
        """The parameters of the condition, from what was read of the row."""
        return [value for number in range(len(row)) for value in row[: number + 1]]


def in_order(selection: Selection) -> str:
    """What follows ``ORDER BY``."""
    return ", ".join(f"{term.sql} {'DESC' if term.descending else 'ASC'}" for term in _terms(selection))


def placed(selection: Selection) -> Before:
    """What comes before a row of a selection."""
    return Before(tuple(_terms(selection)))


def _terms(selection: Selection) -> list[_Term]:
    """The patient's own last, then the headings, the column that is sorted, the latest act first."""
    terms = [_Term("personal")]
    if selection.group in _GROUPED:
        terms.append(_Term(_GROUPED[selection.group]))
    terms.append(_Term(_SORTED[selection.sort], selection.descending))
    if selection.sort != "date":
        terms.append(_Term("act", descending=True))
    return [*terms, _Term("key", descending=True)]


def chosen(patient: str, selection: Selection, seen: Condition, new: Condition = NEVER) -> Sql:
    """What follows ``WHERE``, for the table ``line`` named ``d``."""
    return every(
        [
            Sql("patient = ?", (patient,)),
            columns.sql_of(seen),
            *_first_search(selection),
            *_columns(selection),
            *_period(selection),
            *_states(selection, new),
            *(Sql("instr(words, ?) > 0", (word,)) for word in selection.words),
            *_named(selection),
        ]
    )


def _first_search(selection: Selection) -> Iterator[Sql]:
    if selection.since is not None:
        types = tuple(VACCINATION_TYPES)
        since = microseconds(start_of_day(selection.since))
        yield Sql(f"(act >= ? OR type IN ({marks(types)}))", (since, *types))


def _columns(selection: Selection) -> Iterator[Sql]:
    for column, values in (
        ("type", selection.types),
        ("category", selection.categories),
        ("author", selection.authors),
        ("profession", selection.professions),
    ):
        if values:
            yield Sql(f"{column} IN ({marks(values)})", values)


def _period(selection: Selection) -> Iterator[Sql]:
    if selection.start is not None:
        yield Sql("act >= ?", (microseconds(selection.start),))
    if selection.end is not None:
        yield Sql("act < ?", (microseconds(selection.end),))


def _states(selection: Selection, new: Condition) -> Iterator[Sql]:
    if not selection.shows_old:
        yield Sql("NOT old")
    if not selection.shows_archived:
        yield Sql("NOT archived")
    if selection.states:
        kept = [state for state in selection.states if state != "new"]
        asked = [columns.sql_of(new)] if len(kept) < len(selection.states) else []
        yield some([columns.among("states", kept), *asked])


def _named(selection: Selection) -> Iterator[Sql]:
    if selection.ids:
        names = marks(selection.ids)
        sql = f"d.key IN (SELECT key FROM resource WHERE kind = 'DocumentReference' AND id IN ({names}))"  # noqa: S608
        yield Sql(sql, selection.ids)
