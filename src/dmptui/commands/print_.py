"""`dmptui print`: a file of any accepted kind to the printer, as text, without a record."""

from argparse import Namespace
from pathlib import Path

from dmptui.commands.common.options import Commands, command
from dmptui.commands.common.output import say
from dmptui.core.machine.files import read_file
from dmptui.core.machine.printing import PAGE, print_text
from dmptui.core.text import _


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "print", _("imprimer un fichier en texte, sans ouvrir de DMP"), run)
    parser.add_argument_group(_("Fichier")).add_argument(
        "file", metavar=_("FICHIER"), help=_("le fichier à imprimer")
    )


def run(args: Namespace) -> None:
    """Print the file laid out.

    Raises:
        UsageError: the file cannot be read.
        InvalidContent: it is not a document.
        Unavailable: there is no printer.
    """
    from dmptui.core.documents.layout import lay_out
    from dmptui.core.documents.read import read

    print_text(lay_out(read(read_file(Path(args.file))), PAGE).plain())
    say(_("Envoyé à l'imprimante."))
