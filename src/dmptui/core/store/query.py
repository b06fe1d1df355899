"""A search of resources: what a FHIR search can express."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from dmptui.core.rules.condition import ALWAYS, Condition


class Token(NamedTuple):
    """One token parameter: any of ``values`` matches.

    ``values`` are (system, code); a system of None is any system.
    """

    param: str
    values: tuple[tuple[str | None, str], ...]


class DateRange(NamedTuple):
    """One date parameter: ``start`` <= date < ``end``; None is without a limit."""

    param: str
    start: datetime | None = None
    end: datetime | None = None


class Prefix(NamedTuple):
    """One string parameter: it starts with ``text``, whatever the case and accents."""

    param: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A search.

    Attributes:
        kind: resource type.
        patient: id of the Patient whose compartment is searched; empty for all.
        ids: only these ids, when any.
        content: words of the content of documents, of one patient and where there are ``Store.texts``.
        condition: what else must hold: what the asker may see, most often.
        tokens, dates, prefixes: all must match. ``without``: none may (FHIR ``:not``).
        sort: a date parameter, ``-`` before it for the most recent first; empty for the kind's own.
        count: size of a page.
        cursor: ``Page.cursor`` of the page before.
    """

    kind: str
    patient: str = ""
    ids: tuple[str, ...] = ()
    content: str = ""
    condition: Condition = ALWAYS
    tokens: tuple[Token, ...] = ()
    without: tuple[Token, ...] = ()
    dates: tuple[DateRange, ...] = ()
    prefixes: tuple[Prefix, ...] = ()
    sort: str = ""
    count: int = 100
    cursor: str = ""
