"""A period of days, as filters choose it."""

from datetime import date
from typing import NamedTuple

from dmptui.core.text import _
from dmptui.screens.parts import words


class Period(NamedTuple):
    """From a day to another, both included; either may be missing."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    @property
    def title(self) -> str:
        """« du 01/03/2026 au 12/03/2026 »; empty without bounds."""
        since, until = words.day(self.since), words.day(self.until)
        if since == until:
            return _("le {day}").format(day=since) if since else ""
        if not until:
            return _("depuis le {day}").format(day=since)
        return (
            _("du {since} au {until}").format(since=since, until=until)
            if since
            else _("jusqu'au {day}").format(day=until)
        )


ALWAYS = Period()
