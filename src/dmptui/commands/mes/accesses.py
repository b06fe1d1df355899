"""`dmptui mes … accesses`: who came into one's own record, and what they did there, by visit."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.accesses import flat, tell
from dmptui.commands.common.options import Commands, as_json_or_csv, command, period
from dmptui.commands.common.sessions import at_home
from dmptui.commands.mes.documents import banner
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.model.trace import Trace
    from dmptui.core.work.patient_session import PatientSession


def add(acts: Commands) -> None:
    """Add it to the command line."""
    parser = command(acts, "accesses", _("qui est venu dans son DMP, par visite"), run)
    filters = parser.add_argument_group(_("Filtres"))
    period(filters)
    filters.add_argument("--own", action="store_true", help=_("aussi ses propres actes"))
    flat(parser)
    as_json_or_csv(parser)


def run(args: Namespace) -> None:
    """Print the visits: what stands out first, then the most recent."""
    tell(args, *at_home(args, _accesses))


async def _accesses(args: Namespace, session: "PatientSession") -> "tuple[str, list[Trace]]":
    pages = session.traces(args.since, args.until)
    found = [trace async for page in pages for trace in page]
    return banner(session), [trace for trace in found if args.own or trace.actor_id]
