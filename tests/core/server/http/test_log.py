"""What a server writes in its log: never an INS, a name, a token, an identifier of a document or a query."""

import logging

import pytest

from dmptui.core.server.access import gate
from dmptui.core.server.http.limits import Limits
from dmptui.core.server.http.rates import Rate
from tests.core.server.dmp_world import HADDAD, ROUX, authorisation, deposit, document, ins_of, kept, person
from tests.core.server.served import Served, served

ALICE, NOBODY = person(1, "DUPUIS"), person(77, "PERSONNE")
CLIENT = ("httpx", "httpcore")
"""The loggers of the client of these tests, which is not the server."""


class Everything(logging.Handler):
    """Keeps every line, formatted with its traceback."""

    def __init__(self) -> None:
        super().__init__(level=1)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(CLIENT):
            self.lines.append(f"{record.name}: {self.format(record)}")


@pytest.fixture
def log():
    """Everything that is logged at any level, uvicorn and asyncio included."""
    handler = Everything()
    names = ("", "uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "asyncio", "dmptui")
    loggers = [logging.getLogger(name) for name in names]
    before = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    loggers[1].addHandler(handler)
    yield handler
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.removeHandler(handler)


def listen() -> None:
    """After the server has set its own levels."""
    for name in ("", "uvicorn", "uvicorn.error", "uvicorn.access", "asyncio", "dmptui", "dmptui.server"):
        logging.getLogger(name).setLevel(1)


async def work(dmp: Served) -> list[str]:
    """All that goes well and badly; the tokens that were used."""
    session = await dmp.login(HADDAD)
    record = (await dmp.ask_opening(session, ALICE)).json()["access_token"]
    await dmp.ask_opening(session, NOBODY)
    for ins in (ins_of(ALICE), ins_of(NOBODY)):
        await dmp.get(f"/Patient?identifier={ins}", session)
        await dmp.get(f"/DocumentReference?patient.identifier={ins}", record)
        await dmp.get(f"/DocumentReference?patient.identifier={ins}&foo={ins}")
        await dmp.search("DocumentReference", record, **{"patient.identifier": ins})
        await dmp.get(f"/Binary/{ins}", record)
        await dmp.get(f"/{ins}/{ins}", record)
        await dmp.client.request(
            "DELETE", f"/fhir/Patient/{ins}", headers={"Authorization": f"Bearer {record}"}
        )
        await dmp.get("/List", record, Accept=ins)
        await dmp.get("/List", f"forged{ins}")
    await dmp.post("", session, deposit(document("Lettre", number=3), ALICE, HADDAD))
    await dmp.post("", session, deposit(document("Lettre", number=3), ALICE, HADDAD, b"autre"))
    await dmp.post("", session, deposit(document("Lettre", number=4), NOBODY, HADDAD))
    await dmp.post("", await dmp.login(ROUX), deposit(document("Lettre", number=5), ALICE, HADDAD))
    await dmp.get(f"/Binary/bin-{document().id}", record)
    await dmp.raw(f"GET /{ALICE.ins.value} HTTP/1.1\r\nBroken {ALICE.ins.value}\r\n\r\n".encode())
    evil = f"Connection: close\r\nHost: {ALICE.ins.value}.example\r\n\r\n"
    await dmp.raw(f"GET /{ALICE.ins.value} HTTP/1.1\r\n{evil}".encode())
    await dmp.client.post("/auth/revoke", data={"token": record})
    return [session, record]


async def test_a_whole_scenario(tmp_path, log: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(local=True, failures=Rate(burst=1, per_second=0.01))
    async with served(tmp_path, limits) as dmp:
        await dmp.add(ALICE, authorisation(HADDAD, ALICE), kept(document(), ALICE))
        listen()
        tokens = await work(dmp)

        async def broken(context, value):
            raise RuntimeError(f"about {value}")

        monkeypatch.setattr(gate, "by_identifier", broken)
        failed = await dmp.get(f"/Patient?identifier={ins_of(ALICE)}", tokens[0])
        assert failed.status_code == 500
    whole = "\n".join(log.lines)
    for statuses in ("GET fhir/DocumentReference 200", "GET fhir/DocumentReference 403", "POST fhir 200"):
        assert statuses in whole
    assert "GET - 421" in whole  # those the guard refuses are logged too
    assert "RuntimeError at tests" in whole
    told = [
        ALICE.ins.value,
        NOBODY.ins.value,
        ALICE.ins.value[:13],
        "DUPUIS",
        "PERSONNE",
        "Lettre",
        "Camille",
    ]
    told += [*tokens, document().id, ALICE.id, "about ", "?"]
    assert not [(word, line) for word in told for line in log.lines if word in line]
