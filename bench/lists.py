"""Lists: the pages of a record in a terminal, on one of some hundred documents and on larger ones.

The larger ones are the first patient's documents many times over, under other names, their contents cut. What
is compared is a record with the smallest one: a list that comes by window costs the same whatever its length,
and a page made of documents shows something as soon as the first ones have come. The cursor is moved as soon
as the list is there, and again while a page that was left still has much to read.
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

TARGETS = {
    "documents": 100.0,
    "cursor": 25.0,
    "whole": 100.0,
    "end": 100.0,
    "filter": 50.0,
    "sort": 100.0,
    "cursor after": 25.0,
}
"""Milliseconds to the last byte, of the slowest key."""
SHOWN = {
    "care_path": ("3", rb"une case"),
    "biology": ("6", rb"matologie|Biochimie|comptes? rendus? lus?"),
    "vaccinations": ("4", rb"sources|historique|attestation|\xc3\xa0 ouvrir"),
}
"""The pages made of documents: their keys, and what they write when they show something."""
SHOWN_TARGETS = {500: 150.0, 5_000: 200.0, 50_000: 500.0}
"""Milliseconds to that, by the most documents of the record."""
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
    """The first page to its first lines, the keys of Documents to the last, the rest to what is shown."""
    terminal = PseudoTerminal(
        [sys.executable, "-m", "dmptui"], {"DMPTUI_DATA_DIR": str(folder)}, WITHOUT_PANE
    )
    try:
        terminal.until("Connexion")
        terminal.settle()
        for key, place in ((ENTER, "situation"), (ENTER, "Mes patients")):
            terminal.send(key)
            terminal.until(place)
            terminal.settle()
        found = {"summary": terminal.written(ENTER, b"Alertes")}
        terminal.settle()
        found["documents"] = terminal.press("2").last
        found["cursor"] = max(terminal.press(DOWN).last for _key in range(60))
        found["whole"] = terminal.press("e").last
        found["end"] = terminal.press("G").last
        terminal.press("/")
        found["filter"] = max(terminal.press(letter).last for letter in "bio")
        terminal.press("\x1b")
        terminal.press("s")
        terminal.press("\x1b[B")
        found["sort"] = terminal.press(ENTER).last
        size = memory(terminal.pid)
        for page, (key, shown) in SHOWN.items():
            found[page] = terminal.written(key, shown)
        terminal.press("2")
        found["cursor after"] = max(terminal.press(DOWN).last for _key in range(20))
        return Figures(found, size)
    finally:
        terminal.close()


def limit(name: str, size: int) -> float:
    """The milliseconds that something may take in a record of so many documents."""
    if name in SHOWN:
        return next((spent for most, spent in SHOWN_TARGETS.items() if size <= most), SHOWN_TARGETS[50_000])
    return TARGETS.get(name, float("inf"))


def main(sizes: list[int]) -> bool:
    """Measure and print; whether the targets are met."""
    figures: list[Figures] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            asyncio.run(fill(Path(place), size))
            figures.append(measure(Path(place)))
        keys = "   ".join(f"{name} {spent:.0f}" for name, spent in figures[-1].keys.items())
        print(f"{size:>7} documents: {keys} ms, {figures[-1].memory:.0f} MiB", flush=True)
    slow = {
        name
        for size, each in zip(sizes, figures, strict=True)
        for name, spent in each.keys.items()
        if spent > limit(name, size)
    }
    grown = max(each.memory for each in figures) / figures[0].memory
    print(f"too slow: {', '.join(sorted(slow)) or 'nothing'}; memory at most {grown:.2f} × (≤ {MEMORY})")
    return not slow and grown <= MEMORY


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[0, 5_000, 50_000])
    raise SystemExit(not main(parser.parse_args().sizes))
