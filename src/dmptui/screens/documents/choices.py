"""The lists from which the filters of the documents are chosen: each gives the filter that results, or None.

They wait for their screens: call them from a worker.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from textual.app import App

from dmptui.core.text import _, ngettext
from dmptui.core.work.record import Record
from dmptui.screens.documents.facets import FACET, PICKED_BY_HAND, Facet, FacetValue
from dmptui.screens.documents.filter import SORTS, Filter
from dmptui.screens.documents.groups import GROUPS
from dmptui.screens.parts import words
from dmptui.widgets.dialog import Deed, Dialog
from dmptui.widgets.form import Field, Form
from dmptui.widgets.picker import Choice, Picker

_KEEP, _FORGET = ("keep",), ("forget",)
"""Choices that are not the name of a filter."""


async def choose_facet(
    app: App[Any], criteria: Filter, count: Callable[[Facet], Awaitable[Sequence[FacetValue]]]
) -> Filter | None:
    """What to filter by, then the values.

    Raises:
        DmpError: the values could not be counted.
    """
    choices = [Choice(facet.id, _(facet.title), criteria.summary(facet.id)) for facet in PICKED_BY_HAND]
    picked = await app.push_screen_wait(Picker(_("Filtrer par"), choices))
    if not picked:
        return None
    facet = FACET[str(picked[0])]
    counted = await count(facet)
    titles = {value: title for value, title, _count in counted}
    values = await app.push_screen_wait(
        Picker(
            _(facet.title),
            [Choice(value, title, str(count)) for value, title, count in counted],
            picked=list(criteria.chosen.get(facet.id, ())),
            many=facet.many,
        )
    )
    if values is None:
        return None
    return criteria.having(facet.id, {str(value): titles[str(value)] for value in values})


async def all_seen(app: App[Any], record: Record, number: int) -> bool:
    """Whether all that is new may be marked seen."""
    sentence = ngettext(
        "{n} document n'est pas lu. Il ne sera plus nouveau pour vous.",
        "{n} documents ne sont pas lus. Ils ne seront plus nouveaux pour vous.",
        number,
    )
    dialog = Dialog(
        _("Tout marquer vu, dans le DMP de"),
        identity=words.boxed_identity(record.patient, record.today()),
        paragraphs=[sentence.format(n=number)],
        deeds=[Deed("o", _("Oui : tout marquer vu"))],
        emergency=record.mode.is_emergency,
    )
    return await app.push_screen_wait(dialog) is not None


async def choose_sort(app: App[Any], criteria: Filter) -> Filter | None:
    """The column of the sort."""
    choices = [Choice(sort.id, _(sort.title)) for sort in SORTS]
    picked = await app.push_screen_wait(Picker(_("Trier par"), choices, picked=[criteria.sort]))
    return criteria.sorted_by(str(picked[0])) if picked else None


async def choose_group(app: App[Any], criteria: Filter) -> Filter | None:
    """What the list is grouped by."""
    choices = [Choice("", _("Sans groupe")), *(Choice(key, _(title)) for key, (title, _by) in GROUPS.items())]
    picked = await app.push_screen_wait(Picker(_("Grouper"), choices, picked=[criteria.group]))
    return criteria.grouped_by(str(picked[0])) if picked else None


async def choose_saved(
    app: App[Any], criteria: Filter, saved: Mapping[str, Filter]
) -> tuple[Filter | None, Mapping[str, Filter]]:
    """A filter of one's own, or one more, or one less.

    Returns:
        The filter to show, and all filters to keep: the mapping given when nothing changed.
    """
    choices = [Choice(name, name, "   ".join(each.chips())) for name, each in saved.items()]
    choices.append(Choice(_KEEP, _("Enregistrer les filtres actuels…")))
    if saved:
        choices.append(Choice(_FORGET, _("Supprimer un filtre enregistré…")))
    picked = await app.push_screen_wait(Picker(_("Mes filtres"), choices))
    if not picked:
        return None, saved
    if picked[0] == _KEEP:
        return None, await _kept(app, criteria, saved)
    if picked[0] == _FORGET:
        return None, await _forgotten(app, saved)
    return saved[str(picked[0])], saved


async def _kept(app: App[Any], criteria: Filter, saved: Mapping[str, Filter]) -> Mapping[str, Filter]:
    def check(typed: Mapping[str, str]) -> str:
        return "" if typed["name"] else _("Donnez un nom à ces filtres.")

    form = Form(
        _("Enregistrer les filtres"),
        [Field("name", _("Nom"), _("biologie de l'année"))],
        check=check,
        paragraphs=["   ".join(criteria.chips()) or _("Tous les documents")],
    )
    typed = await app.push_screen_wait(form)
    return saved if typed is None else {**saved, typed["name"]: criteria}


async def _forgotten(app: App[Any], saved: Mapping[str, Filter]) -> Mapping[str, Filter]:
    choices = [Choice(name, name) for name in saved]
    picked = await app.push_screen_wait(Picker(_("Supprimer"), choices, many=True))
    return saved if picked is None else {n: each for n, each in saved.items() if n not in picked}
