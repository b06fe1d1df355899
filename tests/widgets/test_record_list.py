"""The list: what it shows, what a key costs."""

from typing import Any

import pytest

from dmptui.theme import Tone
from dmptui.widgets.columns import Column
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Group, LazyRows, Row

COLUMNS = [
    Column("Date", 10),
    Column("Document", 12, weight=1),
    Column("Pages", 6, align="right", priority=1),
]


def row(n: int) -> Row:
    return Row(n, (f"{n % 28 + 1:02}/11/2026", f"Document {n}", str(n)))


@pytest.fixture
def record_list():
    return RecordList(COLUMNS, empty="Aucun document.\na ajouter")


def keys_heard(app: Any, kind: type[Any]) -> list[Any]:
    return [message.key for message in app.heard if isinstance(message, kind)]


async def test_golden(host, record_list, lines_of):
    app = host(record_list)
    async with app.run_test(size=(50, 8)):
        record_list.focus()
        rows = [
            Row("a", ("21/11/2026", "CR de biologie médicale moléculaire", "12"), Tone.STRONG, mark="●"),
            Group("Déposés par la patiente (4)"),
            Row("b", ("02/11/2026", ("◌ masqué", Tone.WARNING), "3")),
        ]
        record_list.set_rows(rows)
        record_list.set_sorted(0, descending=True)
        assert lines_of(record_list) == [
            "   Date ↓      Document                    Pages",
            "▸● 21/11/2026  CR de biologie médicale…       12",
            " ── Déposés par la patiente (4) ────────────────",
            "   02/11/2026  ◌ masqué                        3",
            "", "", "", "",
        ]  # fmt: skip


async def test_narrow_drops_the_least_needed_column(host, record_list, lines_of):
    app = host(record_list)
    async with app.run_test(size=(30, 4)):
        record_list.set_rows([row(1)])
        assert lines_of(record_list)[:2] == ["   Date        Document", "▸  02/11/2026  Document 1"]


async def test_a_move_is_one_frame_of_two_lines(host, record_list):
    app = host(record_list)
    async with app.run_test(size=(80, 24)) as pilot:
        record_list.set_rows([row(n) for n in range(10)])
        record_list.focus()
        await pilot.pause()
        app.frames.clear()
        await pilot.press("down")
        await pilot.pause()
        assert app.frames == [[(1, 0, 80), (2, 0, 80)]]


async def test_a_scroll_is_one_frame_and_leaves_the_header(host, record_list):
    app = host(record_list)
    async with app.run_test(size=(80, 24)) as pilot:
        record_list.set_rows([row(n) for n in range(100)])
        record_list.focus()
        await pilot.press(*["down"] * 22)
        await pilot.pause()
        app.frames.clear()
        await pilot.press("down")
        await pilot.pause()
        (frame,) = app.frames
        assert [y for y, _x1, _x2 in frame] == list(range(1, 24))


async def test_nothing_is_painted_when_nothing_changes(host, record_list):
    app = host(record_list)
    async with app.run_test(size=(80, 24)) as pilot:
        record_list.set_rows([row(n) for n in range(3)])
        record_list.focus()
        await pilot.pause(0.3)
        app.frames.clear()
        await pilot.press("up", "home")
        await pilot.hover(RecordList, offset=(5, 2))
        await pilot.pause(0.6)
        assert app.frames == []


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        (["down"], 1), (["j", "j", "k"], 1), (["end"], 99), (["G", "up"], 98), (["G", "g"], 0),
        (["pagedown"], 23), (["pagedown", "pageup"], 0), (["up"], 0), (["end", "down"], 99),
        (["end", "home"], 0),
    ],
)  # fmt: skip
async def test_keys(host, record_list, keys, key):
    app = host(record_list)
    async with app.run_test(size=(80, 24)) as pilot:
        record_list.set_rows([row(n) for n in range(100)])
        record_list.focus()
        await pilot.press(*keys)
        assert record_list.key == key
        at_cursor = [
            record_list.render_line(y).text for y in range(24) if record_list.render_line(y).text[0] == "▸"
        ]
        assert len(at_cursor) == 1
        assert f"Document {key} " in at_cursor[0]


async def test_messages(host, record_list):
    app = host(record_list)
    async with app.run_test(size=(80, 24)) as pilot:
        record_list.set_rows([row(n) for n in range(3)])
        record_list.focus()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert keys_heard(app, RecordList.Highlighted) == [0, 1]
        assert keys_heard(app, RecordList.Selected) == [1]
        record_list.set_rows([])
        await pilot.press("enter", "down", "pagedown", "end")
        await pilot.pause()
        assert keys_heard(app, RecordList.Highlighted) == [0, 1, None]
        assert keys_heard(app, RecordList.Selected) == [1]


async def test_the_cursor_skips_group_headers(host, record_list, lines_of):
    app = host(record_list)
    async with app.run_test(size=(80, 5)) as pilot:
        record_list.set_rows(
            [Group("un"), row(1), Group("deux"), Group("trois"), row(2), row(3), row(4), row(5)]
        )
        record_list.focus()
        assert record_list.key == 1
        await pilot.press("down")
        assert record_list.key == 2
        await pilot.press("end", "home")
        assert record_list.key == 1
        assert lines_of(record_list)[1].startswith(" ── un ─")


async def test_only_group_headers_have_no_cursor(host, record_list):
    app = host(record_list)
    async with app.run_test(size=(80, 5)) as pilot:
        record_list.set_rows([Group("un"), Group("deux")])
        record_list.focus()
        await pilot.press("down", "end", "enter")
        assert record_list.key is None
        assert keys_heard(app, RecordList.Selected) == []


async def test_the_cursor_stays_on_its_key(host, record_list):
    app = host(record_list)
    async with app.run_test(size=(80, 24)):
        record_list.set_rows([row(n) for n in range(100)])
        record_list.go_to(50)
        record_list.set_rows([row(n) for n in range(0, 100, 10)], keep=50)
        assert record_list.key == 50
        record_list.set_rows([row(n) for n in range(8)], keep=50)
        assert record_list.key == 5


async def test_the_work_does_not_grow_with_the_rows(host, record_list):
    made = []

    def make(n: int) -> Row:
        made.append(n)
        return row(n)

    app = host(record_list)
    async with app.run_test(size=(80, 24)) as pilot:
        record_list.set_rows(LazyRows(range(50_000), make, key=lambda n: n), keep=25_000)
        await pilot.pause()
        assert record_list.key == 25_000
        record_list.focus()
        await pilot.pause()
        made.clear()
        await pilot.press("down")
        await pilot.press("end")
        await pilot.pause()
        assert record_list.key == 49_999
        assert len(made) < 60


async def test_the_cursor_is_seen_without_colour_and_tells_the_focus(host, record_list):
    def bar() -> tuple[str, str]:
        segment = next(iter(record_list.render_lines(record_list.size.region)[1]))
        return segment.text[:1], str(segment.style)

    app = host(record_list, environ={"NO_COLOR": "1", "TERM": "xterm", "LANG": "C.UTF-8"})
    async with app.run_test(size=(80, 24)) as pilot:
        record_list.set_rows([row(1), row(2)])
        record_list.focus()
        await pilot.pause()
        assert bar() == ("▸", "reverse")
        app.screen.set_focus(None)
        await pilot.pause()
        assert bar() == ("▸", "bold")


async def test_a_plain_row_is_one_run_of_style(host, record_list):
    app = host(record_list)
    async with app.run_test(size=(100, 24)):
        record_list.set_rows([row(1), row(2)])
        assert len(list(record_list.render_line(2))) == 1


async def test_empty_says_what_helps(host, record_list, lines_of):
    app = host(record_list)
    async with app.run_test(size=(40, 7)):
        record_list.set_rows([])
        assert [line.strip() for line in lines_of(record_list)[2:4]] == ["Aucun document.", "a ajouter"]
        record_list.set_rows([], empty="Rien de ce nom.")
        assert lines_of(record_list)[3].strip() == "Rien de ce nom."


async def test_waiting_is_said_after_a_moment_only(host, record_list, lines_of):
    app = host(record_list)
    async with app.run_test(size=(40, 7)) as pilot:
        record_list.wait("Les documents arrivent…")
        await pilot.pause(0.05)
        assert lines_of(record_list)[1:] == [""] * 6
        await pilot.pause(0.25)
        assert "Les documents arrivent…" in "".join(lines_of(record_list))
        record_list.wait("encore")
        record_list.set_rows([])
        await pilot.pause(0.25)
        assert "encore" not in "".join(lines_of(record_list))


async def test_click_moves_then_chooses(host, record_list):
    app = host(record_list)
    async with app.run_test(size=(80, 24)) as pilot:
        record_list.set_rows([row(n) for n in range(5)])
        await pilot.click(RecordList, offset=(5, 3))
        assert record_list.key == 2
        await pilot.click(RecordList, offset=(5, 3))
        await pilot.pause()
        assert keys_heard(app, RecordList.Selected) == [2]


async def test_a_thumb_only_when_there_is_more(host, record_list, lines_of):
    app = host(record_list)
    async with app.run_test(size=(40, 11)) as pilot:
        record_list.set_rows([row(n) for n in range(10)])
        assert not any("▐" in line for line in lines_of(record_list))
        record_list.set_rows([row(n) for n in range(20)])
        assert [y for y, line in enumerate(lines_of(record_list)) if line.endswith("▐")] == [1, 2, 3, 4, 5]
        record_list.focus()
        await pilot.press("end")
        assert [y for y, line in enumerate(lines_of(record_list)) if line.endswith("▐")] == [6, 7, 8, 9, 10]


async def test_markup_and_controls_of_data_are_only_text(host, record_list):
    app = host(record_list)
    async with app.run_test(size=(60, 5)):
        record_list.set_rows([Row(1, ("[red]x[/]", "a\x1b[31mb\u202ec\n", "1"))])
        assert record_list.render_lines(record_list.size.region)[1].text.split() == [
            "▸",
            "[red]x[/]",
            "a[31mbc",
            "1",
        ]


async def test_picker_sized_lists_without_titles_have_no_header(host, lines_of):
    bare = RecordList([Column("", 10, weight=1)])
    app = host(bare)
    async with app.run_test(size=(30, 3)):
        bare.set_rows([Row(1, ("un",)), Row(2, ("deux",))])
        assert [line.strip() for line in lines_of(bare)] == ["▸  un", "deux", ""]
