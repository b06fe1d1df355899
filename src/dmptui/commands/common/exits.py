"""Exit codes, described in ``docs/cli.md``."""

from dmptui.core.errors import DmpError, InvalidContent, Unavailable, UsageError

DONE = 0
REFUSED = 1
UNUSABLE = 2
UNAVAILABLE = 3
INTERRUPTED = 130
"""What shells expect of a program stopped by Ctrl-C (128 + SIGINT)."""
PIPE_CLOSED = 141
"""What shells expect of a program whose reader left (128 + SIGPIPE)."""


def code_of(error: DmpError) -> int:
    """The exit code of a command that an error ended."""
    if isinstance(error, UsageError | InvalidContent):
        return UNUSABLE
    return UNAVAILABLE if isinstance(error, Unavailable) else REFUSED
