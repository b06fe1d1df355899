"""Analyses over time, from what the reports of a record give in codes, and from what they recall.

An analysis is one code in units that a power of ten turns into each other: all its points are in the unit of
the latest report, and nothing else is converted. A result given by one report and recalled by another is one
point with two origins; when they disagree both are points, and both say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from dmptui.core.insight.biology import Key, Origin, Point, Series, drawn_number, repeats
from dmptui.core.model.clinical import Entries, LabResult, Precision, Value, When
from dmptui.core.model.clinical.quantities import in_unit, interval
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.terminology.folding import folded_words
from dmptui.core.terminology.units import dimension_of


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
    first, second = drawn_number(one.value), drawn_number(other.value)
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
            repeats(*pair) and _are_alike(*pair)
            for same_day in gathered.days.values()
            for pair in combinations(same_day, 2)
        ),
    )


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


def _chapter(result: LabResult) -> str:
    return result.chapters[0] if result.chapters else ""
