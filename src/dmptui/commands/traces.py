"""`dmptui traces`: who did what on a record."""

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dmptui.commands.common.opening import MODES, banner
from dmptui.commands.common.options import Commands, as_json_or_csv, command, opening, period
from dmptui.commands.common.output import Column, say, say_csv, say_json, say_table
from dmptui.commands.common.sessions import in_record
from dmptui.core.model import days
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.model.trace import Trace
    from dmptui.core.work.record import Record


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "traces", _("l'historique des accès à un DMP"), run)
    opening(parser)
    filters = parser.add_argument_group(_("Filtres"))
    period(filters)
    filters.add_argument("--refused", action="store_true", help=_("seulement les tentatives refusées"))
    filters.add_argument("--emergency", action="store_true", help=_("seulement les accès en urgence"))
    as_json_or_csv(parser)


def run(args: Namespace) -> None:
    """Print the traces that pass the filters, most recent first."""
    tell(args, *in_record(args, _traces))


async def _traces(args: Namespace, record: "Record") -> "tuple[str, list[Trace]]":
    return banner(record), [
        trace
        async for page in record.traces(args.since, args.until)
        for trace in page
        if (trace.refused or not args.refused) and (trace.mode.is_emergency or not args.emergency)
    ]


def tell(args: Namespace, whose: str, found: "Sequence[Trace]") -> None:
    """Print traces as they were asked for; ``whose`` stands above the table."""
    from dmptui.core.machine.spreadsheet import TRACE_COLUMNS, trace_rows
    from dmptui.core.model.visit import with_lines

    if args.json:
        say_json([_as_json(trace) for trace in found])
    elif args.csv:
        say_csv(TRACE_COLUMNS, trace_rows(with_lines(found)))
    else:
        say(whose)
        say()
        _print(found)


def _as_json(trace: "Trace") -> dict[str, object]:
    """One trace; documented in ``docs/cli.md``."""
    from dmptui.core.model.visit import visit_of

    return {
        "id": trace.id,
        "at": days.iso(trace.at),
        "actor": {"id": trace.actor_id, "name": trace.actor, "profession": trace.profession},
        "organization": trace.organization,
        "mode": trace.mode.value,
        "emergency_reason": trace.emergency_reason,
        "action": trace.action.value,
        "object": trace.object,
        "object_id": trace.object_id,
        "refusal": trace.refusal,
        "documents": [{"id": each.id, "title": each.title} for each in trace.documents],
        "visit": visit_of(trace),
    }


def _print(found: "Sequence[Trace]") -> None:
    if found:
        columns = (
            Column(_("Date")),
            Column(_("Qui"), flexible=True),
            Column(_("Structure"), flexible=True),
            Column(_("Action")),
            Column(_("Sur"), flexible=True),
            Column(_("Mode, refus"), flexible=True),
        )
        say_table(columns, [_row(trace) for trace in found])
        say()
    say(ngettext("{n} trace", "{n} traces", len(found)).format(n=len(found)))


def _row(trace: "Trace") -> list[str]:
    from dmptui.core.model.visit_words import line_words

    mode = _(MODES[trace.mode]) if trace.mode.is_emergency else ""
    reason = _("motif : {reason}").format(reason=trace.emergency_reason) if trace.emergency_reason else ""
    refusal = _("refusé : {reason}").format(reason=trace.refusal) if trace.refused else ""
    return [
        days.to_the_minute(trace.at),
        trace.actor,
        trace.organization,
        line_words(trace),
        _object(trace),
        ", ".join(filter(None, (mode, reason, refusal))),
    ]


def _object(trace: "Trace") -> str:
    """What it is about: of a display, how many documents were read for it."""
    if not trace.is_display:
        return trace.object
    number = len(trace.documents)
    return ngettext("{n} document", "{n} documents", number).format(n=number) if number else ""
