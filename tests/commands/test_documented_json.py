"""The JSON of every command has exactly the fields ``docs/cli.md`` documents."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run
from tests.commands.people import BERNARD, ROUX

DOCS = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def documented(command: str) -> set[str]:
    """The fields of a command's table."""
    section = re.split(r"^### ", DOCS, flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(f"`{command}`"))
    return set(re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("professionals", ()),
        ("patients", ROUX),
        ("patients", (*ROUX, "--search", "MARTIN")),
        ("patients", (*ROUX, "--ins", BERNARD)),
        ("documents", (BERNARD, *ROUX, "--all")),
        ("traces", (BERNARD, *ROUX)),
        ("accesses", (BERNARD, *ROUX)),
    ],
)
def test_lists(run: Run, command: str, words: tuple[str, ...]) -> None:
    answer = run(command, *words, "--json")
    assert answer.code == 0
    assert answer.json
    for line in answer.json:
        assert set(line) == documented(command)


def test_show(run: Run) -> None:
    shown: dict[str, Any] = run("show", BERNARD, "1", *ROUX, "--json").json
    assert set(shown) == documented("documents") | documented("show")


def test_import(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Cher confrère")
    (receipt,) = run("import", BERNARD, file, "--type", "11488-4", *ROUX, "--json").json
    assert set(receipt) == documented("import")
