"""Curves in cells: every value is there, the range is marked, whatever the size."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from dmptui.widgets.glyphs import twins
from dmptui.widgets.plot import Band, Curve, Dot, Plot, draw

START = date(2024, 1, 1)
CURVE = Curve(
    (
        Dot(START, 2.0),
        Dot(START + timedelta(days=400), 9.0, "▲", "warning"),
        Dot(START + timedelta(days=800), 4.0),
    ),
    (Band(START, None, 5.0), Band(START + timedelta(days=600), 3.0, 7.0)),
)


def texts(curve: Curve, width: int, height: int, cursor: int | None = None) -> list[str]:
    return ["".join(text for text, _role in line) for line in draw(curve, width, height, cursor)]


def test_a_curve_with_a_range_that_changes() -> None:
    assert texts(CURVE, 40, 10) == [
        " 9┤                ⣀⠔▲⠢⢄                ",
        "  │              ⡠⠊     ⠉⠒⢄⡀            ",
        " 7┤           ⢀⠔⠊          ⠈⠑⠤⣀░░░░░░░░░",
        "  │         ⣀⠔⠁               ░⠉⠢⢄⡀░░░░░",
        " 5┤░░░░░░░⡠⠊░░░░░░░░░░░░░░░░░░░░░░⠈⠒⠤⡀░░",
        "  │░░░░⢀⠤⠊░░░░░░░░░░░░░░░░░░░░░░░░░░░⠈⠑●",
        " 3┤░░⢀⠔⠁░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
        "  │●⠊⠁░░░░░░░░░░░░░░░░░░░░░░░░          ",
        "  └┬───────────┬───────────┬───────────┬",
        "   01/2024  09/2024     06/2025  03/2026",
    ]


def test_the_dot_under_the_cursor_is_seen_over_another_of_its_cell() -> None:
    curve = Curve((Dot(START, 1.0, "▼"), Dot(START, 1.0, "●"), Dot(START + timedelta(days=9), 2.0)))
    spans = [span for line in draw(curve, 40, 8, 0) for span in line]
    assert ("▼", "cursor") in spans


@pytest.mark.parametrize(("width", "height"), [(40, 3), (9, 10), (0, 0)])
def test_no_room(width: int, height: int) -> None:
    assert draw(CURVE, width, height) == ()


def test_nothing_to_draw() -> None:
    assert draw(Curve(), 40, 10) == ()


@pytest.mark.parametrize(
    ("days", "dates"),
    [
        (0, ["01/01/2024"]),
        (20, ["01/01/24", "11/01/24", "21/01/24"]),
        (900, ["01/2024", "03/2025", "06/2026"]),
    ],
)
def test_the_axis_of_time_has_its_two_ends(days: int, dates: list[str]) -> None:
    curve = Curve((Dot(START, 1.0), Dot(START + timedelta(days=days), 2.0)))
    assert texts(curve, 32, 8)[-1].split() == dates


numbers = st.floats(-1e15, 1e15)
curves = st.lists(st.tuples(st.dates(), numbers).map(lambda made: Dot(*made)), min_size=1, max_size=9).map(
    lambda dots: Curve(tuple(sorted(dots, key=lambda dot: dot.day)))
)
bands = st.lists(st.builds(Band, st.dates(), st.none() | numbers, st.none() | numbers), max_size=3).map(
    lambda found: tuple(sorted(found, key=lambda band: band.day))
)


@given(curves, bands, st.integers(0, 90), st.integers(0, 30), st.data())
def test_any_curve_fills_its_place_and_shows_its_cursor(
    curve: Curve, found: tuple[Band, ...], width: int, height: int, data: st.DataObject
) -> None:
    cursor = data.draw(st.integers(0, len(curve.dots) - 1))
    lines = draw(curve._replace(bands=found), width, height, cursor)
    assert len(lines) in (0, height)
    assert all(sum(cell_len(text) for text, _role in line) <= width for line in lines)
    if lines:
        assert sum(role == "cursor" for line in lines for _text, role in line) == 1


def test_every_sign_has_a_twin() -> None:
    drawn = "\n".join(texts(CURVE, 40, 12)).translate(twins({"LANG": "C"}))
    assert drawn.isascii()
    assert "^" in drawn
    assert ":" in drawn


async def test_it_is_drawn_again_for_another_size() -> None:
    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield Plot()

    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        plot = app.query_one(Plot)
        plot.show(CURVE, 1)
        await pilot.pause()
        assert plot.render_line(0).text.rstrip() == texts(CURVE, 40, 10, 1)[0].rstrip()
        await pilot.resize_terminal(60, 14)
        await pilot.pause()
        assert plot.render_line(13).text.rstrip() == texts(CURVE, 60, 14, 1)[13].rstrip()
