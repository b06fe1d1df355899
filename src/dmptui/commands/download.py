"""`dmptui download`: the whole of a record, as files."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.downloads import folder, keep
from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, command, opening
from dmptui.commands.common.output import say
from dmptui.commands.common.sessions import in_record
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.work.record import Record


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "download", _("télécharge tout un DMP dans un dossier de ce poste"), run)
    opening(parser)
    folder(parser)


def run(args: Namespace) -> int:
    """Keep every document that one may read, as it is, with an index and the sums."""
    return in_record(args, _download)


async def _download(args: Namespace, record: "Record") -> int:
    say(banner(record))
    documents = [each async for page in record.listing.whole() for each in page]
    return await keep(args.folder, record.patient, documents, record.read)
