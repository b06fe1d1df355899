"""Few changes of style, and exactly the width."""

from hypothesis import given
from hypothesis import strategies as st

from dmptui.theme import DARK, MONO
from dmptui.widgets.paint import centred, paint

ROLES = st.sampled_from(sorted(DARK.styles))


@given(st.lists(st.tuples(st.text(max_size=12), ROLES), max_size=8), st.integers(1, 60))
def test_exactly_the_width_and_no_empty_run(spans, width):
    strip = paint(spans, DARK, width)
    assert strip.cell_length == width == sum(segment.cell_length for segment in strip)
    assert all(segment.text for segment in strip)


def test_blanks_join_the_run_beside_them():
    strip = paint([("  ", "normal"), ("été", "good"), (" ", "normal"), ("chaud", "good")], DARK, 20)
    assert [segment.text for segment in strip] == ["  été chaud         "]


def test_blanks_of_a_bar_or_an_underline_stay_theirs():
    strip = paint([("a", "normal"), ("  ", "cursor"), ("b", "link"), (" ", "normal")], MONO, 6)
    assert [segment.text for segment in strip] == ["a", "  ", "b", "  "]


def test_centred():
    assert centred("ab", 6) == "  ab"
    assert centred("abcdef", 4) == "abcdef"
