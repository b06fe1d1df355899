"""The last results of the Récapitulatif: the biology that was flagged, the last vaccinations."""

from collections.abc import Iterable

from dmptui.core.insight.marks import marks
from dmptui.core.insight.summary.digest import (
    Block,
    Line,
    RecordOverview,
    Weight,
    absence,
    contradictions,
    document_line,
    more_lines,
    source_of,
    to_open,
    unread,
)
from dmptui.core.insight.vaccination_record import SECTION
from dmptui.core.model.clinical import Entries, Fact, LabResult, Range, Vaccination
from dmptui.core.model.document import Document
from dmptui.core.text import N_, _, ngettext

SHOWN_DOSES = 3

FLAGS = {
    "HH": ("↑↑", N_("très au-dessus des valeurs de référence")),
    "LL": ("↓↓", N_("très au-dessous des valeurs de référence")),
    "AA": ("!!", N_("très anormal")),
    "H": ("↑", N_("au-dessus des valeurs de référence")),
    "L": ("↓", N_("au-dessous des valeurs de référence")),
    "A": ("!", N_("anormal")),
    ">": ("↑", N_("au-dessus de ce que la méthode mesure")),
    "<": ("↓", N_("au-dessous de ce que la méthode mesure")),
}
"""The laboratory's judgements that are worth an alert, the gravest first: sign, words."""


def biology(overview: RecordOverview) -> Block:
    """The results that the laboratory flagged in its last report, and how many others there are."""
    title, reading = _("Dernière biologie"), overview.biology
    if reading is None or reading.waiting:
        return Block(title, waiting=True)
    if reading.document is None:
        return Block(title, (absence(_("Aucun compte rendu de biologie dans ce DMP.")),))
    if reading.entries is None:
        return Block(source_of(reading.document), (unread(reading),))
    results = reading.entries.lab_results
    found = out_of_range(results)
    lines = [_result_line(reading.document, result) for result in found]
    others = sum(result.standing.counts and result.source.coded for result in results) - len(found)
    sentence = ngettext(
        "{n} autre résultat, non signalé par le laboratoire",
        "{n} autres résultats, non signalés par le laboratoire",
        others,
    )
    marked = [result for result in results if marks(result)]
    if others or not (lines or marked):
        lines.append(Line(sentence.format(n=others), weight=Weight.QUIET, document=reading.document))
    lines += [_marked_line(reading.document, result) for result in marked]
    lines += [line for each in reading.entries.remaining() for line in more_lines(reading.document, each)]
    return Block(source_of(reading.document), tuple(lines))


def left_to_read(entries: Entries) -> str:
    """« 2 résultats non codés, le texte en dit plus »: what nobody judged; nothing when there is no such."""
    count = sum(not result.source.coded for result in entries.lab_results)
    sentence = ngettext("{n} résultat non codé", "{n} résultats non codés", count).format(n=count)
    return ", ".join(
        filter(None, (sentence * bool(count), _("le texte en dit plus") * bool(entries.remaining())))
    )


def vaccinations(overview: RecordOverview) -> Block:
    """The last doses of the latest history; notes that are later are named, not read."""
    title, reading = _("Dernières vaccinations"), overview.vaccination
    if reading is None or reading.waiting:
        return Block(title, waiting=True)
    if reading.document is None:
        return Block(title, (absence(_("Aucune vaccination dans ce DMP.")),))
    later = [document_line(d) for d in reading.later]
    if reading.entries is None:
        return Block(title, (*later[: SHOWN_DOSES - 1], unread(reading)))
    given = [dose for dose in reading.entries.vaccinations if dose.standing.counts]
    given.sort(key=lambda dose: dose.source.shown_date(dose.when).order, reverse=True)
    lines = [*later, *(_dose_line(reading.document, dose) for dose in given)][:SHOWN_DOSES]
    lines += [
        line for each in reading.entries.remaining(SECTION) for line in more_lines(reading.document, each)
    ]
    if not lines and reading.entries.vaccinations:
        lines = [Line(_("Aucune injection faite."), weight=Weight.QUIET, document=reading.document)]
    return Block(title, tuple(lines) or (to_open(reading.document),))


def out_of_range(results: Iterable[LabResult]) -> list[LabResult]:
    """Those that the laboratory flagged, the gravest first; nothing is computed from the ranges."""
    order = list(FLAGS)
    flagged = (result for result in results if result.flag in FLAGS and result.standing.judged)
    return sorted(flagged, key=lambda result: order.index(result.flag) // 3)


def result_words(result: LabResult) -> str:
    """« Potassium 5,6 mmol/L ↑ »."""
    sign = FLAGS[result.flag][0] if result.flag in FLAGS else ""
    parts = (result.source.shown(Fact.LABEL, result.label), _value(result), sign)
    return " ".join(part for part in parts if part)


def _result_line(document: Document, result: LabResult) -> Line:
    sign, words = FLAGS[result.flag]
    source, normal = result.source, result.normal
    ranges = " ; ".join(_range_words(each) for each in result.references)
    usual = _("valeurs de référence : {range}").format(range=ranges) if ranges else ""
    return Line(
        f"{_value(result)} {sign}",
        aside=f"({_bare(normal, result)})" if normal else "",
        label=source.shown(Fact.LABEL, result.label),
        weight=Weight.DANGER,
        differs=bool(source.contradictions),
        details=tuple(part for part in (_(words), usual, *contradictions(source), result.comment) if part),
        document=document,
        section=source.section_index,
        fact=result,
    )


def _range_words(normal: Range) -> str:
    return f"{normal.value.text} ({normal.condition})" if normal.condition else normal.value.text


def _marked_line(document: Document, result: LabResult) -> Line:
    """A result that nobody judges: taken back, or only in the text."""
    return Line(
        _value(result) or _("sans valeur"),
        ", ".join(marks(result)),
        label=result.source.shown(Fact.LABEL, result.label),
        weight=Weight.QUIET,
        details=tuple(part for part in (result.source.narrative, result.comment) if part),
        document=document,
        section=result.source.section_index,
        fact=result,
    )


def _bare(normal: Range, result: LabResult) -> str:
    """A range without the unit, which the result says already."""
    return normal.value.text.removesuffix(result.value.shown_unit or " ").rstrip()


def _value(result: LabResult) -> str:
    return result.source.shown(Fact.VALUE, result.value.text)


def _dose_line(document: Document, dose: Vaccination) -> Line:
    source = dose.source
    rank = _("dose {n}").format(n=dose.rank) if dose.rank else ""
    return Line(
        source.shown(Fact.LABEL, dose.product.text),
        ", ".join(filter(None, (rank, *marks(dose)))),
        label=source.shown_date(dose.when or dose.delivered).short(),
        differs=bool(source.contradictions),
        details=tuple(part for part in (*contradictions(source), source.narrative) if part),
        document=document,
        section=source.section_index,
        fact=dose,
    )
