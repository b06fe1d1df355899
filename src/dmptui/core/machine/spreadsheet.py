"""Tables for a spreadsheet, and that of the traces."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from dmptui.core.documents.text import clean_line
from dmptui.core.model.days import iso
from dmptui.core.model.trace import Trace
from dmptui.core.model.visit import Visit

TRACE_COLUMNS = (
    "id",
    "at",
    "actor_id",
    "actor",
    "profession",
    "organization",
    "mode",
    "emergency_reason",
    "action",
    "object",
    "object_id",
    "refusal",
    "documents",
    "visit",
    "visit_start",
    "visit_end",
    "visit_read",
    "visit_displayed",
    "visit_refusals",
)
"""The heading of the traces, a line a row: what it says, then its visit; documented in ``docs/cli.md``."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet takes for a formula, in the widths it knows."""


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV: apart by ``;``, every cell in quotes, none of them a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([_harmless(clean_line(cell)) for cell in row] for row in rows)
    return lines.getvalue()


def trace_rows(visits: Iterable[tuple[Visit, Sequence[Trace]]]) -> Iterator[list[str]]:
    """The cells of ``TRACE_COLUMNS``, a row for each line of each visit."""
    for visit, lines in visits:
        shared = _visit_cells(visit)
        yield from ([*_line_cells(trace), *shared] for trace in lines)


def _line_cells(trace: Trace) -> list[str]:
    return [
        trace.id,
        iso(trace.at),
        trace.actor_id,
        trace.actor,
        trace.profession,
        trace.organization,
        trace.mode.value,
        trace.emergency_reason,
        trace.action.value,
        trace.object,
        trace.object_id,
        trace.refusal,
        " ".join(document.id for document in trace.documents),
    ]


def _visit_cells(visit: Visit) -> list[str]:
    numbers = (visit.read, visit.displayed, visit.refusals)
    return [visit.id, iso(visit.start), iso(visit.end), *map(str, numbers)]


def _harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
