"""A selection of documents as SQL, over the rows of ``line``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dmptui.core.model.days import start_of_day
from dmptui.core.model.selection import Selection
from dmptui.core.rules.condition import Condition
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.store.moments import microseconds
from dmptui.core.store.sqlite import columns
from dmptui.core.store.sqlite.columns import Statement, Value, marks

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


def chosen(patient: str, selection: Selection, seen: Condition) -> Statement:
    """What follows ``WHERE``, for the table ``line`` named ``d``."""
    conditions = _Conditions()
    conditions.add("patient = ?", patient)
    sql, values = columns.sql_of(seen)
    conditions.add(sql, *values)
    _first_search(conditions, selection)
    for column, values in (
        ("type", selection.types),
        ("category", selection.categories),
        ("author", selection.authors),
        ("profession", selection.professions),
    ):
        if values:
            conditions.add(f"{column} IN ({marks(values)})", *values)
    if selection.start is not None:
        conditions.add("act >= ?", microseconds(selection.start))
    if selection.end is not None:
        conditions.add("act < ?", microseconds(selection.end))
    _states(conditions, selection)
    for word in selection.words:
        conditions.add("instr(words, ?) > 0", word)
    if selection.ids:
        names = marks(selection.ids)
        sql = f"d.key IN (SELECT key FROM resource WHERE kind = 'DocumentReference' AND id IN ({names}))"  # noqa: S608
        conditions.add(sql, *selection.ids)
    return conditions.statement()


class _Conditions:
    def __init__(self) -> None:
        self._sql: list[str] = []
        self._values: list[Value] = []

    def add(self, condition: str, *values: Value) -> None:
        self._sql.append(condition)
        self._values += values

    def statement(self) -> Statement:
        return Statement(" AND ".join(self._sql), tuple(self._values))


def _first_search(conditions: _Conditions, selection: Selection) -> None:
    if selection.since is not None:
        sql = f"(act >= ? OR type IN ({marks(VACCINATION_TYPES)}))"
        conditions.add(sql, microseconds(start_of_day(selection.since)), *VACCINATION_TYPES)


def _states(conditions: _Conditions, selection: Selection) -> None:
    if not selection.shows_old:
        conditions.add("NOT old")
    if not selection.shows_archived:
        conditions.add("NOT archived")
    if selection.states:
        sql = " OR ".join("instr(states, ?) > 0" for _state in selection.states)
        conditions.add(f"({sql})", *(f" {state} " for state in selection.states))
