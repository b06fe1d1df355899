"""Whether a day is in the period of ``--since`` and ``--until``."""

from argparse import Namespace
from datetime import date


def is_in(first: date | None, args: Namespace, last: date | None = None) -> bool:
    """Whether what lasts from ``first`` to ``last`` is in it, be it in part; what has no day is."""
    if first is None:
        return True
    return (args.since is None or (last or first) >= args.since) and (
        args.until is None or first <= args.until
    )
