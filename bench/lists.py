"""Lists: the page Documents in a terminal, on a record of some hundred documents and on larger ones.

The larger ones are the first patient's documents many times over, under other names, their contents cut. What
is compared is a record with the smallest one: a list that comes by window costs the same whatever its length.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.processes import memory
from bench.scale import copy_of
from bench.start import DOWN, ENTER, WITHOUT_PANE
from bench.terminal import PseudoTerminal
from dmptui.core.connecting.embedded import reset
from dmptui.core.demo.population import Record, generate
from dmptui.core.fhir import document_reference
from dmptui.core.machine.settings import Settings
from dmptui.core.store.base import Content, Write
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from dmptui.core.store.texts import DocumentText

TARGETS = {"documents": 100.0, "cursor": 25.0, "filter": 50.0, "end": 100.0, "sort": 100.0}
"""Milliseconds to the last byte, of the slowest key."""
MEMORY = 1.2


class Figures(NamedTuple):
    """What a record costs: milliseconds of the slowest key of each kind, and the memory in MiB."""

    keys: dict[str, float]
    memory: float


def writes(record: Record, number: int) -> Iterator[list[Write | Content]]:
    """Documents like those of a record, many times over."""
    subject = f"Patient/{record.patient.id}"
    for made in range(number):
        copy, at = divmod(made, len(record.documents))
        document = copy_of(record.documents[at], copy + 1)
        url = f"Binary/{document.meta.id}"
        yield [
            Write(
                document_reference.to_fhir(
                    document.meta, record.patient.ins, subject=subject, content_url=url
                )
            ),
            Content(document.meta.id, document.meta.attachment.content_type, document.content),
        ]


async def fill(folder: Path, size: int) -> None:
    """The data of demonstration, and in the first record as many documents as it takes."""
    now = datetime.now(UTC)
    await reset(Settings(data_dir=folder), lambda: now)
    richest = max(generate(now.date()).records, key=lambda record: len(record.documents))
    store = SqliteStore(Database(Settings(data_dir=folder).database))
    more = writes(richest, max(0, size - len(richest.documents)))
    while some := list(islice(more, 500)):
        await store.commit([write for document in some for write in document], now)
    if store.texts is not None:  # nothing left to read in the background: lists alone are measured
        await store.texts.keep([DocumentText(name, "", "") for name in await store.texts.waiting()])
    await store.close()


def measure(folder: Path) -> Figures:
    """The keys of the page Documents, each to its last byte."""
    terminal = PseudoTerminal(
        [sys.executable, "-m", "dmptui"], {"DMPTUI_DATA_DIR": str(folder)}, WITHOUT_PANE
    )
    try:
        terminal.until("Connexion")
        terminal.settle()
        for key, place in ((ENTER, "situation"), (ENTER, "Mes patients"), (ENTER, "INS")):
            terminal.send(key)
            terminal.until(place)
            terminal.settle()
        found = {"documents": terminal.press("2").last}
        found["cursor"] = max(terminal.press(DOWN).last for _key in range(60))
        terminal.press("e")
        found["end"] = terminal.press("G").last
        terminal.press("/")
        found["filter"] = max(terminal.press(letter).last for letter in "bio")
        terminal.press("\x1b")
        terminal.press("s")
        terminal.press("\x1b[B")
        found["sort"] = terminal.press(ENTER).last
        return Figures(found, memory(terminal.pid))
    finally:
        terminal.close()


def main(sizes: list[int]) -> bool:
    """Measure and print; whether the targets are met."""
    figures: list[Figures] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            asyncio.run(fill(Path(place), size))
            figures.append(measure(Path(place)))
        keys = "   ".join(f"{name} {spent:.0f}" for name, spent in figures[-1].keys.items())
        print(f"{size:>7} documents: {keys} ms, {figures[-1].memory:.0f} MiB", flush=True)
    slow = {name for each in figures for name, spent in each.keys.items() if spent > TARGETS[name]}
    grown = max(each.memory for each in figures) / figures[0].memory
    print(f"too slow: {', '.join(sorted(slow)) or 'nothing'}; memory at most {grown:.2f} × (≤ {MEMORY})")
    return not slow and grown <= MEMORY


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[0, 5_000, 50_000])
    raise SystemExit(not main(parser.parse_args().sizes))
