"""`dmptui regles`: who may do what, printed by the rules themselves."""

from argparse import Namespace

from dmptui.commands.output import say
from dmptui.core.machine.settings import Settings
from dmptui.core.rules.table import markdown


def run(_args: Namespace, _settings: Settings) -> None:
    """Print the tables, in Markdown."""
    say(markdown())
