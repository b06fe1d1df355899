"""`dmptui view`: read a file of any accepted kind, without a record."""

from argparse import Namespace
from pathlib import Path

from dmptui.commands.output import say_layout, terminal_width
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.machine.files import read_file
from dmptui.core.machine.settings import Settings


def run(args: Namespace, _settings: Settings) -> None:
    """Print the file laid out.

    Raises:
        UsageError: the file cannot be read.
        InvalidContent: it is not a document.
    """
    content = read_file(Path(args.file))
    layout = lay_out(read(content), args.width or terminal_width())
    say_layout(layout, plain=args.plain)
