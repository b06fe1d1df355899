"""`dmptui delete`, `mask`, `unmask`, `archive`, `unarchive`, `hide`, `reveal`: documents changed."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.confirmation import confirm, require_an_answer
from dmptui.commands.common.listing import find_all, numbered
from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, as_json, command, opening, yes
from dmptui.commands.common.results import Result, is_without_return, make, question, tell
from dmptui.commands.common.sessions import in_record
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    from dmptui.commands.common.parser import Parser
    from dmptui.core.rules.change_table import Change
    from dmptui.core.work.record import Record

_SUMMARIES = {
    "delete": N_("supprimer des documents dont vous êtes l'auteur"),
    "mask": N_("masquer des documents aux professionnels"),
    "unmask": N_("démasquer des documents"),
    "archive": N_("archiver des documents"),
    "unarchive": N_("sortir des documents des archives"),
    "hide": N_("rendre des documents non visibles du patient"),
    "reveal": N_("rendre des documents visibles du patient, ou des représentants légaux"),
}
_WHOM = ("patient", "representatives")
_VERBS = {"hide": "hide-from", "reveal": "show-to"}


def add(commands: Commands) -> None:
    """Add them to the command line."""
    parsers = {name: _add(commands, name, _(summary)) for name, summary in _SUMMARIES.items()}
    for name in ("delete", "reveal"):
        yes(parsers[name])
    _whom(
        parsers["hide"], "--from", _("le patient, ou ses représentants légaux (possible au dépôt seulement)")
    )
    _whom(parsers["reveal"], "--to", _("le patient, ou ses représentants légaux (sans retour)"))


def _add(commands: Commands, name: str, summary: str) -> "Parser":
    parser = command(commands, name, summary, run)
    parser.set_defaults(verb=name, whom=None)
    opening(parser)
    parser.add_argument_group(_("Documents")).add_argument(
        "documents",
        metavar="DOC",
        nargs="+",
        help=_("identifiants, débuts d'identifiants, ou numéros donnés par « documents »"),
    )
    as_json(parser)
    return parser


def _whom(parser: "Parser", option: str, words: str) -> None:
    parser.add_argument_group(_("À qui")).add_argument(
        option, dest="whom", choices=_WHOM, required=True, help=words
    )


def run(args: Namespace) -> int:
    """Change them, each on its own.

    Raises:
        UsageError: the change is without return, and nobody can be asked.
        DmpError: the record does not open, or one of the documents is not in it: nothing is changed.
    """
    change = _change(args)
    if is_without_return(change):
        require_an_answer(args)
    return tell(in_record(args, _changed), change, in_json=args.json)


async def _changed(args: Namespace, record: "Record") -> list[Result]:
    change = _change(args)
    documents = find_all(await numbered(record), args.documents)
    if is_without_return(change):
        confirm(args, question(banner(record), change, documents))
    return await make(record.change, documents, change)


def _change(args: Namespace) -> "Change":
    from dmptui.core.rules.change_table import Change

    return Change(f"{_VERBS[args.verb]}-{args.whom}" if args.whom else args.verb)
