"""Profil médical, by keys: noted, corrected, removed; the values of a measure; one's wishes."""

from dmptui.widgets.rows import Group, Row
from tests.screens.driver import Dmp
from tests.screens.own.driver import confirm, enter, go


def lines(dmp: Dmp) -> list[tuple[str, str]]:
    """The heading and what is noted, of each row."""
    return [(str(r.cells[0]), str(r.cells[1])) for r in dmp.list.rows if isinstance(r, Row)]


def groups(dmp: Dmp) -> list[str]:
    return [row.title for row in dmp.list.rows if isinstance(row, Group)]


async def note(dmp: Dmp, heading: str, *typed: str) -> None:
    """Note something under a heading: what is typed in each field, from the first one on."""
    await dmp.keys("n")
    await dmp.sees("Que voulez-vous noter ?")
    await dmp.types(heading)
    await dmp.keys("enter")
    await dmp.sees("dans le profil médical de")
    for index, text in enumerate(typed):
        await dmp.keys(*["tab"] if index else [])
        await dmp.types(text)
    await dmp.keys("enter")
    await dmp.sees("Noté.")
    await dmp.until(lambda: not dmp.list.is_waiting)


async def test_what_is_noted_is_corrected_and_removed(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_medical_profile")
        await dmp.until(lambda: groups(dmp) == ["Entourage et volontés"])
        await note(dmp, "allergies", "Pénicilline", "urticaire")
        await note(dmp, "poids", "72,5")
        await note(dmp, "taille", "168")
        await dmp.until(lambda: groups(dmp) == ["Ma santé", "Mesures", "Entourage et volontés"])
        assert lines(dmp)[:4] == [
            ("Allergies", "Pénicilline — urticaire"),
            ("Poids", "72,5\u00a0kg"),
            ("Taille corporelle", "168\u00a0cm"),
            ("IMC", "25,7\u00a0kg/m² — calculé"),
        ]
        await dmp.keys("g", "c")
        await dmp.sees("Allergies, dans le profil médical de", "urticaire")
        await dmp.types(", œdème")
        await dmp.keys("enter")
        await dmp.until(lambda: lines(dmp)[0] == ("Allergies", "Pénicilline, œdème — urticaire"))
        await dmp.keys("g", "d")
        await confirm(dmp, "Retirer cette note")
        await dmp.until(lambda: groups(dmp)[0] == "Mesures")


async def test_the_values_of_a_measure_the_last_first(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_medical_profile")
        await dmp.keys("n")
        await dmp.sees("Que voulez-vous noter ?")
        await dmp.types("tension")
        await dmp.keys("enter")
        await dmp.sees("Valeur (mmHg)", "23/11/2026")
        await dmp.types("12/8")
        await dmp.keys("enter")
        await dmp.sees("Cette valeur n'est pas vraisemblable : entre 40 et 300 mmHg.")
        await dmp.keys(*["backspace"] * 4)
        await dmp.types("128/82")
        await dmp.keys("tab", *["backspace"] * 10)
        await dmp.types("20/11/2026")
        await dmp.keys("enter")
        await dmp.until(lambda: groups(dmp)[0] == "Mesures")
        await note(dmp, "tension", "131/84")
        await dmp.until(lambda: lines(dmp)[0] == ("Tension artérielle", "131/84\u00a0mmHg — 2 valeurs"))
        await dmp.keys("g", "enter")
        await dmp.sees("toutes les valeurs, la dernière d'abord")
        assert [value for _day, value in lines(dmp)] == ["131/84\u00a0mmHg", "128/82\u00a0mmHg"]
        await dmp.keys("escape")
        await dmp.until(lambda: groups(dmp) != [])
        await dmp.keys("G", "enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])
