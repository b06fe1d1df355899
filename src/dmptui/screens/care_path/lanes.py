"""The line of life as lanes: their names, their signs, the words of the scale and of a cell."""

from collections.abc import Sequence
from datetime import date

from dmptui.core.insight.care_path import Kind, LifeLine, Zoom, begins, cell_of, first_day, last_day
from dmptui.core.insight.care_path_words import KINDS
from dmptui.core.model.patient import Patient
from dmptui.core.text import N_, _, ngettext
from dmptui.screens.parts import words
from dmptui.widgets.lanes import SPAN, LaneRow, Tick, Ticks

ORDER = tuple(KINDS)
"""The kinds, from the top lane to the bottom one."""

ONE, MANY = "◆", "+"
"""The sign of one event; of more than nine. Between them, how many."""

ZOOMS = {
    Zoom.DAY: N_("une case = un jour"),
    Zoom.WEEK: N_("une case = une semaine"),
    Zoom.MONTH: N_("une case = un mois"),
    Zoom.QUARTER: N_("une case = un trimestre"),
}

_SHORT_MONTHS = (
    N_("jan"), N_("fév"), N_("mar"), N_("avr"), N_("mai"), N_("jun"),
    N_("jul"), N_("aoû"), N_("sep"), N_("oct"), N_("nov"), N_("déc"),
)  # fmt: skip


def lane_rows(life: LifeLine, patient: Patient, since: int, unread: int) -> list[LaneRow]:
    """The lanes, from top to bottom.

    Args:
        life: what is on them.
        patient: whose they are.
        since: the first cell that was searched; vaccinations are searched from the beginning.
        unread: how many données de remboursement were not read.
    """
    return [_lane_row(kind, life, patient, since, unread) for kind in ORDER]


def ticks_of(zoom: Zoom) -> Ticks:
    """The words of the scale: two lines, the longer times above."""
    return {Zoom.DAY: _days, Zoom.WEEK: _weeks, Zoom.MONTH: _months, Zoom.QUARTER: _quarters}[zoom]


def cell_words(cell: int, zoom: Zoom) -> str:
    """« mars 2026 », « semaine du 09/03/2026 »."""
    first = first_day(cell, zoom)
    if zoom is Zoom.DAY:
        return words.day(first)
    if zoom is Zoom.WEEK:
        return _("semaine du {day}").format(day=words.day(first))
    if zoom is Zoom.MONTH:
        return words.month(first)
    return _("{first} à {last}").format(
        first=words.month(first).split()[0], last=words.month(last_day(cell, zoom))
    )


def same_time(cell: int, zoom: Zoom, other: Zoom) -> int:
    """The cell of another scale in which a cell ends."""
    return cell_of(last_day(cell, zoom), other)


def _lane_row(kind: Kind, life: LifeLine, patient: Patient, since: int, unread: int) -> LaneRow:
    title, note = _(KINDS[kind][0]), ""
    if kind is Kind.PATIENT:
        title = _("Par {who}").format(who=words.person(patient))
    elif kind is Kind.VACCINATION:
        since = 0
    elif kind is Kind.REIMBURSEMENT and unread:
        note = ngettext("m : lire {n} document (tracé)", "m : lire {n} documents (tracé)", unread)
    counts, stays = life.counts(kind), life.stays(kind)
    signs = {cell: _sign(count) for cell, count in counts.items()}
    signs |= {first: SPAN for first, _last in stays}
    return LaneRow(title, sum(counts.values()), signs, stays, since, note.format(n=unread))


def _sign(count: int) -> str:
    return ONE if count == 1 else str(count) if count < 10 else MANY


def _days(cells: range) -> Sequence[Sequence[Tick]]:
    months = [Tick(cell, words.month(day)) for cell, day in begins(cells, Zoom.DAY, Zoom.MONTH)]
    weeks = [Tick(cell, f"{day.day:02}") for cell, day in begins(cells, Zoom.DAY, Zoom.WEEK)]
    return months, weeks[1:] if weeks[0].cell + 3 > weeks[1].cell else weeks


def _weeks(cells: range) -> Sequence[Sequence[Tick]]:
    months = begins(cells, Zoom.WEEK, Zoom.MONTH)
    return _years(cells, Zoom.WEEK), [Tick(cell, _month(day)) for cell, day in months]


def _months(cells: range) -> Sequence[Sequence[Tick]]:
    initials = [Tick(cell, _month(first_day(cell, Zoom.MONTH))[0].upper(), ruled=False) for cell in cells]
    return _years(cells, Zoom.MONTH), initials


def _quarters(cells: range) -> Sequence[Sequence[Tick]]:
    """Every year has its line, every second one its number."""
    years = [t for t in _years(cells, Zoom.QUARTER) if first_day(t.cell, Zoom.QUARTER).month == 1]
    return [tick for tick in years if int(tick.text) % 2 == 0], [Tick(tick.cell, "") for tick in years]


def _years(cells: range, zoom: Zoom) -> list[Tick]:
    return [Tick(cell, str(day.year)) for cell, day in begins(cells, zoom, None)]


def _month(day: date) -> str:
    return _(_SHORT_MONTHS[day.month - 1])
