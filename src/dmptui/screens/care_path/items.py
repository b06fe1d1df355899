"""What the lists of the care path hold, their headers between, and what opens from each line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from dmptui.core.errors import DmpError
from dmptui.core.insight.care_circle import Carer
from dmptui.core.insight.care_path import Event
from dmptui.core.insight.episodes import Episode
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.text import _, ngettext
from dmptui.screens.care_path import pane, rows
from dmptui.screens.parts.document_pane import preview
from dmptui.screens.parts.document_rows import ListedDocument
from dmptui.widgets.paint import Spans
from dmptui.widgets.rows import Group, Key, Row

Item = Event | Episode | Carer | Document
"""Of an act, a stay or a visit, somebody; of données de remboursement that have no line to show."""

IsNew = Callable[[Document], bool]


class Target(NamedTuple):
    """What a line opens: a document, among others, at a section."""

    document: Document
    listed: Sequence[Document]
    section: int | None = None


def key_of(item: Item | Group) -> Key:
    """The key of the row of an item."""
    match item:
        case Group():
            return None
        case Episode():
            return item.main.id
        case Document():
            return item.id, 0
        case _:
            return item.key


def keyed(items: Iterable[Item | Group]) -> dict[Key, Item]:
    """The items by the keys of their rows."""
    return {key_of(item): item for item in items if not isinstance(item, Group)}


def opened(item: Item, items: Iterable[Item]) -> Target | None:
    """What an item opens; None for somebody who deposited nothing."""
    match item:
        case Episode():
            return Target(item.main, item.documents)
        case Carer():
            return Target(item.last, item.documents) if item.last else None
        case Document():
            return Target(item, [item])
    listed = dict.fromkeys(other.document for other in items if isinstance(other, Event))
    return Target(item.document, list(listed), item.paid.source.section_index if item.paid else None)


def by_year(episodes: Sequence[Episode]) -> list[Item | Group]:
    """The episodes, under the year they began in."""
    items: list[Item | Group] = []
    year = 0
    for episode in episodes:
        if day_of(episode.start).year != year:
            year = day_of(episode.start).year
            items.append(Group(str(year)))
        items.append(episode)
    return items


def by_document(
    paid: Sequence[tuple[Document, list[Event]]], unreadable: Iterable[Document]
) -> list[Item | Group]:
    """The reimbursements, under the document they were read in; then those that could not be read."""
    items: list[Item | Group] = []
    for document, events in paid:
        number = ngettext("{n} ligne", "{n} lignes", len(events)).format(n=len(events))
        items += [Group(f"{document.title} ({number})"), *events]
        if not events:
            items.append(document)
    for document in unreadable:
        items += [Group(document.title), document]
    return items


def in_circle(circle: Sequence[Carer], others: Sequence[Carer]) -> list[Item | Group]:
    """The cercle de soins, then the others who deposited."""
    items: list[Item | Group] = []
    for title, found in ((_("Cercle de soins"), circle), (_("Ont déposé, hors du cercle de soins"), others)):
        if found:
            items += [Group(f"{title} ({len(found)})"), *found]
    return items


def row_of(
    item: Item | Group, event_row: Callable[[Event], Row], failed: Mapping[str, DmpError]
) -> Row | Group:
    """The line of an item; ``failed`` is why documents could not be read, by their ids."""
    match item:
        case Group():
            return item
        case Episode():
            return rows.episode_row(item)
        case Carer():
            return rows.carer_row(item)
        case Document():
            return rows.unread_row(item, failed.get(item.id))
        case _:
            return event_row(item)


def lines_of(item: Item | None, is_new: IsNew, width: int) -> Sequence[Spans]:
    """What the pane says of an item."""
    match item:
        case None:
            return ()
        case Episode():
            return pane.episode_lines(item, width)
        case Carer():
            return pane.carer_lines(item, width)
        case Event() if item.paid:
            return pane.paid_lines(item, width)
    document = item if isinstance(item, Document) else item.document
    return preview(ListedDocument.of(document, new=is_new(document)), (), width)
