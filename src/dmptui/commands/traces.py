"""`dmptui traces`: who did what on a record."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence

from dmptui.commands.opening import MODES, banner, open_record
from dmptui.commands.output import Column, say, say_csv, say_json, say_table
from dmptui.commands.who import at_work
from dmptui.core.machine.settings import Settings
from dmptui.core.machine.spreadsheet import TRACE_COLUMNS, trace_cells
from dmptui.core.model.trace import ACTION_WORDS, Trace
from dmptui.core.text import _, ngettext


def run(args: Namespace, settings: Settings) -> None:
    """Print the traces that pass the filters, most recent first."""
    whose, found = asyncio.run(_traces(args, settings))
    tell(args, whose, found)


def tell(args: Namespace, whose: str, found: Sequence[Trace]) -> None:
    """Print traces as they were asked for; ``whose`` stands above the table."""
    if args.json:
        say_json([as_json(trace) for trace in found])
    elif args.csv:
        say_csv(TRACE_COLUMNS, map(trace_cells, found))
    else:
        say(whose)
        say()
        _print(found)


async def _traces(args: Namespace, settings: Settings) -> tuple[str, list[Trace]]:
    async with at_work(args, settings) as session:
        record = await open_record(session, args)
        pages = record.traces(args.since, args.until)
        return banner(record, session.clock().date()), [
            trace
            async for page in pages
            for trace in page
            if (trace.refused or not args.refused) and (trace.mode.is_emergency or not args.emergency)
        ]


def as_json(trace: Trace) -> dict[str, object]:
    """One trace; documented in ``docs/cli.md``."""
    return {
        "id": trace.id,
        "at": trace.at.isoformat(),
        "actor": {"id": trace.actor_id, "name": trace.actor, "profession": trace.profession},
        "organization": trace.organization,
        "mode": trace.mode.value,
        "emergency_reason": trace.emergency_reason,
        "action": trace.action.value,
        "object": trace.object,
        "object_id": trace.object_id,
        "refusal": trace.refusal,
    }


def _print(found: Sequence[Trace]) -> None:
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


def _row(trace: Trace) -> list[str]:
    mode = _(MODES[trace.mode]) if trace.mode.is_emergency else ""
    reason = _("motif : {reason}").format(reason=trace.emergency_reason) if trace.emergency_reason else ""
    refusal = _("refusé : {reason}").format(reason=trace.refusal) if trace.refused else ""
    return [
        trace.at.astimezone().strftime("%d/%m/%Y %H:%M"),
        trace.actor,
        trace.organization,
        _(ACTION_WORDS[trace.action]),
        trace.object,
        ", ".join(filter(None, (mode, reason, refusal))),
    ]
