"""What grows is shown often while it is little, and rarely enough that all the showings cost little."""

import pytest

from dmptui.screens.parts.growth import Growth


@pytest.mark.parametrize(("few", "shown"), [(1, [1, 2, 3, 4, 5, 6, 7, 8, 10]), (4, [4, 8])])
def test_it_is_shown_each_time_a_few_came(few: int, shown: list[int]) -> None:
    growth = Growth(few)
    assert [size for size in range(11) if growth.is_due(size)] == shown


@pytest.mark.parametrize("step", [1, 25, 100])
def test_all_the_showings_cost_a_few_times_the_last(step: int) -> None:
    growth = Growth(step)
    shown = [size for size in range(0, 50_001, step) if growth.is_due(size)]
    assert sum(shown) <= 6 * shown[-1]
    assert shown[-1] >= 50_000 * 0.75
