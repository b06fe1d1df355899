"""A condition on documents as SQL over the columns of ``line``, named ``d``: no other row is read for it."""

from collections.abc import Sequence

from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.rules.condition import Condition, Every, Has, Not, Some, Within
from dmptui.core.store.indexes import NAME
from dmptui.core.store.line import KIND
from dmptui.core.store.moments import microseconds
from dmptui.core.store.sqlite.sql import Sql, every, marks, some


def sql_of(condition: Condition) -> Sql:
    """A condition on a row.

    Raises:
        ValueError: it speaks of what no column says.
    """
    match condition:
        case Has(param, values):
            return _has(param, [code for _system, code in values])
        case Within(("date" | "period") as param, start, end):
            column = _MOMENTS[param]
            limits = {f"{column} >= ?": start, f"{column} < ?": end}
            found = {sql: microseconds(limit) for sql, limit in limits.items() if limit is not None}
            return Sql(f"({' AND '.join(found)})" if found else "1", tuple(found.values()))
        case Not(inner):
            sql, parameters = sql_of(inner)
            return Sql(f"NOT {sql}", parameters)
        case Every(conditions):
            return every([sql_of(one) for one in conditions])
        case Some(conditions):
            return some([sql_of(one) for one in conditions])
        case _:
            raise ValueError(condition)


def _has(param: str, codes: Sequence[str]) -> Sql:
    if param in ("type", "category"):
        return Sql(f"{param} IN ({marks(codes)})", tuple(codes))
    if param == "author":
        return among("authors", codes)
    if param == "security-label" and list(codes) == [Visibility.HIDDEN_FROM_PROFESSIONALS.value]:
        return Sql("masked")
    if param == "security-label":
        return among("states", codes)
    if param == "archived":
        return Sql("archived")
    if param == NAME:
        sql = f"d.key IN (SELECT key FROM narrow WHERE param = ? AND value IN ({marks(codes)}))"  # noqa: S608
        return Sql(sql, (f"{KIND}.{NAME}", *codes))
    if param == "status":
        return some([_STATUSES[DocumentStatus(code)] for code in codes])
    raise ValueError(param)


_MOMENTS = {"date": "deposited", "period": "act"}
_STATUSES = {
    DocumentStatus.CURRENT: Sql("NOT old"),
    DocumentStatus.SUPERSEDED: Sql("old"),
    DocumentStatus.DELETED: Sql("0"),  # it has no row
}


def among(column: str, words: Sequence[str]) -> Sql:
    """Whether one of these is among the words of a column, which has a space around each."""
    return some([Sql(f"instr({column}, ?) > 0", (f" {word} ",)) for word in words])
