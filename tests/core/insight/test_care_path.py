"""The line of life: the lane of a document, the cells of a scale, what was paid for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.insight.care_path import (
    Event,
    Kind,
    LifeLine,
    Zoom,
    begins,
    cell_of,
    event_of,
    first_day,
    kind_of,
    last_day,
    order_of,
    paid_events,
)
from dmptui.core.model.base import Coding
from dmptui.core.model.clinical import (
    Agreement,
    Check,
    CodedValue,
    Entries,
    Fact,
    Period,
    Reimbursement,
    ReimbursementKind,
    Source,
    When,
)
from dmptui.core.model.document import Author, Document
from dmptui.core.terminology import document_type

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def document(
    code: str = "11488-4", profession: str = "G15_10", start: datetime = NOON, end: datetime | None = None
) -> Document:
    """A document of a type, in its class."""
    known = document_type(code)
    assert known is not None
    return Document(
        id=f"{code} {start}",
        title=known.label,
        type=Coding(code=code),
        category=Coding(code=known.document_class),
        authors=(Author(id="8", profession=profession),),
        date=start,
        start=start,
        end=end,
    )


@pytest.mark.parametrize(
    ("code", "profession", "kind"),
    [
        ("11488-4", "G15_10", Kind.CONSULTATION),
        ("78513-9", "G15_10", Kind.CONSULTATION),
        ("11488-4", "G15_50", Kind.CONSULTATION),
        ("11488-4", "G15_60", Kind.CARE),
        ("11506-3", "G15_70", Kind.CARE),
        ("34112-3", "G15_10", Kind.STAY),
        ("15507-7", "G15_10", Kind.STAY),
        ("80820-4", "G15_10", Kind.STAY),
        ("11502-2", "G15_10", Kind.BIOLOGY),
        ("18748-4", "G15_10", Kind.IMAGING),
        ("57833-6", "G15_10", Kind.MEDICINE),
        ("60593-1", "G15_21", Kind.MEDICINE),
        ("87273-9", "G15_60", Kind.VACCINATION),
        ("SYNTH", "G15_10", Kind.OTHER),
        ("PROT_ALD", "G15_10", Kind.OTHER),
        ("REMB", "ALIM_AM", Kind.REIMBURSEMENT),
        ("EXPPAT_3", "EXP_PATIENT", Kind.PATIENT),
        ("DOCPAT05", "EXP_PATIENT", Kind.PATIENT),
    ],
)
def test_the_lane_of_a_document(code, profession, kind):
    assert kind_of(document(code, profession)) is kind


@pytest.mark.parametrize(
    ("code", "days", "last"),
    [("34112-3", 9, date(2026, 3, 21)), ("11506-3", 9, date(2026, 3, 12)), ("34112-3", 0, date(2026, 3, 12))],
)
def test_only_a_stay_lasts(code, days, last):
    event = event_of(document(code, end=NOON + timedelta(days=days)))
    assert (event.first, event.last) == (date(2026, 3, 12), last)


@pytest.mark.parametrize(
    ("zoom", "first", "last"),
    [
        (Zoom.DAY, date(2026, 3, 12), date(2026, 3, 12)),
        (Zoom.WEEK, date(2026, 3, 9), date(2026, 3, 15)),
        (Zoom.MONTH, date(2026, 3, 1), date(2026, 3, 31)),
        (Zoom.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_the_cell_of_a_day(zoom, first, last):
    cell = cell_of(date(2026, 3, 12), zoom)
    assert (first_day(cell, zoom), last_day(cell, zoom)) == (first, last)


@given(st.dates(), st.dates(), st.sampled_from(Zoom))
def test_a_day_is_in_its_cell_and_cells_keep_the_order_of_days(one, other, zoom):
    assert first_day(cell_of(one, zoom), zoom) <= one <= last_day(cell_of(one, zoom), zoom)
    if one <= other:
        assert cell_of(one, zoom) <= cell_of(other, zoom)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 300), st.sampled_from(Zoom))
def test_every_year_begins_once_on_a_scale(first, count, zoom):
    start = cell_of(first, zoom)
    found = [day.year for _cell, day in begins(range(start, start + count), zoom, None)]
    years = range(last_day(start, zoom).year, last_day(start + count - 1, zoom).year + 1)
    assert found == list(years)


days = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(
    st.lists(st.tuples(st.sampled_from(Kind), st.none() | days, st.integers(0, 60))), st.sampled_from(Zoom)
)
def test_every_event_with_a_day_is_once_on_its_lane(made, zoom):
    events = [
        Event(kind, first, first and first + timedelta(days=length), document(), rank=rank)
        for rank, (kind, first, length) in enumerate(made)
    ]
    line = LifeLine(zoom)
    for start in range(0, len(events), 3):
        line.add(events[start : start + 3])
    told = [event for kind in Kind for cell in line.counts(kind) for event in line.events(kind, cell)]
    assert sorted(event.rank for event in told) == [event.rank for event in events if event.first]
    assert line.number == len(events)
    for kind in Kind:
        for cell, number in line.counts(kind).items():
            held = line.events(kind, cell)
            assert {(e.kind, cell_of(e.first, zoom)) for e in held if e.first} == {(kind, cell)}
            assert list(held) == sorted(held, key=order_of, reverse=True)
            assert len(held) == number
        assert all(first <= last for first, last in line.stays(kind))


def test_what_was_paid_has_the_date_of_the_text_and_may_have_none():
    def paid(raw: str, source: Source) -> Reimbursement:
        when = When(raw)
        return Reimbursement(ReimbursementKind.CARE, "Acte", CodedValue(), Period(when, when), source)

    wrong = Check(Fact.DATE, Agreement.DIFFERS, "10/03/2026", "11/03/2026", When("20260310"))
    entries = Entries(
        reimbursements=(
            paid("20260311", Source(checks=(wrong,))),
            paid("", Source()),
            paid("202602", Source()),
        )
    )
    found = paid_events(document("REMB"), entries)
    assert [event.first for event in found] == [date(2026, 3, 10), None, date(2026, 2, 1)]
    assert len({event.key for event in found}) == 3
