"""`dmptui seen`: documents that are no longer new, without reading them."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.listing import find_all, numbered
from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, command, opening
from dmptui.commands.common.output import say
from dmptui.commands.common.sessions import in_record
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.work.record import Record


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "seen", _("marquer vus des documents, sans les lire"), run)
    opening(parser)
    which = parser.add_argument_group(_("Documents")).add_mutually_exclusive_group(required=True)
    which.add_argument(
        "documents",
        metavar="DOC",
        nargs="*",
        default=[],
        help=_("identifiants, débuts d'identifiants, ou numéros donnés par « documents »"),
    )
    which.add_argument("--all", action="store_true", help=_("tout ce qui est nouveau"))


def run(args: Namespace) -> None:
    """Mark them, and say how many stay new.

    Raises:
        NotFound, UsageError: a name means no document, or several.
    """
    whose, left = in_record(args, _mark)
    say(whose)
    say(ngettext("{n} document reste nouveau", "{n} documents restent nouveaux", left).format(n=left))


async def _mark(args: Namespace, record: "Record") -> tuple[str, int]:
    if args.all:
        await record.discovery.mark_all(record.now())
    else:
        await record.discovery.mark(find_all(await numbered(record), args.documents))
    return banner(record), await record.listing.unread_number()
