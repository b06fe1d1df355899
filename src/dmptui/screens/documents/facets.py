"""What the list of documents can be filtered by: values, no widget."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from dmptui.core.model.days import day_of
from dmptui.core.model.document import Visibility
from dmptui.core.rules.listed import author_name, author_value, states
from dmptui.core.terminology import class_label, profession_label
from dmptui.core.text import N_, _
from dmptui.screens.parts.document_rows import ListedDocument

Value = tuple[str, str]
"""What is filtered by, and its title."""
FacetValue = tuple[str, str, int]
"""What can be picked, its title, and how many documents have it."""


class Facet(NamedTuple):
    """Something to filter by.

    Attributes:
        values_of: the values of a document; an empty one is none.
        choices: what can be picked, when it is not simply the values of the documents: with the day it is.
        keeps: whether a value keeps a document, when that is not having it.
        many: whether several values may be picked.
    """

    id: str
    title: str
    values_of: Callable[[ListedDocument], Iterable[Value]]
    choices: Callable[[Iterable[ListedDocument], date], list[FacetValue]] | None = None
    keeps: Callable[[str, ListedDocument, date], bool] | None = None
    many: bool = True

    def values(self, items: Iterable[ListedDocument], today: date) -> list[FacetValue]:
        """What can be picked: (value, title, how many documents), the most frequent first."""
        if self.choices is not None:
            return self.choices(items, today)
        counted: Counter[Value] = Counter(value for x in items for value in self.values_of(x))
        return [(value, title, count) for (value, title), count in counted.most_common() if value]

    def matches(self, choices: Iterable[str], item: ListedDocument, today: date) -> bool:
        """Whether one of the values picked keeps this document."""
        if self.keeps is not None:
            return any(self.keeps(value, item, today) for value in choices)
        return any(value in choices for value, _title in self.values_of(item))


def _type(item: ListedDocument) -> list[Value]:
    return [(item.document.type.code, item.document.type.display)]


def _class(item: ListedDocument) -> list[Value]:
    code = item.document.category.code
    return [(code, class_label(code))]


def _author(item: ListedDocument) -> list[Value]:
    return [(author_value(item.document), author_name(item.document))]


def _profession(item: ListedDocument) -> list[Value]:
    code = item.document.author.profession
    return [(code, profession_label(code))]


def _lot(item: ListedDocument) -> list[Value]:
    """A lot is picked as the ids of its documents."""
    return [(item.document.id, "")]


NEW = "new"
STATES = {
    Visibility.HIDDEN_FROM_PROFESSIONALS.value: N_("masqué aux professionnels"),
    Visibility.HIDDEN_FROM_PATIENT.value: N_("non visible par le patient"),
    Visibility.HIDDEN_FROM_REPRESENTATIVES.value: N_("non visible par les représentants"),
    NEW: N_("nouveau"),
    "archived": N_("archivé"),
    "old": N_("ancienne version"),
    "personal": N_("déposé par le patient"),
}


def _state(item: ListedDocument) -> list[Value]:
    found = {*states(item.document), *([NEW] if item.new else [])}
    return [(state, _(title)) for state, title in STATES.items() if state in found]


# Periods: « 6 » is « since six months », « 2024 » a year

MONTHS = {1: N_("depuis 1 mois"), 3: N_("depuis 3 mois"), 6: N_("depuis 6 mois"), 12: N_("depuis 1 an")}


def _year(item: ListedDocument) -> list[Value]:
    year = str(day_of(item.document.act_date).year)
    return [(year, year)]


def _periods(items: Iterable[ListedDocument], today: date) -> list[FacetValue]:
    found = list(items)
    recent = [
        (str(months), _(title), sum(_is_within(str(months), x, today) for x in found))
        for months, title in MONTHS.items()
    ]
    years = Counter(day_of(x.document.act_date).year for x in found)
    return recent + [(str(year), str(year), years[year]) for year in sorted(years, reverse=True)]


def _is_within(value: str, item: ListedDocument, today: date) -> bool:
    day = day_of(item.document.act_date)
    if len(value) == len("2024"):
        return str(day.year) == value
    return day >= months_ago(today, int(value))


def months_ago(today: date, months: int) -> date:
    """The day so many months before, or the 28th where there is none."""
    index = today.year * 12 + today.month - 1 - months
    return date(index // 12, index % 12 + 1, min(today.day, 28))


FACETS = (
    Facet("type", N_("Type"), _type),
    Facet("class", N_("Famille"), _class),
    Facet("author", N_("Auteur"), _author),
    Facet("profession", N_("Profession"), _profession),
    Facet("period", N_("Période"), _year, _periods, _is_within, many=False),
    Facet("state", N_("État"), _state),
    Facet("lot", N_("Lot"), _lot),
)

FACET = {facet.id: facet for facet in FACETS}

PICKED_BY_HAND = tuple(facet for facet in FACETS if facet.id != "lot")
"""Those that are chosen in a list of values; a lot is that of a document."""
