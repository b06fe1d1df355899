"""The lines of the carnet de vaccination: by date, or by disease."""

from collections.abc import Sequence

from dmptui.core.insight.vaccination_record import Dose, by_disease
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
from dmptui.widgets.rows import Cell, Group, Row


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


def rows(
    found: Sequence[Dose],
    others: Sequence[Document],
    fuller: Sequence[Document] = (),
    aside: Sequence[Document] = (),
    *,
    diseases: bool,
) -> list[Row | Group]:
    """The rows; the documents to be opened because not all of them could be taken are at the end.

    Args:
        found: the injections, the latest first.
        others: documents that gave nothing.
        fuller: documents whose text says more than their injections.
        aside: documents that are about somebody else.
        diseases: whether they are grouped by disease.
    """
    lines = _by_disease(found) if diseases else _by_date(found)
    if others:
        lines += [Group(to_open(len(others))), *map(_other, others)]
    if fuller:
        lines += [Group(fuller_words(len(fuller))), *map(_other, fuller)]
    if aside:
        lines += [Group(apart(len(aside))), *map(_other, aside)]
    return lines


def _by_date(found: Sequence[Dose]) -> list[Row | Group]:
    lines: list[Row | Group] = []
    for title, doses in by_standing(found):
        lines += [*([Group(title)] if title else []), *(_row(dose, found) for dose in doses)]
    return lines


def _by_disease(found: Sequence[Dose]) -> list[Row | Group]:
    lines: list[Row | Group] = []
    for protection in by_disease(found):
        lines.append(Group(protection_words(protection)))
        lines += [_row(dose, found, protection.disease) for dose in protection.doses]
    return lines


def _row(dose: Dose, found: Sequence[Dose], disease: str = "") -> Row:
    note = badge(dose, found)
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
    return Row((disease, *dose.key), cells, Tone.NORMAL if dose.standing.counts else Tone.DIM)


def _other(document: Document) -> Row:
    author = document.author.name or document.author.organization
    cells = (words.day(document.act_date), document.title, "", "", "", "", "", author, _("à ouvrir"))
    return Row(document.id, cells)
