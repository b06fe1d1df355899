"""Analyses over time: the values of one, whether each is normal, and where each comes from."""

from dataclasses import dataclass
from enum import Enum

from dmptui.core.model.clinical import Fact, LabResult, Source, Value, When
from dmptui.core.model.clinical.quantities import Position, in_unit, position
from dmptui.core.model.document import Document

REPORT = "11502-2"
"""Type of the documents that give results of biology (JDV_J07)."""


_LARGEST = 1e15
"""No quantity of a laboratory is larger: a number that is was not meant to be drawn."""


class Deviation(Enum):
    """On which side of what is normal a result is."""

    HIGH = "high"
    LOW = "low"
    ABNORMAL = "abnormal"


_FLAGS = {
    **dict.fromkeys(("H", "HH", "HX"), Deviation.HIGH),
    **dict.fromkeys(("L", "LL", "LX"), Deviation.LOW),
    **dict.fromkeys(("A", "AA"), Deviation.ABNORMAL),
}
"""HL7 ObservationInterpretation; « positif » or « résistant » are not said against a range."""

_SIDES = {Position.ABOVE: Deviation.HIGH, Position.BELOW: Deviation.LOW}


@dataclass(frozen=True, slots=True)
class Origin:
    """A report that gives a result, or recalls a former one; ``source`` is where it does."""

    document: Document
    source: Source
    recalled: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A value of an analysis.

    Attributes:
        value: in the unit of its analysis; ``reported`` is as the report gives it.
        origins: those that give it, then those that recall it, the latest report first; never empty.
        result: as its own report gives it; None when it is only recalled.
        disputed: another report gives or recalls another value of the same day.
    """

    value: Value
    when: When
    origins: tuple[Origin, ...]
    result: LabResult | None = None
    disputed: bool = False
    recalled_as: Value | None = None

    @property
    def reported(self) -> Value:
        """The value as its report gives it, in its own unit."""
        return self.result.value if self.result else self.recalled_as or self.value

    @property
    def converted(self) -> bool:
        """Whether it is shown in another unit than its report's."""
        return self.reported.shown_unit != self.value.shown_unit

    @property
    def text(self) -> str:
        """What to show: what the author wrote when the code says otherwise, with its unit when that is not
        the analysis's."""
        if not self.contradicted:
            return self.value.text
        text, unit = self.source.shown(Fact.VALUE, ""), self.reported.shown_unit
        return text if not self.converted or unit in text else f"{text} ({unit})"

    @property
    def source(self) -> Source:
        """Where it is first given, else recalled."""
        return self.origins[0].source

    @property
    def contradicted(self) -> bool:
        """Whether the text of the report says another value than the code."""
        return self.result is not None and self.source.contradiction(Fact.VALUE) is not None

    @property
    def number(self) -> float | None:
        """What to draw.

        None for what is no number (words, « < 5 », a range), for a contradicted value, and for a result that
        was taken back.
        """
        return None if self.contradicted or not self.stands else drawn_number(self.value)

    @property
    def stands(self) -> bool:
        """Whether its report still gives it: neither cancelled, nor struck, nor still to be done."""
        return self.result is None or self.result.standing.counts

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The reference range its report gave with it, in the same unit: (low, high)."""
        normal = self.normal
        return (None, None) if normal is None else (normal.low, normal.high)

    @property
    def normal(self) -> Value | None:
        """The same; None when there is none, when it is not certain which, or in a unit of another kind."""
        normal = self.result.normal if self.result else None
        return None if normal is None else in_unit(normal.value, self.value, self.reported.unit)

    @property
    def flagged(self) -> bool:
        """Whether the laboratory judged it; what was taken back is not judged."""
        return self.result is not None and self.result.standing.judged and bool(self.result.flag)

    @property
    def outside(self) -> Deviation | None:
        """On which side of what is normal: the laboratory's flag; by the range when it gave no flag, if it is
        certain which range is the person's and where the value is."""
        if self.result is None or not self.result.standing.judged:
            return None
        if self.result.flag:
            return _FLAGS.get(self.result.flag)
        normal = self.result.normal
        if normal is None or self.contradicted or not _is_measured(self.reported):
            return None
        return _SIDES.get(position(self.reported, normal.value, self.reported.unit))


Key = tuple[str, str, str]
"""What makes an analysis: system and code (else nothing and the label), and what its units have in common."""


@dataclass(frozen=True, slots=True)
class Series:
    """An analysis over time.

    Attributes:
        label: the laboratory's words in the latest report; ``name`` is the terminology's.
        unit: UCUM, of the latest report; ``shown_unit`` is its French form.
        chapter: the first title it stands under: « Hématologie ».
        points: in order of date, never empty.
        other_units: those of the same analysis that nothing converts, as shown; empty for none at all.
        repeated: a report gives several values of one moment: several germs, several samples. No curve
            joins them.
    """

    key: Key
    label: str
    name: str
    unit: str
    shown_unit: str
    chapter: str
    points: tuple[Point, ...]
    other_units: tuple[str, ...] = ()
    repeated: bool = False

    @property
    def latest(self) -> tuple[Point, ...]:
        """The latest value, with the others that its report gives of that moment."""
        last = self.points[-1]
        return tuple(point for point in self.points if point is last or repeats(point, last))

    @property
    def last(self) -> Point:
        """The latest value."""
        return self.points[-1]

    @property
    def previous(self) -> Point | None:
        """The value before it."""
        return self.points[-2] if len(self.points) > 1 else None

    @property
    def drawn(self) -> tuple[Point, ...]:
        """The points of the curve: those that have a number and a day; none when values are repeated."""
        if self.repeated:
            return ()
        return tuple(p for p in self.points if p.number is not None and p.when.first_day is not None)


def repeats(one: Point, other: Point) -> bool:
    """Whether one report gives both, of one moment."""
    given = one.result is not None and other.result is not None
    together = one.origins[0].document.id == other.origins[0].document.id
    return given and together and one.when.order == other.when.order


def drawn_number(value: Value) -> float | None:
    """The number of a value that was meant to be drawn; None when it has none."""
    number = value.number
    return number if number is not None and abs(number) <= _LARGEST else None


def _is_measured(value: Value) -> bool:
    """Whether its figures are those of a measure."""
    return all(abs(each) <= _LARGEST for each in (value.number, value.low, value.high) if each is not None)
