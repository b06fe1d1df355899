"""The command line: `dmptui` alone opens the screens, a command answers and stops."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from dmptui import __version__
from dmptui.commands import FILES
from dmptui.commands.common.exits import DONE, INTERRUPTED, PIPE_CLOSED, code_of
from dmptui.commands.common.options import general
from dmptui.commands.common.parser import Parser
from dmptui.core.errors import DmpError, Unavailable
from dmptui.core.text import N_, _, use_language

if TYPE_CHECKING:
    from dmptui.core.machine.settings import Settings
    from dmptui.flows.context import RecordContext

_HELP = ("-h", "--help")
_AFTER = N_("""\
Sans commande, ouvre le DMP à l'écran. « dmptui COMMANDE --help » en dit plus.

Codes de sortie : 0 fait ; 1 refusé par le DMP ; 2 demande ou fichier inutilisable ;
3 serveur, données ou machine indisponibles.""")


def main(argv: Sequence[str] | None = None) -> int:
    """Run `dmptui`; the exit code is described in ``docs/cli.md``."""
    words = list(sys.argv[1:] if argv is None else argv)
    use_language(language_of(words) or os.environ.get("DMPTUI_LANG", "fr"))
    in_json = "--json" in words
    try:
        return _run(build_parser(words).parse_args(words))
    except DmpError as error:
        return _tell(error, in_json=in_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:  # of the output: those of files and of the network are told where they happen
        # The interpreter flushes stdout when it ends, and would complain of the same thing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return PIPE_CLOSED
        message = _("La sortie ne peut pas être écrite : {reason}.").format(reason=error.strerror)
        return _tell(Unavailable(message, cause=f"errno {error.errno}"), in_json=in_json)


def build_parser(words: Sequence[str]) -> Parser:
    """The parser of a line, with the commands that it needs.

    ``run`` is what the line does, None to open the screens; ``context`` finds the record to open them in.
    """
    parser = Parser(prog="dmptui", description=_("Le DMP au clavier."), epilog=_(_AFTER), parents=[general()])
    parser.add_argument_group(_("Version")).add_argument(
        "--version",
        action="version",
        version=f"dmptui {__version__}",
        help=_("affiche la version et s'arrête"),
    )
    parser.set_defaults(run=None, json=False, context=None)
    commands = parser.add_subparsers(title=_("Commandes"), metavar=_("COMMANDE"))
    for file in _files(words):
        import_module(f"dmptui.commands.{file}").add(commands)
    return parser


def _files(words: Sequence[str]) -> Iterable[str]:
    """Those of the commands named: the others would only slow the start; all of them to list them."""
    before_help = list(takewhile(lambda word: word not in _HELP, words))
    named = [word for word in before_help if word in FILES]
    lists = before_help != list(words)
    return dict.fromkeys(FILES[name] for name in named or (FILES if lists else ()))


def language_of(words: Sequence[str]) -> str | None:
    """The language that a line wants, known before its help is written; None when it does not say."""
    for word, following in pairwise([*words, ""]):
        if word.startswith("--lang"):
            return word.partition("=")[2] or following or None
    return None


def _run(args: Namespace) -> int:
    from dmptui.core.machine.settings import load  # reads files: not for --help
    from dmptui.core.model.days import use_zone

    args.settings = load(
        data_dir=getattr(args, "data_dir", None),
        server=getattr(args, "server", None),
        language=getattr(args, "lang", None),
        zone=getattr(args, "zone", None),
    )
    use_language(args.settings.language)
    use_zone(args.settings.zone)
    if not args.run:
        return _screens(args.settings, args.context and args.context(args))
    code: int | None = args.run(args)
    sys.stdout.flush()
    return DONE if code is None else code  # a command that told its refusals itself gives theirs


def _screens(settings: "Settings", context: "RecordContext | None") -> int:
    from dmptui.app import run  # Textual: only for the screens

    return run(settings, context)


def _tell(error: DmpError, *, in_json: bool) -> int:
    """Say what went wrong: a sentence on stderr and, with --json, an object on stdout."""
    from dmptui.commands.common.output import say_error

    say_error(error, in_json=in_json)
    return code_of(error)
