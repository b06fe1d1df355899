"""Visits on the wire: the Parameters of ``AuditEvent/$visites`` (project), asked and answered.

What R4 has a parameter for is called by it; ``since``, ``until``, ``mode``, ``own`` and ``line`` are ours.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from dmptui.core.fhir.json import Json, expect, instant, items, member, text
from dmptui.core.fhir.selection import counts_from_fhir as counts_from_fhir
from dmptui.core.fhir.selection import counts_to_fhir as counts_to_fhir
from dmptui.core.fhir.selection import pairs_of as pairs_of
from dmptui.core.model.access import AccessMode
from dmptui.core.model.days import day_of
from dmptui.core.model.trace import TraceAction
from dmptui.core.model.visit import Visit, VisitSelection, Years
from dmptui.core.terminology.folding import fold

YEARS = "year"
"""The facet that gives how many visits come first, then how many there are by year."""
OUTCOME = "outcome"
_NOT, _OWN, _DONE, _REFUSED = "agent:not", "own", "0", "8"
_LISTS = {
    "agent": "actors",
    "agent-role": "professions",
    "subtype": "actions",
    "mode": "modes",
    "line": "words",
}
PARAMS = (*_LISTS, _NOT, _OWN, "since", "until", "outcome")


def to_pairs(selection: VisitSelection) -> list[tuple[str, str]]:
    """The parameters that say a selection; a list is a parameter several times."""
    pairs = [(name, value) for name, field in _LISTS.items() for value in getattr(selection, field)]
    days = {"since": selection.since, "until": selection.until}
    pairs += [(name, day.isoformat()) for name, day in days.items() if day is not None]
    if selection.refused is not None:
        pairs.append(("outcome", _REFUSED if selection.refused else _DONE))
    if selection.without is not None:
        pairs.append((_NOT, selection.without) if selection.without else (_OWN, "false"))
    return pairs


def from_pairs(pairs: Iterable[tuple[str, str]]) -> VisitSelection:
    """The selection of these parameters.

    Raises:
        ValueError: a day or an outcome is not one.
    """
    known = list(pairs)
    lists = {field: tuple(v for n, v in known if n == name) for name, field in _LISTS.items()}
    given = dict(known)
    outcome = given.get("outcome")
    if outcome not in (None, _DONE, _REFUSED):
        raise ValueError(outcome)
    return VisitSelection(
        **(lists | {"words": tuple(map(fold, lists["words"]))}),
        since=date.fromisoformat(given["since"]) if "since" in given else None,
        until=date.fromisoformat(given["until"]) if "until" in given else None,
        refused=None if outcome is None else outcome == _REFUSED,
        without=given.get(_NOT) or ("" if given.get(_OWN) == "false" else None),
    )


def operation(pairs: Iterable[tuple[str, str]]) -> Json:
    """The Parameters that ask."""
    return {
        "resourceType": "Parameters",
        "parameter": [{"name": name, "valueString": value} for name, value in pairs],
    }


def visits_to_fhir(visits: Iterable[Visit]) -> Json:
    """The answer about a window."""
    return _answer("visit", (_fields(visit) for visit in visits))


def visits_from_fhir(resource: object) -> tuple[Visit, ...]:
    """The visits of an answer; what is not readable of one is empty."""
    return tuple(_visit(part) for part in _parts(resource, "visit"))


def years_to_fhir(years: Years) -> Json:
    """The answer about numbers."""
    whole: list[Mapping[str, str | int]] = [{"urgent": years.urgent, "traces": years.traces}]
    return _answer(YEARS, [*whole, *({"year": year, "count": number} for year, number in years.years)])


def years_from_fhir(resource: object) -> Years:
    """The numbers of an answer."""
    parts = list(_parts(resource, YEARS))
    whole = next((part for part in parts if "urgent" in part), {})
    years = tuple((_number(part, "year"), _number(part, "count")) for part in parts if "year" in part)
    return Years(_number(whole, "urgent"), years, _number(whole, "traces"))


def _fields(visit: Visit) -> Mapping[str, str | int]:
    return {
        "id": visit.id,
        "day": visit.day.isoformat(),
        "start": visit.start.isoformat(),
        "end": visit.end.isoformat(),
        "actor-id": visit.actor_id,
        "actor": visit.actor,
        "profession": visit.profession,
        "organization": visit.organization,
        "mode": visit.mode.value,
        "reason": visit.reason,
        "done": ",".join(f"{action.value}:{number}" for action, number in visit.done),
        "read": visit.read,
        "displayed": visit.displayed,
        "refusals": visit.refusals,
        "refusal": visit.refusal,
    }


def _visit(part: Mapping[str, Any]) -> Visit:
    start = _moment(part, "start")
    return Visit(
        id=text(part.get("id")),
        day=_day(part, start),
        start=start,
        end=_moment(part, "end"),
        actor_id=text(part.get("actor-id")),
        actor=text(part.get("actor")),
        profession=text(part.get("profession")),
        organization=text(part.get("organization")),
        mode=member(AccessMode, part.get("mode"), AccessMode.NORMAL),
        reason=text(part.get("reason")),
        done=tuple(_done(text(part.get("done")))),
        read=_number(part, "read"),
        displayed=_number(part, "displayed"),
        refusals=_number(part, "refusals"),
        refusal=text(part.get("refusal")),
    )


def _done(value: str) -> Iterable[tuple[TraceAction, int]]:
    for each in value.split(","):
        action, _colon, number = each.partition(":")
        if action in TraceAction._value2member_map_ and number.isdecimal():
            yield TraceAction(action), int(number)


def _moment(part: Mapping[str, Any], name: str) -> datetime:
    return instant(part.get(name)) or datetime.fromisoformat("1900-01-01T00:00:00+00:00")


def _day(part: Mapping[str, Any], start: datetime) -> date:
    try:
        return date.fromisoformat(text(part.get("day")))
    except ValueError:
        return day_of(start)


def _number(part: Mapping[str, Any], name: str) -> int:
    found = part.get(name)
    return found if isinstance(found, int) else 0


def _answer(name: str, groups: Iterable[Mapping[str, str | int]]) -> Json:
    # FHIR has no empty string: it is a part that is not there.
    parameter = [
        {"name": name, "part": [_part(key, value) for key, value in group.items() if value != ""]}
        for group in groups
    ]
    return {"resourceType": "Parameters"} | ({"parameter": parameter} if parameter else {})


def _part(name: str, value: str | int) -> Json:
    return {"name": name, "valueInteger" if isinstance(value, int) else "valueString": value}


def _parts(resource: object, name: str) -> Iterable[Mapping[str, Any]]:
    for group in items(expect(resource, "Parameters"), "parameter"):
        if group.get("name") == name:
            yield {
                text(part.get("name")): part.get("valueInteger", part.get("valueString"))
                for part in items(group, "part")
            }
