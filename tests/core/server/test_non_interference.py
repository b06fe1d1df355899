"""Two worlds that differ by hidden acts alone answer the same, to whom they are hidden from.

The same requests, drawn at random, are sent to both; the answers are equal, headers and totals included, but
for what is random. A rule that hides something more adds a world to ``interference.worlds``.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from dmptui.core.server.http.limits import Limits
from dmptui.core.server.http.rates import Rate
from dmptui.core.store.indexes import INDEXES
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import OLIVIER, guarded
from tests.core.server.interference.asking import Asking, Names, answered
from tests.core.server.interference.worlds import HIDDEN, Act, Hidden, Side, as_olivier, common

REQUESTS = 1000
"""To each world of a pair; the bench asks for more (bench/interference.py)."""
_BETWEEN = 40
"""Requests between two hidden acts."""
LIMITS = Limits(failures=Rate(burst=5, per_second=0.2), anonymous=Rate(burst=5, per_second=0.2))


@asynccontextmanager
async def pair(folder: Path) -> AsyncIterator[tuple[Side, Side]]:
    """The world where hidden acts are done, and the other."""
    async with AsyncExitStack() as stack:
        sides = []
        for name in ("with", "without"):
            (folder / name).mkdir()
            world = await stack.enter_async_context(guarded(folder / name, LIMITS))
            side = Side(world.store, world.client, world.now)
            await common(side)
            sides.append(side)
        yield sides[0], sides[1]


async def left_by(act: Act, side: Side) -> list[str]:
    """Do what is hidden; the ids of all that it leaves."""
    before = await everything(side)
    await act(side)
    return sorted(await everything(side) - before)


async def everything(side: Side) -> set[str]:
    """The ids of all that a world keeps."""
    found: set[str] = set()
    for kind in INDEXES:
        rows = (await side.store.search(Query(kind, count=5000))).rows
        found |= {row.id for row in rows}
    return found


async def differences(folder: Path, found: Hidden, seed: int, requests: int) -> AsyncIterator[str]:
    """What tells the two worlds apart, request after request."""
    async with pair(folder) as (told, untold):
        who = OLIVIER if found.enter is as_olivier else None
        asking = Asking(seed, found.secrets, who)
        for act in found.before:
            asking.secrets += await left_by(act, told)
        names = (Names(), Names())
        tokens = [await found.enter(side) for side in (told, untold)]
        for number in range(requests):
            if number % _BETWEEN == _BETWEEN - 1 and (step := number // _BETWEEN) < len(found.meanwhile):
                asking.secrets += await left_by(found.meanwhile[step], told)
            if number % 10 == 0:
                for side in (told, untold):
                    side.wait(seconds=1)
            request = asking.draw(names[1])
            which = 1 if tokens[0][1] and asking.chance.random() < 0.2 else 0
            (sent, one), (_, other) = [
                await answered(side, token[which], known, request)
                for side, token, known in zip((told, untold), tokens, names, strict=True)
            ]
            if one != other:
                place = f"{found.name}, seed {seed}, request {number}: {sent}"
                yield f"{place}\n--- with\n{one}\n--- without\n{other}"


@pytest.mark.parametrize("found", HIDDEN, ids=[found.name for found in HIDDEN])
async def test_what_is_hidden_changes_no_answer(tmp_path: Path, found: Hidden) -> None:
    async for difference in differences(tmp_path, found, 7, REQUESTS):
        pytest.fail(difference, pytrace=False)
