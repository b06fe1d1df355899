"""A selection of documents on the wire: parameters of a search, and the Parameters of ``$facets`` (project).

What R4 has a parameter for is said by it; ``archived``, ``author-name``, ``author-profession``, ``state``,
``line`` and ``first-search`` are ours.
"""

from collections.abc import Iterable, Mapping

from dmptui.core.fhir.json import Json, expect, items, text
from dmptui.core.model.document import DocumentStatus
from dmptui.core.model.selection import Counted, Heading, Selection

SORTS = {
    "date": "period",
    "title": "title",
    "author": "author-name",
    "type": "type",
    "deposited": "date",
}
"""What an order of ``selection.ORDERS`` is in ``_sort``."""
GROUPS = {"category": "category", "author": "author-name"}
"""What a group of ``selection.HEADED_BY`` is in ``_sort``."""
PERSONAL = "personal"
"""The first term of ``_sort``: the patient's own documents come last."""
HEADING = "heading"
"""The facet that gives the groups, in the order of the selection."""

Parameters = dict[str, str | list[str]]


def to_query(selection: Selection) -> Parameters:
    """The parameters of a search."""
    found: Parameters = {"status": _statuses(selection), "_sort": _sort(selection)}
    lists = {
        "type": selection.types,
        "category": selection.categories,
        "author-name": selection.authors,
        "author-profession": selection.professions,
        "state": selection.states,
        "_id": selection.ids,
    }
    found |= {name: _joined(values) for name, values in lists.items() if values}
    if not selection.shows_archived:
        found["archived"] = "false"
    if selection.words:
        found["line"] = list(selection.words)
    if selection.since is not None:
        found["first-search"] = selection.since.isoformat()
    period = [f"ge{selection.start.isoformat()}"] if selection.start else []
    period += [f"lt{selection.end.isoformat()}"] if selection.end else []
    return found | ({"period": period} if period else {})


def _statuses(selection: Selection) -> str:
    shown = (DocumentStatus.CURRENT, DocumentStatus.SUPERSEDED)
    return ",".join(status.value for status in (shown if selection.shows_old else shown[:1]))


def _sort(selection: Selection) -> str:
    group = [GROUPS[selection.group]] if selection.group else []
    column = ("-" if selection.descending else "") + SORTS[selection.sort]
    return ",".join([PERSONAL, *group, column])


def _joined(values: Iterable[str]) -> str:
    return ",".join(value.replace(",", "\\,") for value in values)


def operation(selection: Selection, facet: str) -> Json:
    """The Parameters that ask for a facet of a selection."""
    pairs = [("facet", facet)]
    for name, value in to_query(selection).items():
        pairs += [(name, each) for each in (value if isinstance(value, list) else [value])]
    parameter = [{"name": name, "valueString": value} for name, value in pairs]
    return {"resourceType": "Parameters", "parameter": parameter}


def pairs_of(parameters: Json) -> tuple[tuple[str, str], ...]:
    """The names and values of Parameters."""
    return tuple((text(p.get("name")), text(p.get("valueString"))) for p in items(parameters, "parameter"))


def headings_to_fhir(headings: Iterable[Heading]) -> Json:
    """The answer about headings."""
    return _answer({"personal": h.personal, "value": h.value, "count": h.number} for h in headings)


def headings_from_fhir(resource: object) -> tuple[Heading, ...]:
    """The headings of an answer."""
    return tuple(
        Heading(part.get("personal") is True, text(part.get("value")), _count(part))
        for part in _parts(resource)
    )


def counts_to_fhir(counts: Iterable[Counted]) -> Json:
    """The answer about a facet."""
    return _answer({"value": c.value, "title": c.title, "count": c.number} for c in counts)


def counts_from_fhir(resource: object) -> tuple[Counted, ...]:
    """The counts of an answer."""
    return tuple(
        Counted(text(part.get("value")), text(part.get("title")), _count(part)) for part in _parts(resource)
    )


def _answer(groups: "Iterable[Mapping[str, str | bool | int]]") -> Json:
    # FHIR has no empty string: it is a part that is not there.
    parameter = [
        {"name": "group", "part": [_part(name, value) for name, value in group.items() if value != ""]}
        for group in groups
    ]
    return {"resourceType": "Parameters"} | ({"parameter": parameter} if parameter else {})


def _part(name: str, value: str | bool | int) -> Json:
    if isinstance(value, bool):
        return {"name": name, "valueBoolean": value}
    if isinstance(value, int):
        return {"name": name, "valueInteger": value}
    return {"name": name, "valueString": value}


def _parts(resource: object) -> Iterable[dict[str, object]]:
    for group in items(expect(resource, "Parameters"), "parameter"):
        yield {text(part.get("name")): _value(part) for part in items(group, "part")}


def _value(part: Json) -> object:
    values = (part[key] for key in ("valueBoolean", "valueInteger", "valueString") if key in part)
    return next(values, "")


def _count(part: Mapping[str, object]) -> int:
    found = part.get("count")
    return found if isinstance(found, int) else 0
