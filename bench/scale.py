"""Scale: the same requests on a store of 200,000 documents and on one of a thousand, in turns.

The large store is the fictional population many times over, each time with other people and other documents.
Contents are cut to a kilobyte in both: their number is what is measured.
"""

import argparse
import asyncio
import itertools
import random
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from uuid import UUID, uuid5

from bench import job
from bench.processes import memory, serving
from bench.wire import Times, Wire
from dmptui.core.demo.population import DemoDocument, Population, Record, generate
from dmptui.core.demo.practitioners import practitioners
from dmptui.core.demo.seed import seed
from dmptui.core.machine.settings import Settings
from dmptui.core.model.ins import ins_key
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore

KINDS = ("login", "open", "list", "document")
TARGET = 1.5
READINGS = 4
LOGINS = 60
SLICE = 5.0


def another(record: Record, number: int, copy: int) -> Record:
    """A record like another one, of somebody else, with its own documents."""
    matricule = f"{1 + copy % 2}{500_000_000_000 + copy * 1000 + number:012d}"
    ins = record.patient.ins.model_copy(update={"value": f"{matricule}{ins_key(matricule):02d}"})
    patient = record.patient.model_copy(update={"id": f"{record.patient.id}-{copy}", "ins": ins})
    documents = tuple(copy_of(document, copy) for document in record.documents)
    return replace(record, patient=patient, documents=documents, traces=())


def copy_of(document: DemoDocument, copy: int) -> DemoDocument:
    """A document like another one, under names of its own, its content cut."""
    meta = document.meta
    name = uuid5(UUID(meta.id), str(copy))
    changed = {
        "id": str(name),
        "logical_id": uuid5(name, "logical").urn,
        "master_identifier": uuid5(name, "master").urn,
        "submission": uuid5(UUID(int=copy), meta.submission).urn,
        "replaces": "",
    }
    return replace(document, meta=meta.model_copy(update=changed), content=document.content[:1024])


async def fill(folder: Path, copies: int) -> int:
    """Make the store; how many documents it has."""
    store = SqliteStore(Database(Settings(data_dir=folder).database))
    now, people = datetime.now(UTC), generate(datetime.now(UTC).date())
    for copy in range(copies):
        records = tuple(another(record, n, copy) for n, record in enumerate(people.records))
        await seed(store, Population(records), practitioners() if copy == 0 else (), now)
    await store.close()
    return copies * sum(len(record.documents) for record in people.records)


async def work(wire: Wire, times: Times, visit: job.Visit, until: float) -> None:
    """The main job, again and again."""
    session = await job.log_in(wire, Times(), visit)
    while perf_counter() < until:
        record = await job.open_record(wire, times, session, visit)
        listing = await job.read_list(wire, times, record, visit)
        for path in itertools.islice(job.contents_of(listing), READINGS):
            await job.read_document(wire, times, record, path)


async def measure(args: argparse.Namespace, folder: Path) -> bool:
    """Fill both, ask both in turns, print; whether the target is met without an error."""
    start = perf_counter()
    sizes = [await fill(folder / "small", 1), await fill(folder / "large", args.copies)]
    print(f"{sizes[0]} and {sizes[1]} documents, written in {perf_counter() - start:.0f} s")
    with serving(folder / "small") as small, serving(folder / "large") as large:
        places = ((small[0], Times()), (large[0], Times()))
        visits = [await job.visits(Wire(address, "127.0.2.1")) for address, _times in places]
        chance = random.Random(0)
        for number in range(max(2, round(args.seconds / SLICE)) + 1):
            for (address, times), known in zip(places, visits, strict=True):
                until = perf_counter() + SLICE
                chosen = chance.choices(known, k=args.terminals)
                wires = [Wire(address, f"127.0.1.{n + 1}") for n in range(args.terminals)]
                await asyncio.gather(*(work(w, times, v, until) for w, v in zip(wires, chosen, strict=True)))
                for wire in wires:
                    wire.close()
                if number == 0:
                    times.forget()
        for _turn in range(LOGINS):  # not among the rest: their pace is limited
            for (address, times), known in zip(places, visits, strict=True):
                await job.log_in(Wire(address, "127.0.1.250"), times, chance.choice(known))
        weights = [memory(small[1]), memory(large[1])]
    return _told(places[0][1], places[1][1], weights)


def _told(small: Times, large: Times, weights: list[float]) -> bool:
    failures = small.failures + large.failures
    met = not failures
    print(f"{'':10}{'small p50':>11}{'p95 ms':>9}{'large p50':>11}{'p95 ms':>9}{'ratio p50':>11}{'p95':>7}")
    for kind in KINDS:
        ratios = [large.at(kind, part) / small.at(kind, part) for part in (0.5, 0.95)]
        met &= max(ratios) <= TARGET
        print(
            f"{kind:10}{small.at(kind, 0.5):11.2f}{small.at(kind, 0.95):9.2f}"
            f"{large.at(kind, 0.5):11.2f}{large.at(kind, 0.95):9.2f}{ratios[0]:11.2f}{ratios[1]:7.2f}"
        )
    print(f"at most {TARGET}; errors: {len(failures)} {sorted(set(failures))}")
    print(f"memory, MiB: {weights[0]:.0f} and {weights[1]:.0f}")
    return met


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=174, help="of the population, of 1,156 documents")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--terminals", type=int, default=10)
    with tempfile.TemporaryDirectory() as place:
        for name in ("small", "large"):
            Path(place, name).mkdir()
        raise SystemExit(not asyncio.run(measure(parser.parse_args(), Path(place))))
