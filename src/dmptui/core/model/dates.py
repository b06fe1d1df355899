"""Dates of clinical documents: HL7 version 3 timestamps, as precise as their author was."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from dmptui.core.model.days import Dated, day_in, instant_of, local, within_time, zone
from dmptui.core.text import N_, _

_TIMESTAMP = re.compile(
    r"(?P<year>\d{4})(?:(?P<month>\d\d)(?:(?P<day>\d\d)"
    r"(?:(?P<hour>\d\d)(?:(?P<minute>\d\d)(?:(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?)?)?)?)?(?P<zone>[+-]\d{4})?"
)
_FIELDS = ("year", "month", "day", "hour", "minute", "second")
_MONTHS = (
    N_("janvier"), N_("février"), N_("mars"), N_("avril"), N_("mai"), N_("juin"), N_("juillet"), N_("août"),
    N_("septembre"), N_("octobre"), N_("novembre"), N_("décembre"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """A timestamp such as ``"19870313"`` or ``"202112241230+0100"``; ``raw`` is empty when not given."""

    raw: str = ""

    def __bool__(self) -> bool:
        return bool(self.raw)

    def french(self) -> str:
        """In words, « 24 décembre 2021 à 12:30 »; an impossible date is shown as written and said invalid."""
        parts = self._shown()
        if parts is None:
            return _("{date} (date invalide)").format(date=self.raw) if self.raw else ""
        words = parts["year"] or ""
        if parts["month"]:
            words = f"{_(_MONTHS[int(parts['month']) - 1])} {words}"
        if parts["day"]:
            day = int(parts["day"])
            words = f"{_('1er') if day == 1 else day} {words}"
        if parts["hour"]:
            clock = f"{parts['hour']}:{parts['minute'] or '00'}"
            words = _("{date} à {time}").format(date=words, time=clock)
        return words

    def short(self) -> str:
        """In figures, ``13/03/1987``, as precise as it is given."""
        parts = self._shown()
        if parts is None:
            return self.french()
        return "/".join(filter(None, (parts["day"], parts["month"], parts["year"])))

    def since(self) -> str:
        """« depuis le 01/02/2024 », « depuis février 2024 », « depuis 2024 »: as precise as it is given."""
        if self.known() is None:
            return _("depuis {date}").format(date=self.french())
        return _("depuis le {date}").format(date=self.short())

    def until(self) -> str:
        """« jusqu'au 01/02/2024 », « jusqu'à février 2024 », « jusqu'en 2024 »: as precise as it is given."""
        if self.known() is not None:
            return _("jusqu'au {date}").format(date=self.short())
        words = self.french()
        sentence = _("jusqu'en {date}") if words.isdigit() else _("jusqu'à {date}")
        return sentence.format(date=words)

    def known(self) -> Dated | None:
        """The instant, or the day when no hour is given; None when it is not given to the day."""
        return _known(self.raw, zone())

    def as_datetime(self) -> datetime | None:
        """The instant, aware, the first of its day when no hour is given; None when no day is."""
        figures = self.known()
        return instant_of(figures) if figures else None

    def _shown(self) -> dict[str, str | None] | None:
        """The parts to show: of an instant that carries its offset, those of the clocks here."""
        parts, known = _parts(self.raw), self.known()
        if parts is None or not parts["zone"] or not isinstance(known, datetime):
            return parts
        here = local(known)
        figures = {"month": here.month, "day": here.day, "hour": here.hour, "minute": here.minute}
        return parts | {"year": f"{here.year:04}"} | {name: f"{n:02}" for name, n in figures.items()}


@lru_cache(maxsize=4096)
def _known(raw: str, zone_of_days: tzinfo) -> Dated | None:
    """See ``Moment.known``; a page compares the same few dates again and again."""
    parts = _parts(raw)
    if parts is None or not parts["day"]:
        return None
    year, month, day, hour, minute, second = (int(parts[name] or 0) for name in _FIELDS)
    if not parts["hour"]:
        return date(year, month, day)
    fraction = int((parts["fraction"] or "").ljust(6, "0")[:6])
    clock = time(hour, minute, second, fraction, _offset(parts["zone"]) or zone_of_days)
    return within_time(datetime.combine(date(year, month, day), clock))


def _parts(raw: str) -> dict[str, str | None] | None:
    match = _TIMESTAMP.fullmatch(raw)
    if match is None:
        return None
    parts = match.groupdict()
    try:
        datetime(  # noqa: DTZ001  only to know whether such a day exists
            int(parts["year"]),
            int(parts["month"] or 1),
            int(parts["day"] or 1),
            int(parts["hour"] or 0),
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
        )
    except ValueError:
        return None
    zone = parts["zone"]
    return parts if not zone or (int(zone[1:3]) < 24 and int(zone[3:5]) < 60) else None


def _offset(written: str | None) -> tzinfo | None:
    """The zone of a timestamp, when it carries one."""
    if not written:
        return None
    sign = -1 if written[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[3:5])))


def age(birth: Moment, at: Moment) -> str:
    """The age at a date, « 34 ans », « 7 mois » or « 12 jours »; empty when either is unknown or at odds."""
    first, last = birth.known(), at.known()
    if first is None or last is None or day_in(last) < day_in(first):
        return ""
    born, then = day_in(first), day_in(last)
    months = (then.year - born.year) * 12 + then.month - born.month - (then.day < born.day)
    if months >= 24:
        return _("{n} ans").format(n=months // 12)
    if months >= 1:
        return _("{n} mois").format(n=months)
    days = (then - born).days
    return _("{n} jours").format(n=days) if days > 1 else _("{n} jour").format(n=days)
