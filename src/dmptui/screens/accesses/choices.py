"""What the page Accès asks: a filter, a period, a file. They wait for screens: call them from a worker."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from textual.app import App

from dmptui.core.model.patient import Patient
from dmptui.core.model.selection import Counted
from dmptui.core.model.visit import VisitSelection
from dmptui.core.text import _, ngettext
from dmptui.core.work.accesses import Accesses
from dmptui.screens.accesses.filter import FACETS, ISSUE, ISSUES, REFUSED, Facet, Filter, periods
from dmptui.screens.parts import words
from dmptui.screens.parts.period import ALWAYS, Period
from dmptui.screens.parts.words import typed_day
from dmptui.widgets.form import Field, Form
from dmptui.widgets.picker import Choice, Picker

_PERIOD, _TYPED = "period", "typed"


async def choose_filter(app: App[Any], criteria: Filter, accesses: Accesses, today: date) -> Filter:
    """What to filter by, then the values; the same filter when one gives up.

    Raises:
        DmpError: the server did not count them.
    """
    choices = [
        Choice(_PERIOD, _("Période"), criteria.period.title),
        *(Choice(facet.id, _(facet.title), criteria.summary(facet.id)) for facet in FACETS),
    ]
    picked = await app.push_screen_wait(Picker(_("Filtrer par"), choices))
    if not picked:
        return criteria
    if picked[0] == _PERIOD:
        return await _choose_period(app, criteria, accesses, today)
    facet = next(f for f in FACETS if f.id == picked[0])
    listed = [
        Choice(value, facet.label(value, title), str(count))
        for value, title, count in await _counted(accesses, _scope(criteria, accesses), facet)
    ]
    already = list(criteria.chosen.get(facet.id, ()))
    values = await app.push_screen_wait(Picker(_(facet.title), listed, picked=already, many=True))
    if values is None:
        return criteria
    return criteria.having(facet.id, {str(c.key): c.title for c in listed if c.key in values})


def _scope(criteria: Filter, accesses: Accesses) -> VisitSelection:
    """What the values are counted among: all visits, one's own or not."""
    return Filter(mine=criteria.mine).selection(accesses.me)


async def _counted(accesses: Accesses, scope: VisitSelection, facet: Facet) -> Sequence[Counted]:
    if facet.id != ISSUE:
        return await accesses.counts(scope, facet.id)
    found = []
    for issue in ISSUES:
        number = (await accesses.years(replace(scope, refused=issue == REFUSED))).visits
        found += [Counted(issue, "", number)] if number else []
    return found


async def _choose_period(app: App[Any], criteria: Filter, accesses: Accesses, today: date) -> Filter:
    years = await accesses.years(_scope(criteria, accesses))
    choices = [
        Choice(_TYPED, _("Du … au …"), _("à taper")),
        *(Choice(period, title, count) for period, title, count in periods(dict(years.years), today)),
        Choice(ALWAYS, _("Toutes les dates"), str(years.visits)),
    ]
    picked = await app.push_screen_wait(Picker(_("Période"), choices, picked=[criteria.period]))
    if not picked:
        return criteria
    if isinstance(picked[0], Period):
        return replace(criteria, period=picked[0])
    typed = await app.push_screen_wait(_period_form(criteria.period))
    return criteria if typed is None else replace(criteria, period=_period(typed))


def _period_form(period: Period) -> Form:
    return Form(
        _("Période"),
        [Field("since", _("Du"), _("jj/mm/aaaa")), Field("until", _("Au"), _("jj/mm/aaaa"))],
        typed={"since": words.day(period.since), "until": words.day(period.until)},
        check=_period_problem,
        paragraphs=[_("Un des deux suffit.")],
        send=_("filtrer"),
    )


def _period(typed: Mapping[str, str]) -> Period:
    return Period(typed_day(typed["since"]), typed_day(typed["until"]))


def _period_problem(typed: Mapping[str, str]) -> str:
    if any(text and typed_day(text) is None for text in typed.values()):
        return _("Cette date n'existe pas : écrivez-la jj/mm/aaaa.")
    since, until = _period(typed)
    if since and until and since > until:
        return _("La première date vient après la seconde.")
    return ""


async def ask_for_file(app: App[Any], patient: Patient, count: int, today: date, typed: str) -> str | None:
    """The path of the file to write, or None when one gives up.

    Args:
        app: shows the form.
        patient: whose traces leave the record.
        count: how many there are.
        today: the day, which names the file: nothing of the patient does.
        typed: the path typed before.
    """
    number = ngettext("{n} trace", "{n} traces", count).format(n=count)
    form = Form(
        _("Enregistrer l'historique dans un fichier ({number})").format(number=number),
        [Field("path", _("Fichier"))],
        typed={"path": typed or f"acces-{today.isoformat()}.csv"},
        check=lambda given: "" if given["path"] else _("Donnez un nom au fichier."),
        identity=words.boxed_identity(patient, today),
        paragraphs=[
            _(
                "Ces données de santé sortent du dossier : plus aucune règle d'accès ne les protège. "
                "Vous en êtes responsable. Le fichier n'est lisible que par vous ; supprimez-le après usage."
            )
        ],
        send=_("enregistrer"),
    )
    given = await app.push_screen_wait(form)
    return None if given is None else given["path"]
