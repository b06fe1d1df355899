"""`dmptui rules`: who may do what, printed by the rules themselves."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import command
from dmptui.commands.common.output import say
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.commands.common.options import Commands
    from dmptui.core.machine.settings import Settings


def add(commands: "Commands") -> None:
    """Add it to the command line."""
    command(commands, "rules", _("qui peut faire quoi, en Markdown"), run)


def run(_args: Namespace, _settings: "Settings") -> None:
    """Print the tables, in Markdown."""
    from dmptui.core.rules.table import markdown

    say(markdown())
