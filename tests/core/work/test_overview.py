"""What the Récapitulatif asks of a record: few documents, whatever the record has."""

from collections.abc import AsyncIterator

import pytest

from dmptui.core.insight.summary.digest import BIOLOGY, SYNTHESES
from dmptui.core.model.document import Visibility
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.work.overview import needed
from tests.core.server.dmp_world import HADDAD, IMAGING, World, authorisation, document, kept, opened
from tests.core.work.test_news import MARIA, visit

OLD = {
    "Synthèse": SYNTHESES[0],
    "Sang": BIOLOGY[0],
    "Vaccin": VACCINATION_TYPES[0],
    "Autre vaccin": VACCINATION_TYPES[0],
}


@pytest.fixture
async def world(tmp_path) -> AsyncIterator[World]:
    async with opened(tmp_path) as found:
        await found.add(MARIA, authorisation(HADDAD, MARIA))
        for number in range(250):
            radio = document(f"Radio {number}", number=number, type_code=IMAGING, days_ago=number / 10)
            await found.add(kept(radio, MARIA))
        for number, (title, code) in enumerate(OLD.items(), 300):
            await found.add(kept(document(title, number=number, type_code=code, days_ago=4000), MARIA))
        hidden = document(
            "Caché", number=400, type_code=IMAGING, days_ago=5000, hidden=[Visibility.HIDDEN_FROM_PATIENT]
        )
        await found.add(kept(hidden, MARIA))
        yield found


async def test_the_newest_and_what_is_read_of_them_however_old(world: World) -> None:
    record = await visit(world, HADDAD)
    found = {d.title async for page in needed(record) for d in page}
    assert {"Radio 0", *OLD, "Caché"} <= found
    assert len(found) <= 100 + len(OLD) + 1
