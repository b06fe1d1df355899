"""The lines of the page Biologie: analyses, the values of one, reports without values; and what is kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dmptui.core.insight.biology import Point, Series
from dmptui.core.insight.biology_words import (
    current_words,
    day_words,
    is_named,
    laboratory,
    mark,
    range_words,
    remarks,
    result_words,
    without_unit,
)
from dmptui.core.insight.marks import marks
from dmptui.core.insight.summary.digest import Weight
from dmptui.core.model.document import Document
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.theme import Role, Tone
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Key, Row
from dmptui.widgets.sparkline import sparkline

_TREND = 8
"""Values of the small curve: the latest ones."""

TONES: dict[Weight, Role] = {
    Weight.PLAIN: Tone.NORMAL,
    Weight.QUIET: Tone.DIM,
    Weight.WARNING: Tone.WARNING,
}
"""How a remark is painted."""

CHAPTER, RECENT, NAME = "chapter", "recent", "name"
SORTS = {
    CHAPTER: N_("Par chapitre"),
    RECENT: N_("Les plus récentes d'abord"),
    NAME: N_("Par ordre alphabétique"),
}
SORTED_COLUMN = {CHAPTER: None, RECENT: 4, NAME: 0}
"""The column of ``columns`` that each order follows."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which analyses are shown, in which order; ``outside``: only if the last value is not normal."""

    words: str = ""
    outside: bool = False
    sort: str = CHAPTER

    @property
    def active(self) -> bool:
        """Whether something is left out."""
        return bool(self.words or self.outside)

    def chips(self) -> list[str]:
        """What is filtered, as the page says it."""
        chips = [f"« {self.words} »"] if self.words else []
        return [*chips, _("hors norme")] if self.outside else chips

    def kept(self, found: Iterable[Series]) -> list[Series]:
        """The analyses to show, in order."""
        analyses = [s for s in found if self._keeps(s)]
        if self.sort == NAME:
            analyses.sort(key=lambda s: fold(s.label))
        elif self.sort == RECENT:
            analyses.sort(key=lambda s: s.last.when.order, reverse=True)
        return analyses

    def _keeps(self, analysis: Series) -> bool:
        if self.outside and all(point.outside is None for point in analysis.latest):
            return False
        return is_named(analysis, self.words)


def columns() -> list[Column]:
    """In the order of the cells of an analysis."""
    return [
        Column(_("Analyse"), 17, weight=1),
        Column(_("Résultat"), 17, align="right"),
        Column("", 2),
        Column(_("Référence"), 11, role=Tone.DIM),
        Column(_("Date"), 10),
        Column(_("Antér."), 8, align="right", priority=1, role=Tone.DIM),
        Column(_("Tendance"), _TREND),
        Column(_("Valeurs"), 7, align="right", priority=2, role=Tone.DIM),
    ]


def point_columns() -> list[Column]:
    """In the order of the cells of a value."""
    return [
        Column(_("Date"), 10),
        Column(_("Résultat"), 14, weight=1, align="right"),
        Column("", 2),
        Column(_("Référence"), 11, priority=1, role=Tone.DIM),
        Column(_("Laboratoire"), 16, weight=1, priority=2),
    ]


def rows(shown: Sequence[Series], criteria: Filter) -> list[Row | Group]:
    """The rows of analyses in their order; by chapter, under its header."""
    if criteria.sort != CHAPTER:
        return [_row(analysis) for analysis in shown]
    lines: list[Row | Group] = []
    for chapter, analyses in groupby(shown, key=lambda analysis: analysis.chapter):
        lines += [Group(chapter or _("Sans chapitre")), *map(_row, analyses)]
    return lines


Line = Row | Group | Document
"""An analysis, a header, a report that gives no analysis: its row is made when it is looked at."""


def documents(found: Sequence[Document], title: str) -> list[Line]:
    """Reports that give no analysis, under what is true of them."""
    return [Group(title), *found] if found else []


def row_of(line: Line) -> Row | Group:
    """The row of a line."""
    return _report_row(line) if isinstance(line, Document) else line


def key_of(line: Line) -> Key:
    """The key of its row."""
    return line.id if isinstance(line, Document) else line.key if isinstance(line, Row) else None


def _report_row(report: Document) -> Row:
    blank = ("", "")
    cells = (report.title, *blank, laboratory(report), words.day(report.act_date), *blank, "")
    return Row(report.id, cells, Tone.DIM)


def point_row(point: Point, shown_unit: str) -> Row:
    """A value of an analysis, whose unit is said once above."""
    tone, value = _tone(point), without_unit(point.text, shown_unit)
    said = ", ".join((value or "—", *(marks(point.result) if point.result else ())))
    said = " ; ".join((*current_words(point), said))
    cells = (day_words(point), (said, tone), (mark(point), tone), range_words(point), _from(point))
    return Row(point_key(point), cells)


def point_key(point: Point) -> Key:
    """What tells a value from the others of its analysis."""
    source = point.source
    return point.when, point.origins[0].document.id, source.section_index, source.reference, point.text


def about(point: Point) -> Iterator[tuple[str, Role]]:
    """All there is to say of a value, what matters first."""
    yield " · ".join(part for part in (day_words(point), point.text or _("sans valeur")) if part), Tone.STRONG
    yield from ((text, TONES[weight]) for text, weight in remarks(point))


def _row(analysis: Series) -> Row:
    last, previous = analysis.last, analysis.previous
    tone = max(map(_tone, analysis.latest), key=lambda tone: tone is Tone.WARNING)
    marks = "".join(dict.fromkeys(map(mark, analysis.latest)))
    numbers = [p.number for p in analysis.drawn if p.number is not None][-_TREND:]
    cells = (
        analysis.label,
        (" / ".join(map(result_words, analysis.latest)), tone),
        (marks[:2], tone),
        range_words(last),
        day_words(last),
        without_unit(previous.text, analysis.shown_unit) if previous and not analysis.repeated else "",
        sparkline(numbers, *last.bounds) if len(numbers) > 1 else "",
        str(len(analysis.points)),
    )
    return Row(analysis.key, cells)


def _tone(point: Point) -> Tone:
    return Tone.WARNING if point.outside is not None or mark(point) == "≠" else Tone.NORMAL


def _from(point: Point) -> str:
    origin = point.origins[0]
    if origin.recalled:
        return _("rappelé le {day}").format(day=words.day(origin.document.act_date))
    return laboratory(origin.document)
