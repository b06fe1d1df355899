"""The modals: picking, deciding, looking a key up."""

from typing import Any

import pytest
from textual import events
from textual.widgets import Static

from dmptui.actions import GLOBAL, footer
from dmptui.theme import Tone
from dmptui.widgets.dialog import Answer, Check, Deed, Dialog
from dmptui.widgets.form import Field, Form
from dmptui.widgets.help_screen import HelpScreen, help_page
from dmptui.widgets.message import Notice
from dmptui.widgets.palette import command_palette
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.record_list import RecordList

TYPES = [
    Choice(n, title, str(n))
    for n, title in enumerate(["Ordonnance", "CR de biologie", "CR d'imagerie", "Décès"])
]


@pytest.fixture
def asked(host):
    """Show a screen, press keys, give back what it was dismissed with."""

    async def ask(screen, *keys):
        answers: list[Any] = []
        app = host()
        async with app.run_test(size=(80, 24)) as pilot:
            app.push_screen(screen, answers.append)
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
        return answers

    return ask


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], (0,)), (["down", "enter"], (1,)), ([*"bio", "enter"], (1,)), ([*"deces", "enter"], (3,)),
        ([*"cr", "space", *"im", "enter"], (2,)), ([*"3", "enter"], (3,)), (["escape"], None),
        ([*"bix", "backspace", "enter"], (1,)), ([*"jk", "backspace", "backspace", "end", "enter"], (3,)),
    ],
)  # fmt: skip
async def test_pick_one(asked, keys, answer):
    assert await asked(Picker("Type", TYPES), *keys) == [answer]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], (1,)), (["space", "enter"], (1,)), (["down", "space", "enter"], (1, 2)),
        (["home", "space", *"im", "space", "enter"], (0, 1, 2)), (["escape"], None),
    ],
)  # fmt: skip
async def test_pick_many(asked, keys, answer):
    assert await asked(Picker("Types", TYPES, picked=[1], many=True), *keys) == [answer]


async def test_nothing_of_this_name_gives_nothing(asked):
    assert await asked(Picker("Type", TYPES), *"zzz", "enter") == []


async def test_the_picker_starts_at_what_is_picked(host, lines_of):
    app = host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Picker("Types", TYPES, picked=[1], many=True))
        await pilot.pause()
        lines = lines_of(app.screen.query_one(RecordList))
        assert lines[0].startswith("   [ ] Ordonnance")
        assert lines[1].startswith("▸  [x] CR de biologie")


def opening() -> Dialog:
    return Dialog(
        "Ouvrir le DMP de",
        identity="BERNARD Lucie",
        paragraphs=["Son accord explicite est nécessaire."],
        checks=[
            Check("accord", "La patiente m'a donné son accord"),
            Check("mt", "Je suis son médecin traitant"),
        ],
        deeds=[
            Deed("o", "Ouvrir", lambda ticked: "" if "accord" in ticked else "cochez son accord"),
            Deed("u", "Urgence", tone=Tone.DANGER),
        ],
    )


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        (["o"], []),
        (["space", "o"], [Answer("o", frozenset({"accord"}))]),
        (["space", "space", "o"], []),
        (["space", "down", "space", "o"], [Answer("o", frozenset({"accord", "mt"}))]),
        (["u"], [Answer("u", frozenset())]),
        (["escape"], [None]),
        (["q"], [None]),
        (["x", "enter", "f9"], []),
    ],
)
async def test_dialog(asked, keys, answers):
    assert await asked(opening(), *keys) == answers


async def test_dialog_golden(host, lines_of):
    app = host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(opening())
        await pilot.pause()
        assert lines_of(app.screen.query_one("_Body")) == [
            "",
            " Ouvrir le DMP de",
            " BERNARD Lucie",
            "",
            "   Son accord explicite est nécessaire.",
            "",
            " ▸ [ ] La patiente m'a donné son accord",
            "   [ ] Je suis son médecin traitant",
            "",
            "   o       Ouvrir — cochez son accord",
            "   u       Urgence",
            "   Échap   Revenir sans rien faire",
            "",
        ]


async def test_notice_says_what_is_true_why_and_what_helps(host, lines_of):
    notice = Notice()
    async with host(notice).run_test(size=(60, 11)):
        notice.say("Ce dossier est fermé.", "Le patient l'a fermé.", tone=Tone.WARNING, keys=footer(GLOBAL))
        assert [line.strip() for line in lines_of(notice)] == [
            "", "", "Ce dossier est fermé.", "", "Le patient l'a fermé.", "", ": aller   ? aide",
            "", "", "", "",
        ]  # fmt: skip


async def test_notice_waits_before_it_says_that_it_waits(host, lines_of):
    notice = Notice()
    async with host(notice).run_test(size=(60, 11)) as pilot:
        notice.wait("Le dossier arrive…")
        assert "".join(lines_of(notice)) == ""
        await pilot.pause(0.25)
        assert "Le dossier arrive…" in "".join(lines_of(notice))


def test_help_page_fits_and_names_every_key_and_sign():
    page = help_page(["list"], 60)
    text = ["".join(text for text, _role in line) for line in page.lines]
    assert max(map(len, text)) <= 60
    assert [text[mark.line] for mark in page.sections] == [mark.title for mark in page.sections]
    assert any("Entrée" in line and "Ouvre la ligne sélectionnée." in line for line in text)
    assert any("◌" in line and "masqué" in line for line in text)


async def test_help_opens_scrolls_and_goes_back(asked):
    assert await asked(HelpScreen("list"), "space", "n", "escape") == [None]


async def test_the_palette_gives_the_action(asked):
    assert await asked(command_palette("list", refused={"quit"}), *"couleurs", "enter") == [("change_theme",)]
    assert await asked(command_palette("list", refused={"quit"}), *"quitte", "enter") == []


async def test_a_letter_typed_right_after_erasing_is_kept(host):
    app = host(Static())
    async with app.run_test() as pilot:
        app.push_screen(Form("Motif", [Field("reason", "Motif")], typed={"reason": "x" * 50}))
        await pilot.pause()
        for key in ["backspace"] * 50:
            app._driver.send_message(events.Key(key, None))
        for letter in "abc":
            app._driver.send_message(events.Key(letter, letter))
        await pilot.pause()
        assert app.screen.typed == {"reason": "abc"}
