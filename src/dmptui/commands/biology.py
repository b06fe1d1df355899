"""`dmptui biology`: the analyses of a record over time, from what its reports give and recall."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from dmptui.commands.common.facts import (
    day_as_json,
    source_as_json,
    standing_as_json,
    value_as_json,
)
from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, as_json, command, opening, period
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.periods import is_in
from dmptui.commands.common.remainder import (
    Reason,
    Remainder,
    fuller,
    print_remainder,
    unread,
    warn_of_failures,
)
from dmptui.commands.common.remainder import as_json as remainder_as_json
from dmptui.commands.common.sessions import in_record
from dmptui.core.model.days import day_of
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.insight.biology import Point, Series
    from dmptui.core.model.clinical import LabResult
    from dmptui.core.work.record import Record

    Page = tuple[str, Sequence[Series], list[Remainder]]
    """Whose it is, the analyses, the reports to open."""


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "biology", _("les analyses de biologie d'un DMP dans le temps"), run)
    opening(parser)
    filters = parser.add_argument_group(_("Filtres"))
    filters.add_argument(
        "--analysis", metavar=_("MOTS"), default="", help=_("mots du nom, du chapitre ou de l'unité")
    )
    period(filters)
    as_json(parser)


def run(args: Namespace) -> None:
    """Print the analyses, each with its values, the latest first."""
    whose, found, remainder = in_record(args, _page, "biologie")
    if args.json:
        analyses = [_as_json(analysis) for analysis in found]
        say_json({"analyses": analyses, "to_open": remainder_as_json(remainder)})
    else:
        say(whose)
        _print(found)
        print_remainder(remainder, _titles())
        say()
        say(ngettext("{n} analyse", "{n} analyses", len(found)).format(n=len(found)))
    warn_of_failures(remainder)


async def _page(args: Namespace, record: "Record") -> "Page":
    from dmptui.core.insight.biology_words import is_named
    from dmptui.core.work.biology_reports import Reports

    held = Reports(record)
    async for _count in held.ask():
        pass
    held.keep(lambda report: is_in(day_of(report.act_date), args))
    async for _count in held.read(everything=True):
        pass
    found = [analysis for analysis in held.series() if is_named(analysis, args.analysis)]
    remainder = [
        *(fuller(document, held.sections_to_read(document)) for document in held.fuller),
        *(Remainder(document, Reason.NOTHING) for document in held.without_values),
        *unread(held.reports, record.findings),
    ]
    return banner(record), found, remainder


def _titles() -> "dict[Reason, Callable[[int], str]]":
    from dmptui.core.insight.biology_words import fuller as fuller_words
    from dmptui.core.insight.biology_words import without_values
    from dmptui.core.rules.identity_words import set_apart

    return {Reason.FULLER: fuller_words, Reason.NOTHING: without_values, Reason.APART: set_apart}


def _print(found: "Sequence[Series]") -> None:
    for chapter, analyses in groupby(found, key=lambda analysis: analysis.chapter):
        say()
        say(chapter or _("Sans chapitre"))
        for analysis in analyses:
            _print_analysis(analysis)


def _print_analysis(analysis: "Series") -> None:
    from dmptui.core.insight.biology_words import remarks_on

    say(f"  {analysis.label}")
    for text, _weight in remarks_on(analysis):
        say(f"    {text}")
    for point in reversed(analysis.points):
        for line in _point_lines(point):
            say(f"    {line}")


def _point_lines(point: "Point") -> Iterator[str]:
    """The value with its marks and its sign, then what there is to say of it; what is quiet on one line."""
    from dmptui.core.insight.biology_words import day_words, mark, remarks, result_words
    from dmptui.core.insight.summary.digest import Weight

    yield "  ".join(part for part in (day_words(point), result_words(point), mark(point)) if part)
    said = [(text, weight) for text, weight in remarks(point) if text]
    yield from (f"  {text}" for text, weight in said if weight is not Weight.QUIET)
    if quiet := " · ".join(text for text, weight in said if weight is Weight.QUIET):
        yield f"  {quiet}"


def _as_json(analysis: "Series") -> dict[str, object]:
    """An analysis; documented in ``docs/cli.md``."""
    system, code, _dimension = analysis.key
    return {
        "label": analysis.label,
        "code": {"code": code if system else "", "system": system, "label": analysis.name},
        "chapter": analysis.chapter,
        "unit": analysis.unit,
        "shown_unit": analysis.shown_unit,
        "other_units": analysis.other_units,
        "repeated": analysis.repeated,
        "values": [_point_as_json(point) for point in reversed(analysis.points)],
    }


def _point_as_json(point: "Point") -> dict[str, object]:
    result = point.result
    return {
        "date": day_as_json(point.when),
        "text": point.text,
        "value": value_as_json(point.value),
        "reported": value_as_json(point.reported),
        "flag": result.flag if result else "",
        "flag_label": result.flag_label if result else "",
        "outside": point.outside.value if point.outside else None,
        "flagged": point.flagged,
        "disputed": point.disputed,
        "references": _references(result) if result else [],
        "specimen": result.specimen if result else "",
        "method": result.method if result else "",
        "comment": result.comment if result else "",
        **(standing_as_json(result) if result else _RECALLED),
        "sources": [
            source_as_json(origin.document, origin.source) | {"recalled": origin.recalled}
            for origin in point.origins
        ],
    }


_RECALLED = {"status": "stated", "marks": [], "coded": True, "contradictions": []}
"""Of a value that other reports only recall."""


def _references(result: "LabResult") -> list[dict[str, object]]:
    return [
        {"value": value_as_json(each.value), "condition": each.condition, "applies": each.applies.value}
        for each in result.ranges
    ]
