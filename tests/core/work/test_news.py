"""What is new, until it is read or marked seen: over the wire, a clock apart."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from dmptui.core.client import DmpClient, Transport
from dmptui.core.fhir.audit_event import from_fhir
from dmptui.core.model.document import Document, Visibility
from dmptui.core.model.news import News, Novelty
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.matrix import packaged_matrix
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    OLIVIER,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    kept,
    opened,
    person,
)

MARIA = person(1, attending={ROUX.practitioner.id})
OLD = document("Ancien", number=1, days_ago=40)
OTHER = document("Autre", number=2, days_ago=30)
FAR = document("Lointain", number=3, days_ago=2000)


@pytest.fixture
async def world(tmp_path) -> AsyncIterator[World]:
    async with opened(tmp_path) as found:
        await found.add(MARIA, *(authorisation(role, MARIA) for role in (ROUX, HADDAD, OLIVIER)))
        for one in (OLD, OTHER, FAR):
            await found.add(kept(one, MARIA))
        found.wait(days=1)
        yield found


async def visit(world: World, role: PractitionerRole) -> Record:
    """A new opening, a day after the one before."""
    world.wait(days=1)
    client = DmpClient(Transport(world.client))
    token = await client.log_in(role.practitioner.id, role.situation.organization.id)
    session = Session(client, token, role, matrix=packaged_matrix(), clock=lambda: world.now[0])
    return await session.open(await session.approach(MARIA.ins))


async def seen(world: World, role: PractitionerRole) -> Record:
    """The same, where all is then marked seen."""
    record = await visit(world, role)
    await record.discovery.mark_all(record.now())
    return record


async def every(record: Record) -> dict[str, Document]:
    return {d.title: d async for page in record.listing.whole() for d in page}


async def add(world: World, title: str, number: int, role: PractitionerRole = HADDAD, **more: str) -> None:
    new = document(title, number=number, author=role, days_ago=(NOW - world.now[0]) / timedelta(days=1))
    lot = deposit(new.model_copy(update=more), MARIA, role)
    answer = await world.post("", await world.login(role), lot)
    assert answer.status_code == 200, answer.text


def told(news: News) -> dict[str, Novelty]:
    return {item.document.title: item.novelty for item in news.items}


async def test_at_first_all_is_to_discover_but_what_is_old_or_already_read(world: World) -> None:
    first = await visit(world, ROUX)
    assert await first.discovery.news() == News(None, (), 2)
    await first.read((await every(first))["Ancien"])
    assert await first.discovery.news() == News(None, (), 1)


async def test_a_visit_a_list_and_a_count_leave_everything_unread(world: World) -> None:
    await every(await visit(world, ROUX))
    record = await visit(world, ROUX)
    news = await record.discovery.news()
    assert (news.since, news.number, told(news)) == (
        record.last_visit,
        2,
        {"Ancien": Novelty.NEW, "Autre": Novelty.NEW},
    )


async def test_what_is_marked_seen_is_new_no_more_and_was_not_read(world: World) -> None:
    record = await visit(world, ROUX)
    old = (await every(record))["Ancien"]
    traces = len(await world.traces(MARIA))
    await record.discovery.mark([old])
    assert not record.discovery.is_new(old)
    assert (await record.discovery.news()).number == 1
    assert len(await world.traces(MARIA)) == traces
    again = await visit(world, ROUX)
    assert {t for t, d in (await every(again)).items() if again.discovery.is_new(d)} == {"Autre"}
    assert (await (await visit(world, OLIVIER)).discovery.news()).number == 2


async def test_all_is_marked_seen_but_what_came_after_the_list(world: World) -> None:
    record = await visit(world, ROUX)
    listed_at = record.now()
    world.wait(minutes=1)
    await add(world, "Arrivé entre-temps", 11)
    await record.discovery.mark_all(listed_at)
    found = await every(record)
    assert {t for t, d in found.items() if record.discovery.is_new(d)} == {"Arrivé entre-temps"}
    assert told(await (await visit(world, ROUX)).discovery.news()) == {"Arrivé entre-temps": Novelty.NEW}
    await (await visit(world, ROUX)).discovery.mark_all(world.now[0] + timedelta(days=9))
    world.wait(minutes=1)
    await add(world, "Plus tard", 12)
    assert (await (await visit(world, ROUX)).discovery.news()).number == 1


async def test_a_late_deposit_of_an_old_act_is_new(world: World) -> None:
    await (await visit(world, ROUX)).discovery.mark_all(world.now[0])
    world.wait(minutes=10)
    deposited = FAR.model_copy(update={"id": str(UUID(int=77)), "date": world.now[0], "start": FAR.date})
    await world.add(kept(deposited, MARIA))
    assert (await (await visit(world, ROUX)).discovery.news()).number == 1


async def test_a_deposit_a_new_version_and_a_masking_are_told_apart(world: World) -> None:
    before = await every(await seen(world, ROUX))
    world.wait(minutes=10)
    await add(world, "Nouveau", 11)
    await add(world, "Ancien, version 2", 12, replaces=f"DocumentReference/{before['Ancien'].id}")
    world.wait(minutes=10)
    author = await visit(world, HADDAD)
    second = (await every(author))["Ancien, version 2"]
    await add(world, "Ancien, version 3", 13, replaces=second.master_identifier)
    await author.change((await every(author))["Autre"], Change.MASK)

    record = await visit(world, ROUX)
    news = await record.discovery.news()
    assert told(news) == {
        "Autre": Novelty.CONFIDENTIALITY,
        "Ancien, version 3": Novelty.REPLACED,
        "Nouveau": Novelty.NEW,
    }
    assert news.since == record.last_visit
    fresh = {title for title, d in (await every(record)).items() if record.discovery.is_new(d)}
    assert fresh == {"Nouveau", "Ancien, version 3"}


async def test_a_new_version_of_what_is_new_is_new(world: World) -> None:
    await seen(world, ROUX)
    world.wait(minutes=10)
    await add(world, "Nouveau", 11)
    first = (await every(await visit(world, HADDAD)))["Nouveau"]
    await add(world, "Nouveau, corrigé", 12, replaces=first.master_identifier)
    assert told(await (await visit(world, ROUX)).discovery.news()) == {"Nouveau, corrigé": Novelty.NEW}


async def test_one_s_own_work_is_no_news(world: World) -> None:
    record = await seen(world, ROUX)
    world.wait(minutes=10)
    await add(world, "Le mien", 11, role=ROUX)
    await record.change((await every(record))["Ancien"], Change.MASK)
    assert (await (await visit(world, ROUX)).discovery.news()).items == ()


async def test_what_may_not_be_read_is_no_news(world: World) -> None:
    await seen(world, OLIVIER)
    author = await visit(world, HADDAD)
    await author.change((await every(author))["Ancien"], Change.MASK)
    masked = document("Masqué", number=11, hidden={Visibility.HIDDEN_FROM_PROFESSIONALS})
    await world.add(kept(masked.model_copy(update={"date": world.now[0]}), MARIA))
    assert (await (await visit(world, OLIVIER)).discovery.news()).items == ()


async def test_what_is_read_is_new_no_more_under_any_of_its_ids(world: World) -> None:
    await seen(world, ROUX)
    world.wait(minutes=10)
    await add(world, "Nouveau", 11)
    record = await visit(world, ROUX)
    new = (await every(record))["Nouveau"]
    assert record.discovery.is_new(new)
    await record.discovery.news()
    await record.read(new)
    assert not record.discovery.is_new(new)
    assert (await record.discovery.news()).items == ()
    await record.change(new, Change.MASK)
    renamed = (await every(record))["Nouveau"]
    assert renamed.id != new.id
    assert not record.discovery.is_new(renamed)
    again = await visit(world, ROUX)
    assert (await again.discovery.news()).number == 0
    assert (await (await visit(world, OLIVIER)).discovery.news()).number == 2


async def test_what_a_page_read_by_itself_is_new_still_and_traced_as_a_reading(world: World) -> None:
    await seen(world, ROUX)
    world.wait(minutes=10)
    await add(world, "Nouveau", 11)
    record = await visit(world, ROUX)
    new = (await every(record))["Nouveau"]
    assert (await record.read(new, automatic=True)).data
    assert told(await record.discovery.news()) == {"Nouveau": Novelty.NEW}
    assert record.discovery.is_new(new)
    assert (await (await visit(world, ROUX)).discovery.news()).number == 1
    (trace,) = [t for t in map(from_fhir, await world.traces(MARIA)) if t.action is TraceAction.READ]
    assert (trace.object_id, trace.automatic, trace.refused) == (new.id, True, False)


async def test_many_are_counted_and_the_last_are_told(world: World) -> None:
    await seen(world, ROUX)
    for number in range(100, 145):
        new = document(f"Nouveau {number}", number=number)
        await world.add(kept(new.model_copy(update={"date": world.now[0] + timedelta(hours=1)}), MARIA))
    news = await (await visit(world, ROUX)).discovery.news()
    assert (news.number, len(news.items)) == (45, 25)
