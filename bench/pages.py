"""What each page costs in a terminal: from a key to the first and to the last byte of its answer, its bytes.

The richest record of the demonstration is opened by its médecin traitant, then by the person. Each round is
a new process, so that « first » holds what is imported and made the first time. Medians of the rounds.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.terminal import Cost, PseudoTerminal
from dmptui.core.connecting.embedded import reset
from dmptui.core.machine.settings import Settings
from dmptui.screens.pages import OWN_PAGES, PAGES

DOWN, ENTER, ESC, F5 = "\x1b[B", "\r", "\x1b", "\x1b[15~"
BYTES_OF_A_MOVE = 450

Gesture = tuple[str, str]
"""What it is called, and the keys; one without a name is on the way, and not measured."""

MOVES = [("a move of the cursor", DOWN)] * 4
PALETTE = [("palette: open", ":"), ("palette: a letter", "o"), ("palette: close", ESC)]
FILTER = [("filter: open", "/"), ("filter: a letter", "c"), ("filter: close", ESC)]
READING = [
    ("document: open", ENTER),
    ("document: a line", DOWN),
    ("document: contents", "s"),
    ("", ESC),
    *((f"document: tab {n}", str(n)) for n in (4, 3, 1)),
    ("document: the next", "l"),
    ("document: close", ESC),
]
MORE = {
    "documents": [
        *FILTER,
        *READING,
        ("facets: open", "f"),
        ("", ESC),
        ("contents: open", "r"),
        ("contents: a letter", "f"),
        ("contents: found", f"ibrillation{ENTER}"),
        ("", ESC),
        ("deposit: open", "a"),
        ("", ESC),
        ("all the documents", "e"),
        *PALETTE,
    ],
    "care_path": [*FILTER, *((f"view {key}", key) for key in "brp"), ("", "b")],
    "vaccinations": [
        ("by disease", "m"),
        ("note: open", "n"),
        ("note: a letter", "g"),
        ("", ESC),
        ("", ENTER),
    ],
    "biology": [*FILTER, ("read the others", "e")],
    "messages": [("message: open", "n"), ("message: a letter", "g"), ("", ESC), ("", ENTER)],
}


def of_a_record() -> Iterator[Gesture]:
    """Every page of a record for the first time, what is done there, then the pages again."""
    yield "choose a situation", ENTER
    yield "log in", ENTER
    yield "open a record", ENTER
    for number, entry in enumerate(PAGES, start=1):
        yield f"{entry.place}: first", str(number)
        for name, keys in [*MOVES, *MORE.get(entry.place, [])]:
            yield name and f"{entry.place}: {name}", keys
    for number, entry in enumerate(PAGES, start=1):
        yield f"{entry.place}: again", str(number)


def of_an_own_space() -> Iterator[Gesture]:
    """The same of Mon espace santé."""
    yield "own: who", "u"
    yield "own: open", ENTER
    for number, entry in enumerate(OWN_PAGES, start=1):
        yield f"own {entry.place}: first", str(number)
        for name, keys in MOVES:
            yield f"own {entry.place}: {name}", keys
    for number, entry in enumerate(OWN_PAGES, start=1):
        yield f"own {entry.place}: again", str(number)


def walked(gestures: Iterator[Gesture], folder: Path, size: tuple[int, int]) -> dict[str, list[Cost]]:
    """The cost of each gesture that answered, by its name, in the order of the walk."""
    command = [sys.executable, "-m", "dmptui"]
    terminal = PseudoTerminal(command, {"DMPTUI_DATA_DIR": str(folder)}, size)
    costs: dict[str, list[Cost]] = {}
    try:
        terminal.until("Connexion")
        terminal.settle(1.5)
        for name, keys in gestures:
            cost = terminal.press(keys, quiet=0.3, patience=1.0)
            if name and cost.size:
                costs.setdefault(name, []).append(cost)
        costs["idle"] = [Cost(0, 0, len(terminal.settle(3.0)), 0)]
    finally:
        terminal.close()
    return costs


def main(args: argparse.Namespace, folder: Path) -> bool:
    """Measure and print; whether moves are small and idling is silent."""
    asyncio.run(reset(Settings(data_dir=folder), lambda: datetime.now(UTC)))
    columns, lines = (int(part) for part in args.size.split("x"))
    costs: dict[str, list[Cost]] = {}
    for _round in range(args.rounds):
        for walk in (of_a_record, of_an_own_space):
            for name, found in walked(walk(), folder, (lines, columns)).items():
                costs.setdefault(name, []).extend(found)
    print(f"{'':45}{'first ms':>9}{'last ms':>9}{'bytes':>8}{'frames':>8}")
    for name, found in costs.items():
        first, last, size, frames = (statistics.median(part) for part in zip(*found, strict=True))
        print(f"{name:45}{first:9.1f}{last:9.1f}{size:8.0f}{frames:8.0f}")
    moves = [cost.size for name, found in costs.items() if name.endswith(MOVES[0][0]) for cost in found]
    return statistics.median(moves) <= BYTES_OF_A_MOVE and not any(cost.size for cost in costs["idle"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", default="120x40", help="columns x lines")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        raise SystemExit(not main(args, Path(place)))
