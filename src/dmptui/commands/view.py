"""`dmptui view`: read a file of any accepted kind, without a record."""

from argparse import Namespace
from pathlib import Path

from dmptui.commands.common.options import Commands, command, layout
from dmptui.commands.common.output import say_layout, terminal_width
from dmptui.core.machine.files import read_file
from dmptui.core.text import _


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(
        commands, "view", _("lire un fichier (CDA, PDF, FHIR, lot XDM…), sans ouvrir de DMP"), run
    )
    parser.add_argument_group(_("Fichier")).add_argument(
        "file", metavar=_("FICHIER"), help=_("le fichier à lire")
    )
    layout(parser)


def run(args: Namespace) -> None:
    """Print the file laid out; a picture drawn, on a terminal with colours.

    Raises:
        UsageError: the file cannot be read.
        InvalidContent: it is not a document.
    """
    from dmptui.commands.common.drawing import draw_pages
    from dmptui.core.documents.layout import lay_out
    from dmptui.core.documents.read import read

    document = read(read_file(Path(args.file)))
    width = args.width or terminal_width()
    say_layout(lay_out(document, width), plain=args.plain)
    if not args.plain:
        draw_pages(document, width)
