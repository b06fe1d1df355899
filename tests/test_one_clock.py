"""One clock and one zone: nothing but ``core.days`` asks the time, or makes a day of an instant."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dmptui"
DAYS = SOURCE / "core" / "model" / "days.py"
CLOCKS = frozenset({
    "now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp", "localtime", "gmtime", "ctime", "tzlocal",
})  # fmt: skip
"""Methods of ``datetime``, ``date`` and ``time`` that ask the machine what time or which zone it is."""


def faults(tree: ast.AST, path: Path) -> Iterator[str]:
    """What reads the machine's clock or zone, or the day of an instant in its own offset."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.Call) and _asks(node, path)) or _is_a_zone(node) or _formats_a_date(node):
            yield f"{path.name}:{getattr(node, 'lineno', 0)} {ast.unparse(node)}"


def _asks(call: ast.Call, path: Path) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    owner, name = ast.unparse(call.func.value).rpartition(".")[2], call.func.attr
    if name in CLOCKS:
        return owner in ("datetime", "date", "time", "dt")
    if name == "astimezone":
        return [ast.unparse(argument) for argument in call.args] != ["UTC"]
    if name == "strftime":  # what is written in HL7 is: see ``writing.header``
        return "writing" not in path.parts
    return (name == "date" and not call.args) or (owner, name) == ("time", "time")


def _is_a_zone(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "ZoneInfo"


def _formats_a_date(node: ast.AST) -> bool:
    spec = node.format_spec if isinstance(node, ast.FormattedValue) else None
    return spec is not None and "%" in ast.unparse(spec)


def test_nothing_else_asks_the_time_or_makes_a_day() -> None:
    found = [
        fault
        for path in sorted(SOURCE.rglob("*.py"))
        if path != DAYS
        for fault in faults(ast.parse(path.read_text(encoding="utf-8")), path)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now()",
        "datetime.datetime.now(UTC)",
        "date.today()",
        "time.time()",
        "datetime.fromtimestamp(path.stat().st_mtime)",
        "document.act_date.astimezone()",
        "document.act_date.astimezone(paris)",
        "document.act_date.date()",
        "document.act_date.strftime('%d/%m/%Y')",
        "f'{document.act_date:%d/%m/%Y}'",
        "ZoneInfo('Europe/Paris')",
    ],
)
def test_each_way_round_is_found(line: str) -> None:
    assert list(faults(ast.parse(line), Path("somewhere.py")))
