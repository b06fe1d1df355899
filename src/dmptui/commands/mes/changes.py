"""`dmptui mes … mask`, `unmask`, `archive`, `unarchive`, `delete`: the person's documents changed."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.confirmation import confirm, require_an_answer
from dmptui.commands.common.listing import find_all
from dmptui.commands.common.options import Commands, as_json, command, yes
from dmptui.commands.common.results import Result, is_without_return, make, question, tell
from dmptui.commands.common.sessions import at_home
from dmptui.commands.mes.documents import banner, numbered
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    from dmptui.core.rules.change_table import Change
    from dmptui.core.work.patient_session import PatientSession

_SUMMARIES = {
    "mask": N_("masquer un document aux professionnels"),
    "unmask": N_("démasquer un document"),
    "archive": N_("archiver un document qu'elle a déposé"),
    "unarchive": N_("le sortir des archives"),
    "delete": N_("supprimer un document qu'elle a déposé"),
}


def add(acts: Commands) -> None:
    """Add them to the command line."""
    for name, summary in _SUMMARIES.items():
        parser = command(acts, name, _(summary), run)
        parser.add_argument_group(_("Document")).add_argument(
            "documents",
            metavar="DOC",
            nargs="+",
            help=_("identifiants, ou numéros donnés par « documents »"),
        )
        if name == "delete":
            yes(parser)
        as_json(parser)


def run(args: Namespace) -> int:
    """Change them, each on its own.

    Raises:
        UsageError: it is without return, and nobody can be asked.
        DmpError: they may not enter, or one of the documents is not seen: nothing is changed.
    """
    change = _change(args)
    if is_without_return(change):
        require_an_answer(args)
    return tell(at_home(args, _changed), change, in_json=args.json)


async def _changed(args: Namespace, session: "PatientSession") -> list[Result]:
    change = _change(args)
    documents = find_all(await numbered(session), args.documents)
    if is_without_return(change):
        confirm(args, question(banner(session), change, documents))
    return await make(session.change, documents, change)


def _change(args: Namespace) -> "Change":
    from dmptui.core.rules.change_table import Change

    return Change(args.action)
