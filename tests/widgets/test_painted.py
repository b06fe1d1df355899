"""What is sent is what changes: an emulator that is sent only that shows the same."""

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from dmptui.widgets.painted import Painted

WIDTH = 8
CONSOLE = Console(force_terminal=True, width=WIDTH)
CUTS = st.sampled_from([(WIDTH,), (3, WIDTH), (5, WIDTH), (3, 5, WIDTH)])
LINE = st.tuples(CUTS, st.text("ab", min_size=WIDTH, max_size=WIDTH))


def chops(line):
    """The strips of a line, by their column, and where each ends."""
    cuts, text = line
    starts = (0, *cuts[:-1])
    return {x: Strip([Segment(text[x:end])]) for x, end in zip(starts, cuts, strict=True)}, list(cuts)


def whole(*lines):
    """An update of the whole screen."""
    return LayoutUpdate([chops(line)[0].values() for line in lines], Region(0, 0, WIDTH, len(lines)))


def part(line, left, right):
    """An update of a part of the first line."""
    strips, ends = chops(line)
    return ChopsUpdate([strips], [(0, left, right)], [ends])


def sent(update):
    """The bytes of an update."""
    return "" if update is None else update.render_segments(CONSOLE)


def test_what_is_there_is_not_sent_again():
    painted = Painted()
    first = whole(((3, WIDTH), "aaabbbbb"), ((WIDTH,), "aaaaaaaa"))
    assert "aaaaaaaa" in sent(painted.changes(first))
    assert painted.changes(first) is None
    assert sent(painted.changes(whole(((3, WIDTH), "aaaaaaaa"), ((WIDTH,), "aaaaaaaa")))) == "\x1b[1;4Haaaaa"


def test_nothing_to_paint_is_nothing_forgotten():
    painted, update = Painted(), whole(((WIDTH,), "aaaaaaaa"))
    painted.changes(update)
    assert painted.changes(None) is None
    assert painted.changes(update) is None


def test_what_was_covered_is_sent_again():
    painted, below, above = Painted(), whole(((3, WIDTH), "aaaaaaaa")), whole(((5, WIDTH), "bbbbbbbb"))
    painted.changes(below)
    painted.changes(above)
    assert sent(painted.changes(below)) == "\x1b[1;1Haaa\x1b[1;4Haaaaa"


def test_after_forgetting_everything_is_sent():
    painted, update = Painted(), whole(((WIDTH,), "aaaaaaaa"))
    painted.changes(update)
    painted.forget()
    assert "aaaaaaaa" in sent(painted.changes(update))


@given(st.lists(st.tuples(LINE, st.integers(0, WIDTH - 1), st.integers(1, WIDTH)), max_size=8))
def test_a_terminal_shows_the_same_with_less(updates):
    painted, shown = Painted(), [" "] * WIDTH
    expected = list(shown)
    for line, left, size in updates:
        update = part(line, left, min(left + size, WIDTH))
        write(expected, sent(Painted().changes(update)))
        write(shown, sent(painted.changes(update)))
        assert shown == expected


def write(cells, sequence):
    """Put on a line what a sequence writes on it."""
    for piece in sequence.split("\x1b[1;")[1:]:
        column, _, text = piece.partition("H")
        cells[int(column) - 1 : int(column) - 1 + len(text)] = text
