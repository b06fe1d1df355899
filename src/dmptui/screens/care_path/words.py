"""What the page Parcours de soins says around its lists."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from dmptui.core.insight.care_path import Event
from dmptui.core.rules.first_search import FIRST_SEARCH_YEARS
from dmptui.core.text import _, ngettext
from dmptui.screens.care_path.filter import Filter
from dmptui.screens.care_path.items import Item
from dmptui.screens.parts.chips import squeezed
from dmptui.theme import Tone
from dmptui.widgets.paint import Spans


class View(StrEnum):
    """What the page shows."""

    LIFE = "life"
    EPISODES = "episodes"
    PAID = "paid"
    CIRCLE = "circle"


class Progress(NamedTuple):
    """How far the record is known.

    Attributes:
        whole: not only the first search.
        loading, failed: the documents, or the circle when it is what is shown.
        unread: how many données de remboursement were not read; ``read`` whether others were.
        acts: how many events the filter keeps.
    """

    whole: bool
    loading: bool
    failed: bool
    unread: int
    read: bool
    acts: int


def empty(view: View, progress: Progress, criteria: Filter) -> str:
    """In the place of rows: what is true, and which key helps."""
    if progress.loading:
        return _("Le parcours arrive…")
    if progress.failed:
        return _("Le parcours n'a pas pu être lu.") + "\n" + _("F5 : redemander")
    if criteria.active and view is not View.CIRCLE:
        return _("Rien avec ces filtres.") + "\n" + _("c : effacer les filtres")
    if view is View.PAID and progress.unread:
        return _("Les données de remboursement n'ont pas été lues.") + "\n" + _("F5 : redemander")
    sentence = {
        View.PAID: _("Aucune donnée de remboursement que vous puissiez lire."),
        View.CIRCLE: _("Ni cercle de soins, ni dépôt d'un professionnel."),
    }.get(view, _("Aucun acte que vous puissiez lire."))
    return sentence if progress.whole else sentence + "\n" + _("e : élargir à tout le dossier")


def status(
    view: View, progress: Progress, criteria: Filter, items: Collection[Item], width: int
) -> tuple[Spans, Spans]:
    """The line above: what limits and filters what is shown, and how much that is."""
    if progress.failed:
        number, tone = _("parcours incomplet — F5 : redemander"), Tone.WARNING
    else:
        number, tone = _number(view, progress, items) + (" …" if progress.loading else ""), Tone.DIM
    limits = [] if progress.whole else [_("moins de {n} ans (e : tout)").format(n=FIRST_SEARCH_YEARS)]
    if progress.unread and progress.read:
        unread = ngettext("{n} relevé non lu", "{n} relevés non lus", progress.unread)
        limits.append(unread.format(n=progress.unread) + " (m)")
    room = width - len(number) - sum(map(len, limits)) - 8
    chips = [(text, Tone.NORMAL) for text in limits]
    if view is not View.CIRCLE:
        chips += [(text, Tone.STRONG) for text in squeezed(criteria.chips(), room)]
    return [part for chip in chips for part in (chip, ("   ", Tone.NORMAL))][:-1], [(number, tone)]


def _number(view: View, progress: Progress, items: Collection[Item]) -> str:
    match view:
        case View.LIFE:
            return ngettext("{n} acte", "{n} actes", progress.acts).format(n=progress.acts)
        case View.EPISODES:
            return ngettext("{n} épisode", "{n} épisodes", len(items)).format(n=len(items))
        case View.PAID:
            paid = sum(isinstance(item, Event) for item in items)
            return ngettext("{n} remboursement", "{n} remboursements", paid).format(n=paid)
        case View.CIRCLE:
            return ""
