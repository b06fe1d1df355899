"""The time line: what is painted where, where the cursor goes, what a move repaints."""

import pytest

from dmptui.widgets.glyphs import twins
from dmptui.widgets.lanes import SPAN, LaneRow, Lanes, Tick

PRESENT = 100
ROWS = [
    LaneRow("Consultations", 3, {90: "◆", 95: "2", 20: "◆"}, since=80),
    LaneRow("Imagerie", since=80),
    LaneRow("Remboursements", note="m : lire", since=80),
    LaneRow("Hospitalisations", 1, {88: SPAN}, spans=[(88, 92)], since=80),
]


def ticks(cells: range) -> list[list[Tick]]:
    """A year every twelve cells, a letter in each."""
    years = [Tick(cell, str(cell)) for cell in cells if cell % 12 == 0]
    return [years, [Tick(cell, "abcdefghijkl"[cell % 12], ruled=False) for cell in cells]]


def shown(host, width: int = 60):
    """The lanes in an app, and the app running."""
    lanes = Lanes()
    app = host(lanes)
    return lanes, app.run_test(size=(width, 10))


async def test_the_present_is_on_the_right_and_what_was_not_searched_is_blank(host, lines_of):
    lanes, running = shown(host)
    async with running as pilot:
        lanes.show(ROWS, ticks, PRESENT)
        await pilot.pause()
        assert lines_of(lanes) == [
            " " * 26 + "    │72         │84         │96",
            " " * 26 + "ijklabcdefghijklabcdefghijklabcde",
            "▸  Consultations        3 " + " " * 12 + "──────────◆────2─────",
            "   Imagerie               " + " " * 12 + "─" * 21,
            "   Remboursements         m : lire",
            "   Hospitalisations     1 " + " " * 12 + "────────━━━━━────────",
        ]


async def test_the_cursor_goes_from_sign_to_sign_and_over_empty_lanes(host):
    lanes, running = shown(host)
    async with running as pilot:
        lanes.show(ROWS, ticks, PRESENT)
        lanes.focus()
        await pilot.pause()
        assert (lanes.lane, lanes.cell) == (0, 95)
        for key, place in (
            ("right", (0, 95)),
            ("left", (0, 90)),
            ("down", (3, 88)),
            ("down", (3, 88)),
            ("up", (0, 90)),
            ("home", (0, 20)),
            ("end", (0, 95)),
            ("pageup", (0, 90)),
        ):
            await pilot.press(key)
            assert (lanes.lane, lanes.cell) == place


async def test_the_past_comes_on_the_screen_with_the_cursor(host, lines_of):
    lanes, running = shown(host)
    async with running as pilot:
        lanes.show(ROWS, ticks, PRESENT)
        lanes.focus()
        await pilot.press("home")
        assert "◆" in lines_of(lanes)[2]
        assert "│24" in lines_of(lanes)[0]


async def test_a_move_repaints_only_the_lanes_it_left_and_reached(host):
    lanes, running = shown(host)
    async with running as pilot:
        lanes.show(ROWS, ticks, PRESENT)
        lanes.focus()
        await pilot.pause()
        pilot.app.frames.clear()
        await pilot.press("down")
        assert {y for frame in pilot.app.frames for y, _x1, _x2 in frame} <= {2, 5}
        assert pilot.app.frames


async def test_without_any_sign_there_is_no_cursor(host, lines_of):
    lanes, running = shown(host)
    async with running as pilot:
        lanes.show([LaneRow("Imagerie")], ticks, PRESENT)
        lanes.focus()
        await pilot.press("left", "up", "end", "enter")
        assert lanes.cell is None
        assert "▸" not in "".join(lines_of(lanes))


@pytest.mark.parametrize("near", [19, 20, 50])
async def test_other_lanes_keep_the_cursor_close_to_a_cell(host, near):
    lanes, running = shown(host)
    async with running as pilot:
        lanes.show(ROWS, ticks, PRESENT, near=near)
        await pilot.pause()
        assert lanes.cell == 20


def test_a_stay_its_line_and_an_act_have_their_own_twins():
    drawn = "━─◆".translate(twins({"LANG": "C"}))
    assert drawn.isascii()
    assert len(set(drawn)) == len(drawn)
