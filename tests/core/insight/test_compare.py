"""Two texts, line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.insight.compare import Change, Pair, compare

LINES = st.lists(st.sampled_from(["", "a", "b", " a", "c  d", "c d"]), max_size=12)


@pytest.mark.parametrize(
    ("old", "new", "signs"),
    [
        ("", "", ""),
        ("abc", "abc", "   "),
        ("abc", "ac", " - "),
        ("ac", "abc", " + "),
        ("abc", "aXc", " ~ "),
        ("abc", "aXYc", " ~+ "),
        ("aXYc", "abc", " ~- "),
        ("aa", "aaa", "  +"),
        ("abc", "", "---"),
    ],
)
def test_signs(old, new, signs):
    assert "".join(pair.change.value for pair in compare(list(old), list(new))) == signs


def test_blanks_between_words_are_no_difference():
    assert compare(["  Urée   8,5 "], ["Urée 8,5"]) == [Pair(Change.SAME, 0, 0)]


@given(LINES, LINES)
def test_every_line_is_there_once_in_order(old, new):
    pairs = compare(old, new)
    assert [pair.old for pair in pairs if pair.old is not None] == list(range(len(old)))
    assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))
    for change, before, after in pairs:
        assert (change is Change.ADDED) == (before is None)
        assert (change is Change.REMOVED) == (after is None)
        if change is Change.SAME:
            assert old[before].split() == new[after].split()


@given(LINES)
def test_a_text_is_no_different_from_itself(lines):
    assert {pair.change for pair in compare(lines, lines)} <= {Change.SAME}
