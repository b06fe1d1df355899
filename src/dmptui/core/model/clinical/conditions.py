"""Whom a reference range is for, and whether that is the person the result is about."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import NamedTuple

from dmptui.core.model.clinical.basics import Precision, When
from dmptui.core.model.patient import Sex


class Applies(Enum):
    """Whether a range is for a person."""

    YES = "yes"
    NO = "no"
    UNCERTAIN = "uncertain"


class AgeUnit(StrEnum):
    """What an age is counted in."""

    DAYS = "d"
    WEEKS = "wk"
    MONTHS = "mo"
    YEARS = "a"


class Age(NamedTuple):
    """A whole number of days, weeks, months or years."""

    number: int
    unit: AgeUnit

    @property
    def over(self) -> "Age":
        """The next one: who is « 12 ans » is not yet 13."""
        return Age(self.number + 1, self.unit)


class Ages(NamedTuple):
    """Between which ages: before ``not_before`` and from ``not_from`` on, one is surely not meant; from
    ``surely_from`` to before ``surely_until``, one surely is; in between, it is not known which was meant."""

    not_before: Age | None = None
    surely_from: Age | None = None
    surely_until: Age | None = None
    not_from: Age | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The person a document is about, as it says."""

    sex: Sex = Sex.UNKNOWN
    birth: When = field(default_factory=When)

    def reached(self, age: Age, at: When) -> bool | None:
        """Whether the person had this age at a date; None when the dates are not precise enough to tell."""
        born, then = _days(self.birth), _days(at)
        if born is None or then is None:
            return None
        youngest, oldest = _count(born[1], then[0], age.unit), _count(born[0], then[1], age.unit)
        if youngest >= age.number:
            return True
        return False if oldest < age.number else None


@dataclass(frozen=True, slots=True)
class Condition:
    """Whom a range is for; whoever it does not part is in it.

    Attributes:
        sex: ``Sex.UNKNOWN`` for both.
        is_clear: nothing else is asked, that cannot be known from the age and the sex.
    """

    sex: Sex = Sex.UNKNOWN
    ages: Ages = field(default_factory=Ages)
    is_clear: bool = True

    def applies(self, subject: Subject, at: When) -> Applies:
        """Whether the person is meant, by the age at the date of the result."""
        answers = {
            Applies.YES if self.is_clear else Applies.UNCERTAIN,
            self._of_sex(subject.sex),
            _between(self.ages.not_before, self.ages.surely_from, subject, at),
            _inverse(_between(self.ages.surely_until, self.ages.not_from, subject, at), self.ages.not_from),
        }
        return next(each for each in (Applies.NO, Applies.UNCERTAIN, Applies.YES) if each in answers)

    def _of_sex(self, sex: Sex) -> Applies:
        if self.sex is Sex.UNKNOWN:
            return Applies.YES
        if sex is Sex.UNKNOWN:
            return Applies.UNCERTAIN
        return Applies.YES if sex is self.sex else Applies.NO


def _between(first: Age | None, second: Age | None, subject: Subject, at: When) -> Applies:
    """``NO`` before the first age, ``YES`` from the second on."""
    if first is None or second is None:
        return Applies.YES
    if subject.reached(first, at) is False:
        return Applies.NO
    return Applies.YES if subject.reached(second, at) else Applies.UNCERTAIN


def _inverse(answer: Applies, limit: Age | None) -> Applies:
    if limit is None or answer is Applies.UNCERTAIN:
        return answer
    return Applies.NO if answer is Applies.YES else Applies.YES


def _days(when: When) -> tuple[date, date] | None:
    """The first and the last day that a date may be."""
    first = when.first_day
    if first is None:
        return None
    match when.precision:
        case Precision.YEAR:
            return first, date(first.year, 12, 31)
        case Precision.MONTH:
            return first, date(first.year, first.month, monthrange(first.year, first.month)[1])
        case _:
            return first, first


def _count(born: date, at: date, unit: AgeUnit) -> int:
    """How many are complete; negative before the birth."""
    days = (at - born).days
    if unit in (AgeUnit.DAYS, AgeUnit.WEEKS):
        return days if unit is AgeUnit.DAYS else days // 7
    months = (at.year - born.year) * 12 + at.month - born.month - (at.day < born.day)
    return months if unit is AgeUnit.MONTHS else months // 12
