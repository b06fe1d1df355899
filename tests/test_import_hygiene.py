"""What the first screen loads, and what the core never does."""

import subprocess
import sys

import pytest

HEAVY = {"httpx", "pydantic", "lxml", "starlette", "sqlite3", "pypdfium2", "uvicorn"}

FIRST_PAINT = """
import asyncio, sys
from pathlib import Path
from dmptui.app import DmpApp
from dmptui.core.machine.settings import Settings

class Stopped(DmpApp):
    def _connect(self, login):
        print(*sorted(name for name in sys.modules if "." not in name))
        self.exit()

async def main():
    async with Stopped(Settings(data_dir=Path(sys.argv[1])), {}).run_test() as pilot:
        await pilot.pause()

asyncio.run(main())
"""

CORE = """
import pkgutil, sys
from importlib import import_module
import dmptui.core
for module in pkgutil.walk_packages(dmptui.core.__path__, "dmptui.core."):
    import_module(module.name)
print(*sorted(name for name in sys.modules if "." not in name))
"""


def loaded(code: str, *words: object) -> set[str]:
    """Top-level modules that a new process has loaded when it ends."""
    ran = subprocess.run([sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())


def test_the_first_paint_loads_nothing_heavy(tmp_path):
    found = loaded(FIRST_PAINT, tmp_path)
    assert "textual" in found
    assert not found & HEAVY


def test_the_core_loads_no_terminal():
    found = loaded(CORE)
    assert "pydantic" in found
    assert "textual" not in found  # httpx loads rich by itself where it is installed


@pytest.mark.parametrize("module", ["dmptui.cli", "dmptui.app"])
def test_a_module_alone_loads_nothing_heavy(module):
    found = loaded(f"import sys, {module}; print(*sys.modules)")
    assert not {name.partition(".")[0] for name in found} & HEAVY
