"""An analysis over time: its curve, its values, and all there is to say of one of them."""

from collections.abc import Iterable, Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from dmptui.core.insight.biology import Point, Series
from dmptui.core.insight.biology_words import ARROWS, remarks_on
from dmptui.screens.biology.rows import TONES, about, point_columns, point_key, point_row
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.paint import Spans
from dmptui.widgets.plot import Band, Curve, Dot, Plot
from dmptui.widgets.preview import Preview
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import LazyRows

_WIDE = 72
"""Columns from which the values are beside the curve."""


class AnalysisDetail(Container):
    """The detail of the analysis under the cursor."""

    DEFAULT_CSS = """
    AnalysisDetail { layout: vertical; }
    AnalysisDetail > #analysis { height: 4; }
    AnalysisDetail > #values { layout: vertical; height: 1fr; }
    AnalysisDetail Plot { height: 50%; margin: 0 1 1 1; }
    AnalysisDetail.words Plot { display: none; }
    AnalysisDetail > #point { height: 8; padding: 1 1 0 2; }
    AnalysisDetail.wide > #analysis { height: 3; }
    AnalysisDetail.wide > #values { layout: horizontal; }
    AnalysisDetail.wide Plot { height: 1fr; margin: 0 0 0 1; }
    AnalysisDetail.wide #points { width: 39; }
    AnalysisDetail.wide.words #points { width: 1fr; }
    AnalysisDetail.low > #point { height: 6; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._series: Series | None = None
        self._drawn: tuple[Point, ...] = ()
        self._curve = Curve()

    def compose(self) -> ComposeResult:
        """What it is, the curve and the values, the value under the cursor."""
        yield Preview("analysis")
        with Container(id="values"):
            yield Plot()
            yield RecordList(point_columns(), id="points")
        yield Preview("point")

    def on_resize(self) -> None:
        """The values go beside the curve, or under it."""
        self.set_class(self.size.width >= _WIDE, "wide")
        self.set_class(self.size.height < 30, "low")

    @property
    def series(self) -> Series | None:
        """What is shown."""
        return self._series

    @property
    def point(self) -> Point | None:
        """The value under the cursor."""
        key = self._points.key
        points = self._series.points if self._series else ()
        return next((point for point in points if point_key(point) == key), None)

    def show(self, analysis: Series | None) -> None:
        """Show an analysis; the cursor stays on its value, or goes to the last one of another analysis."""
        same = analysis is not None and self._series is not None and analysis.key == self._series.key
        self._series = analysis
        self._drawn = analysis.drawn if analysis else ()
        self._curve = _curve(self._drawn)
        self.set_class(len(self._drawn) < 2, "words")
        self.query_one("#analysis", Preview).show(lambda width: _lines(_titles(analysis), width))
        unit = analysis.shown_unit if analysis else ""
        newest_first = analysis.points[::-1] if analysis else ()
        self._points.set_rows(
            LazyRows(newest_first, lambda point: point_row(point, unit), point_key),
            keep=self._points.key if same else None,
        )
        if not same:
            self._points.action_first()
        self._show_point()

    def move(self, step: int) -> None:
        """To the next value in time, or the previous one."""
        self._points.action_move(-step)

    def focus_values(self) -> None:
        """Give the keyboard to the values."""
        self._points.focus()

    @property
    def _points(self) -> RecordList:
        return self.query_one("#points", RecordList)

    @on(RecordList.Highlighted, "#points")
    def _highlight(self, message: RecordList.Highlighted) -> None:
        message.stop()
        self._show_point()

    def _show_point(self) -> None:
        point = self.point
        at = next((i for i, drawn in enumerate(self._drawn) if drawn is point), None)
        self.query_one(Plot).show(self._curve, at)
        self.query_one("#point", Preview).show(lambda width: _lines(about(point) if point else (), width))


def _titles(analysis: Series | None) -> Iterator[tuple[str, Role]]:
    if analysis is not None:
        yield analysis.label, Tone.STRONG
        yield from ((text, TONES[weight]) for text, weight in remarks_on(analysis))


def _lines(sentences: Iterable[tuple[str, Role]], width: int) -> list[Spans]:
    return [[(line, tone)] for text, tone in sentences if text for line in wrap(text, max(10, width))]


def _curve(drawn: Iterable[Point]) -> Curve:
    """The curve of the values, and the ranges as they changed."""
    dots: list[Dot] = []
    bands: list[Band] = []
    for point in drawn:
        day, number, bounds = point.when.first_day, point.number, point.bounds
        if day is None or number is None:
            continue
        dots.append(Dot(day, number, _sign(point), Tone.NORMAL if point.outside is None else Tone.WARNING))
        if bounds != (None, None) and (not bands or bounds != (bands[-1].low, bands[-1].high)):
            bands.append(Band(day, *bounds))
    return Curve(tuple(dots), tuple(bands))


_SIGNS = {"↑": "▲", "↓": "▼", "!": "◆"}


def _sign(point: Point) -> str:
    if point.outside is not None:
        return _SIGNS[ARROWS[point.outside]]
    return "●"
