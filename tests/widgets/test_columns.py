"""How columns share a width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.widgets.columns import GAP, Column, place

DOCUMENTS = [
    Column("Date", 10),
    Column("Document", 20, weight=3),
    Column("Auteur", 14, weight=1, priority=1),
    Column("État", 10, priority=2),
]


@pytest.mark.parametrize(
    ("width", "placed"),
    [
        (100, [(0, 10), (1, 50), (2, 24), (3, 10)]),
        (60, [(0, 10), (1, 20), (2, 14), (3, 10)]),
        (59, [(0, 10), (1, 28), (2, 17)]),
        (40, [(0, 10), (1, 28)]),
        (20, [(0, 10), (1, 8)]),
        (8, [(0, 8)]),
        (0, []),
    ],
)
def test_documents(width, placed):
    assert place(DOCUMENTS, width) == placed


def columns() -> st.SearchStrategy[list[Column]]:
    return st.lists(
        st.builds(
            Column, st.just(""), st.integers(1, 30), weight=st.integers(0, 3), priority=st.integers(0, 3)
        ),
        min_size=1, max_size=8,
    )  # fmt: skip


@given(columns(), st.integers(0, 200))
def test_never_wider_and_in_order(columns, width):
    placed = place(columns, width)
    assert sum(p.width for p in placed) + GAP * (len(placed) - 1) <= width or not placed
    assert [p.column for p in placed] == sorted({p.column for p in placed})
    assert all(p.width > 0 for p in placed)


@given(columns(), st.integers(0, 200))
def test_the_whole_width_is_used_by_flexible_columns(columns, width):
    placed = place(columns, width)
    needed = sum(column.width for column in columns) + GAP * (len(columns) - 1)
    if needed <= width and any(column.weight for column in columns):
        assert sum(p.width for p in placed) + GAP * (len(placed) - 1) == width
