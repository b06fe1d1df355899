"""Rows that come by and by, under headers: the same rows as if all were there."""

from hypothesis import given
from hypothesis import strategies as st

from dmptui.widgets.rows import Group, Row, SpannedRows

AWAITED = Row(None, ("…",))
spans = st.lists(st.tuples(st.booleans(), st.integers(0, 4)), max_size=6)


def row(place: int) -> Row:
    return Row(place, (str(place),))


@given(spans=spans, gone=st.frozensets(st.integers(0, 24)))
def test_headers_stand_where_they_would(spans: list[tuple[bool, int]], gone: frozenset[int]) -> None:
    expected: list[Row | Group] = []
    place = 0
    for number, (headed, size) in enumerate(spans):
        expected += [Group(str(number))] if headed and size else []
        expected += [AWAITED if each in gone else row(each) for each in range(place, place + size)]
        place += size
    rows = SpannedRows(
        [(Group(str(n)) if headed else None, size) for n, (headed, size) in enumerate(spans)],
        item=lambda each: None if each in gone else each,
        place=lambda key: key if isinstance(key, int) and key < place and key not in gone else None,
        make=row,
        awaited=AWAITED,
    )
    assert list(rows) == rows[:] == expected
    assert len(rows) == len(expected)
    for index, found in enumerate(expected):
        assert rows[index - len(rows)] == found
        if isinstance(found, Row) and found.key is not None:
            assert rows.find(found.key) == index
    assert rows.find("nobody") is None
