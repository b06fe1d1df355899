"""A search as a plain FHIR server is asked it."""

from datetime import UTC, datetime, timedelta

import pytest

from dmptui.core.store.indexes import INDEXES
from dmptui.core.store.query import DateRange, Prefix, Query, Token
from dmptui.core.store.remote.capabilities import Abilities
from dmptui.core.store.remote.resource import TAGGED
from dmptui.core.store.remote.search import count_form, countable, page_form

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
R4 = {
    "Patient": {"identifier", "birthdate", "gender", "active"},
    "Practitioner": {"identifier"},
    "PractitionerRole": set(),
    "Consent": {"patient", "date", "status", "category"},
    "CareTeam": {"patient", "status"},
    "DocumentReference": {
        *("patient", "identifier", "location", "status", "type", "category", "security-label", "facility"),
        *("setting", "event", "format", "period", "date"),
    },
    "List": {"patient", "identifier", "item", "status", "code", "date"},
    "AuditEvent": {"patient", "date", "subtype", "outcome"},
    "Communication": {"patient", "sent", "status", "category"},
    "Appointment": {"patient", "date", "status"},
    "Observation": {"patient", "date", "status", "code", "category"},
    "Basic": {"code"},
}
"""The parameters of R4 that find on any server what ours of the same name find."""


@pytest.mark.parametrize("kind", INDEXES)
def test_each_parameter_is_one_of_r4_or_tagged(kind: str) -> None:
    index = INDEXES[kind]
    asked = {*index.dates, *index.narrow, *index.broad} - TAGGED - {"_lastUpdated"}
    assert asked <= R4[kind]


FORMS = {
    "a patient's documents": (
        Query("DocumentReference", "p1", sort="-period"),
        "patient=Patient/p1 _sort=-period _count=10",
    ),
    "values": (
        Query("List", tokens=(Token("code", (("urn:s", "a"), (None, "b"), ("", "c"))),)),
        "code=urn:s|a,b,|c _sort=date _count=10",
    ),
    "separators": (
        Query("List", tokens=(Token("code", ((None, "a,b|c$d\\e"),)),)),
        r"code=a\,b\|c\$d\\e _sort=date _count=10",
    ),
    "without": (
        Query("List", without=(Token("code", ((None, "a"), (None, "b"))),)),
        "code:not=a,b _sort=date _count=10",
    ),
    "a logical reference": (
        Query("Consent", tokens=(Token("actor", (("urn:oid:1", "899"),)),)),
        "_tag=urn:dmptui:store:actor|urn:oid:1 899 _sort=date _count=10",
    ),
    "a logical reference of any system": (
        Query("Consent", tokens=(Token("actor", ((None, "899"),)),)),
        "_sort=date _count=10",
    ),
    "names": (
        Query("Patient", prefixes=(Prefix("family", "LE GÁLL"), Prefix("given", "É"), Prefix("given", "%"))),
        "_tag=urn:dmptui:store:family|le_ _tag=urn:dmptui:store:given|e _sort=birthdate _count=10",
    ),
    "days around": (
        Query("List", dates=(DateRange("date", NOON, NOON),)),
        "date=ge2026-11-22 date=le2026-11-24 _sort=date _count=10",
    ),
    "a period, by its start": (
        Query("DocumentReference", dates=(DateRange("period", NOON),), sort="-date"),
        "period=sa2026-11-21 _sort=-date _count=10",
    ),
    "the next page": (
        Query("List", sort="-date", cursor=f"{int(NOON.timestamp()) * 1_000_000}:x"),
        "date=le2026-11-24 _sort=-date _count=10",
    ),
    "our own clock": (Query("CareTeam", "p1"), "patient=Patient/p1 _count=10"),
}


@pytest.mark.parametrize(("query", "expected"), FORMS.values(), ids=FORMS)
def test_a_page(query: Query, expected: str) -> None:
    form = page_form(query, Abilities(), 10)
    assert " ".join(f"{name}={value}" for name, value in form) == expected


def test_a_count_is_to_the_millisecond() -> None:
    dates = (DateRange("date", NOON, NOON + timedelta(hours=1)), DateRange("period", NOON))
    query = Query("DocumentReference", dates=dates)
    assert count_form(query, Abilities()) == [
        ("date", "ge2026-11-23T11:59:59.999Z"),
        ("date", "lt2026-11-23T12:59:59.999Z"),
        ("period", "sa2026-11-23T11:59:59.999Z"),
        ("_summary", "count"),
    ]


@pytest.mark.parametrize(
    ("query", "abilities"),
    [
        (Query("Patient", prefixes=(Prefix("family", "a"),)), Abilities()),
        (Query("Consent", tokens=(Token("actor", ((None, "899"),)),)), Abilities()),
        (Query("Consent", without=(Token("actor", (("s", "899"),)),)), Abilities()),
        (Query("List", without=(Token("code", ((None, "a"),)),)), Abilities(negation=False)),
        (Query("List", dates=(DateRange("date", NOON),)), Abilities(ranges=False)),
        (Query("List", "p1"), Abilities(params={"List": frozenset({"date"})})),
        (Query("List"), Abilities(counting=False)),
    ],
)
def test_what_the_server_cannot_decide_alone_it_does_not_count(query: Query, abilities: Abilities) -> None:
    assert not countable(query, abilities)
