"""Dates told from today, so that the population never grows old."""

from datetime import date, datetime, timedelta
from functools import cache

from dmptui.core.model.days import on

_SUNDAY = 6


def years_before(today: date, years: int) -> date:
    """The same day ``years`` earlier; 29 February becomes the 28th."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (Butcher's rule, exact)."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The fêtes légales of a year (Code du travail L3133-1)."""
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    after_easter = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
    return frozenset(date(year, *day) for day in fixed) | {
        easter(year) + timedelta(days=days) for days in after_easter
    }


def is_working_day(day: date) -> bool:
    """Whether a surgery is open: neither a Sunday nor a holiday."""
    return day.weekday() != _SUNDAY and day not in holidays(day.year)


def working_day(today: date, days_ago: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment ``days_ago`` days before today; a Sunday becomes the Friday before, a holiday the eve."""
    day = today - timedelta(days=days_ago)
    while not is_working_day(day):
        day -= timedelta(days=2 if day.weekday() == _SUNDAY else 1)
    return on(day, hour, minute)


def any_day(today: date, days_ago: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment ``days_ago`` days before today, Sundays included: emergencies, wards."""
    return on(today - timedelta(days=days_ago), hour, minute)
