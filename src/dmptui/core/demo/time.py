"""A time that can be moved forward, on the data of demonstration only: to see what six weeks change."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from dmptui.core.errors import Unavailable, UsageError
from dmptui.core.text import _

FILE = "avance"
"""In the data folder: how many seconds its time is ahead. Absent, none."""

MOST = timedelta(days=3660)
"""Ahead of the real time, in all: ten years."""


class MovableClock:
    """The time of a data folder: that of a clock, moved forward, never backwards.

    Every program that uses the folder reads the same file at each call, so that they share one time.

    Args:
        clock: gives the real time, aware.
        folder: of the data.
    """

    def __init__(self, clock: Callable[[], datetime], folder: Path) -> None:
        self._clock = clock
        self._path = folder / FILE

    def __call__(self) -> datetime:
        """The time, aware.

        Raises:
            Unavailable: the file cannot be read, or holds something else.
        """
        return self._clock() + self.ahead

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead of the real time.

        Raises:
            Unavailable: as above.
        """
        try:
            return _read(self._path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return timedelta()
        except (OSError, ValueError, OverflowError) as error:
            raise Unavailable(
                _("L'heure des données de démonstration est illisible. Lancez « dmptui demo reset »."),
                cause=type(error).__name__,
            ) from error

    def advance(self, by: timedelta) -> datetime:
        """Move the time forward; the time it then is.

        Raises:
            UsageError: ``by`` is not at least a second, or it would be ten years ahead.
            Unavailable: it cannot be written.
        """
        known = self.ahead
        if not timedelta(seconds=1) <= by <= MOST - known:
            raise UsageError(_("Le temps n'avance que vers l'avenir, de dix ans au plus en tout."))
        new = self._path.with_suffix(".new")
        try:
            new.write_text(str(int((known + by).total_seconds())), encoding="ascii")
            new.replace(self._path)  # read at any moment by another program: whole, or the old one
        except OSError as error:
            raise _unwritable(error) from error
        return self()

    def reset(self) -> None:
        """Come back to the real time, with data made anew.

        Raises:
            Unavailable: it cannot be written.
        """
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(error) from error


def _read(text: str) -> timedelta:
    """What the file says.

    Raises:
        ValueError, OverflowError: it is not what ``advance`` writes.
    """
    ahead = timedelta(seconds=int(text))
    if not timedelta() <= ahead <= MOST:
        raise ValueError("out of range")
    return ahead


def _unwritable(error: OSError) -> Unavailable:
    return Unavailable(
        _("L'heure des données de démonstration n'a pas pu être écrite. Vérifiez vos droits."),
        cause=f"errno {error.errno}",
    )
