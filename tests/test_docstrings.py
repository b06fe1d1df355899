"""What a docstring names exists: the dotted names in double backticks that begin with one of our modules."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from docs.catalogue import SOURCE

_NAMED = re.compile(r"``([a-z_]\w*(?:\.\w+)+)(?:\(\))?``")
_FILES = (".toml", ".lock", ".md", ".po", ".py", ".json")


def _docstrings(path: Path) -> Iterator[str]:
    """Those of modules, classes and functions, and the sentences under constants."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


@cache
def _modules() -> dict[str, list[tuple[str, ...]]]:
    """By their last name, the modules and the folders of the program, each by its parts."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        found.setdefault(parts[-1], []).append(parts)
    return found


def _exists(name: str) -> bool:
    """Whether it is a module, by the end of its path, or what one or its classes hold.

    A name whose first part is no module here is a variable, or not ours: unless it is a constant.
    """
    parts = tuple(name.split("."))
    if parts[0] not in _modules():
        return not parts[-1].isupper()
    for count in range(len(parts), 0, -1):
        ends = (each for each in _modules().get(parts[count - 1], ()) if each[-count:] == parts[:count])
        if any(_holds(module, parts[count:]) for module in ends):
            return True
    return False


def _holds(module: tuple[str, ...], names: tuple[str, ...]) -> bool:
    if not names:
        return True
    found = import_module(".".join(module))
    classes = [each for each in vars(found).values() if isinstance(each, type)]
    return any(
        hasattr(each, names[0]) or names[0] in getattr(each, "__annotations__", {})
        for each in (found, *classes)
    )


def test_what_docstrings_name_exists() -> None:
    found = [
        (path.relative_to(SOURCE).as_posix(), name)
        for path in sorted(SOURCE.rglob("*.py"))
        for text in _docstrings(path)
        for name in _NAMED.findall(text)
        if not name.endswith(_FILES)
    ]
    assert len(found) > 20
    assert [(path, name) for path, name in found if not _exists(name)] == []


@pytest.mark.parametrize(
    ("name", "exists"),
    [
        ("core.record.Record", False),
        ("documents_groups.GROUPS", False),
        ("work.record.Record", True),
        ("groups.GROUPS", True),
        ("rules.table", True),
        ("query.sort", True),
        ("httpx.ASGITransport", True),
    ],
)
def test_a_name_is_looked_for(name: str, *, exists: bool) -> None:
    assert _exists(name) is exists
