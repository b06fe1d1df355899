"""A text to the printer of this machine, when it has one."""

import shutil
import subprocess

from dmptui.core.errors import Unavailable
from dmptui.core.text import _

_COMMANDS = ("lpr", "lp")
_SECONDS = 30
PAGE = 80
"""Columns of a printed page."""


def print_text(text: str) -> None:
    """Send a text to the usual printer. Blocks up to 30 seconds: call it from a thread.

    Raises:
        Unavailable: this machine has no printing command, or the printer refuses.
    """
    command = next(filter(None, map(shutil.which, _COMMANDS)), None)
    if command is None:
        raise Unavailable(
            _(
                "Aucune imprimante n'est configurée sur ce poste (commande lpr absente). Enregistrez le "
                "document, puis imprimez-le avec un autre programme."
            ),
            "no lpr",
        )
    try:
        subprocess.run(  # noqa: S603  the command of the system, and nothing of the document on its line
            [command], input=text.encode(), check=True, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable(
            _("L'imprimante a refusé le document. Vérifiez-la, puis recommencez."), type(error).__name__
        ) from error
