"""docs/demonstration.md, played as it is written: every key pressed, everything it says is seen, seen."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dmptui.core.machine.settings import Settings
from tests.screens.driver import Dmp, driven
from tests.screens.faulty import Network

PAGE = Path(__file__).parents[2] / "docs" / "demonstration.md"
KEYS = {
    "Entrée": "enter", "Échap": "escape", "Espace": "space", "Tab": "tab", "Maj+Tab": "shift+tab",
    "↑": "up", "↓": "down", "←": "left", "→": "right", "Début": "home",
}  # fmt: skip
LINE = re.compile(r"^- (Connexion|Touches|On voit|On ne voit pas) : (.+)$", re.MULTILINE)
TOKEN = re.compile(r"`([^`]+)`")
SEEN = re.compile(r"« ([^»]+) »")


class Step(NamedTuple):
    """A line of the page that is played: what it is, and what it says."""

    kind: str
    text: str


def steps() -> Iterator[Step]:
    """Every line that is played, in order."""
    return (Step(*found.groups()) for found in LINE.finditer(PAGE.read_text(encoding="utf-8")))


async def play(dmp: Dmp, step: Step, network: Network) -> None:
    """Do what a line says, or check it."""
    if step.kind == "Connexion":
        name, _, situation = step.text.rstrip(".").partition(", situation ")
        await dmp.log_in(name.split()[1], int(situation or 1) - 1)
    elif step.kind == "Touches":
        for token in TOKEN.findall(step.text):
            await settled(dmp, network)
            if token in KEYS or len(token) == 1:
                await dmp.keys(KEYS.get(token, token))
            else:
                await dmp.types(token)
    elif step.kind == "On ne voit pas":
        await settled(dmp, network)
        assert not [text for text in SEEN.findall(step.text) if text in dmp.text]
    else:
        await dmp.sees(*SEEN.findall(step.text))


async def settled(dmp: Dmp, network: Network) -> None:
    """Wait as somebody who reads the screen would: until all has come, and it does not change."""
    seen = ["", "", dmp.text]
    while network.waiting or len(set(seen)) > 1:
        await asyncio.sleep(0.04)
        await dmp.pilot._wait_for_screen()
        seen = [*seen[1:], dmp.text]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that the page asks to start from."""
    (tmp_path / "cr.txt").write_text("Compte rendu de consultation.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("folder")
async def test_the_demonstration_is_played_as_written(settings: Settings, network: Network) -> None:
    assert len(list(steps())) > 40
    async with driven(settings, (100, 32)) as dmp:
        for step in steps():
            try:
                await play(dmp, step, network)
            except AssertionError as error:
                raise AssertionError(f"{step}\n{error}") from error
