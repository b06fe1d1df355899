"""Reading a document."""

from typing import Any

import pytest

from dmptui.core.documents.layout.lines import Layout, Role, SectionMark, Span
from dmptui.widgets.laid_out import Spot
from dmptui.widgets.matches import Match, find_matches, highlight, parted
from dmptui.widgets.reader import Reader


def layout(width: int) -> Layout:
    """Ten sections of one title and as many lines as 1000 / width."""
    size = 1000 // width
    lines: list[tuple[Span, ...]] = []
    marks = []
    for section in range(10):
        marks.append(SectionMark(f"Section {section}", 0, len(lines)))
        lines.append((Span(f"Section {section}", Role.SECTION),))
        lines += [(Span(f"Créatinine {section}.{n}"), Span(" µmol/L", Role.DIM)) for n in range(size)]
    return Layout(width, tuple(lines), tuple(marks))


@pytest.fixture
def reader():
    return Reader()


async def opened(app: Any, reader: Reader, pilot: Any) -> None:
    reader.show(layout)
    await app.workers.wait_for_complete()
    await pilot.pause()
    reader.focus()
    await pilot.pause()


def top(reader: Reader) -> str:
    return reader.render_line(0).text.strip()


async def test_it_shows_the_beginning(host, reader, lines_of):
    app = host(reader)
    async with app.run_test(size=(104, 6)) as pilot:
        await opened(app, reader, pilot)
        assert lines_of(reader)[:3] == ["  Section 0", "  Créatinine 0.0 µmol/L", "  Créatinine 0.1 µmol/L"]
        assert (reader.section, reader.percent) == (0, 100 * 6 // 110)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["down"], "Créatinine 0.0 µmol/L"), (["j", "k"], "Section 0"), (["space"], "Créatinine 0.8 µmol/L"),
        (["d"], "Créatinine 0.4 µmol/L"), (["d", "u"], "Section 0"), (["space", "b"], "Section 0"),
        (["n"], "Section 1"), (["n", "n", "p"], "Section 1"), (["n", "j", "p"], "Section 1"),
        (["p"], "Section 0"),
        (["G"], "Créatinine 9.0 µmol/L"), (["end", "home"], "Section 0"), (["up"], "Section 0"),
    ],
)  # fmt: skip
async def test_keys(host, reader, keys, line):
    app = host(reader)
    async with app.run_test(size=(104, 10)) as pilot:
        await opened(app, reader, pilot)
        await pilot.press(*keys)
        assert top(reader) == line


async def test_a_move_is_one_frame_and_one_message(host, reader):
    app = host(reader)
    async with app.run_test(size=(104, 10)) as pilot:
        await opened(app, reader, pilot)
        app.frames.clear()
        app.heard.clear()
        await pilot.press("down")
        await pilot.pause()
        assert len(app.frames) == 1
        assert len(app.heard) == 1
        await pilot.press("up", "up")
        await pilot.pause()
        assert len(app.frames) == 2


async def test_another_width_keeps_the_place(host, reader):
    app = host(reader)
    async with app.run_test(size=(104, 10)) as pilot:
        await opened(app, reader, pilot)
        reader.go_to_section(4)
        await pilot.press(*["down"] * 5)
        assert top(reader) == "Créatinine 4.4 µmol/L"
        await pilot.resize_terminal(54, 10)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert len(reader.render_line(0).text) == 54
        assert top(reader) == "Créatinine 4.9 µmol/L"  # 5 / 11 of 21 lines
        assert reader.section == 4


async def test_search_shows_every_match_and_goes_round(host, reader):
    app = host(reader)
    async with app.run_test(size=(104, 10)) as pilot:
        await opened(app, reader, pilot)
        assert reader.search("creatinine 7.") == 10
        assert reader.matches == (1, 10)
        assert any("Créatinine 7.0" in reader.render_line(y).text for y in range(10))
        await pilot.press("N", "N")
        assert reader.matches == (3, 10)
        await pilot.press("P", "P", "P")
        assert reader.matches == (10, 10)
        assert any("Créatinine 7.9" in reader.render_line(y).text for y in range(10))
        assert reader.search("") == 0
        assert reader.search("absent") == 0
        await pilot.press("N")
        assert reader.matches == (0, 0)


async def test_words_are_looked_for_as_soon_as_it_is_laid_out(host, reader):
    app = host(reader)
    async with app.run_test(size=(104, 10)) as pilot:
        reader.show(layout, Spot(5, 0.0), words=["7.0", "CREATININE 3.1", "absent"])
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert reader.matches == (2, 2)
        assert reader.lines[reader.here][0].text == "Créatinine 7.0"
        await pilot.resize_terminal(54, 10)
        await pilot.pause()
        assert reader.matches == (2, 12)  # of 20 lines a section
        reader.show(layout)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert (reader.matches, reader.here) == ((0, 0), 0)


async def test_a_match_is_seen_without_colour(host, reader):
    app = host(reader, environ={"TERM": "dumb"})
    async with app.run_test(size=(104, 10)) as pilot:
        await opened(app, reader, pilot)
        reader.search("µMOL")
        shown = [[(s.text, str(s.style)) for s in reader.render_line(y)] for y in range(3)]
        assert ("µmol", "bold reverse") in shown[1]
        assert ("µmol", "underline") in shown[2]


async def test_a_slow_layout_of_an_old_width_is_not_shown(host, reader):
    app = host(reader)
    async with app.run_test(size=(104, 10)) as pilot:
        reader.show(lambda width: Layout(width, ((Span("premier"),),), ()))
        reader.show(lambda width: Layout(width, ((Span("second"),),), ()))
        await pilot.pause(0.1)
        assert top(reader) == "second"


async def test_an_empty_document_can_be_moved_in(host, reader):
    app = host(reader)
    async with app.run_test(size=(104, 10)) as pilot:
        reader.show(lambda width: Layout(width, (), ()))
        await app.workers.wait_for_complete()
        reader.focus()
        await pilot.press("down", "G", "n", "p", "space", "N")
        assert (reader.section, reader.percent, top(reader)) == (None, 100, "")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("insuffisance cardiaque", ["insuffisance", "cardiaque"]),
        ('"sœur Anne" l’œdème qu\'aucun', ["sœur Anne", "œdème", "aucun"]),
        ("« deux mots » l'", ["deux mots", "l'"]),
        ("- ( [red] .", ["[red]"]),
        ("", []),
    ],
)
def test_words_are_parted_as_the_search_in_documents_does(typed, words):
    assert parted(typed) == words


@pytest.mark.parametrize("typed", ["oedeme", "ŒDÈME", "œdème", "Oedème"])
def test_a_ligature_is_two_letters(typed):
    assert find_matches([[("Un œdème, un oedème", "normal")]], [typed]) == [Match(0, 3, 8), Match(0, 13, 19)]


@pytest.mark.parametrize("typed", ["hémolyse", "he\u0301molyse", "HEMOLYSE"])
@pytest.mark.parametrize(("text", "end"), [("Une hémolyse.", 12), ("Une he\u0301molyse.", 13)])
def test_accents_apart_are_found_and_shown_whole(typed, text, end):
    assert find_matches([[(text, "normal")]], [typed]) == [Match(0, 4, end)]


def test_a_letter_of_a_ligature_shows_it_once():
    assert find_matches([[("œ", "normal")]], ["o", "e"]) == [Match(0, 0, 1)]


def test_a_word_is_no_pattern():
    line = [("a.b (c) axb", "normal")]
    assert find_matches([line], ["a.b", "(c)", "["]) == [Match(0, 0, 3), Match(0, 4, 7)]


def test_matches_cross_spans_and_do_not_overlap():
    lines = [[("aa", "normal"), ("aab", "dim")], [], [("B", "normal")]]
    assert find_matches(lines, ["aa"]) == [Match(0, 0, 2), Match(0, 2, 4)]
    assert find_matches(lines, ["b", "aa", "aaa", ""]) == [Match(0, 0, 3), Match(0, 4, 5), Match(2, 0, 1)]
    assert find_matches(lines, ["b"]) == [Match(0, 4, 5), Match(2, 0, 1)]
    shown = highlight(lines[0], 0, [Match(0, 1, 3)], 0)
    assert [(text, role) for text, role in shown if text] == [
        ("a", "normal"), ("a", "match_current"), ("a", "match_current"), ("ab", "dim"),
    ]  # fmt: skip
