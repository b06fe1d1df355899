"""Dates told from today, so that the population never grows old."""

from datetime import date, datetime, timedelta

from dmptui.core.model.days import on


def years_before(today: date, years: int) -> date:
    """The same day ``years`` earlier; 29 February becomes the 28th."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def working_day(today: date, days_ago: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment ``days_ago`` days before today; a Sunday becomes the Friday before."""
    day = today - timedelta(days=days_ago)
    if day.weekday() == 6:
        day -= timedelta(days=2)
    return on(day, hour, minute)


def any_day(today: date, days_ago: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment ``days_ago`` days before today, Sundays included: emergencies, wards."""
    return on(today - timedelta(days=days_ago), hour, minute)
