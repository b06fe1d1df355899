"""The documents of the whole population, on several dates of « today »."""

import pytest

from dmptui.core.demo.population import generate
from tests.core.demo.papers import DATES, Paper


@pytest.fixture(scope="session", params=DATES, ids=str)
def papers(request: pytest.FixtureRequest) -> list[Paper]:
    """Every document of the population, on a date."""
    population = generate(request.param)
    return [Paper(r, d.meta, d.content) for r in population.records for d in r.documents]
