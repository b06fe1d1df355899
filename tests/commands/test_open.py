"""`dmptui open`: what another software says on the line is the record that the screens begin in."""

import pytest

from dmptui import app
from dmptui.commands import open as command
from dmptui.core.errors import Refused, Unavailable
from dmptui.core.machine.settings import Settings
from dmptui.flows.context import RecordContext
from dmptui.screens import pages
from tests.commands.people import BERNARD, ROUX


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[RecordContext | None]:
    """What the program is started for; it stops at once with the code 4."""
    started: list[RecordContext | None] = []

    def program(_settings: Settings, context: RecordContext | None) -> int:
        started.append(context)
        return 4

    monkeypatch.setattr(app, "run", program)
    return started


@pytest.mark.parametrize(
    ("page", "place"), list(zip(command.PAGES, (entry.place for entry in pages.PAGES), strict=True))
)
def test_each_page_of_a_record_has_its_word(run, asked, page, place):
    assert run("open", BERNARD, *ROUX, "--page", page).code == 4
    assert asked[0].ins.value == BERNARD
    assert asked[0].page == place


def test_it_begins_on_the_first_page(run, asked):
    run("open", BERNARD, *ROUX)
    assert asked[0].page == pages.PAGES[0].place


@pytest.mark.parametrize("ins", ["123", "1" * 15])
def test_a_wrong_ins_is_said_before_any_screen(run, asked, ins):
    ran = run("open", ins, *ROUX)
    assert ran.code == 2
    assert "INS" in ran.err
    assert ins not in ran.err
    assert not asked


@pytest.mark.parametrize(("failure", "code"), [(Unavailable("Le serveur dort."), 3), (Refused("Non."), 1)])
def test_what_kept_it_from_opening_is_said_in_the_terminal(run, monkeypatch, failure, code):
    def program(_settings: Settings, _context: RecordContext | None) -> int:
        raise failure

    monkeypatch.setattr(app, "run", program)
    ran = run("open", BERNARD, *ROUX)
    assert ran.code == code
    assert failure.message in ran.err


def test_without_a_command_no_record_is_asked_for(run, asked):
    run()
    assert asked == [None]
