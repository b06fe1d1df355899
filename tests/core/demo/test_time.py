"""A time that moves forward, shared by all who use the data, and what it changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dmptui.core.connecting import embedded
from dmptui.core.connecting.connect import Connection, connect
from dmptui.core.connecting.sign_in import enter, log_in
from dmptui.core.demo.practitioners import role
from dmptui.core.demo.time import FILE, MOST, MovableClock
from dmptui.core.deposit.preparation import Source, Wishes
from dmptui.core.errors import Refused, SessionExpired, Unavailable, UsageError
from dmptui.core.machine.settings import Settings
from dmptui.core.model.access import ConsentKind, Declaration
from dmptui.core.model.document import Visibility
from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import DmpState
from dmptui.core.work.patient_session import PatientSession
from dmptui.core.work.session import Session
from tests.commands.people import BERNARD, ins_of

REAL = datetime(2026, 11, 23, 10, tzinfo=UTC)


def real() -> datetime:
    return REAL


def now() -> datetime:
    return datetime.now(UTC)


def test_it_moves_forward_for_all_who_share_the_folder(tmp_path: Path) -> None:
    mine, other = MovableClock(real, tmp_path), MovableClock(real, tmp_path)
    assert mine() == REAL
    assert mine.advance(timedelta(days=2)) == REAL + timedelta(days=2) == other()
    assert other.advance(timedelta(hours=1)) == mine()
    assert MovableClock(real, tmp_path).ahead == timedelta(days=2, hours=1)
    mine.reset()
    mine.reset()
    assert other() == REAL


@pytest.mark.parametrize("by", [timedelta(), timedelta(days=-1), timedelta(seconds=0.5), MOST, timedelta.max])
def test_it_never_goes_back_nor_too_far(tmp_path: Path, by: timedelta) -> None:
    clock = MovableClock(real, tmp_path)
    clock.advance(timedelta(days=1))
    with pytest.raises(UsageError):
        clock.advance(by)
    assert clock.ahead == timedelta(days=1)


@pytest.mark.parametrize("content", ["", "soon", "1.5", "9" * 30, "-86400", "\xe9"])
def test_a_time_that_cannot_be_read(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="latin-1")
    with pytest.raises(Unavailable, match="demo reset"):
        MovableClock(real, tmp_path)()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="écrite"):
        MovableClock(real, tmp_path / "absent").advance(timedelta(days=1))


async def test_a_server_s_time_is_its_own(tmp_path: Path) -> None:
    connection = await connect(Settings(data_dir=tmp_path, server="https://127.0.0.1:9"), real)
    assert (connection.movable, connection.clock) == (None, real)
    await connection.close()


async def test_it_lasts_until_the_data_are_made_anew(dmp: Settings) -> None:
    connection = await connect(dmp, now)
    assert connection.movable is connection.clock
    assert connection.movable is not None
    connection.movable.advance(timedelta(days=43))
    await connection.close()
    connection = await connect(dmp, now)
    assert connection.clock() - now() > timedelta(days=42)
    await connection.close()
    await embedded.reset(dmp, now)
    connection = await connect(dmp, now)
    assert connection.clock() - now() < timedelta(minutes=1)
    await connection.close()


async def doctor(connection: Connection) -> Session:
    return await log_in(connection.client, role("ROUX").practitioner, 0, connection.clock)


async def patient(connection: Connection, ins: str) -> PatientSession:
    return await enter(connection.client, Ins(value=ins), connection.clock)


async def test_six_weeks_later_a_notified_person_has_a_profile(dmp: Settings) -> None:
    told = Ins(value=ins_of("simon"))
    connection = await connect(dmp, now)
    assert connection.movable is not None
    session = await doctor(connection)
    before = (await session.approach(told)).patient
    assert before is not None
    assert before.state is DmpState.NOTIFIED
    connection.movable.advance(timedelta(days=43))
    with pytest.raises(SessionExpired):
        await session.approach(told)
    session = await doctor(connection)
    approach = await session.approach(told)
    assert approach.patient is not None
    assert approach.patient.state is DmpState.OPEN
    await session.open(approach, declaration=Declaration(kind=ConsentKind.EXPLICIT))
    await connection.close()


async def test_what_the_patient_does_not_see_yet(dmp: Settings) -> None:
    connection = await connect(dmp, now)
    assert connection.movable is not None
    session = await doctor(connection)
    hidden = Wishes("11488-4", "Annonce", frozenset({Visibility.HIDDEN_FROM_PATIENT}))
    source = Source("a.txt", b"a consultation first", now())
    prepared = await session.prepare_deposit(Ins(value=BERNARD), source, hidden)
    await session.deposit(prepared)

    async def waiting_and_seen() -> tuple[int, bool]:
        visit = await patient(connection, BERNARD)
        told = [m.text async for page in visit.notifications() for m in page]
        titles = {d.title async for page in visit.documents() for d in page}
        return sum("vous attend" in text and "Dr ROUX" in text for text in told), "Annonce" in titles

    assert await waiting_and_seen() == (0, False)
    record = await session.open(await session.approach(Ins(value=BERNARD)))
    (found,) = [d async for page in record.listing.whole() for d in page if d.title == "Annonce"]
    assert record.warnings_on(found)
    connection.movable.advance(timedelta(days=15))
    assert await waiting_and_seen() == (1, False)
    connection.movable.advance(timedelta(days=17))
    assert await waiting_and_seen() == (1, True)
    assert not record.warnings_on(found)
    await connection.close()


async def test_the_profile_by_the_person(dmp: Settings) -> None:
    connection = await connect(dmp, now)
    visit = await patient(connection, ins_of("simon"))
    assert not visit.may_use().allowed
    with pytest.raises(Refused, match="rien à fermer"):
        await visit.close("Trop tôt")
    await visit.oppose()
    with pytest.raises(Refused, match="déjà été refusée"):
        await visit.oppose()
    await visit.reopen()
    assert visit.may_use().allowed
    await visit.close("Je n'en veux plus")
    assert visit.patient.closure is not None
    assert visit.patient.closure.reason == "Je n'en veux plus"
    with pytest.raises(Refused, match="est fermé"):
        await visit.prepare_deposit(Source("a.txt", b"a", now()), Wishes("EXPPAT_1"))
    await visit.reopen()
    traces = [t async for page in visit.traces() for t in page]
    done = [t.action.value for t in traces if not t.refused]
    assert done[:5] == ["traces", "reouverture", "fermeture", "reouverture", "opposition"]
    assert sum(t.refused for t in traces) == 3
    await connection.close()
