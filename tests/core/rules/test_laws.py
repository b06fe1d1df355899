"""The texts that are cited: those of the specification and no others, each at one place of the code."""

import re
from pathlib import Path

import dmptui
from dmptui.core.rules import laws

SOURCES = Path(dmptui.__file__).parent
CITED = {
    "L1110-12",
    "L1111-5",
    "L1111-13-1",
    "L1111-14",
    "L1111-15",
    "L1111-17",
    "L1111-19",
    "R1111-28",
    "R1111-36",
    "R1111-43",
    "R1111-46",
    "R1111-50",
    "R1111-53",
}
_ARTICLE = re.compile(r"[LR]\d{4}(?:-\d+)+")
_QUOTED = re.compile(r"""["'](?:CSP|CSS|Code civil)\b[^"']*["']""")


def test_only_these_articles_are_cited() -> None:
    values = [value for name, value in vars(laws).items() if name.isupper()]
    assert {article for value in values for article in _ARTICLE.findall(value)} == CITED


def test_a_citation_stands_in_one_place() -> None:
    files = (path for path in SOURCES.rglob("*.py") if path.name != "laws.py")
    found = {path.name: _QUOTED.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: quotes for name, quotes in found.items() if quotes} == {}
