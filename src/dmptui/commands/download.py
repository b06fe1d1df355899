"""`dmptui download`: the whole of a record, as files."""

from argparse import Namespace
from functools import partial
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
    from dmptui.core.model.trace import DisplayedPage

    return in_record(args, _download, DisplayedPage.DOWNLOAD)


async def _download(args: Namespace, record: "Record") -> int:
    say(banner(record))
    documents = [each async for page in record.listing.whole() for each in page]
    read = partial(record.read, automatic=True)  # each is a part of the one trace of the download
    return await keep(args.folder, record.patient, documents, read)
