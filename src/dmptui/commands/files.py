"""Files named on the command line."""

from pathlib import Path

from dmptui.core.errors import UsageError
from dmptui.core.text import _

_MOST_BYTES = 64 * 1024 * 1024
"""A larger file is not read at all: nothing the DMP takes comes near it."""


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


def write_file(path: Path, content: bytes) -> None:
    """Write a new file, readable by its owner alone: it holds health data.

    Raises:
        UsageError: it exists already, or cannot be written.
    """
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(content)
    except FileExistsError as error:
        raise UsageError(
            _("Le fichier « {path} » existe déjà. Choisissez un autre nom.").format(path=path)
        ) from error
    except OSError as error:
        raise UsageError(
            _("Le fichier « {path} » ne peut pas être écrit. Vérifiez le dossier et la place libre.").format(
                path=path
            ),
            cause=type(error).__name__,
        ) from error
