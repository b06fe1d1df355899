"""A terminal for a program under measure: a pseudo-terminal, the bytes it is sent and when."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Sequence
from time import perf_counter

SIZE = (40, 120)


class PseudoTerminal:
    """A program in a terminal of 40 lines of 120 columns.

    Args:
        command: the program and its words.
        environment: added to ours.
    """

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._end, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.started = perf_counter()
        given = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | environment
        self._process = subprocess.Popen(
            command, stdin=other, stdout=other, stderr=other, env=given, start_new_session=True
        )
        os.close(other)

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

    def press(self, keys: str, quiet: float = 0.15) -> tuple[float, int]:
        """Type, and wait for the end of the answer: the seconds to its last byte, and its bytes."""
        start = last = perf_counter()
        self.send(keys)
        size = 0
        while part := self._read(quiet):
            size, last = size + len(part), perf_counter()
        return last - start, size

    def close(self) -> None:
        """End the program."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._end)

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._end], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._end, 65536)
        except OSError:  # Linux says so of a terminal whose program has ended
            return b""
