"""The lists from which the filters of the care path are chosen. They wait for screens: call from a worker."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from textual.app import App

from dmptui.core.text import _
from dmptui.screens.care_path.filter import KIND, PAID_KIND, EventEntry, Filter, periods, values
from dmptui.screens.parts.period import ALWAYS, Period
from dmptui.widgets.picker import Choice, Picker

_PERIOD = "period"


async def choose_filter(
    app: App[Any], criteria: Filter, entries: Sequence[EventEntry], today: date
) -> Filter:
    """What to filter by, then the values; the same filter when one gives up."""
    titles = {KIND: _("Nature"), _PERIOD: _("Période"), PAID_KIND: _("Remboursements")}
    notes = {
        _PERIOD: criteria.period.title,
        KIND: criteria.summary(KIND),
        PAID_KIND: criteria.summary(PAID_KIND),
    }
    offered = [facet for facet in titles if facet != PAID_KIND or values(PAID_KIND, entries)]
    choices = [Choice(facet, titles[facet], notes[facet]) for facet in offered]
    picked = await app.push_screen_wait(Picker(_("Filtrer par"), choices))
    if not picked:
        return criteria
    facet = str(picked[0])
    if facet == _PERIOD:
        return await _choose_period(app, criteria, entries, today)
    counted = values(facet, entries)
    listed = [Choice(value, title, str(count)) for value, title, count in counted]
    already = list(criteria.chosen.get(facet, ()))
    chosen = await app.push_screen_wait(Picker(titles[facet], listed, picked=already, many=True))
    if chosen is None:
        return criteria
    return criteria.having(facet, {value: title for value, title, _count in counted if value in chosen})


async def _choose_period(
    app: App[Any], criteria: Filter, entries: Sequence[EventEntry], today: date
) -> Filter:
    choices = [Choice(period, title, str(count)) for period, title, count in periods(entries, today)]
    choices.append(Choice(ALWAYS, _("Toutes les dates"), str(len(entries))))
    picked = await app.push_screen_wait(Picker(_("Période"), choices, picked=[criteria.period]))
    return replace(criteria, period=picked[0]) if picked and isinstance(picked[0], Period) else criteria
