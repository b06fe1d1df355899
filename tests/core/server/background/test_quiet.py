"""When background work may be done: after the requests, and all the same when they never end."""

from collections.abc import Callable

import pytest

from dmptui.core.server.background.quiet import AT_MOST, SECONDS, Quiet
from tests.core.server.dmp_world import HADDAD, authorisation, document, kept, opened, person

ALICE = person(1)


class Time:
    """A time that passes when somebody sleeps; ``meanwhile`` happens before each waking."""

    def __init__(self) -> None:
        self.now = 100.0
        self.meanwhile: Callable[[], None] = lambda: None

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds
        self.meanwhile()


@pytest.fixture
def time() -> Time:
    return Time()


async def waited(time: Time, quiet: Quiet) -> float:
    start = time.now
    await quiet.wait()
    return time.now - start


async def test_nothing_was_ever_asked(time: Time) -> None:
    assert await waited(time, Quiet(time.clock, time.sleep)) == 0


async def test_a_request_was_just_served(time: Time) -> None:
    quiet = Quiet(time.clock, time.sleep)
    with quiet.serving():
        pass
    time.now += 0.2
    assert await waited(time, quiet) == pytest.approx(SECONDS - 0.2)


async def test_another_request_begins_the_wait_again(time: Time) -> None:
    quiet = Quiet(time.clock, time.sleep)
    with quiet.serving():
        pass
    time.now += 0.2

    def ask_once() -> None:
        time.meanwhile = lambda: None
        with quiet.serving():
            pass

    time.meanwhile = ask_once
    assert await waited(time, quiet) == pytest.approx(SECONDS - 0.2 + SECONDS)


async def test_it_goes_on_all_the_same_when_requests_never_end(time: Time) -> None:
    quiet = Quiet(time.clock, time.sleep)
    with quiet.serving():
        assert await waited(time, quiet) == pytest.approx(AT_MOST)


async def test_a_request_that_failed_is_over(time: Time) -> None:
    quiet = Quiet(time.clock, time.sleep)
    with pytest.raises(ZeroDivisionError), quiet.serving():
        raise ZeroDivisionError
    assert await waited(time, quiet) == pytest.approx(SECONDS)


async def test_the_index_waits_for_the_requests_of_the_server(tmp_path, monkeypatch) -> None:
    from dmptui.core.server.background import indexing

    monkeypatch.setattr(indexing, "_START_SECONDS", 0)
    async with opened(tmp_path) as world:
        await world.add(ALICE, authorisation(HADDAD, ALICE))
        await world.add(*(kept(document(number=number), ALICE, b"un mot") for number in range(5)))
        waits = []

        class Watched(Quiet):
            async def wait(self) -> None:
                waits.append(len(await texts.waiting()) if texts else 0)

        texts = world.store.texts
        assert texts is not None
        indexer = indexing.Indexer(world.store, texts, Watched())
        await indexer._read_all("")
    assert waits == [5, 3, 1]


async def test_a_search_of_one_patient_does_not_wait(tmp_path) -> None:
    from dmptui.core.server.background.indexing import Indexer

    class Never(Quiet):
        async def wait(self) -> None:
            raise AssertionError

    async with opened(tmp_path) as world:
        await world.add(ALICE, authorisation(HADDAD, ALICE), kept(document(), ALICE, b"un mot"))
        texts = world.store.texts
        assert texts is not None
        assert await Indexer(world.store, texts, Never()).complete(ALICE.id) == []


async def test_the_server_tells_its_requests(tmp_path, monkeypatch) -> None:
    served = []
    serving = Quiet.serving

    def watched(quiet: Quiet):
        served.append(1)
        return serving(quiet)

    monkeypatch.setattr(Quiet, "serving", watched)
    async with opened(tmp_path) as world:
        await world.client.get("/fhir/metadata")
        await world.client.get("/nowhere")
    assert len(served) == 2
