"""Who uses the data folder: every dmptui holds a shared lock on it; making the data anew needs it alone."""

import asyncio
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from dmptui.core.errors import Conflict, Unavailable
from dmptui.core.text import _

_STEP = 0.05
_ATTEMPTS = 600
"""Steps, of so many seconds, that another program may take to create the data: half a minute."""


class Presence:
    """The lock of a data folder, ``dmptui.lock``; the system drops it with the process, however it ends.

    Attributes:
        others: whether another dmptui held the folder when this one came.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "dmptui.lock"
        self._file = -1
        self.others = False

    async def join(self, ready: Callable[[], bool]) -> bool:
        """Hold the folder, together with others once its data are there.

        Args:
            ready: whether the data are there.

        Returns:
            False when they are; True when they must be created first: nobody else holds the folder
            until ``share``. Of two first starts at once, one creates and the other waits.

        Raises:
            Unavailable: the folder cannot be used, or another program creates the data for too long.
        """
        self._open()
        for _attempt in range(_ATTEMPTS):
            if self._lock(fcntl.LOCK_EX):
                if not ready():
                    return True
                await self.share()
                return False
            self.others = True
            if ready() and self._lock(fcntl.LOCK_SH):
                return False
            await asyncio.sleep(_STEP)
        raise self._too_long()

    async def share(self) -> None:
        """Hold the folder together with others.

        Raises:
            Unavailable: another program has it to itself for too long.
        """
        for _attempt in range(_ATTEMPTS):  # between the two locks somebody else may have it alone
            if self._lock(fcntl.LOCK_SH):
                return
            await asyncio.sleep(_STEP)
        raise self._too_long()

    def alone(self) -> None:
        """Hold the folder and let nobody in.

        Raises:
            Conflict: another dmptui uses it.
            Unavailable: the folder cannot be used.
        """
        self._open()
        if not self._lock(fcntl.LOCK_EX):
            self.leave()
            raise Conflict(
                _("Un autre dmptui utilise ces données. Fermez-le, puis recommencez."), cause="folder in use"
            )

    def leave(self) -> None:
        """Let the folder go."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _unusable(self._path.parent, error) from error

    def _too_long(self) -> Unavailable:
        self.leave()
        return Unavailable(
            _("Les données sont en cours de création par un autre dmptui. Réessayez dans un instant."),
            cause="lock timeout",
        )

    def _lock(self, kind: int) -> bool:
        try:
            fcntl.flock(self._file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise _unusable(self._path.parent, error) from error
        return True


def _unusable(folder: Path, error: OSError) -> Unavailable:
    return Unavailable(
        _(
            "Le dossier de données « {folder} » ne peut pas être utilisé. "
            "Vérifiez vos droits et la place libre, ou choisissez-en un autre avec --data-dir."
        ).format(folder=folder),
        cause=f"{type(error).__name__} {error.errno}",
    )
