"""Tables of printed pages where the screen is narrower than the page."""

from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.documents.blocks import Page, PageLine
from dmptui.core.documents.layout.page import page_lines
from dmptui.core.documents.layout.page_table import runs

ROWS = (
    ("Analyse", "Résultat", "Valeurs de référence", "Antériorités"),
    ("Leucocytes", "7,86 G/L", "4,0 - 10,0", "6,93 le 18/08/2026 ; 5,60 le 15/05/2026"),
    ("", "", "", "et 5,92 avant"),
    ("DFG", "54", "> 60", ""),
)
LEFT = (50.0, 180.0, 300.0, 400.0)


def line(number: int, cells: tuple[str, ...], size: float = 10) -> PageLine:
    """A line of the page; a letter is 4 points wide."""
    phrases = tuple((x, x + 4 * len(t), t) for x, t in zip(LEFT, cells, strict=True) if t)
    return PageLine(100 + 12.0 * number, size, phrases)


def shown(lines: tuple[PageLine, ...], width: int) -> list[str]:
    """The text of the lines laid out."""
    return ["".join(span.text for span in each).rstrip() for each in page_lines(Page(1, lines), width)]


TABLE = tuple(line(number, cells) for number, cells in enumerate(ROWS))


def test_columns_stay_columns_with_the_width_their_words_need():
    assert shown(TABLE, 76) == [
        "Analyse     Résultat  Valeurs de référence  Antériorités",
        "Leucocytes  7,86 G/L  4,0 - 10,0            6,93 le 18/08/2026 ; 5,60 le",
        "                                            15/05/2026",
        "                                            et 5,92 avant",
        "DFG         54        > 60",
    ]


def test_with_room_a_page_stands_as_it_was_printed():
    assert shown(TABLE, 140)[1].index("7,86") > len("Leucocytes  ")


def test_a_title_between_two_tables_is_in_neither():
    title = PageLine(160, 10, ((50, 100, "Biochimie"),))
    after = tuple(line(number, cells) for number, cells in enumerate(ROWS, 6))
    assert [bool(run.columns) for run in runs((*TABLE, title, *after))] == [True, False, True]


words = st.text("abé 1,", max_size=30).map(str.strip)


@given(st.lists(st.tuples(words, words, words, words), min_size=1, max_size=8), st.integers(20, 160))
def test_no_word_is_lost_and_no_line_is_too_wide(rows, width):
    lines = tuple(line(n, cells) for n, cells in enumerate(rows) if any(cells))
    out = shown(lines, width)
    assert all(len(each) <= width for each in out)
    assert sorted("".join(out).replace(" ", "")) == sorted("".join(map("".join, rows)).replace(" ", ""))
