"""How a medicine is taken: the author's words when there are some, else French made from the coded parts."""

from collections.abc import Iterator
from typing import NamedTuple

from dmptui.core.documents.cda.entries.coded import (
    holds,
    number_of,
    read_period,
    read_quantity,
    read_when,
    shown_unit,
    xsi_type,
)
from dmptui.core.documents.cda.entries.codes import EVENTS
from dmptui.core.documents.cda.entries.narrative_rows import NarrativeRows
from dmptui.core.documents.cda.xml import V3, Element, attribute, child, children
from dmptui.core.model.clinical import Period, Value
from dmptui.core.model.figures import french
from dmptui.core.text import _, ngettext

_HOURS_A_DAY = 24


class Posology(NamedTuple):
    """Words, and the dose and the period they are about."""

    words: str
    dose: Value
    period: Period


def read_posology(element: Element, rows: NarrativeRows) -> Posology:
    """The posology of a ``substanceAdministration`` or of one of its steps."""
    times = list(_times(element))
    dose = child(element, "doseQuantity")
    bounds = (time for time in times if holds(time, "low") or holds(time, "high"))
    period = next((read_period(time) for time in bounds), Period())
    if period == Period():
        instants = (time for time in times if attribute(time, "value"))
        period = next((read_period(time) for time in instants), Period())
    parts = [
        _author_words(dose, rows) or read_quantity(dose).text,
        *(_frequency(time, rows) for time in times),
    ]
    if not any(_author_words(child(time, "period"), rows) for time in times):  # the author's words say it
        parts += [_duration(time) for time in times]
    rate = (
        _author_words(child(element, "rateQuantity"), rows)
        or read_quantity(child(element, "rateQuantity")).text
    )
    if rate.strip("- "):
        parts.append(_("rythme {rate}").format(rate=rate))
    return Posology(", ".join(part for part in parts if part.strip("- ")), read_quantity(dose), period)


def max_dose(element: Element) -> str:
    """« 4 cp par jour »: the most that may be taken."""
    dose = child(element, "maxDoseQuantity")
    most, during = child(dose, "numerator"), child(dose, "denominator")
    text = read_quantity(most).text
    if not text or not attribute(during, "unit"):
        return text
    length = attribute(during, "value")
    unit = shown_unit(attribute(during, "unit"))
    return f"{text}/{unit}" if length in ("", "1") else f"{text}/{french(length)} {unit}"


def _times(element: Element) -> Iterator[Element]:
    """The ``effectiveTime`` elements, those of a compound one instead of it."""
    for time in children(element, "effectiveTime"):
        parts = list(children(time, "comp"))
        yield from parts or (time,)


def _author_words(quantity: Element | None, rows: NarrativeRows) -> str:
    """The author's words for a quantity, or for both its bounds."""
    if quantity is None:
        return ""
    texts = [rows.words(words) for words in quantity.iter(V3 + "originalText") if rows.reference(words)]
    return " – ".join(dict.fromkeys(filter(None, texts)))


def _frequency(time: Element, rows: NarrativeRows) -> str:
    period = child(time, "period")
    if (words := _author_words(period, rows)) or (words := _author_words(child(time, "event"), rows)):
        return words
    if event := attribute(child(time, "event"), "code"):
        return _(EVENTS[event]) if event in EVENTS else event
    number, unit = number_of(period), attribute(period, "unit")
    if not number:
        return ""
    hours = number * _HOURS_A_DAY if unit == "d" else number if unit == "h" else 0.0
    times_a_day = _HOURS_A_DAY / hours if hours else 0.0
    if times_a_day >= 1 and times_a_day.is_integer():
        return ngettext("{n} fois par jour", "{n} fois par jour", int(times_a_day)).format(n=int(times_a_day))
    length = french(attribute(period, "value"))
    return _("toutes les {n} {unit}").format(n=length, unit=shown_unit(unit))


def _duration(time: Element) -> str:
    width = child(time, "width")
    if xsi_type(time) not in ("IVL_TS", "") or number_of(width) is None:
        return ""
    start = read_when(child(time, "low")).short()
    length = read_quantity(width).text
    if start:
        return _("pendant {length} à partir du {date}").format(length=length, date=start)
    return _("pendant {length}").format(length=length)
