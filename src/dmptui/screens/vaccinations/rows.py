"""The lines of the carnet de vaccination: by date, or by disease."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dmptui.core.insight.vaccination_record import Dose, Lookalikes, by_disease
from dmptui.core.insight.vaccination_words import (
    badge,
    by_standing,
    dated,
    protection_words,
    short_name,
    to_open,
)
from dmptui.core.insight.vaccination_words import fuller as fuller_words
from dmptui.core.model.document import Document
from dmptui.core.rules.identity_words import apart
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Cell, Group, Key, LazyRows, Row


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [
        Column(_("Date"), 10),
        Column(_("Vaccin"), 13, weight=3),
        Column(_("Maladie"), 14, weight=4),
        Column(_("Rang"), 4, align="right"),
        Column(_("Lot"), 9),
        Column(_("Voie"), 14, priority=3),
        Column(_("Région"), 15, priority=2),
        Column(_("Vaccinateur"), 15, weight=1, priority=1),
        Column(_("Source"), 11, weight=1),
    ]


class Told(NamedTuple):
    """A dose in its place in the list: under a disease, or none."""

    dose: Dose
    disease: str = ""

    @property
    def key(self) -> Key:
        """The key of its row, which ends with that of the dose."""
        return (self.disease, *self.dose.key)


Item = Told | Document | Group


def rows(
    found: Sequence[Dose],
    alike: Lookalikes,
    others: Sequence[Document],
    fuller: Sequence[Document] = (),
    aside: Sequence[Document] = (),
    *,
    diseases: bool,
) -> LazyRows[Item]:
    """The rows; the documents to be opened because not all of them could be taken are at the end.

    Args:
        found: the injections, the latest first.
        alike: finds those that may be the same.
        others: documents that gave nothing.
        fuller: documents whose text says more than their injections.
        aside: documents that are about somebody else.
        diseases: whether they are grouped by disease.
    """
    items = list(_by_disease(found) if diseases else _by_date(found))
    for documents, title in ((others, to_open), (fuller, fuller_words), (aside, apart)):
        if documents:
            items += [Group(title(len(documents))), *documents]
    return LazyRows(items, lambda item: _row_of(item, alike), _key_of)


def _by_date(found: Sequence[Dose]) -> Iterator[Item]:
    for title, doses in by_standing(found):
        if title:
            yield Group(title)
        yield from map(Told, doses)


def _by_disease(found: Sequence[Dose]) -> Iterator[Item]:
    for protection in by_disease(found):
        yield Group(protection_words(protection))
        yield from (Told(dose, protection.disease) for dose in protection.doses)


def _key_of(item: Item) -> Key:
    match item:
        case Group():
            return None
        case Document():
            return item.id
        case _:
            return item.key


def _row_of(item: Item, alike: Lookalikes) -> Row | Group:
    match item:
        case Group():
            return item
        case Document():
            return _other(item)
        case _:
            return _row(item, alike)


def _row(told: Told, alike: Lookalikes) -> Row:
    dose = told.dose
    note = badge(dose, alike)
    source: Cell = (note, Tone.WARNING) if note.startswith("≠") else (note, Tone.DIM)
    cells: tuple[Cell, ...] = (
        dated(dose),
        short_name(dose),
        dose.standing.word or ", ".join(dose.diseases) or "—",
        str(dose.rank or ""),
        dose.lot,
        dose.route.removeprefix(_("Voie ")),
        dose.site,
        dose.performer,
        source,
    )
    return Row(told.key, cells, Tone.NORMAL if dose.standing.counts else Tone.DIM)


def _other(document: Document) -> Row:
    author = document.author.name or document.author.organization
    cells = (words.day(document.act_date), document.title, "", "", "", "", "", author, _("à ouvrir"))
    return Row(document.id, cells)
