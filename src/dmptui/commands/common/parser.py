"""The parser of the command line: argparse, speaking French."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from dmptui.core.errors import UsageError
from dmptui.core.text import N_, _

_SENTENCES = (
    (r"the following arguments are required: (.*)", N_("Il manque : {0}.")),
    (r"unrecognized arguments: (.*)", N_("Argument inconnu : {0}.")),
    (r"argument (.*?): expected (?:one|at least one) argument", N_("L'option {0} attend une valeur.")),
    (r"argument (.*?): not allowed with argument (.*)", N_("Les options {0} et {1} s'excluent.")),
    (r"argument (.*?): invalid choice: '?(.*?)'? \(choose from .*\)", N_("{0} : « {1} » n'est pas prévu.")),
    (r"ambiguous option: (.*?) could match (.*)", N_("Option ambiguë : {0} (l'une de : {1}).")),
    (r"argument (.*?): (.*)", N_("{0} : {1}")),
)  # fmt: skip
"""What argparse says in English only, and how to say it."""


class Parser(argparse.ArgumentParser):
    """A parser that raises ``UsageError`` with a French sentence, and exits only for ``--help``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line.

        Raises:
            UsageError: always.
        """
        raise UsageError(
            _("{sentence} Voir : {program} --help").format(sentence=_in_french(message), program=self.prog),
            cause="usage",
        )


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with a French word for « usage »."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """See argparse."""
        super().add_usage(usage, actions, groups, _("Usage : ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """See argparse; French sets a space before the colon."""
        super().start_section(f"{heading} " if heading else heading)


def _in_french(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return _(sentence).format(*found.groups())
    return message
