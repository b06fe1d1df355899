"""What is said of an analysis and of its values: marks, ranges, doubts, sources, the same on every side."""

from collections.abc import Iterator

from dmptui.core.insight.biology import Deviation, Point, Series
from dmptui.core.insight.marks import marks
from dmptui.core.insight.summary.digest import Weight
from dmptui.core.model.clinical import Fact, LabResult, Range, Value
from dmptui.core.model.clinical.conditions import Applies
from dmptui.core.model.clinical.quantities import in_unit
from dmptui.core.model.days import in_figures
from dmptui.core.model.document import Document
from dmptui.core.terminology.folding import fold
from dmptui.core.text import _, ngettext

Remark = tuple[str, Weight]
"""A sentence, and how much it matters."""

_LONGEST_FLAG = 3
"""Letters of a judgement of HL7; a longer one is a code of something else, said in words."""

ARROWS = {Deviation.HIGH: "↑", Deviation.LOW: "↓", Deviation.ABNORMAL: "!"}


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


def is_named(analysis: Series, words: str) -> bool:
    """Whether its name, its chapter or its unit holds all these words, whatever the case and accents."""
    said = fold(" ".join((analysis.label, analysis.name, analysis.chapter, analysis.shown_unit)))
    return all(word in said for word in fold(words).split())


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


def remarks(point: Point) -> Iterator[Remark]:
    """All there is to say of a value but its day and itself, what matters first; some say nothing."""
    yield from _judged(point)
    yield from _doubts(point)
    result = point.result
    if result is not None:
        yield from _references(result)
    yield from _origins(point)
    if result is not None:
        if others := [value.text for value in result.values if value != result.value]:
            yield _("Aussi donné : {values}").format(values=" ; ".join(others)), Weight.PLAIN
        yield result.comment, Weight.PLAIN
        yield " · ".join(part for part in (result.specimen, result.method) if part), Weight.QUIET


def _references(result: LabResult) -> Iterator[Remark]:
    """All that the report gives; that none judges when it is not certain which is the person's."""
    for each in result.ranges:
        said = f"{each.value.text} ({each.condition})" if each.condition else each.value.text
        weight = Weight.QUIET if each.applies is Applies.NO else Weight.PLAIN
        yield _("Référence : {range}").format(range=said), weight
    if result.references and result.normal is None and not result.flag:
        yield _("Rien ne dit laquelle s'applique : la valeur n'est pas jugée."), Weight.QUIET


def _origins(point: Point) -> Iterator[Remark]:
    """The reports that give it, then the days of those that recall it."""
    for origin in point.origins:
        document = origin.document
        if not origin.recalled:
            source = f"{document.title}, {laboratory(document)}, {in_figures(document.act_date)}"
            yield _("Source : {source}").format(source=source), Weight.QUIET
    days = [in_figures(origin.document.act_date) for origin in point.origins if origin.recalled]
    if days:
        said = ngettext("Rappelé par le compte rendu du {days}", "Rappelé par ceux des {days}", len(days))
        yield said.format(days=", ".join(days)), Weight.QUIET


def _judged(point: Point) -> Iterator[Remark]:
    result = point.result
    if result is None:
        yield _("Le compte rendu d'origine n'est pas parmi ceux qui sont lus."), Weight.QUIET
    elif said := ", ".join(marks(result)):
        yield _("Résultat {state} : ni signalé, ni tracé.").format(state=said), Weight.WARNING
        yield result.source.narrative, Weight.PLAIN
    elif point.outside is None:
        if result.flag and result.flag != "N":
            yield _("Selon le laboratoire : {flag}").format(flag=result.flag_label), Weight.PLAIN
    elif point.flagged:
        yield _("Hors norme selon le laboratoire : {flag}").format(flag=result.flag_label), Weight.WARNING
    else:
        yield _("Hors de l'intervalle de référence ; le laboratoire ne l'a pas signalé."), Weight.WARNING
    if point.value.comparator:
        yield _("Valeur bornée : elle n'est pas tracée."), Weight.QUIET
    if point.converted and point.reported:
        said = point.source.shown(Fact.VALUE, point.reported.text) if result else point.reported.text
        yield _("Dans le compte rendu : {value}").format(value=said), Weight.QUIET


def _doubts(point: Point) -> Iterator[Remark]:
    if point.disputed:
        yield _("≠ Un autre compte rendu dit une autre valeur ce jour-là."), Weight.WARNING
    if point.result is not None:
        for check in point.source.contradictions:
            said = _("≠ donnée codée : {coded} ; le texte dit : {text}")
            yield said.format(coded=check.coded, text=check.narrative), Weight.WARNING
    if point.contradicted:
        yield _("Cette valeur n'est pas tracée."), Weight.QUIET


def result_words(point: Point) -> str:
    """The value, and what must be read with it: « 122 mmol/L annulé », « 4,1 ; 9,9 barré dans le texte »."""
    value = " ".join((point.text or "—", *(marks(point.result) if point.result else ())))
    return " ; ".join((*current_words(point), value))


def current_words(point: Point) -> tuple[str, ...]:
    """What the text says in the place of a value that it strikes through, to be read first."""
    current = point.result.replaced_by if point.result else ""
    return (current,) if current else ()


def day_words(point: Point) -> str:
    """When it was measured, as far as it is known."""
    return point.when.short() or _("sans date")


def range_words(point: Point) -> str:
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
    return normal.text if same is None else without_unit(same.text, same.shown_unit)


def without_unit(text: str, unit: str) -> str:
    """A value or a range without its unit, which is said elsewhere."""
    return text.removesuffix(unit).rstrip()


def laboratory(document: Document) -> str:
    """The structure of a report, else its author."""
    return document.author.organization or document.author.name


def remarks_on(analysis: Series) -> Iterator[Remark]:
    """What to know of a whole analysis; its unit and its code last."""
    if analysis.other_units:
        others = ", ".join(other or _("sans unité") for other in analysis.other_units)
        said = _("Aussi en {units}, sur une autre ligne : ces unités ne se convertissent pas.")
        yield said.format(units=others), Weight.WARNING
    if analysis.repeated:
        yield (
            _("Plusieurs résultats d'un même moment : germes ou prélèvements. Pas de courbe."),
            Weight.WARNING,
        )
    code = analysis.key[1] if analysis.key[0] else ""
    name = analysis.name if analysis.name != analysis.label else ""
    unit = analysis.shown_unit or _("sans unité")
    yield " · ".join(part for part in (unit, code, name) if part), Weight.QUIET
