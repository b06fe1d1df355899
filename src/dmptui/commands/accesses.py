"""`dmptui accesses`: who came into a record, and what they did there, by visit."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dmptui.commands.common.opening import MODES, banner
from dmptui.commands.common.options import Commands, as_json_or_csv, command, opening, period
from dmptui.commands.common.output import Column, say, say_csv, say_json, say_table
from dmptui.commands.common.parser import Parser
from dmptui.commands.common.sessions import in_record
from dmptui.core.model import days
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.model.trace import Trace
    from dmptui.core.model.visit import Visit
    from dmptui.core.work.record import Record

    Visits = Sequence[tuple[Visit, list[Trace]]]


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "accesses", _("qui est venu dans un DMP, par visite"), run)
    opening(parser)
    filters = parser.add_argument_group(_("Filtres"))
    period(filters)
    filters.add_argument("--refused", action="store_true", help=_("seulement les tentatives refusées"))
    filters.add_argument("--emergency", action="store_true", help=_("seulement les accès en urgence"))
    filters.add_argument("--others", action="store_true", help=_("tous sauf moi"))
    filters.add_argument("--profession", metavar="CODE", help=_("seulement cette profession (TRE_G15)"))
    flat(parser)
    as_json_or_csv(parser)


def flat(parser: Parser) -> None:
    """Add ``--lines``: every line of every visit."""
    parser.add_argument("--lines", action="store_true", help=_("aussi chaque ligne des visites"))


def run(args: Namespace) -> None:
    """Print the visits that pass the filters: what stands out first, then the most recent."""
    tell(args, *in_record(args, _accesses))


async def _accesses(args: Namespace, record: "Record") -> "tuple[str, list[Trace]]":
    me = record.accesses.me if args.others else None
    found = [
        trace
        async for page in record.traces(args.since, args.until)
        for trace in page
        if (trace.refused or not args.refused)
        and (trace.mode.is_emergency or not args.emergency)
        and trace.actor_id != me
        and args.profession in (None, trace.profession)
    ]
    return banner(record), found


def tell(args: Namespace, whose: str, traces: "Sequence[Trace]") -> None:
    """Print traces, by visit, as they were asked for; ``whose`` stands above the table."""
    from dmptui.core.machine.spreadsheet import TRACE_COLUMNS, trace_rows
    from dmptui.core.model.visit import with_lines

    found = with_lines(traces)
    if args.json:
        say_json([_as_json(visit, lines) for visit, lines in found])
    elif args.csv:
        say_csv(TRACE_COLUMNS, trace_rows(found))
    else:
        say(whose)
        say()
        _print(found, with_lines=args.lines)


def _as_json(visit: "Visit", lines: "Sequence[Trace]") -> dict[str, object]:
    """One visit; documented in ``docs/cli.md``."""
    return {
        "visit": visit.id,
        "start": days.iso(visit.start),
        "end": days.iso(visit.end),
        "actor": {"id": visit.actor_id, "name": visit.actor, "profession": visit.profession},
        "organization": visit.organization,
        "mode": visit.mode.value,
        "emergency_reason": visit.reason,
        "documents_read": visit.read,
        "documents_displayed": visit.displayed,
        "refusals": visit.refusals,
        "lines": [_line_as_json(trace) for trace in lines],
    }


def _line_as_json(trace: "Trace") -> dict[str, object]:
    return {
        "id": trace.id,
        "at": days.iso(trace.at),
        "action": trace.action.value,
        "object": trace.object,
        "object_id": trace.object_id,
        "documents": [{"id": each.id, "title": each.title} for each in trace.documents],
        "refusal": trace.refusal,
    }


def _print(found: "Visits", *, with_lines: bool) -> None:
    if found:
        columns = (
            Column(_("Date")),
            Column(_("Qui"), flexible=True),
            Column(_("Structure"), flexible=True),
            Column(_("Ce qui a été fait"), flexible=True),
            Column(_("Mode, refus"), flexible=True),
        )
        say_table(
            columns, [row for visit, lines in found for row in _rows(visit, lines if with_lines else ())]
        )
        say()
    number = sum(len(lines) for _visit, lines in found)
    visits = ngettext("{n} visite", "{n} visites", len(found)).format(n=len(found))
    say(f"{visits} · {ngettext('{n} trace', '{n} traces', number).format(n=number)}")


def _rows(visit: "Visit", lines: "Sequence[Trace]") -> Iterator[list[str]]:
    from dmptui.core.model.visit_words import summary
    from dmptui.core.terminology import profession_label

    mode = _(MODES[visit.mode]) if visit.mode.is_emergency else ""
    reason = _("motif : {reason}").format(reason=visit.reason) if visit.reason else ""
    refusal = _("refusé : {reason}").format(reason=visit.refusal) if visit.refusal else ""
    yield [
        days.to_the_minute(visit.start),
        ", ".join(filter(None, (visit.actor, profession_label(visit.profession)))),
        visit.organization,
        summary(visit),
        ", ".join(filter(None, (mode, reason, refusal))),
    ]
    yield from (_line(trace) for trace in lines)


def _line(trace: "Trace") -> list[str]:
    from dmptui.core.model.trace import TraceAction
    from dmptui.core.model.visit_words import line_words

    titles = ", ".join(document.title for document in trace.documents)
    what = titles if trace.action is TraceAction.DISPLAY else trace.object
    refusal = _("refusé : {reason}").format(reason=trace.refusal) if trace.refused else ""
    return [f"  {days.to_the_minute(trace.at)}", f"  {line_words(trace)}", "", what, refusal]
