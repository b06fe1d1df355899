"""The lines of Profil médical: what was noted, the last value of each measure, the documents of wishes."""

from collections.abc import Iterable, Iterator, Sequence

from dmptui.core.model.document import Document
from dmptui.core.model.medical_profile import CIRCLE, HEADING_WORDS, MEASURES, Entry, Heading
from dmptui.core.text import _, ngettext
from dmptui.screens.own.medical_profile.form import AROUND, HEALTH, MEASURED
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Row


def columns() -> list[Column]:
    """Of the page."""
    return [
        Column(_("Rubrique"), 30),
        Column(_("Noté"), 30, weight=1),
        Column(_("Date"), 10),
    ]


def value_columns() -> list[Column]:
    """Of the values of one measure."""
    return [Column(_("Date"), 10), Column(_("Valeur"), 16), Column(_("Précision"), 24, weight=1)]


def rows(entries: Sequence[Entry], index: Entry | None, documents: Iterable[Document]) -> list[Row | Group]:
    """Keys are an Entry, or the id of a document.

    Args:
        entries: the last day first.
        index: the IMC, if it is told.
        documents: of the wishes of the person.
    """
    health = [h for h in Heading if h not in MEASURES and h not in CIRCLE]
    return [
        *_group(_(HEALTH), _noted(entries, health)),
        *_group(_(MEASURED), _measures(entries, index)),
        *_group(_(AROUND), [*_noted(entries, CIRCLE), *map(_document, documents)]),
    ]


def value_rows(entries: Iterable[Entry], heading: Heading) -> list[Row | Group]:
    """Every value of a measure, the last first; keys are entries."""
    return [
        Row(each, (words.day(each.day), each.amount, _detail(each)))
        for each in entries
        if each.heading is heading
    ]


def _group(title: str, lines: Sequence[Row]) -> Iterator[Row | Group]:
    if lines:
        yield Group(title)
        yield from lines


def _noted(entries: Sequence[Entry], headings: Iterable[Heading]) -> list[Row]:
    return [
        Row(each, (_(HEADING_WORDS[heading]), _joined(each.text, _detail(each)), words.day(each.day)))
        for heading in headings
        for each in entries
        if each.heading is heading
    ]


def _measures(entries: Sequence[Entry], index: Entry | None) -> list[Row]:
    lines = []
    for heading in MEASURES:
        of_kind = [each for each in entries if each.heading is heading]
        if of_kind:
            last, count = of_kind[0], len(of_kind)
            values = ngettext("{n} valeur", "{n} valeurs", count).format(n=count) if count > 1 else ""
            noted = _joined(last.amount, values or _detail(last))
            lines.append(Row(last, (_(HEADING_WORDS[heading]), noted, words.day(last.day))))
        if heading is Heading.HEIGHT and index is not None:
            lines.append(_index(index))
    return lines


def _index(index: Entry) -> Row:
    value = _joined(index.amount.replace("kg", "kg/m²"), _("calculé"))
    return Row(index, (_("IMC"), value, words.day(index.day)), Tone.DIM)


def _document(document: Document) -> Row:
    return Row(document.id, (document.type.display, document.title, words.day(document.act_date)))


def _joined(*texts: str) -> str:
    return " — ".join(filter(None, texts))


def _detail(entry: Entry) -> str:
    by = _("noté par un représentant") if entry.by_representative else ""
    return " · ".join(filter(None, (entry.detail, by)))
