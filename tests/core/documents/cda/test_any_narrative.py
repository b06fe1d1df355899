"""Whatever the tree of a narrative, each of its words is on the page once, in its place."""

import re
from itertools import count
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import line_text
from dmptui.core.documents.read import read
from tests.core.documents.cda_samples import narrative

WIDTHS = (60, 80, 120, 200)
WORD = re.compile(r"w(\d+)")
BLOCKS = ("paragraph", "p", "div", "foo", "h2", "blockquote", "dl", "dd")
INLINE = ("content", "b", "i", "u", "span", "a", "sub", "sup", "linkHtml", "strong")


class Tree(NamedTuple):
    """An element, its attributes and what it holds: trees, or None for a word."""

    name: str
    inside: tuple["Tree | None", ...] = ()
    attributes: str = ""


def holding(name: st.SearchStrategy[str], inside: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.builds(Tree, name, st.lists(inside, max_size=most).map(tuple), st.just(""))


WORDS = st.none()
PHRASES = st.recursive(
    WORDS | st.just(Tree("br")),
    lambda phrases: holding(st.sampled_from(INLINE), phrases) | holding(st.just("footnote"), phrases),
    max_leaves=5,
)


def _lists(blocks: st.SearchStrategy) -> st.SearchStrategy[Tree]:
    item = holding(st.sampled_from(("item", "li")), blocks)
    style = st.sampled_from(["", " styleCode='BigRoman'", " listType='ordered'", " styleCode='Circle'"])
    inside = st.lists(item | WORDS, max_size=3).map(tuple)
    return st.builds(Tree, st.sampled_from(("list", "ul")), inside, style)


def _tables(blocks: st.SearchStrategy) -> st.SearchStrategy[Tree]:
    span = st.sampled_from(["", "", "", " colspan='2'"])
    cell = st.builds(Tree, st.sampled_from(("td", "td", "th")), st.lists(blocks, max_size=2).map(tuple), span)
    rows = holding(st.just("tbody"), holding(st.just("tr"), cell, 4))
    return holding(st.just("table"), rows, 2)


TREES = st.recursive(
    PHRASES,
    lambda blocks: holding(st.sampled_from(BLOCKS), blocks) | _lists(blocks) | _tables(blocks),
    max_leaves=14,
)
NARRATIVES = st.lists(TREES, max_size=4)


def written(trees, numbers) -> str:
    """The trees as XML, their words numbered as they come."""
    parts = []
    for tree in trees:
        if tree is None:
            parts.append(f" w{next(numbers):03} ")
        else:
            parts.append(f"<{tree.name}{tree.attributes}>{written(tree.inside, numbers)}</{tree.name}>")
    return "".join(parts)


def notes_last(xml: str) -> list[str]:
    """The words in reading order, those of the notes after the others."""
    notes: list[list[str]] = []
    outside: list[str] = []
    open_notes: list[list[str]] = []
    for mark in re.finditer(r"<footnote>|</footnote>|w\d+", xml):
        if mark[0] == "<footnote>":
            open_notes.append([])
            notes.append(open_notes[-1])
        elif mark[0] == "</footnote>":
            open_notes.pop()
        else:
            (open_notes[-1] if open_notes else outside).append(mark[0])
    return outside + [word for note in notes for word in note]


def has_columns(xml: str) -> bool:
    return "<td" in xml or "<th" in xml


@settings(max_examples=200, deadline=None)
@given(NARRATIVES)
def test_every_word_is_shown_once_and_in_order(trees):
    xml = written(trees, count(1))
    document = read(narrative(xml))
    wanted = notes_last(xml)
    for width in WIDTHS:
        lines = [line_text(line) for line in lay_out(document, width).lines]
        assert max(map(cell_len, lines), default=0) <= width
        shown = [f"w{number}" for number in WORD.findall(" ".join(lines))]
        assert sorted(shown) == sorted(wanted)
        if not has_columns(xml):  # a table is read across, whatever the height of its cells
            assert shown == wanted


@settings(max_examples=200, deadline=None)
@given(st.lists(holding(st.sampled_from(BLOCKS), PHRASES | WORDS, 2), min_size=2, max_size=5))
def test_no_two_blocks_share_a_line(trees):
    texts = [written([tree], count(100 * number)) for number, tree in enumerate(trees, 1)]
    document = read(narrative("".join(texts)))
    owner = {word: number for number, text in enumerate(texts) for word in notes_last(text)}
    for width in WIDTHS:
        for line in lay_out(document, width).lines:
            words = [f"w{number}" for number in WORD.findall(line_text(line))]
            assert len({owner[word] for word in words}) < 2
