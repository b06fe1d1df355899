"""`dmptui print`: a file of any accepted kind to the printer, as text, without a record."""

from argparse import Namespace
from pathlib import Path

from dmptui.commands.output import say
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.machine.files import read_file
from dmptui.core.machine.printing import PAGE, print_text
from dmptui.core.machine.settings import Settings
from dmptui.core.text import _


def run(args: Namespace, _settings: Settings) -> None:
    """Print the file laid out.

    Raises:
        UsageError: the file cannot be read.
        InvalidContent: it is not a document.
        Unavailable: there is no printer.
    """
    print_text(lay_out(read(read_file(Path(args.file))), PAGE).plain())
    say(_("Envoyé à l'imprimante."))
