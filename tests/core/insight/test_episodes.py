"""What belongs together in a care path."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.insight.episodes import episodes
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author, Document

ADMISSION = datetime(2026, 2, 3, 22, 0, tzinfo=UTC)


def document(
    name: str,
    start: datetime,
    end: datetime | None = None,
    lot: str = "",
    *,
    kind: str = "11488-4",
    category: str = "10",
    author: str = "",
) -> Document:
    """A document of an act."""
    return Document(
        id=name,
        title=name,
        type=Coding(code=kind),
        category=Coding(code=category),
        authors=(Author(id=author),) if author else (),
        date=start,
        start=start,
        end=end,
        submission=lot,
    )


def report(name: str, start: datetime, end: datetime) -> Document:
    """The report of a stay."""
    return document(name, start, end, kind="34112-3")


def names(documents: list[Document]) -> list[tuple[bool, str, list[str]]]:
    """Episodes as: a stay, its main document, its documents."""
    return [(e.stay, e.main.id, [d.id for d in e.documents]) for e in episodes(documents)]


def test_a_stay_gathers_what_was_done_meanwhile():
    stay = report("stay", ADMISSION, ADMISSION + timedelta(days=9))
    found = names(
        [
            document("emergencies", ADMISSION - timedelta(hours=5)),
            document("letter", ADMISSION + timedelta(days=9, hours=12)),
            document("biology", ADMISSION + timedelta(days=3)),
            document("long before", ADMISSION - timedelta(days=3)),
            document("long after", ADMISSION + timedelta(days=12)),
            stay,
        ]
    )
    assert found == [
        (False, "long after", ["long after"]),
        (True, "stay", ["letter", "biology", "stay", "emergencies"]),
        (False, "long before", ["long before"]),
    ]


def test_stays_that_overlap_are_one():
    first = report("ward", ADMISSION, ADMISSION + timedelta(days=4))
    second = report("rehabilitation", ADMISSION + timedelta(days=3), ADMISSION + timedelta(days=30))
    assert names([second, first]) == [(True, "rehabilitation", ["rehabilitation", "ward"])]


def test_a_stay_has_nights():
    (stay,) = episodes([report("stay", ADMISSION, ADMISSION + timedelta(days=9))])
    assert stay.nights == 9


@pytest.mark.parametrize(
    ("kind", "category", "hours"),
    [
        ("34112-3", "10", 19),
        ("11506-3", "10", 24 * 30),
        ("PROT_ALD", "44", 24 * 365),
        ("REMB", "60", 24 * 365),
        ("57833-6", "42", 24 * 90),
    ],
)
def test_a_short_act_and_the_period_of_anything_else_are_no_stay(kind, category, hours):
    told = document("it", ADMISSION, ADMISSION + timedelta(hours=hours), kind=kind, category=category)
    meanwhile = document("meanwhile", ADMISSION + timedelta(hours=12), author="8")
    assert [stay for stay, _main, _documents in names([told, meanwhile])] == [False, False]


def test_what_is_between_two_stays_belongs_to_the_one_that_ended():
    first = report("first", ADMISSION, ADMISSION + timedelta(days=3))
    second = report("second", ADMISSION + timedelta(days=4), ADMISSION + timedelta(days=8))
    letter = document("letter", ADMISSION + timedelta(days=3, hours=12))
    found = names([first, letter, second])
    assert found == [(True, "second", ["second"]), (True, "first", ["letter", "first"])]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({"lot": "1"}, {"lot": "1"}, True),
        ({"author": "8"}, {"author": "8"}, True),
        ({"lot": "1", "author": "8"}, {"lot": "2", "author": "8"}, True),
        ({"lot": "1", "author": "8"}, {"lot": "2", "author": "9"}, False),
        ({}, {}, False),
        ({"author": "8"}, {"author": "8", "category": "60"}, False),
    ],
)
def test_what_was_sent_together_or_by_one_author_on_a_day_is_together(one, other, together):
    noon = ADMISSION.replace(hour=12)
    found = names([document("a", noon, **one), document("b", noon + timedelta(hours=1), **other)])
    assert found == ([(False, "a", ["b", "a"])] if together else [(False, "b", ["b"]), (False, "a", ["a"])])


def test_a_lot_of_several_days_is_as_many_visits():
    found = names([document(str(n), ADMISSION + timedelta(days=9 * n), lot="old papers") for n in range(3)])
    assert [documents for _stay, _main, documents in found] == [["2"], ["1"], ["0"]]


def test_a_visit_is_named_by_its_report():
    noon = ADMISSION.replace(hour=12)
    ordonnance = document("ordonnance", noon, lot="1", category="42")
    found = names([ordonnance, document("consultation", noon + timedelta(hours=1), lot="1")])
    assert [main for _stay, main, _documents in found] == ["consultation"]


hours = st.integers(0, 24 * 90)


kinds = st.sampled_from(["34112-3", "11488-4"])


@given(st.lists(st.tuples(hours, st.none() | st.integers(0, 200), st.sampled_from(["", "1", "2"]), kinds)))
def test_every_document_is_in_one_episode_and_the_latest_come_first(made):
    documents = [
        document(
            str(n),
            ADMISSION + timedelta(hours=start),
            None if length is None else ADMISSION + timedelta(hours=start + length),
            lot,
            kind=kind,
        )
        for n, (start, length, lot, kind) in enumerate(made)
    ]
    found = episodes(documents)
    assert sorted(d.id for e in found for d in e.documents) == sorted(d.id for d in documents)
    assert [e.start for e in found] == sorted((e.start for e in found), reverse=True)
    assert all(e.main in e.documents and e.start <= e.end for e in found)
