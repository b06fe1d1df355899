"""What many tests start from: the DMP of demonstration, made once and copied."""

import asyncio
import os
import shutil
from pathlib import Path

import hypothesis
import pytest

from dmptui.core.connecting.embedded import open_embedded
from dmptui.core.documents import worker
from dmptui.core.machine.settings import Settings
from tests.moment import STARTED

# The same examples at each run: a failure is the change's. HYPOTHESIS_PROFILE=random looks for others.
# Neither judges how fast the machine is.
ANY_SPEED = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("fixed", ANY_SPEED, derandomize=True, database=None)
hypothesis.settings.register_profile("random", ANY_SPEED, database=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-goldens`: write the golden screens instead of comparing with them."""
    parser.addoption("--update-goldens", action="store_true", help="write the golden screens anew")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than processors: a test of a screen waits a fifth of its time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _any_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read in its five seconds of processor, however long those take on a loaded machine."""
    monkeypatch.setattr(worker, "_SECONDS", 120)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the fictional population, as of the day the tests began; never written to.

    With several workers, one makes it and the others wait, as the program does.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    settings = Settings(data_dir=shared / "today")

    async def make() -> None:
        await (await open_embedded(settings, lambda: STARTED)).close()

    asyncio.run(make())
    return settings.database


@pytest.fixture
def dmp(demonstration: Path, tmp_path: Path) -> Settings:
    """The settings of a DMP of demonstration of one's own."""
    settings = Settings(data_dir=tmp_path / "dmp")
    settings.data_dir.mkdir(mode=0o700)
    shutil.copyfile(demonstration, settings.database)
    return settings
