"""`dmptui mes … replace`: the new version of a document that the person deposited."""

from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from dmptui.commands.common import deposits
from dmptui.commands.common.listing import find
from dmptui.commands.common.options import as_json, command
from dmptui.commands.common.sessions import at_home
from dmptui.commands.mes.documents import numbered
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.commands.common.options import Commands
    from dmptui.core.deposit.preparation import Source
    from dmptui.core.machine.settings import Settings
    from dmptui.core.work.patient_session import PatientSession


def add(acts: "Commands") -> None:
    """Add it to the command line."""
    parser = command(acts, "replace", _("déposer une nouvelle version d'un de ses documents"), run)
    parser.set_defaults(date=None, setting="", comment="")
    group = parser.add_argument_group(_("Document"))
    group.add_argument("document", metavar="DOC", help=_("la version à remplacer"))
    group.add_argument("file", metavar=_("FICHIER"), help=_("pdf, txt, rtf, jpg, tif"))
    group.add_argument("--type", metavar="CODE", default="", help=_("code de type ; par défaut l'ancien"))
    group.add_argument("--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut l'ancien"))
    as_json(parser)


def run(args: Namespace, settings: "Settings") -> None:
    """Send it, as hidden as the old one.

    Raises:
        UsageError: the file cannot be read.
        DmpError: there is no such document, or a rule says no.
    """
    at_home(args, settings, partial(_replace, deposits.source_of(args.file)))


async def _replace(source: "Source", args: Namespace, session: "PatientSession") -> None:
    old = find(await numbered(session), args.document)
    sentence = _("Remplacé : {old} par {new}.")
    await deposits.replace(args, source, old, session.prepare_deposit, session.replace, sentence)
