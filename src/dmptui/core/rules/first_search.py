"""The first search of a record, as on the web DMP: two years of acts, and every vaccination."""

from datetime import date

VACCINATION_TYPES = ("11369-6", "87273-9", "96874-3")
"""Types that the first search never limits in time."""

FIRST_SEARCH_YEARS = 2
"""Years of acts the first search goes back, as on the web DMP."""


def first_search_limit(today: date) -> date:
    """The day from which acts are searched first."""
    year = today.year - FIRST_SEARCH_YEARS
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February
        return today.replace(year=year, day=28)
