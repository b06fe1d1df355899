"""What belongs together in a care path."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.episodes import episodes
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Document

ADMISSION = datetime(2026, 2, 3, 22, 0, tzinfo=UTC)


def document(name: str, start: datetime, end: datetime | None = None, lot: str = "") -> Document:
    """A document of an act."""
    code = Coding(code="11488-4")
    return Document(
        id=name, title=name, type=code, category=code, date=start, start=start, end=end, submission=lot
    )


def names(documents: list[Document]) -> list[tuple[bool, str, list[str]]]:
    """Episodes as: a stay, its main document, its documents."""
    return [(e.stay, e.main.id, [d.id for d in e.documents]) for e in episodes(documents)]


def test_a_stay_gathers_what_was_done_meanwhile():
    stay = document("stay", ADMISSION, ADMISSION + timedelta(days=9))
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
    first = document("ward", ADMISSION, ADMISSION + timedelta(days=4))
    second = document("rehabilitation", ADMISSION + timedelta(days=3), ADMISSION + timedelta(days=30))
    assert names([second, first]) == [(True, "rehabilitation", ["rehabilitation", "ward"])]


def test_a_long_consultation_is_no_stay():
    assert names([document("day", ADMISSION, ADMISSION + timedelta(hours=19))]) == [(False, "day", ["day"])]


def test_what_was_sent_together_is_together():
    found = names([document("a", ADMISSION, lot="1"), document("b", ADMISSION, lot="1")])
    assert found == [(False, "a", ["b", "a"])]


hours = st.integers(0, 24 * 90)


@given(st.lists(st.tuples(hours, st.none() | st.integers(0, 200), st.sampled_from(["", "1", "2"]))))
def test_every_document_is_in_one_episode_and_the_latest_come_first(made):
    documents = [
        document(
            str(n),
            ADMISSION + timedelta(hours=start),
            None if length is None else ADMISSION + timedelta(hours=start + length),
            lot,
        )
        for n, (start, length, lot) in enumerate(made)
    ]
    found = episodes(documents)
    assert sorted(d.id for e in found for d in e.documents) == sorted(d.id for d in documents)
    assert [e.start for e in found] == sorted((e.start for e in found), reverse=True)
    assert all(e.main in e.documents and e.start <= e.end for e in found)
