"""The matrice d'habilitation of this machine: the one that was imported, or the package's."""

import errno
import os
from pathlib import Path

from dmptui.core.errors import InvalidContent, Unavailable
from dmptui.core.rules.matrix import Matrix, packaged_matrix, parse_matrix, write_matrix
from dmptui.core.text import _

_NAME = "matrice.tsv"


def matrix_path(data_dir: Path) -> Path:
    """Where an imported matrix is kept; without this file, the package's is in force."""
    return data_dir / _NAME


def matrix_in_force(data_dir: Path) -> Matrix:
    """The matrix that the embedded server, ``dmptui serve`` and the sessions of this machine apply.

    Raises:
        Unavailable: an imported one is there and cannot be read. Another is not taken for it: it might
            let people read what it forbids.
    """
    path = matrix_path(data_dir)
    try:
        return parse_matrix(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return packaged_matrix()
    except (OSError, UnicodeDecodeError, InvalidContent) as error:
        raise Unavailable(
            _(
                "La matrice importée est illisible : {path}. Importez-la de nouveau avec « dmptui matrix "
                "import », ou supprimez ce fichier pour revenir à celle du programme."
            ).format(path=path),
            cause=type(error).__name__,
        ) from error


def keep_matrix(matrix: Matrix, data_dir: Path) -> None:
    """Put a matrix in force, whole or not at all.

    Raises:
        Unavailable: the data folder cannot be written.
    """
    path = matrix_path(data_dir)
    new = path.with_name(f"{_NAME}.{os.getpid()}.new")
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(write_matrix(matrix))
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        sentence = (
            _("Le disque est plein : la matrice n'est pas changée dans « {folder} ».")
            if full
            else _("Le dossier de données « {folder} » ne peut pas être écrit. Vérifiez vos droits.")
        )
        raise Unavailable(sentence.format(folder=data_dir), cause=f"errno {error.errno}") from error
