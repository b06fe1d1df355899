"""A search as SQL.

A search starts from the resources it names, when it names some; else from one ordered index: the narrow
parameter that names the fewest resources, or the date it is sorted by, inside the patient's compartment. The
rest is checked row by row, so a page costs the same in a record of fifty documents and of five thousand.
"""

from functools import lru_cache
from typing import NamedTuple

from dmptui.core.rules.condition import ALWAYS
from dmptui.core.store.indexes import INDEXES, UNDATED, Index, fold
from dmptui.core.store.moments import microseconds
from dmptui.core.store.query import DateRange, Query, Token
from dmptui.core.store.sqlite import fulltext
from dmptui.core.store.sqlite.conditions import one_of, sql_of

_LAST = "\U0010ffff"


class Statement(NamedTuple):
    """An SQL text and its parameters."""

    sql: str
    values: tuple[str | int, ...]


class _Builder:
    def __init__(self, query: Query) -> None:
        self.query = query
        self.index: Index = INDEXES[query.kind]
        self.where: list[str] = []
        self.values: list[str | int] = []

    def add(self, condition: str, *values: str | int) -> None:
        self.where.append(condition)
        self.values += values

    def name(self, param: str) -> str:
        return f"{self.query.kind}.{param}"


@lru_cache(maxsize=2048)  # an open record is asked about in the same words at every request
def page(query: Query) -> Statement:
    """The statement of a page: one row more than asked, to know whether there is another page."""
    if _names_one(query):
        return _one(query)
    builder = _Builder(query)
    table = _from(builder)
    descending = query.sort.startswith("-")
    if query.cursor:
        at, key = query.cursor.split(":")
        builder.add(f"(d.at, d.key) {'<' if descending else '>'} (?, ?)", int(at), int(key))
    order = "DESC" if descending else "ASC"
    sql = (
        "SELECT r.kind, r.id, r.version, r.patient, r.json, d.at, d.key "  # noqa: S608  no value in it
        f"FROM {table} CROSS JOIN resource r ON r.key = d.key WHERE {' AND '.join(builder.where)} "
        f"ORDER BY d.at {order}, d.key {order} LIMIT ?"
    )
    return Statement(sql, (*builder.values, query.count + 1))


def is_long(query: Query) -> bool:
    """Whether a page may look at all the documents of a record, or at thousands of words, to find a few.

    Nearly all the documents of a record have the same statuses: these are found at once.
    """
    rare = any(t.param in INDEXES[query.kind].broad and t.param != "status" for t in query.tokens)
    in_long_records = bool(query.patient) and query.kind == "DocumentReference"
    return bool(query.content) or (in_long_records and rare and not query.ids)


def _names_one(query: Query) -> bool:
    """Whether a search is for one id and nothing else: its date need not be known."""
    filters = (query.tokens, query.without, query.dates, query.prefixes, query.content, query.cursor)
    return len(query.ids) == 1 and not any(filters) and query.count > 0


def _one(query: Query) -> Statement:
    sql = "SELECT kind, id, version, patient, json, 0, key FROM resource d WHERE kind = ? AND id = ?"
    values: tuple[str | int, ...] = (query.kind, *query.ids)
    if query.patient and INDEXES[query.kind].patient:
        sql, values = f"{sql} AND patient = ?", (*values, query.patient)
    if query.condition != ALWAYS:
        condition = sql_of(query.condition, query.kind, "d.key", "d.patient")
        sql, values = f"{sql} AND {condition.text}", (*values, *condition.values)
    return Statement(sql, values)


def count(query: Query) -> Statement:
    """The statement that counts what a search finds."""
    builder = _Builder(query)
    table = _from(builder)
    conditions = " AND ".join(builder.where)
    return Statement(f"SELECT count(*) FROM {table} WHERE {conditions}", tuple(builder.values))  # noqa: S608


def _from(builder: _Builder) -> str:
    """The table the search starts from, named ``d``; its conditions and all the others are added."""
    # `+` keeps SQLite from starting with the key of a row instead.
    query, index = builder.query, builder.index
    sort = query.sort.removeprefix("-") or index.default_date
    start = next((t for t in query.tokens if t.param in index.narrow and len(t.values) == 1), None)
    if start is not None and sort == index.default_date:
        _start_narrow(builder, start)
        table = "narrow d"
    else:
        start = None
        builder.add("d.param = ?", builder.name(sort))
        table = "moment d INDEXED BY moment_resource" if _names_some(query) else "moment d"
    if query.patient or not index.patient:
        builder.add("d.patient = ?", query.patient if index.patient else "")
    for token in query.tokens:
        if token is not start:
            _check(builder, token, expected=True)
    for token in query.without:
        _check(builder, token, expected=False)
    for between in query.dates:
        _between(builder, between, here=between.param == sort)
    for prefix in query.prefixes:
        text = fold(prefix.text)
        sql = "+d.key IN (SELECT key FROM narrow WHERE param = ? AND value >= ? AND value < ?)"
        builder.add(sql, builder.name(prefix.param), text, text + _LAST)
    if query.condition != ALWAYS:
        condition = sql_of(query.condition, query.kind, "d.key", "d.patient")
        builder.add(condition.text, *condition.values)
    if query.content:
        sql = "+d.key IN (SELECT rowid FROM fulltext WHERE fulltext MATCH ?)"
        builder.add(sql, fulltext.match(query))
    if query.ids:
        sql = f"d.key IN (SELECT key FROM resource WHERE kind = ? AND id IN ({_marks(query.ids)}))"  # noqa: S608
        builder.add(sql, query.kind, *query.ids)
    return table


def _names_some(query: Query) -> bool:
    """Whether all that is found is among a few resources: those of some ids, or of some narrow values."""
    narrow = INDEXES[query.kind].narrow
    return bool(query.ids) or any(token.param in narrow for token in query.tokens)


def _start_narrow(builder: _Builder, token: Token) -> None:
    ((system, value),) = token.values
    builder.add("d.param = ? AND d.value = ?", builder.name(token.param), value)
    if system is not None:
        builder.add("d.system = ?", system)


def _check(builder: _Builder, token: Token, *, expected: bool) -> None:
    """One parameter, checked on the key of the row."""
    is_broad = token.param in builder.index.broad
    matches, values = one_of(token.values, sought=not is_broad)
    word = "" if expected else "NOT "
    if is_broad:
        sql = f"{word}EXISTS (SELECT 1 FROM broad b WHERE b.key = d.key AND b.param = ? AND {matches})"  # noqa: S608
        builder.add(sql, token.param, *values)
    else:
        plus = "" if expected else "+"
        sql = f"{plus}d.key {word}IN (SELECT key FROM narrow WHERE param = ? AND {matches})"  # noqa: S608
        builder.add(sql, builder.name(token.param), *values)


def _between(builder: _Builder, between: DateRange, *, here: bool) -> None:
    limits: list[str] = ["at > ?"]
    values: list[str | int] = [UNDATED]
    if between.start is not None:
        limits.append("at >= ?")
        values.append(microseconds(between.start))
    if between.end is not None:
        limits.append("at < ?")
        values.append(microseconds(between.end))
    if here:
        builder.add(" AND ".join(f"d.{limit}" for limit in limits), *values)
        return
    sql = f"+d.key IN (SELECT key FROM moment WHERE param = ? AND patient = ? AND {' AND '.join(limits)})"  # noqa: S608
    patient = builder.query.patient if builder.index.patient else ""
    builder.add(sql, builder.name(between.param), patient, *values)


def _marks(values: list[str | int] | tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
