"""The parameters of a FHIR search, from the query string or from the form of ``_search``."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dmptui.core.fhir.json import moment
from dmptui.core.model.days import Dated, end_of_day, instant_of
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.store.query import DateRange, Token
from dmptui.core.text import _

MAX_COUNT = 500
MAX_VALUES = 200
_EVERYWHERE = frozenset({"_count", "_sort", "_format", "_pretty", "_total", "_summary"})
_DATE = re.compile(r"(eq|ge|gt|le|lt)?(\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d.*)?)?)?)")
_YEAR, _MONTH = len("2026"), len("2026-11")


@dataclass(frozen=True, slots=True)
class Params:
    """The parameters of a request, in order."""

    pairs: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> list[str]:
        """The values of a parameter that is repeated, empty ones left out."""
        return [value for key, value in self.pairs if key == name and value]

    def one(self, *names: str) -> str:
        """The value of a parameter that is given at most once, under one of its names.

        Raises:
            BadRequest: it is given several times.
        """
        values = [value for name in names for value in self.all(name)]
        if len(values) > 1:
            raise invalid(_("Le paramètre « {name} » est donné plusieurs fois.").format(name=names[0]))
        return values[0] if values else ""

    def only(self, *names: str) -> None:
        """Check that nothing else is asked: a filter that was ignored would answer too much.

        Raises:
            BadRequest: a parameter is not one of ``names``, or there are too many of them.
        """
        known = _EVERYWHERE.union(names)
        if sum(value.count(",") + 1 for _name, value in self.pairs) > MAX_VALUES:
            raise invalid(_("Cette recherche a trop de paramètres. Faites-en plusieurs."))
        for name, _value in self.pairs:
            if name not in known:
                raise invalid(
                    _("Le paramètre « {name} » n'est pas géré par ce serveur.").format(name=name[:40])
                )

    def tokens(self, names: Iterable[str]) -> tuple[Token, ...]:
        """Token parameters: repeated means and, a comma means or."""
        return tuple(token(name, value) for name in names for value in self.all(name))

    def dates(self, names: Iterable[str]) -> tuple[DateRange, ...]:
        """Date parameters."""
        return tuple(_between(name, value) for name in names for value in self.all(name))

    def count(self, default: int) -> int:
        """``_count``, between 1 and 500."""
        value = self.one("_count") or str(default)
        if not value.isdecimal() or len(value) > 9:
            raise invalid(_("Le paramètre « _count » doit être un nombre."))
        return max(1, min(int(value), MAX_COUNT))

    @property
    def is_count(self) -> bool:
        """Whether only the number of results is asked (``_summary=count``).

        Raises:
            BadRequest: another summary is.
        """
        if self.one("_summary") not in ("", "false", "count"):
            raise invalid(_("Seul « _summary=count » est géré par ce serveur."))
        return self.one("_summary") == "count"

    @property
    def is_counted(self) -> bool:
        """Whether the results are to be counted with a page: unless ``_total=none``."""
        return self.one("_total") != "none"

    def sort(self, allowed: Iterable[str], default: str) -> str:
        """``_sort``, one of ``allowed``, with ``-`` before it for the most recent first."""
        value = self.one("_sort") or default
        if value.removeprefix("-") not in allowed:
            raise invalid(_("Le tri « {sort} » n'est pas géré par ce serveur.").format(sort=value[:40]))
        return value


def invalid(message: str) -> BadRequest:
    """A request whose parameters are wrong."""
    return BadRequest(400, "invalid", message)


def token(name: str, value: str) -> Token:
    """A token parameter: ``code``, ``|code`` or ``system|code``, several with commas.

    Raises:
        BadRequest: a code is empty, or there are too many.
    """
    parts = [part.replace("\\,", ",") for part in re.split(r"(?<!\\),", value)]
    values: list[tuple[str | None, str]] = []
    if len(parts) > MAX_VALUES:
        raise invalid(_("Le paramètre « {name} » a trop de valeurs.").format(name=name))
    for part in parts:
        system, bar, code = part.rpartition("|")
        if not code:
            raise invalid(_("Le paramètre « {name} » a une valeur sans code.").format(name=name))
        values.append((system if bar else None, code))
    return Token(name, tuple(values))


def _between(name: str, value: str) -> DateRange:
    found = _DATE.fullmatch(value)
    named = moment(found[2].replace(" ", "+")) if found else None  # a form decodes + as a space
    if found is None or named is None:
        raise invalid(_("La date du paramètre « {name} » n'est pas lisible.").format(name=name))
    start, end = instant_of(named), _end(named, found[2])
    limits = {
        "eq": (start, end),
        "ge": (start, None),
        "gt": (end, None),
        "le": (None, end),
        "lt": (None, start),
    }
    return DateRange(name, *limits[found[1] or "eq"])


def _end(named: Dated, text: str) -> datetime:
    """The first moment after the year, month, day or second that ``text`` names."""
    if isinstance(named, datetime):
        return named + timedelta(seconds=1)
    if len(text) == _YEAR:
        return end_of_day(named.replace(month=12, day=31))
    if len(text) == _MONTH:
        return end_of_day(named.replace(day=monthrange(named.year, named.month)[1]))
    return end_of_day(named)
