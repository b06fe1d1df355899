"""The one clock of the program, and the one zone its days are counted in.

An instant is an aware ``datetime``, whatever its offset: two of them are compared as instants. A day is the
day of an instant in the zone in force, French time unless overseas was chosen; the zone of the machine is
never asked. Nothing else makes a day of an instant, nor words of either: a test forbids it.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dmptui.core.errors import UsageError
from dmptui.core.text import _

Dated = datetime | date
"""When something was: an instant, or a day when its hour is not known."""

FRENCH = "Europe/Paris"

EARLIEST = datetime(2, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 12, 31, tzinfo=UTC)
"""What is written at the ends of time is taken for these: no offset and no month around leads out of it."""

NOON_OF_ALL = time(11, 30, tzinfo=UTC)
"""The hour at which it is the same day in every French territory, from Tahiti (−10 h) to Wallis (+12 h)."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_chosen = FRENCH
_zone: tzinfo | None = None


def use_zone(name: str) -> None:
    """Choose the zone of every day from now on.

    Args:
        name: of the IANA's table, ``"America/Cayenne"``.

    Raises:
        UsageError: there is no such zone.
    """
    global _chosen, _zone
    _zone = _found(name)
    _chosen = name


def zone() -> tzinfo:
    """The zone of the days."""
    global _zone
    if _zone is None:
        _zone = _found(_chosen)
    return _zone


def _found(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # the first screen does without

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # unknown, not a name, a folder of zones
        raise UsageError(
            _("Le fuseau horaire « {zone} » est inconnu. Donnez par exemple {examples}.").format(
                zone=name[:60], examples="Europe/Paris, America/Cayenne, Indian/Reunion"
            )
        ) from error


def now() -> datetime:
    """Now, really: the only clock, that enters everything else as ``clock``."""
    return datetime.now(UTC)


def within_time(instant: datetime) -> datetime:
    """The instant, or the nearest one that any zone and any month around can be counted from."""
    return min(max(instant, EARLIEST), LATEST)


def local(instant: datetime) -> datetime:
    """The instant as the clocks of the zone show it."""
    return within_time(instant).astimezone(zone())


def day_of(instant: datetime) -> date:
    """The day of an instant."""
    return local(instant).date()


def day_in(moment: Dated) -> date:
    """The day of what is known to the day, or of an instant."""
    return day_of(moment) if isinstance(moment, datetime) else moment


def start_of_day(day: date) -> datetime:
    """The first instant of a day."""
    return within_time(datetime.combine(day, time.min, zone()))


def instant_of(moment: Dated) -> datetime:
    """The instant, or the first one of what is known to the day."""
    return within_time(moment) if isinstance(moment, datetime) else start_of_day(moment)


def end_of_day(day: date) -> datetime:
    """The first instant after a day."""
    return start_of_day(date.fromordinal(min(day.toordinal() + 1, date.max.toordinal())))


def on(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day."""
    return within_time(datetime.combine(day, time(hour, minute), zone()))


def after_epoch(seconds: float) -> datetime:
    """The instant so many seconds after 1970, as files count theirs; any number of them."""
    try:
        return within_time(_EPOCH + timedelta(seconds=seconds))
    except OverflowError:
        return LATEST if seconds > 0 else EARLIEST


def in_figures(moment: Dated) -> str:
    """The day of a day or an instant, ``12/03/2026``."""
    day = day_in(moment)
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def to_the_minute(moment: Dated) -> str:
    """The day and the hour, ``12/03/2026 14:32``; the day alone of what is known to the day."""
    if not isinstance(moment, datetime):
        return in_figures(moment)
    shown = local(moment)
    return f"{in_figures(shown.date())} {shown.hour:02}:{shown.minute:02}"


def iso(moment: Dated) -> str:
    """ISO 8601, in the zone: ``2026-03-12T14:32:05+01:00``; ``2026-03-12`` of what is known to the day."""
    return local(moment).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def read_day(text: str, *forms: str) -> date | None:
    """The day that is written in one of these forms of ``strptime``, or None."""
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None
