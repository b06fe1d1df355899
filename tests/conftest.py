"""What many tests start from: the DMP of demonstration, made once and copied."""

import asyncio
import os
import shutil
from pathlib import Path

import hypothesis
import pytest

from dmptui.commands.common.who import clock
from dmptui.core.connecting.embedded import reset
from dmptui.core.machine.settings import Settings

# The same examples at each run: a failure is the change's. HYPOTHESIS_PROFILE=random looks for others.
hypothesis.settings.register_profile("fixed", derandomize=True, database=None)
hypothesis.settings.register_profile("random", database=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-goldens`: write the golden screens instead of comparing with them."""
    parser.addoption("--update-goldens", action="store_true", help="write the golden screens anew")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the fictional population, as of today; never written to."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("demonstration"))
    asyncio.run(reset(settings, clock))
    return settings.database


@pytest.fixture
def dmp(demonstration: Path, tmp_path: Path) -> Settings:
    """The settings of a DMP of demonstration of one's own."""
    settings = Settings(data_dir=tmp_path / "dmp")
    settings.data_dir.mkdir(mode=0o700)
    shutil.copyfile(demonstration, settings.database)
    return settings
