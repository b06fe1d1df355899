"""Analyses over time, from what the reports of a record give in codes, and from what they recall.

An analysis is one code in units that a power of ten turns into each other: all its points are in the unit of
the latest report, and nothing else is converted. A result given by one report and recalled by another is one
point with two origins; when they disagree both are points, and both say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import combinations

from dmptui.core.model.clinical import Entries, Fact, LabResult, Precision, Source, Value, When
from dmptui.core.model.clinical.quantities import Position, in_unit, interval, position
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.terminology.folding import folded_words
from dmptui.core.terminology.units import dimension_of

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
        return None if self.contradicted or not self.stands else _number(self.value)

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
        return tuple(point for point in self.points if point is last or _repeats(point, last))

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


@dataclass(slots=True)
class _SeriesDraft:
    """A series in the making, its points by day.

    ``result`` is the latest that gives or recalls a value of it, ``like`` that value.
    """

    result: LabResult
    like: Value
    days: defaultdict[str, list[Point]] = field(default_factory=lambda: defaultdict(list))


def series(reports: Iterable[tuple[Document, Entries]]) -> tuple[Series, ...]:
    """The analyses of some reports.

    Args:
        reports: in any order, each once.

    Returns:
        In the order of the reports, the latest first, and of each report; a chapter in one piece.
    """
    latest_first = sorted(reports, key=lambda report: (report[0].act_date, report[0].id), reverse=True)
    found: dict[Key, _SeriesDraft] = {}
    for document, entries in latest_first:
        for result in entries.lab_results:
            _gather(found, result, _given(document, result))
            for earlier in result.earlier:  # its place in the order; the point comes when all are known
                if earlier.value:
                    _gathered(found, result, earlier.value)
    for document, entries in latest_first:
        for result in entries.lab_results:
            for earlier in result.earlier:
                if earlier.value:
                    origin = Origin(document, result.source, recalled=True)
                    _gather(found, result, Point(earlier.value, earlier.when, (origin,)))
    return tuple(_in_chapters(_joined(found)))


def _joined(found: dict[Key, _SeriesDraft]) -> dict[Key, _SeriesDraft]:
    """The same, results without figures (« Hémolysé ») among those of their code when it has one unit."""
    joined = dict(found)
    for key, gathered in found.items():
        others = [other for other in found if other[:2] == key[:2] and other != key]
        if key[0] and not key[2] and len(others) == 1 and _has_no_figures(gathered):
            for day, points in gathered.days.items():
                found[others[0]].days[day] += points
            del joined[key]
    return joined


def _has_no_figures(gathered: _SeriesDraft) -> bool:
    points = (point for same_day in gathered.days.values() for point in same_day)
    return all(interval(point.value) is None for point in points)


def _given(document: Document, result: LabResult) -> Point:
    when = result.source.shown_date(result.when)
    if not when and not result.source.coded:  # a line of the text is of the day of its report
        when = When(day_of(document.act_date).isoformat().replace("-", ""))
    return Point(result.value, when, (Origin(document, result.source, recalled=False),), result)


def _gathered(found: dict[Key, _SeriesDraft], result: LabResult, value: Value) -> _SeriesDraft:
    unit = "" if value.unit == "1" else dimension_of(value.unit)
    key = ("", folded_words(result.label), unit)
    if result.code.code:
        key = (result.code.system, result.code.code, unit)
    if key not in found:
        found[key] = _SeriesDraft(result, value)
    return found[key]


def _gather(found: dict[Key, _SeriesDraft], result: LabResult, point: Point) -> None:
    """Add a point, or its origin to the point that says the same."""
    gathered = _gathered(found, result, point.value)
    point = _in_unit_of(gathered.like, point)
    points = gathered.days[_day(point)]
    for index, known in enumerate(points):
        if _is_same(known, point):
            points[index] = replace(known, origins=(*known.origins, *point.origins))
            return
    points.append(point)


def _in_unit_of(like: Value, point: Point) -> Point:
    value = in_unit(point.value, like)
    if value is None or value == point.value:
        return point
    return replace(point, value=value, recalled_as=None if point.result else point.value)


def _is_same(known: Point, point: Point) -> bool:
    """Whether two points of a day are one result; a report that gives a value twice gives two."""
    documents = {origin.document.id for origin in known.origins}
    if documents & {origin.document.id for origin in point.origins} or not _same_value(known, point):
        return False
    if known.result is not None and point.result is not None:
        return known.when.precision is Precision.TIME and known.when.order == point.when.order
    return known.when.precision.value >= Precision.DAY.value


def _same_value(one: Point, other: Point) -> bool:
    if one.contradicted or other.contradicted:
        return False
    first, second = _number(one.value), _number(other.value)
    if first is None or second is None:
        return folded_words(one.value.text) == folded_words(other.value.text)
    return first == second


def _in_chapters(found: dict[Key, _SeriesDraft]) -> Iterator[Series]:
    units: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    chapters: defaultdict[str, list[Key]] = defaultdict(list)
    for key, gathered in found.items():
        units[key[:2]].append(key)
        chapters[folded_words(_chapter(gathered.result))].append(key)
    for keys in chapters.values():
        title = _chapter(found[keys[0]].result)
        for key in keys:
            others = tuple(found[other].like.shown_unit for other in units[key[:2]] if other != key)
            yield _series(key, found[key], title, others)


def _series(key: Key, gathered: _SeriesDraft, chapter: str, other_units: tuple[str, ...]) -> Series:
    points = [
        replace(point, disputed=True) if day and _disputed(point, same_day) else point
        for day, same_day in gathered.days.items()
        for point in same_day
    ]
    result = gathered.result
    return Series(
        key=key,
        label=result.label,
        name=result.code.text,
        unit="" if gathered.like.unit == "1" else gathered.like.unit,
        shown_unit=gathered.like.shown_unit,
        chapter=chapter,
        points=tuple(sorted(points, key=lambda point: point.when.order)),
        other_units=other_units,
        repeated=any(
            _repeats(*pair) and _are_alike(*pair)
            for same_day in gathered.days.values()
            for pair in combinations(same_day, 2)
        ),
    )


def _repeats(one: Point, other: Point) -> bool:
    """Whether one report gives both, of one moment."""
    given = one.result is not None and other.result is not None
    together = one.origins[0].document.id == other.origins[0].document.id
    return given and together and one.when.order == other.when.order


def _are_alike(one: Point, other: Point) -> bool:
    """Whether both are figures, or both words: « Hémolysé » is no second value beside 5,6."""
    return (interval(one.value) is None) == (interval(other.value) is None)


def _disputed(point: Point, same_day: list[Point]) -> bool:
    """Whether a report that does not give this value gives or recalls another one of that day.

    Two reports may each give a result of the same day: two samples, no contradiction.
    """
    documents = {origin.document.id for origin in point.origins}
    return any(
        (point.result is None or other.result is None)
        and not documents & {origin.document.id for origin in other.origins}
        for other in same_day
        if other is not point
    )


def _day(point: Point) -> str:
    """The day, when it is known to the day."""
    has_day = point.when.precision.value >= Precision.DAY.value
    return point.when.figures if has_day else ""


def _number(value: Value) -> float | None:
    number = value.number
    return number if number is not None and abs(number) <= _LARGEST else None


def _is_measured(value: Value) -> bool:
    """Whether its figures are those of a measure."""
    return all(abs(each) <= _LARGEST for each in (value.number, value.low, value.high) if each is not None)


def _chapter(result: LabResult) -> str:
    return result.chapters[0] if result.chapters else ""
