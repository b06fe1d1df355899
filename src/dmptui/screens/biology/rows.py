"""The lines of the page Biologie: analyses, the values of one, reports without values; and what is kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dmptui.core.insight.biology import Outside, Point, Series
from dmptui.core.insight.marks import marks
from dmptui.core.model.clinical import Fact, LabResult, Range, Value
from dmptui.core.model.clinical.conditions import Applies
from dmptui.core.model.clinical.quantities import in_unit
from dmptui.core.model.document import Document
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _, ngettext
from dmptui.screens.parts import words
from dmptui.theme import Role, Tone
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Key, Row
from dmptui.widgets.sparkline import sparkline

_TREND = 8
"""Values of the small curve: the latest ones."""

_LONGEST_FLAG = 3
"""Letters of a judgement of HL7; a longer one is a code of something else, said in words."""

CHAPTER, RECENT, NAME = "chapter", "recent", "name"
SORTS = {
    CHAPTER: N_("Par chapitre"),
    RECENT: N_("Les plus récentes d'abord"),
    NAME: N_("Par ordre alphabétique"),
}
SORTED_COLUMN = {CHAPTER: None, RECENT: 4, NAME: 0}
"""The column of ``columns`` that each order follows."""

ARROWS = {Outside.HIGH: "↑", Outside.LOW: "↓", Outside.ABNORMAL: "!"}


@dataclass(frozen=True, slots=True)
class Wanted:
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
        said = [f"« {self.words} »"] if self.words else []
        return [*said, _("hors norme")] if self.outside else said

    def kept(self, found: Iterable[Series]) -> list[Series]:
        """The analyses to show, in order."""
        asked = fold(self.words).split()
        shown = [s for s in found if self._keeps(s, asked)]
        if self.sort == NAME:
            shown.sort(key=lambda s: fold(s.label))
        elif self.sort == RECENT:
            shown.sort(key=lambda s: s.last.when.order, reverse=True)
        return shown

    def _keeps(self, analysis: Series, asked: Sequence[str]) -> bool:
        if self.outside and all(point.outside is None for point in analysis.latest):
            return False
        said = fold(" ".join((analysis.label, analysis.name, analysis.chapter, analysis.shown_unit)))
        return all(word in said for word in asked)


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


def rows(shown: Sequence[Series], wanted: Wanted) -> list[Row | Group]:
    """The rows of analyses in their order; by chapter, under its header."""
    if wanted.sort != CHAPTER:
        return [_row(analysis) for analysis in shown]
    lines: list[Row | Group] = []
    for chapter, analyses in groupby(shown, key=lambda analysis: analysis.chapter):
        lines += [Group(chapter or _("Sans chapitre")), *map(_row, analyses)]
    return lines


def documents(found: Sequence[Document], title: str) -> list[Row | Group]:
    """The rows of reports that give no analysis, under what is true of them."""
    if not found:
        return []
    blank = ("", "")
    made = [
        Row(d.id, (d.title, *blank, _laboratory(d), words.day(d.act_date), *blank, ""), Tone.DIM)
        for d in found
    ]
    return [Group(title), *made]


def without_values(count: int) -> str:
    """« 3 comptes rendus sans valeurs codées »."""
    said = ngettext("{n} compte rendu sans valeurs codées", "{n} comptes rendus sans valeurs codées", count)
    return said.format(n=count)


def fuller(count: int) -> str:
    """« 3 comptes rendus dont le texte en dit plus »."""
    said = ngettext(
        "{n} compte rendu dont le texte en dit plus", "{n} comptes rendus dont le texte en dit plus", count
    )
    return said.format(n=count)


def failed(count: int) -> str:
    """« 3 comptes rendus n'ont pas pu être lus »."""
    said = ngettext("{n} compte rendu n'a pas pu être lu", "{n} comptes rendus n'ont pas pu être lus", count)
    return said.format(n=count)


def point_row(point: Point, shown_unit: str) -> Row:
    """A value of an analysis, whose unit is said once above."""
    tone, value = _tone(point), _without(point.text, shown_unit)
    said = ", ".join((value or "—", *(marks(point.result) if point.result else ())))
    said = " ; ".join((*_current(point), said))
    cells = (_day(point), (said, tone), (mark(point), tone), _range(point), _from(point))
    return Row(point_key(point), cells)


def point_key(point: Point) -> Key:
    """What tells a value from the others of its analysis."""
    source = point.source
    return point.when, point.origins[0].document.id, source.section_index, source.reference, point.text


def mark(point: Point) -> str:
    """The sign beside a value, two cells at most; the detail says it in words."""
    if point.disputed or (point.result is not None and point.source.contradictions):
        return "≠"
    if point.result is not None and not point.stands:
        return "×"
    if point.outside is None:
        flag = point.result.flag if point.result else ""
        return flag[:2] if flag != "N" and len(flag) <= _LONGEST_FLAG else ""
    arrow = ARROWS[point.outside]
    if not point.flagged:
        return arrow + "?"
    return arrow * 2 if point.result is not None and len(point.result.flag) > 1 else arrow


def about(point: Point) -> Iterator[tuple[str, Role]]:
    """All there is to say of a value, what matters first."""
    yield " · ".join(part for part in (_day(point), point.text or _("sans valeur")) if part), Tone.STRONG
    yield from _judged(point)
    yield from _doubts(point)
    result = point.result
    if result is not None:
        yield from _references(result)
    yield from _origins(point)
    if result is not None:
        if others := [value.text for value in result.values if value != result.value]:
            yield _("Aussi donné : {values}").format(values=" ; ".join(others)), Tone.NORMAL
        yield result.comment, Tone.NORMAL
        yield " · ".join(part for part in (result.specimen, result.method) if part), Tone.DIM


def _references(result: LabResult) -> Iterator[tuple[str, Role]]:
    """All that the report gives; that none judges when it is not certain which is the person's."""
    for each in result.ranges:
        said = f"{each.value.text} ({each.condition})" if each.condition else each.value.text
        tone = Tone.DIM if each.applies is Applies.NO else Tone.NORMAL
        yield _("Référence : {range}").format(range=said), tone
    if result.references and result.normal is None and not result.flag:
        yield _("Rien ne dit laquelle s'applique : la valeur n'est pas jugée."), Tone.DIM


def _origins(point: Point) -> Iterator[tuple[str, Role]]:
    """The reports that give it, then the days of those that recall it."""
    for origin in point.origins:
        document = origin.document
        if not origin.recalled:
            source = f"{document.title}, {_laboratory(document)}, {words.day(document.act_date)}"
            yield _("Source : {source}").format(source=source), Tone.DIM
    days = [words.day(origin.document.act_date) for origin in point.origins if origin.recalled]
    if days:
        said = ngettext("Rappelé par le compte rendu du {days}", "Rappelé par ceux des {days}", len(days))
        yield said.format(days=", ".join(days)), Tone.DIM


def _judged(point: Point) -> Iterator[tuple[str, Role]]:
    result = point.result
    if result is None:
        yield _("Le compte rendu d'origine n'est pas parmi ceux qui sont lus."), Tone.DIM
    elif said := ", ".join(marks(result)):
        yield _("Résultat {state} : ni signalé, ni tracé.").format(state=said), Tone.WARNING
        yield result.source.narrative, Tone.NORMAL
    elif point.outside is None:
        if result.flag and result.flag != "N":
            yield _("Selon le laboratoire : {flag}").format(flag=result.flag_label), Tone.NORMAL
    elif point.flagged:
        yield _("Hors norme selon le laboratoire : {flag}").format(flag=result.flag_label), Tone.WARNING
    else:
        yield _("Hors de l'intervalle de référence ; le laboratoire ne l'a pas signalé."), Tone.WARNING
    if point.value.comparator:
        yield _("Valeur bornée : elle n'est pas tracée."), Tone.DIM
    if point.converted and point.reported:
        said = point.source.shown(Fact.VALUE, point.reported.text) if result else point.reported.text
        yield _("Dans le compte rendu : {value}").format(value=said), Tone.DIM


def _doubts(point: Point) -> Iterator[tuple[str, Role]]:
    if point.disputed:
        yield _("≠ Un autre compte rendu dit une autre valeur ce jour-là."), Tone.WARNING
    if point.result is not None:
        for check in point.source.contradictions:
            said = _("≠ donnée codée : {coded} ; le texte dit : {text}")
            yield said.format(coded=check.coded, text=check.narrative), Tone.WARNING
    if point.contradicted:
        yield _("Cette valeur n'est pas tracée."), Tone.DIM


def _row(analysis: Series) -> Row:
    last, previous = analysis.last, analysis.previous
    tone = max(map(_tone, analysis.latest), key=lambda tone: tone is Tone.WARNING)
    marks = "".join(dict.fromkeys(map(mark, analysis.latest)))
    numbers = [p.number for p in analysis.drawn if p.number is not None][-_TREND:]
    cells = (
        analysis.label,
        (" / ".join(map(_result, analysis.latest)), tone),
        (marks[:2], tone),
        _range(last),
        _day(last),
        _without(previous.text, analysis.shown_unit) if previous and not analysis.repeated else "",
        sparkline(numbers, *last.bounds) if len(numbers) > 1 else "",
        str(len(analysis.points)),
    )
    return Row(analysis.key, cells)


def _result(point: Point) -> str:
    """The value, and what must be read with it: « 122 mmol/L annulé », « 4,1 ; 9,9 barré dans le texte »."""
    said = " ".join((point.text or "—", *(marks(point.result) if point.result else ())))
    return " ; ".join((*_current(point), said))


def _current(point: Point) -> tuple[str, ...]:
    """What the text says in the place of a value that it strikes through, to be read first."""
    said = point.result.replaced_by if point.result else ""
    return (said,) if said else ()


def _tone(point: Point) -> Tone:
    return Tone.WARNING if point.outside is not None or mark(point) == "≠" else Tone.NORMAL


def _day(point: Point) -> str:
    return point.when.short() or _("sans date")


def _range(point: Point) -> str:
    """The range of the person, in the unit of the analysis; all of them when it is not certain which.

    One that is not surely the person's says whom it is for.
    """
    if point.result is None:
        return ""
    ranges = (_for_whom(point, each) for each in point.result.references or point.result.usual)
    return " / ".join(dict.fromkeys(ranges))


def _for_whom(point: Point, each: Range) -> str:
    bare, whom = _bare(point, each.value), each.condition.rstrip(" :\u00a0\u202f")
    return bare if each.applies is Applies.YES or not whom else f"{bare} ({whom})"


def _bare(point: Point, normal: Value) -> str:
    """Without its unit, when that is the one of the analysis."""
    same = in_unit(normal, point.value, point.reported.unit)
    return normal.text if same is None else _without(same.text, same.shown_unit)


def _without(text: str, unit: str) -> str:
    return text.removesuffix(unit).rstrip()


def _from(point: Point) -> str:
    origin = point.origins[0]
    if origin.recalled:
        return _("rappelé le {day}").format(day=words.day(origin.document.act_date))
    return _laboratory(origin.document)


def _laboratory(document: Document) -> str:
    return document.author.organization or document.author.name
