"""What a record lists: by type, by version, by lot; and the day of the first search."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from dmptui.core.model.document import Document, Visibility
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.first_search import first_search_limit
from dmptui.core.work.record import Record
from tests.core.server.dmp_world import (
    HADDAD,
    IMAGING,
    NOW,
    OLIVIER,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    kept,
    opened,
    together,
)
from tests.core.work.test_news import MARIA, every, visit

BIOLOGY = "11502-2"
OLD = document("Radio ancienne", number=1, type_code=IMAGING, days_ago=4000)
SCAN = document("Scanner", number=2, type_code=IMAGING, days_ago=3)
BLOOD = document("Sang", number=3, type_code=BIOLOGY, days_ago=2)
SECRET = document(
    "Radio masquée",
    number=4,
    type_code=IMAGING,
    author=OLIVIER,
    hidden=[Visibility.HIDDEN_FROM_PROFESSIONALS],
)


@pytest.fixture
async def world(tmp_path) -> AsyncIterator[World]:
    async with opened(tmp_path) as found:
        await found.add(MARIA, authorisation(ROUX, MARIA), authorisation(HADDAD, MARIA))
        for one in (OLD, SCAN, BLOOD, SECRET):
            await found.add(kept(one, MARIA))
        yield found


async def titles(pages: AsyncIterator[tuple[Document, ...]]) -> list[str]:
    return [d.title async for page in pages for d in page]


@pytest.mark.parametrize(
    ("today", "limit"),
    [(date(2026, 3, 1), date(2024, 3, 1)), (date(2028, 2, 29), date(2026, 2, 28))],
)
def test_the_first_search_goes_back_two_years(today: date, limit: date) -> None:
    assert first_search_limit(today) == limit


async def test_documents_of_some_types_however_old_that_may_be_read(world: World) -> None:
    record = await visit(world, HADDAD)
    assert await titles(record.listing.of_types(IMAGING)) == ["Scanner", "Radio ancienne"]
    assert await titles(record.listing.of_types(IMAGING, BIOLOGY)) == ["Sang", "Scanner", "Radio ancienne"]
    assert "Radio masquée" in await titles((await visit(world, ROUX)).listing.of_types(IMAGING))


async def send(world: World, record: Record, *titles: str, replaces: str = "") -> None:
    """Have HADDAD deposit documents in one lot; the first may replace one."""
    days = (NOW - world.now[0]) / timedelta(days=1)
    made = [document(title, number=100 + len(title), days_ago=days) for title in titles]
    made[0] = made[0].model_copy(update={"replaces": replaces})
    answer = await world.post("", record._token, together(*(deposit(one, MARIA, HADDAD) for one in made)))
    assert answer.status_code == 200, answer.text


async def test_the_versions_of_a_document_whichever_is_asked(world: World) -> None:
    record = await visit(world, HADDAD)
    await send(world, record, "Lettre")
    world.wait(minutes=10)
    first = (await every(record))["Lettre"]
    await send(world, record, "Lettre corrigée", replaces=f"DocumentReference/{first.id}")
    known = await every(record)
    for title in ("Lettre", "Lettre corrigée"):
        found = await record.versions(known[title])
        assert [each.title for each in found] == ["Lettre corrigée", "Lettre"]
    assert await record.versions(known["Sang"]) == (known["Sang"],)


async def test_the_documents_of_a_lot_under_the_ids_they_now_have(world: World) -> None:
    record = await visit(world, HADDAD)
    await send(world, record, "Lettre", "Ordonnance")
    both = await every(record)
    changed = await record.change(both["Ordonnance"], Change.MASK)
    assert await record.listing.lot_of(both["Lettre"]) == {both["Lettre"].id, changed.id}
    assert await record.listing.lot_of(both["Sang"]) == {both["Sang"].id}
