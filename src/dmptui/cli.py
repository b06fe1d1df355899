"""The command line: `dmptui` alone opens the screens, a command answers and stops."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from dmptui.commands.arguments import asked_language, build_parser
from dmptui.commands.exits import DONE, INTERRUPTED, PIPE_CLOSED, code_of
from dmptui.core.errors import DmpError, Unavailable
from dmptui.core.text import _, use_language

if TYPE_CHECKING:
    from dmptui.core.machine.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run `dmptui`; the exit code is described in ``docs/cli.md``."""
    words = list(sys.argv[1:] if argv is None else argv)
    use_language(asked_language(words) or os.environ.get("DMPTUI_LANG", "fr"))
    in_json = "--json" in words
    try:
        args = build_parser().parse_args(words)
        return _run(args)
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


def _run(args: Namespace) -> int:
    from dmptui.core.machine.settings import load  # reads files: not for --help

    settings = load(
        data_dir=getattr(args, "data_dir", None),
        server=getattr(args, "server", None),
        language=getattr(args, "lang", None),
    )
    use_language(settings.language)
    if not args.module:
        return _screens(settings)
    code: int | None = import_module(f"dmptui.commands.{args.module}").run(args, settings)
    sys.stdout.flush()
    return DONE if code is None else code  # a command that told its refusals itself gives theirs


def _screens(settings: "Settings") -> int:
    from dmptui.app import run  # Textual: only for the screens

    return run(settings)


def _tell(error: DmpError, *, in_json: bool) -> int:
    """Say what went wrong: a sentence on stderr and, with --json, an object on stdout."""
    from dmptui.commands.output import say_error

    say_error(error, in_json=in_json)
    return code_of(error)


if __name__ == "__main__":
    sys.exit(main())
