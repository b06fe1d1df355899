"""Connexion: who works, and where."""

import pytest

from dmptui.core.demo.identities import identities


async def test_everybody_is_listed_at_the_first_paint(start):
    async with start(size=(120, 40)) as dmp:
        for identity in identities():
            assert identity.name in dmp.text
        assert f"{len(identities())} professionnels" in dmp.lines[1]
        assert identities()[0].note in dmp.text


async def test_the_note_follows_the_cursor(start):
    async with start() as dmp:
        await dmp.keys("down")
        await dmp.sees(identities()[1].note.split(" : ")[0], "sont pas.")
        assert identities()[0].note not in dmp.text


async def test_one_situation_logs_in_at_once(start):
    async with start() as dmp:
        await dmp.keys("down", "enter")
        await dmp.sees("Mes patients", "Dr HADDAD Karim · praticien hospitalier")


@pytest.mark.parametrize(
    ("situation", "shown"), [(0, "médecin généraliste · Cabinet"), (1, "médecin de garde · Maison médicale")]
)
async def test_several_situations_are_asked_about(start, situation, shown):
    async with start() as dmp:
        await dmp.keys("enter")
        await dmp.sees("dans quelle situation d'exercice ?", "Médecin généraliste", "Médecin de garde")
        await dmp.keys(*["down"] * situation, "enter")
        await dmp.sees("Mes patients", f"Dr ROUX Claire · {shown}")


async def test_esc_leaves_the_question_and_nobody_is_logged_in(start):
    async with start() as dmp:
        await dmp.keys("enter")
        await dmp.sees("situation d'exercice")
        await dmp.keys("escape")
        await dmp.sees_no("situation d'exercice")
        assert "Connexion" in dmp.lines[1]


async def test_esc_on_the_first_screen_does_nothing(start):
    async with start() as dmp:
        await dmp.keys("escape", "escape")
        assert "Connexion" in dmp.lines[1]
        assert dmp.app.is_running
