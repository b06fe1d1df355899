"""A ZIP nobody vouches for: looked at whole before anything of it is read, and read in memory only."""

import re
import stat
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_MOST_FILES = 2_000
_MOST_BYTES = 40 * 1024 * 1024
"""Of one file."""
_MOST_IN_ALL = 100 * 1024 * 1024
_MOST_RATIO = 250
_SMALL = 1024 * 1024
"""Bytes under which a high ratio is no danger: an empty form compresses well."""
_drive = re.compile(r"[A-Za-z]:")
_controls = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Archive:
    """The files of an archive, by their path with ``/`` between folders.

    Attributes:
        sizes: in bytes, decompressed, in the order of the archive.
    """

    sizes: Mapping[str, int]
    _zip: ZipFile = field(repr=False)
    _members: Mapping[str, ZipInfo] = field(repr=False)

    def content(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            InvalidContent: damaged, or larger than it says.
        """
        member = self._members[path]
        try:
            with self._zip.open(member) as file:
                data = file.read(member.file_size + 1)
        except _BROKEN as error:
            raise _damaged(type(error).__name__) from error
        if len(data) != member.file_size:
            raise _damaged("size")
        return data


_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError)
"""What ``zipfile`` raises of a damaged archive, of one with a password, of a method it does not know."""


def open_archive(content: bytes) -> Archive:
    """An archive, once nothing in it is a danger.

    Raises:
        InvalidContent: damaged, encrypted, a bomb, or a file of it would go elsewhere than in its folder.
    """
    try:
        opened = ZipFile(BytesIO(content))
        members = opened.infolist()
    except (*_BROKEN, UnicodeError) as error:
        raise _damaged(type(error).__name__) from error
    if len(members) > _MOST_FILES:
        raise InvalidContent(
            _("Cette archive ZIP contient trop de fichiers ({n}) : elle n'a pas été ouverte.").format(
                n=len(members)
            ),
            "members",
        )
    _check_sizes(members, len(content))
    paths = [(_checked_path(member), member) for member in members]
    found = {path: member for path, member in paths if not path.endswith("/")}
    if len({path.lower() for path, _member in paths}) < len(paths):
        raise _unsafe("duplicate")
    return Archive({path: member.file_size for path, member in found.items()}, opened, found)


def _check_sizes(members: list[ZipInfo], size: int) -> None:
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    is_bomb = (
        total > _MOST_IN_ALL
        or packed > size  # the same bytes, counted for several files
        or any(member.file_size > _MOST_BYTES for member in members)
        or any(m.file_size > _SMALL and m.file_size > _MOST_RATIO * max(1, m.compress_size) for m in members)
    )
    if is_bomb:
        raise InvalidContent(
            _("Cette archive ZIP est trop volumineuse une fois décompressée : elle n'a pas été ouverte."),
            f"{len(members)} members",
        )


def _checked_path(member: ZipInfo) -> str:
    if member.flag_bits & 0x1:
        raise InvalidContent(
            _(
                "Cette archive ZIP est protégée par un mot de passe : ouvrez-la avec un autre programme, "
                "puis déposez ses documents un à un."
            ),
            "encrypted",
        )
    path = member.orig_filename.replace("\\", "/")
    if (
        not path
        or path.startswith("/")
        or _drive.match(path)
        or ".." in path.split("/")
        or _controls.search(path)
        or stat.S_ISLNK(member.external_attr >> 16)
    ):
        raise _unsafe("path")
    return path.removeprefix("./")


def _unsafe(cause: str) -> InvalidContent:
    return InvalidContent(
        _(
            "Cette archive ZIP contient un fichier au nom dangereux ou en double : elle n'a pas été ouverte. "
            "Signalez-le à son expéditeur."
        ),
        f"zip: {cause}",
    )


def _damaged(cause: str) -> InvalidContent:
    return InvalidContent(
        _("Cette archive ZIP est abîmée ou incomplète. Demandez à son expéditeur de l'envoyer à nouveau."),
        f"zip: {cause}",
    )
