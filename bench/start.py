"""The program in a terminal: how long it takes to start, next to a bare Textual one, and what a key costs."""

import argparse
import asyncio
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.terminal import Cost, PseudoTerminal
from dmptui.core.connecting.embedded import reset
from dmptui.core.machine.settings import Settings

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Connexion")
Bare().run()
"""
DOWN, UP, ENTER = "\x1b[B", "\x1b[A", "\r"
RATIO, MILLISECONDS, BYTES = 1.4, 8, 450
WITHOUT_PANE = (30, 100)


def started(command: list[str], folder: Path) -> float:
    """Seconds from the command to the word « Connexion » on the screen."""
    terminal = PseudoTerminal(command, {"DMPTUI_DATA_DIR": str(folder)})
    try:
        return terminal.until("Connexion")
    finally:
        terminal.close()


def moved(command: list[str], folder: Path, moves: int) -> tuple[list[Cost], int]:
    """What each move in the longest list of documents costs, and the bytes of three idle seconds."""
    terminal = PseudoTerminal(command, {"DMPTUI_DATA_DIR": str(folder)}, WITHOUT_PANE)
    try:
        terminal.until("Connexion")
        terminal.settle()
        for key, place in ((ENTER, "situation"), (ENTER, "Mes patients"), (ENTER, "INS"), ("2", "documents")):
            terminal.send(key)  # the first professional, her first patient
            terminal.until(place)
            terminal.settle()
        costs = [terminal.press(DOWN if n % 20 < 10 else UP) for n in range(moves)]
        return costs, len(terminal.settle(3.0))
    finally:
        terminal.close()


def main(runs: int, moves: int, folder: Path) -> bool:
    """Measure and print; whether the targets are met."""
    asyncio.run(reset(Settings(data_dir=folder), lambda: datetime.now(UTC)))
    ours, bare = [sys.executable, "-m", "dmptui"], [sys.executable, "-c", BARE]
    pairs = [(started(ours, folder), started(bare, folder)) for _run in range(runs + 1)][1:]
    mine, least = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"start: {mine * 1000:.0f} ms, bare Textual {least * 1000:.0f} ms, ratio {mine / least:.2f}")
    costs, idle = moved(ours, folder, moves)
    delay, size = (
        statistics.median(cost.last for cost in costs),
        statistics.median(cost.size for cost in costs),
    )
    print(f"a move of the cursor: {delay:.1f} ms, {size:.0f} bytes (medians); idle: {idle} bytes in 3 s")
    return mine / least <= RATIO and delay <= MILLISECONDS and 0 < size <= BYTES and idle == 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--moves", type=int, default=60)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        raise SystemExit(not main(args.runs, args.moves, Path(place)))
