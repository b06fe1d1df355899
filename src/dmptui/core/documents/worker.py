"""Reading a file in another process, under limits.

A file of 100 KB can ask for minutes of work or gigabytes of memory, and decoding it in this process could
not be interrupted. A module of this package reads it instead: it calls ``serve`` when it is run, and is
killed when it takes too long.
"""

import resource
import subprocess
import sys
from collections.abc import Callable

from dmptui.core.documents.sniff import format_name, media_type
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_MEMORY = 1 << 30
_SECONDS = 5
_TOO_HEAVY = 3
"""Exit code of a process that gives up."""


class TooHeavy(Exception):
    """Raised by the work when it would pass a limit of its own."""


def ask(module: str, content: bytes, *arguments: object) -> bytes:
    """What a module of this package says of a file. Blocks up to 5 seconds.

    Args:
        module: its name in this package.
        content: the whole file, given on its standard input.
        arguments: given on its command line.

    Raises:
        InvalidContent: damaged, protected, or too heavy to be read within the limits.
    """
    command = [sys.executable, "-P", "-m", f"{__package__}.{module}", *map(str, arguments)]
    try:
        done = subprocess.run(  # noqa: S603  our own module
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _heavy(content, f"{module}: no answer in {_SECONDS} s") from error
    if done.returncode < 0 or done.returncode == _TOO_HEAVY:  # a signal: how a library out of memory ends
        raise _heavy(content, f"{module}: exit {done.returncode}")
    if done.returncode:
        sentence = _(
            "Ce fichier ({format}) est abîmé ou protégé : il est illisible ici. "
            "Ouvrez-le avec un autre programme."
        )
        raise InvalidContent(sentence.format(format=_format(content)), f"{module}: exit {done.returncode}")
    return done.stdout


def serve(work: Callable[[bytes], bytes]) -> None:
    """In the other process: answer with what ``work`` makes of the file.

    Args:
        work: imports what it needs itself, so that the limits hold for it as well.
    """
    _limit(resource.RLIMIT_AS, _MEMORY)
    _limit(resource.RLIMIT_CPU, _SECONDS)
    _limit(resource.RLIMIT_CORE, 0)  # a crash must not leave a patient's document on the disk
    try:
        answer = work(sys.stdin.buffer.read())
    except (MemoryError, TooHeavy):
        sys.exit(_TOO_HEAVY)
    sys.stdout.buffer.write(answer)


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most))


def _heavy(content: bytes, cause: str) -> InvalidContent:
    sentence = _(
        "Ce fichier ({format}) est trop lourd pour être affiché ici. Ouvrez-le avec un autre programme."
    )
    return InvalidContent(sentence.format(format=_format(content)), cause)


def _format(content: bytes) -> str:
    return format_name(media_type(content))
