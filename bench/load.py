"""Load: terminals at work on `dmptui serve`, next to a bare Starlette route that sends the same bytes.

Slices of the two alternate in one run, with the same terminals and the same pauses: what the machine does
besides falls on both alike, and only the ratios are worth quoting.
"""

import argparse
import asyncio
import itertools
import random
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bench import job
from bench.processes import bare, memory, reachable, serving, settled
from bench.wire import Times, Wire, timed
from dmptui.core.connecting.embedded import reset
from dmptui.core.machine.settings import Settings

READINGS = 4
"""Documents read in a record before it is opened again."""
SLICE = 5.0
TARGETS = {"list": 5.0, "document": 3.0}

Pause = Callable[[], Awaitable[None]]


class Terminal:
    """One terminal: a connection to each server, a visit, and what it has recorded."""

    def __init__(self, number: int, dmp: tuple[str, int], other: tuple[str, int], visit: job.Visit) -> None:
        source = f"127.0.1.{number % 250 + 1}"
        self.dmp, self.other = Wire(dmp, source), Wire(other, source)
        self.visit = visit
        self.number = number
        self.session = ""
        self.contents: list[str] = []

    async def work(self, times: Times, until: float, pause: Pause) -> None:
        """Open, list and read on the DMP, again and again."""
        if not self.session:
            self.session = await job.log_in(self.dmp, times, self.visit)
        await pause()
        while perf_counter() < until:
            record = await job.open_record(self.dmp, times, self.session, self.visit)
            await pause()
            listing = await job.read_list(self.dmp, times, record, self.visit)
            self.contents = self.contents or job.contents_of(listing)
            await pause()
            for path in itertools.islice(itertools.cycle(self.contents), READINGS):
                await job.read_document(self.dmp, times, record, path)
                await pause()

    async def copy(self, times: Times, until: float, pause: Pause, name: str) -> None:
        """The same requests on the bare route, an opening being as small an answer as there is."""
        await pause()
        while perf_counter() < until:
            await timed(times, "open", self.other, "/open", form={"subject_token": "x" * 43})
            await pause()
            form = {"patient.identifier": self.visit.ins, "status": "current", "_count": "100"}
            await timed(times, "list", self.other, f"/list-{name}", token="x" * 43, form=form)
            await pause()
            for number in range(READINGS):
                await timed(times, "document", self.other, f"/document-{name}-{number}", token="x" * 43)
                await pause()


async def record(visit: job.Visit, dmp: tuple[str, int], folder: Path, name: str) -> None:
    """Keep the bytes of one visit for the bare route."""
    wire, times = Wire(dmp, "127.0.2.1"), Times()
    token = await job.open_record(wire, times, await job.log_in(wire, times, visit), visit)
    listing = await job.read_list(wire, times, token, visit)
    (folder / f"list-{name}").write_bytes(listing)
    for number, path in zip(range(READINGS), itertools.cycle(job.contents_of(listing)), strict=False):
        content = await job.read_document(wire, times, token, path)
        (folder / f"document-{name}-{number}").write_bytes(content)
    wire.close()


async def measure(args: argparse.Namespace, folder: Path) -> bool:
    """Run it all, print the figures; whether nothing failed and the targets are met."""
    data, recorded = folder / "data", folder / "recorded"
    recorded.mkdir()
    await reset(Settings(data_dir=data), lambda: datetime.now(UTC))
    (recorded / "open").write_bytes(b"{}")
    with serving(data) as (dmp, pid):
        found = await job.visits(Wire(dmp, "127.0.2.2"))
        names = {visit: str(number) for number, visit in enumerate(found)}
        for visit, name in names.items():
            await record(visit, dmp, recorded, name)
        with bare(recorded) as other:
            await reachable(other)
            await settled(pid)
            turn = itertools.cycle(names)
            terminals = [Terminal(n, dmp, other, next(turn)) for n in range(args.terminals)]
            return await _alternate(args, terminals, names, pid)


async def _alternate(
    args: argparse.Namespace, terminals: list[Terminal], names: dict[job.Visit, str], pid: int
) -> bool:
    ours, bares = Times(), Times()

    async def pause() -> None:
        await asyncio.sleep(random.uniform(0, 2 * args.pause))

    weights: list[float] = []
    for number in range(max(2, round(args.seconds / SLICE)) + 1):
        until = perf_counter() + SLICE
        await asyncio.gather(*(t.work(ours, until, pause) for t in terminals))
        until = perf_counter() + SLICE
        await asyncio.gather(*(t.copy(bares, until, pause, names[t.visit]) for t in terminals))
        if number == 0:  # the first slice warms both up
            failures = list(ours.failures)
            ours.forget()
            ours.failures += failures
            bares.forget()
        weights.append(memory(pid))
    return _told(ours, bares, weights)


def _told(ours: Times, bares: Times, weights: list[float]) -> bool:
    met = not ours.failures
    print(
        f"{'':10}{'requests':>10}{'p50 ms':>9}{'p95 ms':>9}{'bare p50':>10}{'bare p95':>10}{'ratio p95':>11}"
    )
    for kind in ("open", "list", "document"):
        ratio = ours.at(kind, 0.95) / bares.at(kind, 0.95)
        target = TARGETS.get(kind)
        met &= target is None or ratio <= target
        print(
            f"{kind:10}{len(ours.taken[kind]):10}{ours.at(kind, 0.5):9.1f}{ours.at(kind, 0.95):9.1f}"
            f"{bares.at(kind, 0.5):10.1f}{bares.at(kind, 0.95):10.1f}{ratio:11.2f}"
            + (f"  (at most {target})" if target else "")
        )
    print(f"errors: {len(ours.failures)} {sorted(set(ours.failures))}")
    print(f"memory after each slice, MiB: {' '.join(f'{w:.0f}' for w in weights)}")
    return met


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--terminals", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1.0, help="mean, between two requests of a terminal")
    with tempfile.TemporaryDirectory() as place:
        raise SystemExit(not asyncio.run(measure(parser.parse_args(), Path(place))))
