"""One line to type in."""

from typing import Any

import pytest

from dmptui.widgets.prompt import Prompt


@pytest.fixture
def prompt():
    return Prompt("Filtrer", hint="titre, auteur")


def heard(app: Any) -> list[tuple[str, str]]:
    return [(type(message).__name__, message.value) for message in app.heard]


async def test_typing_submitting_and_a_word(host, prompt):
    app = host(prompt)
    async with app.run_test(size=(60, 5)) as pilot:
        assert not prompt.display
        await prompt.open()
        await pilot.press("b", "i", "enter")
        await pilot.pause()
        assert heard(app) == [("Changed", "b"), ("Changed", "bi"), ("Submitted", "bi")]
        prompt.say("Trop court")
        await pilot.pause()
        assert "Trop court" in "".join(w.text for w in prompt.query(".word"))
        prompt.close()
        assert not prompt.display


async def test_escape_keeps_what_was_typed_for_the_next_time(host, prompt):
    app = host(prompt)
    async with app.run_test(size=(60, 5)) as pilot:
        await prompt.open()
        await pilot.press("b", "escape")
        await pilot.pause()
        assert heard(app)[-1] == ("Cancelled", "b")
        assert not prompt.display
        await prompt.open()
        await pilot.press("i")
        assert prompt.value == "bi"
        await prompt.open("")
        assert prompt.value == ""


async def test_it_is_one_line_without_a_frame_and_does_not_blink(host, prompt):
    app = host(prompt)
    async with app.run_test(size=(60, 5)) as pilot:
        await prompt.open()
        await pilot.pause()
        assert prompt.size.height == 1
        (field,) = prompt.query("Input")
        assert field.size.height == 1
        app.frames.clear()
        await pilot.pause(0.7)
        assert app.frames == []
        await pilot.press("a")
        await pilot.pause()
        assert {span[0] for frame in app.frames for span in frame} == {0}


async def test_the_field_is_not_made_before_it_opens(host, prompt):
    async with host(prompt).run_test(size=(60, 5)) as pilot:
        assert not prompt.query("Input")
        await prompt.open()
        await pilot.pause()
        assert prompt.query_one("Input").has_focus
