"""How the list of documents is grouped: by family, by author, by episode; the patient's own always apart."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from dmptui.core.insight.episodes import Episode, episodes
from dmptui.core.model.document import Document
from dmptui.core.model.patient import Patient
from dmptui.core.model.selection import Heading
from dmptui.core.rules import listed
from dmptui.core.terminology import class_label
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.screens.parts.document_rows import ListedDocument
from dmptui.widgets.rows import Group

Titled = list[tuple[str, list[ListedDocument]]]
"""Groups with their titles, in order."""


def grouped(items: Sequence[ListedDocument], by: str, patient: Patient) -> list[ListedDocument | Group]:
    """The rows of the list: documents, and the headers of their groups.

    Args:
        items: in order, the patient's own last.
        by: a key of ``GROUPS``, or empty.
        patient: named in the header of what they deposited.
    """
    others = [item for item in items if not item.personal]
    own = [item for item in items if item.personal]
    rows: list[ListedDocument | Group] = []
    if by:
        for title, members in GROUPS[by][1](others):
            rows += [Group(f"{title} ({len(members)})"), *members]
    else:
        rows += others
    if own:
        rows += [own_group(patient, len(own)), *own]
    return rows


def _by_class(items: Sequence[ListedDocument]) -> Titled:
    return _titled(items, "class", listed.category_order, lambda d: d.category.code)


def _by_author(items: Sequence[ListedDocument]) -> Titled:
    return _titled(items, "author", listed.author_order, listed.author_name)


def _titled(
    items: Sequence[ListedDocument],
    by: str,
    order: Callable[[Document], str],
    value: Callable[[Document], str],
) -> Titled:
    found: defaultdict[str, list[ListedDocument]] = defaultdict(list)
    for item in items:
        found[order(item.document)].append(item)
    return [
        (title_of(by, min(value(member.document) for member in members)), members)
        for _order, members in sorted(found.items())
    ]


def title_of(by: str, value: str) -> str:
    """The title of a group: ``value`` is the code of a family, the name of an author."""
    return value or "—" if by == "author" else class_label(value) or _("Autres")


def headers(headings: Sequence[Heading], by: str, patient: Patient) -> list[tuple[Group | None, int]]:
    """The headers of a selection in its order, and how many documents each has; None without a header."""
    return [(_header(heading, by, patient), heading.number) for heading in headings]


def _header(heading: Heading, by: str, patient: Patient) -> Group | None:
    if heading.personal:
        return own_group(patient, heading.number)
    return Group(f"{title_of(by, heading.value)} ({heading.number})") if by else None


def own_group(patient: Patient, number: int) -> Group:
    """The header of what the patient deposited."""
    return Group(_("Déposés par {who} ({n})").format(who=words.person(patient), n=number))


def _by_episode(items: Sequence[ListedDocument]) -> Titled:
    """Stays and what was sent together; what stands alone is grouped by month."""
    by_id = {item.document.id: item for item in items}
    order = {key: index for index, key in enumerate(by_id)}
    found: dict[str, list[ListedDocument]] = {}
    for episode in episodes(item.document for item in items):
        members = [by_id[document.id] for document in episode.documents]
        found.setdefault(_title(episode), []).extend(members)
    for members in found.values():
        members.sort(key=lambda item: order[item.document.id])
    return list(found.items())


def _title(episode: Episode) -> str:
    if episode.stay:
        place = episode.main.author.organization or episode.main.title
        return f"{place}, {words.day(episode.start)} → {words.day(episode.end)}"
    if len(episode.documents) > 1:
        return f"{episode.main.title}, {words.day(episode.start)}"
    return words.month(episode.start)


GROUPS: dict[str, tuple[str, Callable[[Sequence[ListedDocument]], Titled]]] = {
    "class": (N_("Par famille"), _by_class),
    "author": (N_("Par auteur"), _by_author),
    "episode": (N_("Par épisode de soins"), _by_episode),
}
"""What the list can be grouped by: its name, and the groups of the documents shown."""
