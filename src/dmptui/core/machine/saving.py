"""New files on this machine: what leaves the record."""

from pathlib import Path

from dmptui.core.errors import UsageError
from dmptui.core.text import _


def write_file(path: Path, content: bytes, *, over: bool = False) -> None:
    """Write a file, readable by its owner alone: it holds health data.

    Args:
        path: a new file.
        content: all of it.
        over: whether what is there already is replaced.

    Raises:
        UsageError: it exists already, or cannot be written.
    """
    try:
        with path.open("wb" if over else "xb") as file:
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
