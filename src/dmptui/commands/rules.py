"""`dmptui rules`: who may do what, printed by the rules themselves."""

from argparse import Namespace

from dmptui.commands.common.options import Commands, command
from dmptui.commands.common.output import say
from dmptui.core.text import _


def add(commands: Commands) -> None:
    """Add it to the command line."""
    command(commands, "rules", _("qui peut faire quoi, en Markdown"), run)


def run(_args: Namespace) -> None:
    """Print the tables, in Markdown."""
    from dmptui.core.rules.table import markdown

    say(markdown())
