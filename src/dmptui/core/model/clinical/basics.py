"""What every fact is made of: dates, codes, values, people, products. Strings are clean, on one line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from enum import Enum
from functools import lru_cache

from dmptui.core.model.dates import Moment
from dmptui.core.model.days import day_of, iso, start_of_day, zone

_written = re.compile(r"(\d{4})(?:(\d\d)(?:(\d\d)(?:(?:\d\d){1,3}(?:\.\d+)?)?)?)?(?:[+-]\d{4})?")


class Precision(Enum):
    """How far a date is known."""

    UNKNOWN = 0
    YEAR = 4
    MONTH = 6
    DAY = 8
    TIME = 10


@dataclass(frozen=True, slots=True)
class When:
    """A date, as precise as its author was.

    Attributes:
        raw: an HL7 timestamp as written, ``"1975"``, ``"20090825"``; empty when there is none.
        missing: why there is none, as HL7 ``nullFlavor``: ``"NAV"``, ``"UNK"``.
    """

    raw: str = ""
    missing: str = ""

    def __bool__(self) -> bool:
        return bool(self.raw)

    @property
    def precision(self) -> Precision:
        """How far it is known; an impossible date is not."""
        if self.first_day is None:
            return Precision.UNKNOWN
        return Precision(min(10, len(re.split("[+-]", self.raw)[0])))

    @property
    def first_day(self) -> date | None:
        """The day, or the first one of the month or year given; None when unknown or impossible."""
        return _first_day(self.raw, zone())

    @property
    def order(self) -> str:
        """To sort by, latest first when reversed, and to compare: two instants are, whatever their offsets.

        Unknown and impossible dates are before all others; a month is before its first day, a day before its
        first hour.
        """
        return _order(self.raw, zone())

    @property
    def figures(self) -> str:
        """The day as HL7 writes it, ``20090825``, or the month or the year given."""
        day = self.first_day
        if day is None:
            return self.raw[:8]
        return f"{day.year:04}{day.month:02}{day.day:02}"[: self.precision.value]

    @property
    def spellings(self) -> tuple[str, str]:
        """The day as a text may write it: that of the zone in force, that of its own offset."""
        return self.figures, self.raw[:8]

    @property
    def iso(self) -> str:
        """ISO 8601, no more precise than it is known: ``2009``, ``2009-08``, ``2009-08-25``, an instant.

        Empty when there is none, and when it is impossible.
        """
        known = Moment(self.raw).known()
        if isinstance(known, datetime):
            return iso(known)
        figures = self.figures if self.first_day else ""
        return "-".join(filter(None, (figures[:4], figures[4:6], figures[6:8])))

    def short(self) -> str:
        """``25/08/2009``, ``08/2009``, ``2009``; an impossible date as written and said invalid."""
        return Moment(self.raw).short()

    def french(self) -> str:
        """``25 août 2009``; empty when there is none."""
        return Moment(self.raw).french()


@lru_cache(maxsize=4096)
def _first_day(raw: str, _zone: tzinfo) -> date | None:
    written = _written.fullmatch(raw)
    if written is None:
        return None
    figures = Moment(raw).known()
    if isinstance(figures, datetime):
        return day_of(figures)
    try:
        return date(int(written[1]), int(written[2] or 1), int(written[3] or 1))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _order(raw: str, _zone: tzinfo) -> str:
    when = When(raw)
    day = when.first_day
    if day is None:
        return ""
    begun = Moment(raw).as_datetime() or start_of_day(day)
    return f"{begun.astimezone(UTC).isoformat(timespec='microseconds')} {when.precision.value:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``low`` to ``high``, either may be missing; an instant is both."""

    low: When = field(default_factory=When)
    high: When = field(default_factory=When)

    @property
    def start(self) -> When:
        """The beginning, else the end."""
        return self.low or self.high or self.low


@dataclass(frozen=True, slots=True)
class CodedValue:
    """A coded value.

    Attributes:
        system: OID of the terminology; ``system_name`` is what the author calls it.
        display: the terminology's words.
        words: the author's own words for it, from the text.
        translations: the same in other terminologies.
        missing: why there is no code, as HL7 ``nullFlavor``.
    """

    code: str = ""
    system: str = ""
    display: str = ""
    words: str = ""
    system_name: str = ""
    translations: tuple["CodedValue", ...] = ()
    missing: str = ""

    def __bool__(self) -> bool:
        return bool(self.code or self.display or self.words)

    @property
    def text(self) -> str:
        """What to show: the terminology's words, else the author's, else a translation's, else the code."""
        translated = next((each.text for each in self.translations if each), "")
        return self.display or self.words or translated or self.code

    def all(self) -> Iterable["CodedValue"]:
        """It and its translations, at any depth."""
        yield self
        for translation in self.translations:
            yield from translation.all()


@dataclass(frozen=True, slots=True)
class Value:
    """What was measured or observed: a number, a range, a code, a yes or no, or words.

    Attributes:
        text: to show, in French: ``7,9 mmol/L``, ``≤ 1 mg/L``, ``Négatif``, ``oui``.
        written: the number as written, ``"7.90"``.
        number: the same as a number; None when it is not one (a range, words).
        unit: UCUM, as written; ``shown_unit`` is its French form.
        comparator: ``"<"``, ``"≤"``, ``">"``, ``"≥"``, of a value known by one bound only.
        low, high: bounds of a range. low_open, high_open: stated not to be in it.
        code: of a coded value. flag: of a yes or no.
    """

    text: str = ""
    written: str = ""
    number: float | None = None
    unit: str = ""
    shown_unit: str = ""
    comparator: str = ""
    low: float | None = None
    high: float | None = None
    code: CodedValue | None = None
    flag: bool | None = None
    low_open: bool = False
    high_open: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Person:
    """A professional and the structure they act for; any may be empty."""

    name: str = ""
    organization: str = ""
    specialty: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.organization)

    @property
    def text(self) -> str:
        """The name, else the structure."""
        return self.name or self.organization


@dataclass(frozen=True, slots=True)
class Product:
    """A medicine or a vaccine. ``words`` are the author's for it, ``form`` its pharmaceutical form."""

    name: str = ""
    words: str = ""
    code: CodedValue = field(default_factory=CodedValue)
    cis: str = ""
    cip: str = ""
    atc: str = ""
    atc_label: str = ""
    lot: str = ""
    form: str = ""
    substances: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What to show: its name, else the words of a code, else the author's, else its form."""
        return self.name or self.code.text or self.atc_label or self.form
