"""`dmptui replace`: the new version of a document."""

from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from dmptui.commands.common import deposits
from dmptui.commands.common.listing import find, numbered
from dmptui.commands.common.opening import open_record
from dmptui.commands.common.options import Commands, act, as_json, command, opening
from dmptui.commands.common.sessions import at_work
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.deposit.preparation import Source
    from dmptui.core.work.session import Session


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "replace", _("déposer une nouvelle version d'un document"), run)
    opening(parser)
    group = parser.add_argument_group(_("Document"))
    group.add_argument("document", metavar="DOC", help=_("la version à remplacer"))
    group.add_argument("file", metavar=_("FICHIER"), help=_("CDA (xml), pdf, txt, rtf, jpg, tif"))
    group.add_argument(
        "--type", metavar="CODE", default="", help=_("code de type ; par défaut celui du CDA, ou l'ancien")
    )
    group.add_argument(
        "--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut celui du CDA, ou l'ancien")
    )
    act(group)
    as_json(parser)


def run(args: Namespace) -> None:
    """Send it, as hidden as the old one.

    Raises:
        UsageError: the file cannot be read.
        DmpError: the message names the file, or the rule that refuses.
    """
    at_work(args, partial(_replace, deposits.source_of(args.file)))


async def _replace(source: "Source", args: Namespace, session: "Session") -> None:
    record = await open_record(args, session)
    old = find(await numbered(record), args.document)
    prepare = partial(session.prepare_deposit, record.patient.ins)
    sentence = _("Remplacé dans le DMP de {name} : {old} par {new}.")
    await deposits.replace(args, source, old, prepare, record.replace, sentence)
