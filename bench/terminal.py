"""A terminal for a program under measure: a pseudo-terminal, the bytes it is sent and when."""

import fcntl
import math
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

SIZE = (40, 120)
_ASKS_SYNC, _HAS_SYNC, _ENDS_FRAME = b"\x1b[?2026$p", b"\x1b[?2026;2$y", b"\x1b[?2026l"


class Cost(NamedTuple):
    """What a key costs: milliseconds to the first and the last byte of the answer, its bytes, its frames."""

    first: float
    last: float
    size: int
    frames: int


class PseudoTerminal:
    """A program in a terminal that knows synchronised output, of 40 lines of 120 columns unless said.

    Args:
        command: the program and its words.
        environment: added to ours.
        size: lines and columns.
    """

    def __init__(
        self, command: Sequence[str], environment: dict[str, str], size: tuple[int, int] = SIZE
    ) -> None:
        self._end, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        self.started = perf_counter()
        given = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | environment
        self._process = subprocess.Popen(
            command, stdin=other, stdout=other, stderr=other, env=given, start_new_session=True
        )
        os.close(other)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def until(self, text: str, seconds: float = 30) -> float:
        """Wait until a text is written; seconds since the start.

        Raises:
            TimeoutError: it is not.
        """
        seen, late = b"", perf_counter() + seconds
        while text.encode() not in seen:
            if perf_counter() > late:
                raise TimeoutError(text)
            seen += self._read(0.05)
        return perf_counter() - self.started

    def settle(self, quiet: float = 0.5) -> bytes:
        """All that is written until nothing is for ``quiet`` seconds."""
        seen = b""
        while part := self._read(quiet):
            seen += part
        return seen

    def send(self, keys: str) -> None:
        """Type, and wait for nothing."""
        os.write(self._end, keys.encode())

    def press(self, keys: str, quiet: float = 0.15, patience: float = 3.0) -> Cost:
        """Type, and wait for the end of the answer.

        Args:
            quiet: the answer has ended when nothing has come for so many seconds.
            patience: how long it may take to begin; then it is empty.
        """
        start = perf_counter()
        self.send(keys)
        seen, first, last = b"", start, start
        while part := self._read(quiet if seen else patience):
            last = perf_counter()
            first = first if seen else last
            seen += part
        return Cost(1000 * (first - start), 1000 * (last - start), len(seen), seen.count(_ENDS_FRAME))

    def written(self, keys: str, pattern: bytes, seconds: float = 30) -> float:
        """Type, and wait until something is written; milliseconds, infinite when it is not."""
        start, seen = perf_counter(), b""
        self.send(keys)
        while not re.search(pattern, seen):
            if perf_counter() - start > seconds:
                return math.inf
            seen += self._read(0.05)
        return 1000 * (perf_counter() - start)

    def close(self) -> None:
        """End the program."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._end)

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._end], [], [], seconds)[0]:
            return b""
        try:
            part = os.read(self._end, 65536)
        except OSError:  # Linux says so of a terminal whose program has ended
            return b""
        if _ASKS_SYNC in part:
            os.write(self._end, _HAS_SYNC)
        return part
