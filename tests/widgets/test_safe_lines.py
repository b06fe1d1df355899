"""Nothing that comes from outside steers the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color

from dmptui.widgets.glyphs import LEGEND, twins
from dmptui.widgets.safe_lines import Colourless, SafeLines, line_filters

BLACK = Color(0, 0, 0)
RED = Style(color="red", bgcolor="blue", bold=True)


def painted(text: str, twins: dict[int, str] | None = None) -> str:
    return "".join(s.text for s in SafeLines(twins).apply([Segment(text, RED)], BLACK))


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J\x1b]0;titre\x07", "\x9b31m", "\x90q\x9c", "\x07\x08\x0d\x0e\x7f", "\u202eegami\u202c",
        "\u2066x\u2069", "a\u200bb\u200dc\ufeff", "\u2028\u2029", "\U000e0041", "\ud800",
        "x\ufe0f", "\u00ad", "\u061c", "\ufff9",
    ],
)  # fmt: skip
def test_what_could_steer_or_hide_is_gone(text):
    left = painted(text)
    assert left.isprintable()
    assert left == SafeLines().apply([Segment(left)], BLACK)[0].text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_width_stays(text):
    assert cell_len(painted(text)) == cell_len(text)


@given(st.text())
def test_no_control_is_left_and_utf8_can_be_written(text):
    left = painted(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in left)
    left.encode()


def test_control_segments_are_textuals_own():
    control = Segment("\x1b[H", None, [(ControlType.HOME,)])
    assert SafeLines().apply([control, Segment("a\x07")], BLACK)[0] is control


def test_clean_lines_are_not_copied():
    segments = [Segment("Créatinine"), Segment("71 µmol/L", RED)]
    assert SafeLines().apply(segments, BLACK) is segments


@pytest.mark.parametrize(
    ("environ", "text", "expected"),
    [
        ({"LANG": "fr_FR.UTF-8", "TERM": "xterm"}, "● ─ é …", "● ─ é …"),
        ({"LANG": "fr_FR.UTF-8", "TERM": "linux"}, "● ▸ ─ é …", "* > ─ é …"),
        ({"LANG": "C.UTF-8", "LC_ALL": "C", "TERM": "xterm"}, "● ─ « é » …", '* - " e " .'),
        ({"TERM": "xterm"}, "▣ Âge", "a Age"),
    ],
)
def test_twins(environ, text, expected):
    assert painted(text, twins=twins(environ)) == expected


def test_signs_and_their_twins_are_one_cell_and_differ():
    assert all(cell_len(glyph.sign) == len(glyph.twin) == 1 and glyph.twin.isascii() for glyph in LEGEND)
    signs = "".join(map(chr, twins({"LC_ALL": "C"})))
    plain = signs.translate(twins({"LC_ALL": "C"}))
    assert plain.isascii()
    assert cell_len(signs) == len(plain)


def test_no_colour_sends_none():
    (segment,) = Colourless().apply([Segment("x", RED + Style(reverse=True))], BLACK)
    assert segment.style == Style(bold=True, reverse=True)
    assert [type(f) for f in line_filters({"NO_COLOR": "1", "TERM": "xterm"})] == [SafeLines, Colourless]
    assert [type(f) for f in line_filters({"TERM": "xterm"})] == [SafeLines]
