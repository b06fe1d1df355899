"""A search as FHIR parameters; ``matching`` decides the same search here.

The server narrows; what it finds is compared again with the query, so that a server that compares otherwise
(case, accents, dates without their time zone) or ignores a parameter never makes the store answer too much.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from dmptui.core.model.days import day_of
from dmptui.core.rules.condition import ALWAYS
from dmptui.core.store.indexes import INDEXES, UNDATED, fold
from dmptui.core.store.query import DateRange, Query, Token
from dmptui.core.store.remote.capabilities import Abilities
from dmptui.core.store.remote.resource import NO_DATE, TAG, TAGGED, letters, tag_code
from dmptui.core.store.remote.upstream import Form

DAY = timedelta(days=1)
_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_DATE = datetime.fromisoformat(NO_DATE).replace(tzinfo=UTC)
_PERIODS = frozenset({"period"})


def order_of(query: Query) -> str:
    """The date parameter a search is sorted by."""
    return query.sort.removeprefix("-") or INDEXES[query.kind].default_date


def sortable(query: Query, abilities: Abilities) -> bool:
    """Whether the server can sort as asked: the time of an update is the server's, not ours."""
    order = order_of(query)
    return order != "_lastUpdated" and abilities.knows(query.kind, order)


def page_form(query: Query, abilities: Abilities, count: int) -> Form:
    """The parameters of a page: from a day before the cursor, in the order of the search.

    Dates are asked to the day, with a day more: servers differ on time zones.
    """
    form = _conditions(query, abilities)
    order = order_of(query)
    dates = [*query.dates, *_after_cursor(query, order)]
    if abilities.ranges:
        form += [pair for between in dates for pair in _days(query.kind, between, abilities)]
    if sortable(query, abilities):
        form.append(("_sort", f"-{order}" if query.sort.startswith("-") else order))
    form.append(("_count", str(count)))
    return form


def count_form(query: Query, abilities: Abilities) -> Form:
    """The parameters of a count."""
    dates = [pair for between in query.dates for pair in _moments(between)]
    return [*_conditions(query, abilities), *dates, ("_summary", "count")]


def countable(query: Query, abilities: Abilities) -> bool:
    """Whether the server can be asked all that is wanted, so that its total is the number."""
    kind = query.kind
    dates_known = all(b.param != "_lastUpdated" and abilities.knows(kind, b.param) for b in query.dates)
    return (
        abilities.counting
        and query.condition == ALWAYS
        and not query.prefixes
        and (not query.patient or abilities.knows(kind, "patient"))
        and (abilities.ranges or not query.dates)
        and dates_known
        and all(_asked(kind, token, abilities) for token in query.tokens)
        and (abilities.negation or not query.without)
        and not any(t.param in TAGGED or not abilities.knows(kind, t.param) for t in query.without)
    )


def _conditions(query: Query, abilities: Abilities) -> Form:
    """All but the dates."""
    form: Form = []
    if query.patient and INDEXES[query.kind].patient and abilities.knows(query.kind, "patient"):
        form.append(("patient", f"Patient/{query.patient}"))
    if query.ids:
        form.append(("_id", ",".join(map(_escaped, query.ids))))
    for token in query.tokens:
        if _asked(query.kind, token, abilities):
            form.append(_token(token))
    for prefix in query.prefixes:
        code = letters(fold(prefix.text))
        if code:
            form.append(("_tag", f"{TAG}{prefix.param}|{_escaped(code)}"))
    for token in query.without if abilities.negation else ():
        if token.param not in TAGGED and abilities.knows(query.kind, token.param):
            name, value = _token(token)
            form.append((f"{name}:not", value))
    return form


def _asked(kind: str, token: Token, abilities: Abilities) -> bool:
    """Whether the server can be asked a token: a tag is found with its system only."""
    if token.param in TAGGED:
        return all(system is not None for system, _value in token.values)
    return abilities.knows(kind, token.param)


def _token(token: Token) -> tuple[str, str]:
    if token.param in TAGGED:
        values = (f"{TAG}{token.param}|{_escaped(tag_code(s or '', v))}" for s, v in token.values)
        return "_tag", ",".join(values)
    values = (_escaped(v) if s is None else f"{_escaped(s)}|{_escaped(v)}" for s, v in token.values)
    return token.param, ",".join(values)


def _escaped(value: str) -> str:
    """A value without the meaning of the separators (FHIR R4, 3.1.1.4.0.1)."""
    for separator in "\\,$|":
        value = value.replace(separator, f"\\{separator}")
    return value


def _after_cursor(query: Query, order: str) -> Iterator[DateRange]:
    if not query.cursor or order == "_lastUpdated":
        return
    at, _id = split_cursor(query.cursor)
    if query.sort.startswith("-"):
        yield DateRange(order, end=moment(at))
    elif at != UNDATED:
        yield DateRange(order, start=moment(at))


def split_cursor(cursor: str) -> tuple[int, str]:
    """The microseconds and the id after which a page begins."""
    at, _colon, resource_id = cursor.partition(":")
    return int(at), resource_id


def moment(at: int) -> datetime:
    """The time of some microseconds since 1970, as the server has it."""
    return _NO_DATE if at == UNDATED else _EPOCH + timedelta(microseconds=at)


def _days(kind: str, between: DateRange, abilities: Abilities) -> Iterator[tuple[str, str]]:
    """The days of a range, with one more on each side.

    A period is compared by its start: ``sa``, since one without an end is after any ``ge``.
    """
    if between.param == "_lastUpdated" or not abilities.knows(kind, between.param):
        return
    after, margin = ("sa", 2 * DAY) if between.param in _PERIODS else ("ge", DAY)
    if between.start is not None and between.start.year > 1:
        yield between.param, f"{after}{(day_of(between.start) - margin).isoformat()}"
    if between.end is not None and between.end.year < 9999:
        yield between.param, f"le{(day_of(between.end) + DAY).isoformat()}"


def _moments(between: DateRange) -> Iterator[tuple[str, str]]:
    """A range to the millisecond, its start in it and its end not."""
    after = "sa" if between.param in _PERIODS else "ge"
    if between.start is not None:
        yield between.param, after + _precise(between.start)
    if between.end is not None:
        yield between.param, "lt" + _precise(between.end)
        if between.start is None:
            # Below any range, nothing but what has no date.
            yield between.param, "sa" + _precise(_NO_DATE + DAY)


def _precise(when: datetime) -> str:
    """A moment just before another one, as any server reads it."""
    text = (when.astimezone(UTC) - _MILLISECOND).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
