"""Note de vaccination: what is filled in, what is refused, what is written."""

from contextlib import asynccontextmanager

import pytest

from dmptui.flows.record_desk import RecordDesk
from tests.screens import golden
from tests.screens.driver import Dmp, patient_of

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]


@pytest.fixture
def asked(start):
    """The form on a record; any page may ask the desk for it."""

    @asynccontextmanager
    async def ask(who="BENOIT", key="laurent", size=(80, 24)):
        async with start(size=size) as dmp:
            await dmp.log_in(who)
            await dmp.ask_for(key)
            if who == "OLIVIER":
                await dmp.sees("Ouvrir le DMP de")
                await dmp.keys("space", "o")
            await dmp.opened()
            await dmp.arrived()
            write(dmp)
            yield dmp

    return ask


def write(dmp: Dmp) -> None:
    desk = dmp._shells[0]._desk
    assert isinstance(desk, RecordDesk)
    dmp.app.run_worker(desk.write_vaccination_note())


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_vaccine_to_the_receipt(asked, size, request):
    def shot(dmp: Dmp, name: str) -> None:
        update = request.config.getoption("--update-goldens")
        golden.check(f"{name}-{size[0]}x{size[1]}", dmp.lines, update=update, screen=dmp.app.screen)

    async with asked(size=size) as dmp:
        await dmp.sees("▸ Vaccin")
        await dmp.keys("enter")
        await dmp.sees("taper pour filtrer")
        shot(dmp, "note-vaccin")
        await dmp.types("papillo")
        await dmp.keys("enter")
        await dmp.sees("▸ Nom du vaccin", "GARDASIL 9")
        await dmp.keys("tab", "tab")
        await dmp.types("AB1234")
        await dmp.keys("tab")
        await dmp.types("2")
        await dmp.keys("tab", "tab", "tab", "enter")
        await dmp.types("gauche")
        await dmp.keys("enter")
        shot(dmp, "note")
        await dmp.keys("enter")
        await dmp.sees("Déposer dans", "Vaccination : GARDASIL 9", "AB1234", "deltoïde gauche")
        assert patient_of("laurent").ins.grouped in dmp.text
        shot(dmp, "note-recapitulatif")
        await dmp.keys("enter")
        await dmp.sees("Déposé le")
        await dmp.keys("enter")
        await dmp.sees("Vaccination : GARDASIL 9")
        await dmp.keys("home", "enter")
        await dmp.sees("AB1234", "deltoïde gauche")


async def test_another_vaccine_is_named(asked):
    async with asked() as dmp:
        await dmp.sees("▸ Vaccin")
        await dmp.keys("enter")
        await dmp.sees("taper pour filtrer")
        await dmp.types("un autre")
        await dmp.keys("enter")
        await dmp.sees("▸ Nom du vaccin")
        await dmp.keys("enter")
        await dmp.sees("Choisissez un vaccin, ou écrivez son nom.")
        await dmp.types("STAMARIL")
        await dmp.keys("enter")
        await dmp.sees("Vaccination : STAMARIL")


async def test_what_is_impossible_is_said_beside_it_and_kept(asked):
    async with asked() as dmp:
        await dmp.sees("▸ Vaccin")
        await dmp.keys("enter")
        await dmp.sees("taper pour filtrer")
        await dmp.keys("enter", "tab", *["backspace"] * 10)
        await dmp.types("01011999")
        await dmp.keys("tab", "tab")
        await dmp.types("premier")
        await dmp.keys("enter")
        await dmp.sees("avant la naissance", "Écrivez un nombre de 1 à 99")
        assert "Déposer dans" not in dmp.text
        await dmp.keys("escape")
        await dmp.sees("moins de 2 ans")
        write(dmp)
        await dmp.sees("01011999", "premier")


async def test_a_profession_that_may_not_is_told_at_once(asked):
    async with asked("OLIVIER", "rousseau") as dmp:
        await dmp.sees("Accès refusé", "Seuls un médecin, un pharmacien")
        await dmp.keys("enter")
        await dmp.sees("moins de 2 ans")
