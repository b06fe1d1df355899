"""How the list of documents is filtered, sorted and grouped: values, no widget."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.rules import listed
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _, labelled
from dmptui.screens.documents.facets import FACET, FACETS, NEW
from dmptui.screens.parts.document_rows import ListedDocument


class Sort(NamedTuple):
    """A column to sort by; the first press goes in its natural direction."""

    id: str
    title: str
    key: Callable[[Document], str | datetime]
    descending: bool = False


SORTS = (
    Sort("date", N_("Date de l'acte"), lambda d: d.act_date, descending=True),
    Sort("title", N_("Titre"), listed.title_order),
    Sort("author", N_("Auteur"), listed.author_order),
    Sort("type", N_("Type"), listed.type_order),
    Sort("deposited", N_("Date de dépôt"), lambda d: d.date, descending=True),
)
"""In the order of the columns of the list."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown, and in which order.

    Attributes:
        words: that the line of a document holds.
        contents: that its text holds, as the server searched them.
        chosen: maps a facet to the values picked and their titles.
        group: what the list is grouped by, a key of ``groups.GROUPS``; empty for nothing.
    """

    words: str = ""
    contents: str = ""
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    old_versions: bool = False
    archived: bool = False
    sort: str = "date"
    descending: bool = True
    group: str = ""

    @property
    def new_only(self) -> bool:
        """Whether only what is not read is wanted: it always is of the whole record."""
        return NEW in self.chosen.get("state", ())

    @property
    def active(self) -> bool:
        """Whether something is left out that was not by default."""
        return bool(self.words or self.contents or self.chosen)

    def saying(self, typed: str) -> "Filter":
        """With these words."""
        return replace(self, words=typed)

    def containing(self, words: str) -> "Filter":
        """With documents whose text holds these words."""
        return replace(self, contents=words)

    def having(self, facet: str, values: Mapping[str, str]) -> "Filter":
        """With these values of a facet; none removes it."""
        chosen = {**self.chosen, facet: values}
        return replace(self, chosen={k: v for k, v in chosen.items() if v})

    def of_lot(self, ids: Iterable[str], title: str) -> "Filter":
        """With the documents of a lot."""
        return self.having("lot", {**dict.fromkeys(ids, ""), "": title})

    def toggled(self, switch: str) -> "Filter":
        """With a switch turned: ``old_versions`` or ``archived``."""
        if switch == "archived":
            return replace(self, archived=not self.archived)
        return replace(self, old_versions=not self.old_versions)

    def sorted_by(self, sort: str) -> "Filter":
        """Sorted by a column, in its direction; the other way the second time."""
        order = next(s for s in SORTS if s.id == sort)
        descending = not self.descending if sort == self.sort else order.descending
        return replace(self, sort=sort, descending=descending)

    def grouped_by(self, group: str) -> "Filter":
        """Grouped; the same a second time ends it."""
        return replace(self, group="" if group == self.group else group)

    def cleared(self) -> "Filter":
        """Without words or values; the switches, the order and the groups stay."""
        return replace(self, words="", contents="", chosen={})

    def summary(self, facet: str) -> str:
        """The values picked of a facet, to be read."""
        return ", ".join(title for title in self.chosen.get(facet, {}).values() if title)

    def chips(self) -> list[str]:
        """What is filtered, a chip each."""
        chips = [labelled(_(f.title).lower(), self.summary(f.id)) for f in FACETS if f.id in self.chosen]
        if self.contents:
            chips.append(_("contient « {words} »").format(words=self.contents))
        if self.words:
            chips.append(f"« {self.words} »")
        if self.old_versions:
            chips.append(_("+ anciennes versions"))
        if self.archived:
            chips.append(_("+ archivés"))
        return chips


def ordered(items: Iterable[ListedDocument], criteria: Filter) -> list[ListedDocument]:
    """All documents in the order wanted, the patient's own last; the latest act first among equals."""
    sort = next(s for s in SORTS if s.id == criteria.sort)
    found = sorted(items, key=lambda x: x.document.act_date, reverse=True)
    if sort.id != "date" or not criteria.descending:
        found.sort(key=lambda x: sort.key(x.document), reverse=criteria.descending)
    found.sort(key=lambda x: x.personal)
    return found


def kept(items: Iterable[ListedDocument], criteria: Filter, today: date) -> list[ListedDocument]:
    """The documents the filter keeps, in the order they are given."""
    typed = fold(criteria.words).split()
    return [x for x in items if _is_kept(x, criteria, typed, today)]


def _is_kept(item: ListedDocument, criteria: Filter, typed: list[str], today: date) -> bool:
    document, chosen = item.document, criteria.chosen
    states = chosen.get("state", ())
    if document.status is DocumentStatus.SUPERSEDED and not (criteria.old_versions or "old" in states):
        return False
    if document.archived and not (criteria.archived or "archived" in states):
        return False
    if not all(word in item.text for word in typed):
        return False
    return all(FACET[facet].matches(values, item, today) for facet, values in chosen.items())
