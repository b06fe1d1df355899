"""Files of this machine that may be deposited: read, listed, named by a path that is being typed."""

import os
from collections.abc import Collection
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from dmptui.core.errors import UsageError
from dmptui.core.model.days import EARLIEST, after_epoch
from dmptui.core.terminology.folding import fold
from dmptui.core.text import _

_MOST_BYTES = 64 * 1024 * 1024
"""A larger file is not read at all: nothing the DMP takes comes near it."""


_NEVER = EARLIEST


class Entry(NamedTuple):
    """A line of a folder.

    Attributes:
        size: in bytes; 0 for a folder.
        written: when it was last changed, aware.
    """

    path: Path
    is_folder: bool
    size: int = 0
    written: datetime = _NEVER


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UsageError: it is not a file, cannot be read, or is huge.
    """
    try:
        if not path.exists():
            raise UsageError(_("Le fichier « {path} » n'existe pas.").format(path=path))
        if not path.is_file():
            raise UsageError(_("« {path} » n'est pas un fichier.").format(path=path))
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(
                _("Le fichier « {path} » est trop volumineux (plus de 64 Mo).").format(path=path)
            )
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            _("Le fichier « {path} » ne peut pas être lu. Vérifiez vos droits.").format(path=path),
            cause=type(error).__name__,
        ) from error


def written_at(path: Path, now: datetime) -> datetime:
    """When a file was last changed; ``now`` for one that comes from a machine that is ahead.

    Raises:
        UsageError: it cannot be told.
    """
    try:
        return min(after_epoch(path.stat().st_mtime), now)
    except OSError as error:
        raise UsageError(
            _("Le fichier « {path} » n'existe plus. Choisissez-le de nouveau.").format(path=path),
            cause=type(error).__name__,
        ) from error


def as_path(typed: str) -> Path:
    """The path that was typed; ``~`` is one's own folder."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # somebody else's folder, that nobody knows
        return Path(typed)


def split(typed: str) -> tuple[Path, str]:
    """The folder of a path being typed, and the beginning of a name in it."""
    folder, slash, name = typed.rpartition("/")
    return as_path(folder + slash) if slash else Path(), name


def list_folder(folder: Path, endings: Collection[str]) -> tuple[Entry, ...]:
    """What a folder holds: the files of these endings, the most recent first, then the folders, by name.

    A folder that cannot be read holds nothing, and what begins with a dot is left out.
    """
    try:
        with os.scandir(folder) as found:
            entries = [entry for each in found if (entry := _entry(each, folder, endings)) is not None]
    except OSError:
        return ()
    files = sorted((e for e in entries if not e.is_folder), key=lambda e: e.written, reverse=True)
    return (*files, *sorted((e for e in entries if e.is_folder), key=lambda e: e.path.name.lower()))


def matching(entries: Collection[Entry], begun: str) -> list[Entry]:
    """The entries whose name begins so, whatever the case and accents."""
    return [entry for entry in entries if fold(entry.path.name).startswith(fold(begun))]


def completed(typed: str, entries: Collection[Entry]) -> str:
    """A path typed in a folder of these entries, with what follows without doubt; as it was otherwise."""
    begun = typed.rpartition("/")[2]
    found = matching(entries, begun)
    names = [entry.path.name + "/" * entry.is_folder for entry in found]
    common = "".join(takewhile(bool, map(_agreed, zip(*names, strict=False))))
    return typed[: len(typed) - len(begun)] + common if len(common) >= len(begun) else typed


def _agreed(characters: tuple[str, ...]) -> str:
    """The character all names have at a place, or nothing."""
    return characters[0] if len(set(characters)) == 1 else ""


def _entry(found: "os.DirEntry[str]", folder: Path, endings: Collection[str]) -> Entry | None:
    if found.name.startswith("."):
        return None
    path = folder / found.name
    try:
        if found.is_dir():
            return Entry(path, is_folder=True)
        if path.suffix.lower() not in endings or not found.is_file():
            return None
        status = found.stat()
    except OSError:
        return None
    return Entry(path, is_folder=False, size=status.st_size, written=after_epoch(status.st_mtime))
