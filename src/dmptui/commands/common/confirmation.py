"""The question before what cannot be undone."""

import signal
import sys
from argparse import Namespace

from dmptui.commands.common.output import prompt
from dmptui.core.errors import Refused, UsageError
from dmptui.core.text import _


def require_an_answer(args: Namespace) -> None:
    """Say at once that nobody is there to answer, before anything is opened.

    Raises:
        UsageError: there is no terminal, and no ``--yes``.
    """
    if not args.yes and not sys.stdin.isatty():
        raise UsageError(
            _("Cette action est sans retour. Dans un script, ajoutez --yes pour la confirmer d'avance.")
        )


def confirm(args: Namespace, question: str) -> None:
    """Ask, unless ``--yes`` was given; only « oui » in full is one.

    Raises:
        Refused: the answer is no.
    """
    if args.yes:
        return
    prompt(f"{question} [{_('oui')}/{_('non')}] ")
    # asyncio's own handler would wait for the answer: Ctrl-C must not.
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        answer = sys.stdin.readline()
    finally:
        signal.signal(signal.SIGINT, previous)
    if answer.strip().lower() != _("oui"):
        raise Refused(_("Rien n'a été fait."), cause="not confirmed")
