"""Deposits on a `dmptui serve` that is killed (SIGKILL) at random moments: each is whole or absent.

After each death the database is opened and checked, the server starts again, and the deposit is sent again:
exactly one document, content, lot, trace and notification of it must be there, with the bytes that were sent.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import tempfile
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from bench import job
from bench.processes import serving
from bench.wire import Times, Wire
from dmptui.core.connecting.embedded import reset
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.fhir.submission import provide_document, sha1_base64
from dmptui.core.machine.settings import Settings
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Attachment, Document
from dmptui.core.model.ins import Ins
from dmptui.core.model.practitioner import Practitioner, PractitionerRole
from dmptui.core.terminology import document_type

REPORT = "11488-4"
ONCE = {"document": 1, "content": 1, "lot": 1, "trace": 1}


@dataclass(frozen=True)
class Sent:
    """One deposit: its identifier, its title (unique too), its bytes and the transaction."""

    master: str
    title: str
    content: bytes
    body: bytes


@dataclass
class Report:
    """What came of it."""

    deposits: int = 0
    kills: int = 0
    absent: int = 0
    whole: int = 0
    wrong: list[str] = field(default_factory=list)


class Server:
    """A `dmptui serve` that starts again after each death."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self.wire = Wire(("", 0))
        self.pid = 0

    def start(self) -> None:
        """Serve the folder."""
        address, self.pid = self._stack.enter_context(serving(self._folder))
        self.wire = Wire(address)

    def stop(self) -> None:
        """Wait for its end."""
        self.wire.close()
        self._stack.close()


async def run(folder: Path, deposits: int, kills: int, seed: int) -> Report:
    """Send so many deposits and kill the server so many times meanwhile."""
    chance, report, server = random.Random(seed), Report(deposits), Server(folder)
    await reset(Settings(data_dir=folder), lambda: datetime.now(UTC))
    told_before = _told(folder)
    server.start()
    try:
        visit = next(v for v in await job.visits(server.wire) if v.ps_id)
        session = await job.log_in(server.wire, Times(), visit)
        author = await _who(server.wire, visit)
        lots = [_lot(visit, author, number, chance) for number in range(deposits)]
        fatal = set(chance.sample(range(deposits), kills))
        usual = 0.01
        for number, sent in enumerate(lots):
            if number in fatal:
                await _interrupted(server, session, sent, chance.uniform(0, 1.5 * usual))
                _count(report, _found(folder, sent), sent)
                server.start()
            start = perf_counter()
            status, _body = await _send(server.wire, session, sent)
            usual = 0.8 * usual + 0.2 * (perf_counter() - start)
            if status != 200:
                report.wrong.append(f"{number}: sent again, {status}")
    finally:
        server.stop()
    for sent in lots:
        if _found(folder, sent) != ONCE:
            report.wrong.append(f"{sent.title}: not exactly once")
    if _told(folder) - told_before != deposits:
        report.wrong.append(f"{_told(folder) - told_before} notifications of {deposits} deposits")
    return report


async def _interrupted(server: Server, session: str, sent: Sent, after: float) -> None:
    """Send a deposit and kill the server so many seconds later, whether it has answered or not."""
    sending = asyncio.create_task(_send(server.wire, session, sent))
    await asyncio.sleep(after)
    os.kill(server.pid, signal.SIGKILL)
    with suppress(OSError, asyncio.IncompleteReadError):
        await sending
    server.stop()


async def _send(wire: Wire, session: str, sent: Sent) -> tuple[int, bytes]:
    return await wire.ask("/fhir", token=session, body=sent.body, kind="application/fhir+json")


def _count(report: Report, found: dict[str, int], sent: Sent) -> None:
    report.kills += 1
    if found == ONCE:
        report.whole += 1
    elif not any(found.values()):
        report.absent += 1
    else:
        report.wrong.append(f"{sent.title}: {found}")


def _found(folder: Path, sent: Sent) -> dict[str, int]:
    """How many of each thing of a deposit the database keeps; it must be sound."""
    with closing(sqlite3.connect(Settings(data_dir=folder).database)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        documents = connection.execute(
            "SELECT r.id FROM narrow n JOIN resource r ON r.key = n.key "
            "WHERE n.param = 'DocumentReference.identifier' AND n.value = ?",
            (sent.master,),
        ).fetchall()
        contents = connection.execute(
            "SELECT count(*) FROM content WHERE data = ?", (sent.content,)
        ).fetchone()
        items = (f"DocumentReference/{name}" for (name,) in documents)
        lots = [
            connection.execute(
                "SELECT count(*) FROM narrow WHERE param = 'List.item' AND value = ?", (item,)
            ).fetchone()[0]
            for item in items
        ]
        traces = connection.execute(
            "SELECT count(*) FROM resource WHERE kind = 'AuditEvent' AND instr(json, ?)", (sent.title,)
        ).fetchone()
    return {"document": len(documents), "content": contents[0], "lot": sum(lots), "trace": traces[0]}


def _told(folder: Path) -> int:
    with closing(sqlite3.connect(Settings(data_dir=folder).database)) as connection:
        found = connection.execute(
            "SELECT count(*) FROM resource WHERE kind = 'Communication' AND instr(json, 'ajouté un document')"
        ).fetchone()
    return int(found[0])


async def _who(wire: Wire, visit: job.Visit) -> Practitioner:
    people = json.loads((await wire.ask("/auth/identities"))[1])["identities"]
    return Practitioner.model_validate(next(p for p in people if p["id"] == visit.ps_id))


def _lot(visit: job.Visit, author: Practitioner, number: int, chance: random.Random) -> Sent:
    kind = document_type(REPORT)
    assert kind is not None
    content = chance.randbytes(chance.choice((1_000, 20_000, 400_000))).hex().encode()
    sender = as_author(PractitionerRole(practitioner=author, situation=author.situations[0]))
    document = Document(
        master_identifier=uuid4().urn,
        title=f"Dépôt {number} {uuid4()}",
        type=Coding(system=kind.system, code=kind.code, display=kind.label),
        category=Coding(code=kind.document_class),
        authors=(sender,),
        date=datetime.now(UTC),
        start=datetime.now(UTC) - timedelta(days=1),
        attachment=Attachment(content_type="text/plain", size=len(content), sha1=sha1_base64(content)),
    )
    ins = Ins(value=visit.ins.rpartition("|")[2])
    bundle = provide_document(
        document, content, ins=ins, sender=sender, source_id="urn:oid:1.2.3", now=datetime.now(UTC)
    )
    return Sent(document.master_identifier, document.title, content, json.dumps(bundle).encode())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deposits", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        result = asyncio.run(run(Path(place), args.deposits, args.kills, args.seed))
    print(
        f"{result.deposits} deposits, {result.kills} kills: {result.whole} whole, {result.absent} absent; "
        f"wrong: {result.wrong or 'none'}"
    )
    raise SystemExit(bool(result.wrong))
