"""Looking at a picture."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from textual.strip import Strip

from dmptui import actions
from dmptui.core.documents import picture as core
from dmptui.core.documents.picture import Pixels
from dmptui.theme import ANSI
from dmptui.widgets import picture
from dmptui.widgets.picture import PictureView
from dmptui.widgets.quarters import segments
from tests.core.documents.picture_samples import BLACK, BLUE, RED, WHITE, drawing, halves, tiff


@pytest.fixture
def view():
    return PictureView()


async def settled(app: Any, pilot: Any) -> None:
    """Every picture asked for is drawn, and what it asked for in turn."""
    for _ in range(2):
        await pilot.pause()
        await app.workers.wait_for_complete()
    await pilot.pause()


async def press(app: Any, pilot: Any, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


async def opened(app: Any, view: PictureView, pilot: Any, content: bytes) -> None:
    view.show(content)
    view.focus()
    await settled(app, pilot)


def colours(strip: Strip) -> list[tuple[str, str, str]]:
    """(text, colour, background) of each segment."""
    found = []
    for segment in strip:
        style = segment.style
        assert style is not None
        assert style.bgcolor is not None
        found.append((segment.text, style.color.name if style.color else "", style.bgcolor.name))
    return found


def test_quarters_and_their_two_colours():
    white, black, red = map(bytes, (WHITE, BLACK, RED))
    above = white + black + red + red + black + black + black + white
    below = black + black + red + red + white + white + white + black
    strip = Strip(segments(Pixels(8, 2, above + below), 0, 0, 80))
    assert colours(strip) == [
        ("▘", "#ffffff", "#000000"),
        (" ", "#ff0000", "#ff0000"),
        ("▄▞", "#ffffff", "#000000"),
    ]


def test_a_part_of_a_line():
    row = bytes(RED) * 20 + bytes(BLUE) * 20
    pixels = Pixels(40, 4, row * 4)
    found = segments(pixels, 1, 5, 10)
    assert [(part.text, part.style.bgcolor.name) for part in found if part.style and part.style.bgcolor] == [
        (" " * 5, "#ff0000"),
        (" " * 5, "#0000ff"),
    ]
    assert sum(len(part.text) for part in segments(pixels, 1, 15, 10)) == 5


async def test_red_then_blue(host, view):
    app = host(view)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, view, pilot, halves())
        red, blue = colours(view.render_line(10))
        assert (red[0], red[2]) == (" " * 40, "#ff0000")
        assert (blue[0], blue[2]) == (" " * 40, "#0000ff")
        assert view.render_line(20).text == " " * 80  # below the picture
        assert view.status == "zoom 100 %"


@pytest.mark.parametrize(
    ("keys", "status", "place"),
    [
        ([], "page 1 sur 3 · zoom 100 %", (0, 0)),
        (["n"], "page 2 sur 3 · zoom 100 %", (0, 0)),
        (["n", "n", "n", "p"], "page 2 sur 3 · zoom 100 %", (0, 0)),
        (["p"], "page 1 sur 3 · zoom 100 %", (0, 0)),
        (["0"], "page 1 sur 3 · en entier", (0, 0)),
        (["0", "0"], "page 1 sur 3 · zoom 100 %", (0, 6)),
        (["minus", "minus"], "page 1 sur 3 · en entier", (0, 0)),
        (["plus"], "page 1 sur 3 · zoom 150 %", (20, 2)),
        (["plus"] * 9, "page 1 sur 3 · zoom 800 %", (280, 28)),
        (["plus", "plus", "minus", "minus"], "page 1 sur 3 · zoom 100 %", (0, 0)),
        (["plus", "j", "down", "up"], "page 1 sur 3 · zoom 150 %", (20, 3)),
        (["j", "j", "k"], "page 1 sur 3 · zoom 100 %", (0, 1)),
        (["pagedown"], "page 1 sur 3 · zoom 100 %", (0, 8)),
        (["pagedown", "space", "b"], "page 1 sur 3 · zoom 100 %", (0, 3)),
        (["space", "space", "space"], "page 2 sur 3 · zoom 100 %", (0, 0)),
    ],
)
async def test_keys(host, view, keys, status, place):
    app = host(view)
    async with app.run_test(size=(80, 9)) as pilot:
        await opened(app, view, pilot, tiff(RED, WHITE, BLUE))  # 80 x 20 cells
        await press(app, pilot, *keys)
        assert view.status == status
        assert (view._left, view._top) == place


async def test_across_only_when_the_picture_is_wider_than_the_screen(host, view):
    app = host(view)
    async with app.run_test(size=(80, 9)) as pilot:
        await opened(app, view, pilot, halves())
        assert not view.pan_across(1)
        await press(app, pilot, "plus")
        assert view.pan_across(1)
        assert (view._left, view._top) == (22, 2)
        assert view.pan_across(-1)
        assert view._left == 20


async def test_pages_of_a_pdf(host, view):
    app = host(view)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, view, pilot, drawing(b"0 0 1 rg 0 0 200 100 re f", pages=2))
        assert view.status == "page 1 sur 2 · zoom 100 %"
        assert {background for _, _, background in colours(view.render_line(3))} == {"#0000ff"}


async def test_what_cannot_be_drawn_is_said(host, view, lines_of):
    app = host(view)
    async with app.run_test(size=(80, 9)) as pilot:
        await opened(app, view, pilot, halves("JPEG")[:600])
        assert "(image JPEG) est abîmé ou protégé" in "\n".join(lines_of(view))
        assert view.status == ""
        await opened(app, view, pilot, halves())  # and another file is shown
        assert view.status == "zoom 100 %"


async def test_a_page_that_fails_does_not_keep_from_the_others(host, view, monkeypatch):
    def render(content: bytes, page: int, width: int, height: int) -> Pixels:
        return core.render(content if page != 1 else b"", page, width, height)

    monkeypatch.setattr(picture, "render", render)
    app = host(view)
    async with app.run_test(size=(80, 9)) as pilot:
        await opened(app, view, pilot, tiff(RED, WHITE, BLUE))
        await press(app, pilot, "n")
        assert view.status == ""
        await press(app, pilot, "n")
        assert view.status == "page 3 sur 3 · zoom 100 %"


@pytest.mark.parametrize(
    "environ", [{"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "linux", "LANG": "C.UTF-8"}]
)
async def test_without_colours_a_sentence(host, view, lines_of, environ):
    app = host(view, environ=environ)
    async with app.run_test(size=(80, 9)) as pilot:
        await opened(app, view, pilot, halves())
        said = " ".join(" ".join(lines_of(view)).split())
        assert "image PNG" in said
        assert "Enregistrez le fichier" in said
        assert view.status == ""
        assert view._pixels is None


async def test_another_theme(host, view, lines_of):
    app = host(view)
    async with app.run_test(size=(80, 9)) as pilot:
        app.theme = ANSI.name
        await opened(app, view, pilot, halves())
        assert "pas assez de couleurs" in "\n".join(lines_of(view))
        app.theme = "dmptui-dark"
        await settled(app, pilot)
        assert view.status == "zoom 100 %"


async def test_one_process_at_a_time_and_the_last_wish_wins(host, view, monkeypatch):
    asked: list[int] = []
    may_answer = Event()

    def render(content: bytes, page: int, width: int, height: int) -> Pixels:
        asked.append(width)
        assert may_answer.wait(10)
        return Pixels(width, 2, bytes(width * 6))

    monkeypatch.setattr(picture, "render", render)
    app = host(view)
    async with app.run_test(size=(80, 9)) as pilot:
        view.show(b"x")
        view.focus()
        await pilot.pause()
        assert view.status == "L'image arrive…"
        await pilot.press("plus", "plus", "plus")
        may_answer.set()
        await settled(app, pilot)
        assert asked == [160, 480]
        assert view.status == "zoom 300 %"


async def test_a_new_size(host, view):
    app = host(view)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, view, pilot, halves())
        await pilot.resize_terminal(40, 24)
        await settled(app, pilot)
        red, *_, blue = colours(view.render_line(0))
        assert (red[2], blue[2], view.render_line(0).cell_length) == ("#ff0000", "#0000ff", 40)
        assert view.status == "zoom 100 %"


async def test_it_tells_when_it_moves(host, view, monkeypatch):
    heard: list[str] = []
    app = host(view)
    monkeypatch.setattr(type(app), "on_picture_view_moved", told(heard), raising=False)
    async with app.run_test(size=(80, 9)) as pilot:
        await opened(app, view, pilot, halves())
        heard.clear()
        await pilot.press("j")
        await pilot.pause()
        assert heard == ["zoom 100 %"]


def told(heard: list[str]) -> Callable[[Any, Any], None]:
    def moved(_app: Any, message: PictureView.Moved) -> None:
        heard.append(message.control.status)

    return moved


async def test_no_line_is_wider_and_none_steers_the_terminal(host, view):
    app = host(view)
    async with app.run_test(size=(79, 23)) as pilot:
        await opened(app, view, pilot, tiff(RED, WHITE))
        for key in ("plus", "l", "n", "0", "minus"):
            await press(app, pilot, key)
            strips = [view.render_line(y) for y in range(23)]
            assert {strip.cell_length for strip in strips} == {79}
            assert all(strip.text.isprintable() for strip in strips)


def test_its_keys_are_told():
    titles = [action.title for action in actions.help_sections("picture")[0][1]]
    assert titles[:3] == ["agrandir", "réduire", "page entière"]
    assert actions.key_label("plus") == "+"
