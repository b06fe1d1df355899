"""What reaches the terminal: few bytes, no mouse, nothing hostile, no patient in a crash report."""

import re

import pyte
import pytest

from tests.screens.driver import NUMBER
from tests.terminal import ENVIRON, FRAME, Terminal

RUN = """
import sys
from pathlib import Path
from dmptui.app import run
from dmptui.core.machine.settings import Settings
sys.exit(run(Settings(data_dir=Path(sys.argv[1]))))
"""

HOSTILE = (
    """
from dataclasses import replace
from dmptui.core.client.client import DmpClient
EVIL = "[red]markup[/]\\x1b[31m\\x1b]52;c;ZXZpbA==\\x07\\u202e\\u200b\\x9b2J"
mine = DmpClient.my_patients

async def poisoned(self, *words):
    async for page in mine(self, *words):
        yield tuple(with_evil_name(each) for each in page)

def with_evil_name(each):
    return replace(each, patient=each.patient.model_copy(update={"birth_name": EVIL}))

DmpClient.my_patients = poisoned
"""
    + RUN
)

BROKEN = (
    """
from dmptui.screens.documents.page import DocumentsPage

def broken(self):
    name, ins = self._record.patient.name, self._record.patient.ins.value
    raise ZeroDivisionError(f"{name} {ins}")

DocumentsPage.action_sort = broken
"""
    + RUN
)

COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
FRAME_BYTES, CELL_BYTES = 120, 8
"""What a frame may send besides its cells, and for each cell it changes: words, colours, place."""

MOUSE = re.compile(rb"\x1b\[\?(?:9|100[0-35-7]|101[56])h")


@pytest.fixture
def list_of_patients(dmp):
    """The program on Mes patients of Dr ROUX, at rest."""

    def start(code=RUN, size=(100, 30)):
        terminal = Terminal(code, dmp.data_dir, size=size)
        terminal.sees("Connexion")
        terminal.press("\r")
        terminal.sees("situation d'exercice")
        terminal.press("\r")
        terminal.sees("Mes patients")
        terminal.sees("18 patients")
        terminal.read(0.5)
        return terminal

    return start


def test_a_move_is_one_frame_of_few_bytes_and_idling_is_none(list_of_patients):
    with list_of_patients() as terminal:
        for key in ("\x1b[B", "j", "k", "\x1b[A"):
            terminal.press(key)
            sent = terminal.read(0.3)
            assert sent.count(FRAME) == 1, sent
            assert len(sent) <= 450
        assert terminal.read(2.0) == b""
        assert not MOUSE.search(terminal.sent)


@pytest.mark.parametrize(
    ("key", "most"),
    [("/", 700), ("5", 9_000), ("1", 9_000), (":", 12_000)],
    ids=["a line to type in", "another page", "the page before", "the palette"],
)
def test_what_stays_on_the_screen_is_not_sent_again(list_of_patients, key, most):
    with list_of_patients() as terminal:
        terminal.press("\r")
        terminal.sees("· INS")
        terminal.press(NUMBER["documents"])
        terminal.sees("116 documents")
        terminal.read(0.5)
        shown = terminal.sent
        terminal.press(key)
        frames = terminal.read(0.5).split(FRAME)[1:]
        assert frames
        for sent, changed in zip(frames, cells_changed(shown, frames), strict=True):
            assert len(sent) <= min(most, FRAME_BYTES + CELL_BYTES * changed), (changed, sent)


def cells_changed(shown, frames):
    """How many cells each frame changes of what was shown before it; load decides how many frames come."""
    screen = pyte.Screen(100, 30)
    stream = pyte.ByteStream(screen)
    stream.feed(shown)
    before = cells(screen)
    for sent in frames:
        stream.feed(sent)
        after = cells(screen)
        yield sum(old != new for old, new in zip(before, after, strict=True))
        before = after


def cells(screen):
    return [screen.buffer[line][column] for line in range(screen.lines) for column in range(screen.columns)]


def test_a_terminal_that_is_gone_ends_the_program(list_of_patients):
    with list_of_patients() as terminal:
        terminal.cut()
        terminal.ends()


def test_the_mouse_is_taken_only_when_asked_for(list_of_patients):
    with list_of_patients() as terminal:
        terminal.press("\x1b[19~")
        assert MOUSE.search(terminal.read(0.3))
        terminal.press("\x1b[19~")
        sent = terminal.read(0.3)
        assert b"\x1b[?1000l" in sent
        assert not MOUSE.search(sent)


def test_hostile_names_are_only_text(list_of_patients):
    with list_of_patients(HOSTILE) as terminal:
        terminal.sees("[RED]MARKUP")
        for evil in (b"\x1b]52", b"ZXZpbA==\x07", "\u202e".encode(), "\u200b".encode(), "\x9b".encode()):
            assert evil not in terminal.sent
        assert b"\x1b[31m" not in terminal.sent


def test_a_crash_names_no_patient(list_of_patients):
    with list_of_patients(BROKEN) as terminal:
        terminal.press("\r")
        terminal.sees("· INS")
        terminal.press(NUMBER["documents"])
        terminal.sees("116 documents")
        before = len(terminal.sent)
        terminal.press("s")
        assert terminal.ends() != 0
        told = terminal.sent[before:].decode().rpartition("\x1b[?1049l")[2]
        assert "erreur de programmation (ZeroDivisionError)" in told
        assert "broken" in told
        assert "BERNARD" not in told
        assert not re.search(r"\d{13}", told)


def test_leaving_gives_the_terminal_back(dmp):
    with Terminal(RUN, dmp.data_dir) as terminal:
        terminal.sees("Connexion")
        terminal.press("q")
        assert terminal.ends() == 0
        assert b"\x1b[?1049l" in terminal.sent
        assert b"\x1b[?25h" in terminal.sent


def test_without_colours_no_colour_is_sent(dmp):
    with Terminal(RUN, dmp.data_dir, environ={**ENVIRON, "NO_COLOR": "1"}) as terminal:
        terminal.sees("Connexion")
        terminal.press("j")
        terminal.read(0.3)
        assert not COLOUR.search(terminal.sent)
