"""Tables for a spreadsheet, and that of the traces."""

import csv
import io
from collections.abc import Iterable, Sequence

from dmptui.core.documents.text import clean_line
from dmptui.core.model.trace import Trace

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
)
"""The heading of the traces; documented in ``docs/cli.md``."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet takes for a formula, in the widths it knows."""


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV: apart by ``;``, every cell in quotes, none of them a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([_harmless(clean_line(cell)) for cell in row] for row in rows)
    return lines.getvalue()


def trace_cells(trace: Trace) -> list[str]:
    """The cells of ``TRACE_COLUMNS``."""
    return [
        trace.id,
        trace.at.isoformat(),
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
    ]


def _harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
