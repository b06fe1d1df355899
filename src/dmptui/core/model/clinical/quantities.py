"""What two quantities have to do with each other: one in the unit of the other, one inside the other."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from dmptui.core.model.clinical.basics import Value
from dmptui.core.model.figures import figure, plain
from dmptui.core.terminology.units import power_between
from dmptui.core.text import _

_GROUP = 3  # figures of a group of thousands


class Position(Enum):
    """Where a quantity is, of which a range is known."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Interval:
    """All that a quantity may be; a bound that is missing is infinite, one that is open is left out."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_range(self) -> bool:
        """Whether something may be in it and something not: neither reversed nor a single number."""
        return self.low is None or self.high is None or self.low < self.high


def position(value: Value, normal: Value, normal_unit: str = "") -> Position:
    """Where a value is against a range of normal ones, when that is certain.

    Args:
        value: a number, or one known by its bounds: « < 0,5 » is below 1, and undecided against 0,2 to 1.
        normal: the range.
        normal_unit: of the range, when it does not say it.

    Returns:
        ``UNDECIDED`` too when either is words, when no power of ten joins their units, or when the range
        is none (0,5 to 0,5, 8 to 3).
    """
    own = interval(value)
    same = in_unit(normal, value, normal_unit)
    other = interval(same) if same is not None else None
    if own is None or other is None or not other.is_range:
        return Position.UNDECIDED
    if _is_before(own.high, own.high_open, other.low, other.low_open):
        return Position.BELOW
    if _is_before(other.high, other.high_open, own.low, own.low_open):
        return Position.ABOVE
    return Position.WITHIN if _is_inside(own, other) else Position.UNDECIDED


def interval(value: Value) -> Interval | None:
    """What a value may be; None for words."""
    if value.number is not None:
        number = _decimal(value.number)
        return Interval(number, number)
    if value.low is None and value.high is None:
        return None
    low, high = (None if bound is None else _decimal(bound) for bound in (value.low, value.high))
    return Interval(low, high, value.low_open, value.high_open)


def in_unit(value: Value, like: Value, unit: str = "") -> Value | None:
    """A value in the unit of another, its figures as precise; None when no power of ten joins the two.

    Args:
        value: a number or a range; words have no unit and stay what they are.
        like: has the unit.
        unit: of the first, when it does not say it.
    """
    power = power_between(value.unit or unit, like.unit)
    if power is None:
        return None
    if not power and (not value.unit or value.shown_unit == like.shown_unit):
        return value
    moved = replace(
        value,
        number=_moved(value.number, power),
        low=_moved(value.low, power),
        high=_moved(value.high, power),
        unit=like.unit,
        shown_unit=like.shown_unit,
    )
    written = figure(value.written)
    if written is not None:
        figures = value.written if not power else str(_scaled(written, power))
        return replace(moved, written=figures, text=f"{_plain(figures)} {like.shown_unit}".rstrip())
    return replace(moved, text=f"{_bounds(moved)} {like.shown_unit}".rstrip())


def range_words(low: str, high: str, *, comparators: tuple[str, str]) -> str:
    """A range in words: « 3,5 à 8 », « ≤ 1 », « > 3,5 et < 8 ».

    Args:
        low, high: as shown; empty when there is none.
        comparators: before each, of ``> ≥`` and of ``< ≤``; empty for a bound that a range counts in.
    """
    above, under = comparators
    if low and high:
        if low == high:
            return low
        if not above and not under:
            return _("{low} à {high}").format(low=low, high=high)
        return _("{low} et {high}").format(low=f"{above or '≥'} {low}", high=f"{under or '≤'} {high}")
    return f"{above} {low}" if low else f"{under} {high}" if high else ""


def _bounds(value: Value) -> str:
    low, high = (
        "" if bound is None else plain(_decimal(bound).normalize()) for bound in (value.low, value.high)
    )
    comparators = ">" if value.low_open else "", "<" if value.high_open else ""
    if value.comparator:
        comparators = value.comparator, value.comparator
    return range_words(low, high, comparators=comparators)


def _scaled(written: Decimal, power: int) -> Decimal:
    """As precise as written, but for the zeros that would read as thousands: 251000 is 251, not 251,000."""
    scaled, exponent = written.scaleb(power), written.as_tuple().exponent
    if exponent != 0 or power > -_GROUP:
        return scaled
    return scaled.to_integral_value() if scaled == scaled.to_integral_value() else scaled.normalize()


def _plain(written: str) -> str:
    number = figure(written)
    return plain(number) if number is not None else written


def _moved(number: float | None, power: int) -> float | None:
    return None if number is None else float(_decimal(number).scaleb(power))


def _decimal(number: float) -> Decimal:
    return Decimal(repr(number))


def _is_before(high: Decimal | None, high_open: bool, low: Decimal | None, low_open: bool) -> bool:
    """Whether all that ends at the first bound is under all that begins at the second."""
    if high is None or low is None:
        return False
    return high < low or (high == low and (high_open or low_open))


def _is_inside(own: Interval, other: Interval) -> bool:
    return _holds(other.low, other.low_open, own.low, own.low_open) and _holds(
        _negative(other.high), other.high_open, _negative(own.high), own.high_open
    )


def _holds(bound: Decimal | None, is_open: bool, low: Decimal | None, low_open: bool) -> bool:
    """Whether all that begins at the second bound is over the first."""
    if bound is None or low is None:
        return bound is None
    return low > bound or (low == bound and (low_open or not is_open))


def _negative(number: Decimal | None) -> Decimal | None:
    return None if number is None else -number
