"""The programs a measure runs: started, reached, weighed, stopped."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[tuple[str, int], int]]:
    """`dmptui serve` on the data of ``folder``: its address and its process number."""
    command = [
        sys.executable,
        "-m",
        "dmptui",
        "serve",
        "--port",
        "0",
        "--data-dir",
        str(folder),
        *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            port = int(said.split(" sur ")[1].split(" ")[0].rpartition(":")[2])
            yield ("127.0.0.1", port), process.pid
        finally:
            process.terminate()


@contextmanager
def bare(recorded: Path) -> Iterator[tuple[str, int]]:
    """The bare route that answers the files of a folder: its address."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    command = [sys.executable, str(HERE / "bare.py"), str(port), str(recorded)]
    with subprocess.Popen(command) as process:
        try:
            yield ("127.0.0.1", port)
        finally:
            process.terminate()


async def reachable(address: tuple[str, int]) -> None:
    """Wait until somebody answers at an address.

    Raises:
        TimeoutError: nobody does after ten seconds.
    """
    async with asyncio.timeout(10):
        while True:
            try:
                _reader, writer = await asyncio.open_connection(*address)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def settled(pid: int) -> None:
    """Wait until a process does nothing for two seconds (Linux): `serve` first reads documents to index them.

    Raises:
        TimeoutError: it still works after five minutes.
    """
    async with asyncio.timeout(300):
        former = -1.0
        while (used := _processor(pid)) - former > 0.05:
            former = used
            await asyncio.sleep(2)


def _processor(pid: int) -> float:
    """Seconds of processor a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Resident memory of a process, in MiB (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
