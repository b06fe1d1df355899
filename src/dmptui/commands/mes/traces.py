"""`dmptui mes … traces`: who did what on one's own record."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json_or_csv, command, period
from dmptui.commands.common.sessions import at_home
from dmptui.commands.mes.documents import banner
from dmptui.commands.traces import tell
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.model.trace import Trace
    from dmptui.core.work.patient_session import PatientSession


def add(acts: Commands) -> None:
    """Add it to the command line."""
    parser = command(acts, "traces", _("qui a fait quoi sur son DMP"), run)
    period(parser.add_argument_group(_("Filtres")))
    as_json_or_csv(parser)


def run(args: Namespace) -> None:
    """Print them, most recent first."""
    tell(args, *at_home(args, _traces))


async def _traces(args: Namespace, session: "PatientSession") -> "tuple[str, list[Trace]]":
    pages = session.traces(args.since, args.until)
    return banner(session), [trace async for page in pages for trace in page]
