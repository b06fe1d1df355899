"""`dmptui regles`: who may do what, printed by the rules themselves."""

from argparse import Namespace

from dmptui.commands.output import say
from dmptui.core.rules.table import markdown
from dmptui.core.settings import Settings


def run(_args: Namespace, _settings: Settings) -> None:
    """Print the tables, in Markdown."""
    say(markdown())
