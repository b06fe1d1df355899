"""`dmptui mes … download`: one's own record, as files."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.downloads import folder, keep
from dmptui.commands.common.options import Commands, command
from dmptui.commands.common.output import say
from dmptui.commands.common.sessions import at_home
from dmptui.commands.mes.documents import banner, numbered
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.work.patient_session import PatientSession


def add(acts: Commands) -> None:
    """Add it to the command line."""
    folder(command(acts, "download", _("télécharge tout son DMP dans un dossier de ce poste"), run))


def run(args: Namespace) -> int:
    """Keep every document that the person sees, as it is, with an index and the sums."""
    return at_home(args, _download)


async def _download(args: Namespace, session: "PatientSession") -> int:
    say(banner(session))
    documents = [document for _number, document in await numbered(session)]
    return await keep(args.folder, session.patient, documents, session.read)
