"""One registry, and only keys that every keyboard and every terminal has."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from textual.app import App
from textual.binding import Binding
from textual.widgets import Static

from dmptui import actions, screens
from dmptui.actions import Action, register
from dmptui.screens.parts.page import Page


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(actions, "_places", dict(actions._places))


@pytest.mark.parametrize(
    "key",
    ["ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+[", "ctrl+enter", "shift+enter", "alt+b",
     "[", "]", "{", "}", "#", "@", "\\", "|", "~", "é", "ctrl+q", "f11", "f12", ""],
)  # fmt: skip
def test_a_key_that_not_every_keyboard_has_is_refused(key):
    with pytest.raises(ValueError, match="not on every keyboard"):
        register("here", "Ici", Action("go", (key,), "aller"))


@pytest.mark.parametrize("key", ["a", "G", "7", "/", "space", "enter", "tab", "up", "pagedown", "f4", "f10"])
def test_a_key_that_every_keyboard_has_is_bound(key):
    register("here", "Ici", Action("go", (key,), "aller"))
    (binding,) = actions.bindings("here")
    assert isinstance(binding, Binding)
    assert (binding.key, binding.action) == (key, "go")


def test_a_key_twice_in_a_place_is_refused():
    with pytest.raises(ValueError, match=r"'o' is bound by here\.open and here\.close"):
        register("here", "Ici", Action("open", ("o",), "ouvrir"), Action("close", ("c", "o"), "fermer"))


@pytest.mark.parametrize("key", ["?", ":", "escape", "q"])
def test_a_place_does_not_take_a_global_key(key):
    with pytest.raises(ValueError, match="global"):
        register("here", "Ici", Action("go", (key,), "aller"))


def test_a_refused_place_is_not_registered_and_a_place_is_registered_once():
    with pytest.raises(ValueError, match="keyboard"):
        register("here", "Ici", Action("go", ("#",), "aller"))
    register("here", "Ici", Action("go", ("a",), "aller"))
    with pytest.raises(ValueError, match="twice"):
        register("here", "Ici")


def test_clashes_between_a_page_and_its_parts_are_told():
    register("page", "Page", Action("job", ("j",), "faire"))
    register("part", "Partie", Action("down", ("down", "j"), "descendre"))
    assert actions.clashes("page", "part") == ["'j' is bound by page.job and part.down"]
    assert actions.clashes("page") == []


def test_no_page_gives_another_meaning_to_a_key_of_its_parts():
    for module in walk_packages(screens.__path__, f"{screens.__name__}."):
        import_module(module.name)
    pairs = [(page.PLACE, part) for page in _below(Page) if hasattr(page, "PLACE") for part in page.PARTS]
    assert ("documents", "marks") in pairs
    named = {f"'enter' is bound by {page}.select and {part}.select" for page, part in pairs}
    assert {fault for page, part in pairs for fault in actions.clashes(page, part)} <= named


def _below(page):
    return [page, *(each for below in page.__subclasses__() for each in _below(below))]


def test_footer_shows_own_then_global_and_hides_the_hidden():
    register("here", "Ici", Action("open", ("o",), "ouvrir"), Action("up", ("up",), "monter", shown=False))
    assert [action.id for action in actions.footer("here")] == ["open", "palette", "help"]
    assert [action.id for action in actions.footer("global")] == ["palette", "help"]


def test_help_is_by_group_and_ends_with_what_works_everywhere():
    register(
        "here", "Ici",
        Action("open", ("o",), "ouvrir"),
        Action("hide", ("m",), "masquer", group="Confidentialité"),
    )  # fmt: skip
    titles = [title for title, _actions in actions.help_sections("here")]
    assert titles == ["Ici", "Confidentialité", "Partout"]


def test_palette_has_every_action_even_hidden_ones():
    register("here", "Ici", Action("up", ("up",), "monter", shown=False))
    ids = [action.id for action in actions.palette("here")]
    assert ids[0] == "up"
    assert "change_theme" in ids


def test_markdown_has_a_table_a_place():
    register("here", "Ici", Action("open", ("enter", "o"), "ouvrir", "Ouvre le dossier."))
    assert "## Ici\n" in actions.markdown()
    assert "| `Entrée`, `o` | ouvrir | Ouvre le dossier. |" in actions.markdown()


@pytest.mark.parametrize("key", ["o", "G", "/", "7", "f4", "space"])
async def test_a_registered_action_runs_its_method(key):
    register("here", "Ici", Action("open", (key,), "ouvrir"))

    class Here(Static, can_focus=True):
        BINDINGS = actions.bindings("here")
        opened = 0

        def action_open(self) -> None:
            self.opened += 1

    class Host(App[None]):
        def compose(self):
            yield Here("ici")

    app = Host()
    async with app.run_test() as pilot:
        app.query_one(Here).focus()
        await pilot.press("question_mark" if key == "?" else "slash" if key == "/" else key)
        assert app.query_one(Here).opened == 1
