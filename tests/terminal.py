"""The program in a real pseudo-terminal, and the bytes it sends."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

import pyte

ENVIRON = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
FRAME = b"\x1b[?2026h"
"""Begins a frame, once the terminal has said that it knows synchronised output."""

_ASKS_SYNC, _HAS_SYNC = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_KEPT = ("PATH", "HOME", "PYTHONPATH", "TZ", "FAKETIME", "LD_PRELOAD")
"""What a program of the tests keeps of the environment: its places, and the day it is (``bench.days``)."""
_LONGEST = 120.0


class Terminal:
    """Runs a Python program; what it sends is kept, and drawn by an emulator.

    Args:
        code: of the program, for ``python -c``.
        words: its arguments.
        size: columns and lines.
        environ: besides what the tests run in.

    Attributes:
        sent: everything the program has sent.
        screen: what an emulator shows of it.
    """

    def __init__(
        self,
        code: str,
        *words: object,
        size: tuple[int, int] = (100, 30),
        environ: Mapping[str, str] = ENVIRON,
    ) -> None:
        self.sent = b""
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        kept = {name: value for name, value in os.environ.items() if name.startswith(_KEPT)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, words)],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env={**kept, **environ}, cwd=Path(__file__).parent.parent,
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def press(self, keys: str) -> None:
        """Send what a keyboard sends."""
        os.write(self._master, keys.encode())

    def cut(self) -> None:
        """The line is lost: nobody reads any more, and no signal says so."""
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDWR)

    def read(self, seconds: float) -> bytes:
        """What comes until nothing has come for so long."""
        before = len(self.sent)
        while select.select([self._master], [], [], seconds)[0]:
            try:
                data = os.read(self._master, 65536)
            except OSError:  # the program has ended
                break
            if not data:
                break
            self.sent += data
            self._stream.feed(data)
            if _ASKS_SYNC in data:
                os.write(self._master, _HAS_SYNC)
        return self.sent[before:]

    def answers(self) -> None:
        """Wait until something has come, then until nothing comes any more."""
        end = monotonic() + _LONGEST
        while not self.read(0.2):
            assert monotonic() < end, f"no answer on\n{self.text}"

    def sees(self, text: str) -> None:
        """Wait until the screen shows a text."""
        end = monotonic() + _LONGEST
        while text not in self.text:
            assert monotonic() < end, f"no {text!r} on\n{self.text}"
            self.read(0.05)

    def ends(self) -> int:
        """Wait until the program has ended; its exit code."""
        end = monotonic() + _LONGEST
        while self._process.poll() is None:
            assert monotonic() < end, f"still running:\n{self.text}"
            self.read(0.05)
        self.read(0.05)
        return self._process.returncode
