"""How the list of documents is grouped: by family, by author, by episode; the patient's own always apart."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from dmptui.core.insight.episodes import Episode, episodes
from dmptui.core.model.patient import Patient
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
        title = _("Déposés par {who} ({n})").format(who=words.person(patient), n=len(own))
        rows += [Group(title), *own]
    return rows


def _by_class(items: Sequence[ListedDocument]) -> Titled:
    return _titled(items, lambda x: class_label(x.document.category.code) or _("Autres"))


def _by_author(items: Sequence[ListedDocument]) -> Titled:
    return _titled(items, lambda x: x.document.author.name or x.document.author.organization or "—")


def _titled(items: Sequence[ListedDocument], title: Callable[[ListedDocument], str]) -> Titled:
    found: defaultdict[str, list[ListedDocument]] = defaultdict(list)
    for item in items:
        found[title(item)].append(item)
    return sorted(found.items())


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
