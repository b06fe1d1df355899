"""Filters of the list of documents, as a professional keeps them on the server, under a name."""

import json
from collections.abc import Mapping

from dmptui.screens.documents.facets import FACET
from dmptui.screens.documents.filter import SORTS, Filter
from dmptui.screens.documents.groups import GROUPS

NAME = "documents"
"""Name of the preference that holds them all."""

_KEPT = frozenset(FACET) - {"lot"}
"""Facets that mean something in another record."""


def written(filters: Mapping[str, Filter]) -> str:
    """Named filters as the text of a preference."""
    return json.dumps({name: _to_json(each) for name, each in filters.items()}, ensure_ascii=False)


def read(text: str) -> dict[str, Filter]:
    """Named filters from the text of a preference; what is not understood is left out."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): _from_json(each) for name, each in found.items() if isinstance(each, dict)}


def _to_json(criteria: Filter) -> dict[str, object]:
    return {
        "chosen": {facet: dict(values) for facet, values in criteria.chosen.items() if facet in _KEPT},
        "words": criteria.words,
        "sort": criteria.sort,
        "descending": criteria.descending,
        "group": criteria.group,
        "archived": criteria.archived,
        "old_versions": criteria.old_versions,
    }


def _from_json(found: dict[str, object]) -> Filter:
    chosen = found.get("chosen")
    facets = chosen if isinstance(chosen, dict) else {}
    sort, group = str(found.get("sort")), str(found.get("group"))
    return Filter(
        words=str(found.get("words") or ""),
        chosen={
            facet: {str(value): str(title) for value, title in values.items()}
            for facet, values in facets.items()
            if facet in _KEPT and isinstance(values, dict) and values
        },
        sort=sort if any(sort == each.id for each in SORTS) else "date",
        descending=found.get("descending") is not False,
        group=group if group in GROUPS else "",
        archived=found.get("archived") is True,
        old_versions=found.get("old_versions") is True,
    )
