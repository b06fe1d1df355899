"""Carnet de vaccination: each injection once, by date, by disease, whole, and its documents."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from dmptui.core.insight import findings
from dmptui.core.model.clinical import Entries, Standing
from dmptui.widgets.rows import Group, Row
from tests.screens import golden
from tests.screens.driver import Dmp
from tests.screens.faulty import down
from tests.screens.reading import found

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]
SEARCH = "POST /fhir/DocumentReference/_search"


@pytest.fixture
def carnet(start):
    """The page Vaccination of a record."""

    @asynccontextmanager
    async def open_carnet(key="bernard", who="ROUX", size=(80, 24)):
        async with start(size=size) as dmp:
            await dmp.log_in(who)
            await dmp.ask_for(key)
            if who == "OLIVIER":
                await dmp.sees("Ouvrir le DMP de")
                await dmp.keys("space", "o")
            await dmp.opened()
            await dmp.page("vaccinations")
            await dmp.until(lambda: not dmp.list.is_waiting and "lecture" not in dmp.lines[3])
            yield dmp

    return open_carnet


@pytest.fixture
def altered(monkeypatch):
    """Makes the histories say something else of each injection."""
    read = findings._entries

    def alter(change):
        def changed(data: bytes) -> Entries:
            entries = read(data)
            if len(entries.vaccinations) < 2:
                return entries
            return replace(entries, vaccinations=tuple(map(change, entries.vaccinations)))

        monkeypatch.setattr(findings, "_entries", changed)

    return alter


def rows(dmp: Dmp) -> list[Row]:
    return [row for row in dmp.list.rows if isinstance(row, Row)]


def groups(dmp: Dmp) -> list[str]:
    return [row.title for row in dmp.list.rows if isinstance(row, Group)]


def sources(dmp: Dmp) -> set[str]:
    return {row.cells[8][0] for row in rows(dmp)}


@pytest.mark.parametrize("size", SIZES)
async def test_as_it_is(carnet, size, request):
    def shot(dmp: Dmp, name: str) -> None:
        update = request.config.getoption("--update-goldens")
        golden.check(f"{name}-{size[0]}x{size[1]}", dmp.lines, update=update, screen=dmp.app.screen)

    async with carnet(size=size) as dmp:
        await dmp.sees("23 injections · 23 documents lus")
        shot(dmp, "vaccins")
        await dmp.keys("enter")
        await dmp.sees("Vaccinateur")
        shot(dmp, "vaccins-detail")
        await dmp.keys("escape", "b")
        await dmp.sees("Diphtérie · 3 doses")
        shot(dmp, "vaccins-maladies")


async def test_each_injection_once_with_all_who_tell_it(carnet):
    async with carnet() as dmp:
        await dmp.sees("23 injections · 23 documents lus")
        assert len(rows(dmp)) == 23
        assert [row.cells[8][0] for row in rows(dmp)] == ["2 sources"] * 22 + ["historique"]


async def test_a_child_told_by_notes_and_a_history(carnet):
    async with carnet("konate", "BENOIT") as dmp:
        assert [row.cells[8][0] for row in rows(dmp)] == ["2 sources"] * 10
        await dmp.keys("b")
        assert "Tétanos · 4 doses, la dernière le 04/09/2021" in groups(dmp)
        assert len(groups(dmp)) == 11


async def test_enter_says_all_and_a_line_opens_its_document(carnet):
    async with carnet() as dmp:
        await dmp.keys("enter")
        await dmp.sees("REPEVAX", "suspension injectable", "Vaccinateur", "Historique des vaccinations ──")
        await dmp.keys("end", "enter")
        await dmp.sees("2 sur 2", "Historique des vaccinations ·", "KR22128")
        await dmp.keys("escape", "escape")
        await dmp.sees("23 injections", "Vaccinateur")
        await dmp.keys("escape")
        await dmp.until(lambda: len(rows(dmp)) == 23)
        await dmp.keys("o")
        await dmp.sees("1 sur 2", "Note de vaccination - Repevax")


async def test_what_the_documents_differ_on_is_in_the_list_and_in_the_detail(carnet, altered):
    altered(lambda shot: replace(shot, product=replace(shot.product, lot="ZZ99")))
    async with carnet("konate", "BENOIT") as dmp:
        assert sources(dmp) == {"≠ lot n°"}
        await dmp.keys("enter")
        await dmp.sees("≠ Lot n°", "les documents diffèrent : ", " / ZZ99")


async def test_what_may_be_the_same_injection_is_pointed_at(carnet, altered):
    altered(lambda shot: replace(shot, when=replace(shot.when, raw="20200101")))
    async with carnet("konate", "BENOIT") as dmp:
        assert "≠ doublon ?" in sources(dmp)
        await dmp.sees("20 injections, dont ", " doublons possibles")
        assert len(rows(dmp)) == 20
        await dmp.keys("enter")
        await dmp.sees("≠ Doublon ?", "même lot : INFANRIXTETRA, le 01/01/2020")


async def test_undated_doses_and_refusals_stand_apart(carnet, altered):
    refused = {True: Standing.DENIED, False: Standing.STATED}
    altered(lambda shot: replace(shot, when=replace(shot.when, raw=""), standing=refused[shot.rank == 1]))
    async with carnet("konate", "BENOIT") as dmp:
        assert groups(dmp) == ["Date non renseignée (6)", "Non faites (4)"]
        assert len(rows(dmp)) == 20
        assert rows(dmp)[-1].cells[2] == "non fait"
        await dmp.keys(*["down"] * 10, "enter")
        await dmp.sees("date non renseignée, Historique des vaccinations du")


async def test_documents_that_give_nothing_are_listed_to_be_opened(carnet, monkeypatch):
    monkeypatch.setattr(findings, "_entries", lambda _data: Entries())
    async with carnet("konate", "BENOIT") as dmp:
        assert groups(dmp) == ["11 documents à ouvrir : leurs vaccinations ne sont pas reprises ici"]
        await dmp.keys("enter")
        await dmp.sees("Historique des vaccinations ·")


async def test_how_much_has_been_read_is_said_until_all_is(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await found(dmp, "note vaccination")
        await dmp.keys("end")
        come = network.held[f"GET /fhir/Binary/{dmp.list.key}"] = asyncio.Event()
        await dmp.page("vaccinations")
        await dmp.sees("lecture : 22 sur 23")
        come.set()
        await dmp.sees("23 injections · 23 documents lus")


async def test_certificates_and_the_latest_synthesis_are_read_when_asked(carnet):
    async with carnet() as dmp:
        await dmp.keys("e")
        await dmp.sees("24 documents lus")


async def test_a_profession_that_may_not_write_is_told_why(carnet):
    async with carnet("rousseau", "OLIVIER") as dmp:
        await dmp.sees("Seuls un médecin, un pharmacien")
        await dmp.keys("n")
        await dmp.sees("Accès refusé")


async def test_a_note_written_here_is_shown_at_once(carnet):
    async with carnet("konate", "BENOIT", size=(120, 40)) as dmp:
        await dmp.keys("n")
        await dmp.sees("Écrire une note de vaccination")
        await dmp.keys("tab")
        await dmp.types("STAMARIL")
        await dmp.keys("enter")
        await dmp.sees("Déposer dans")
        await dmp.keys("enter")
        await dmp.sees("Déposé le")
        await dmp.keys("enter")
        await dmp.sees("11 injections", "STAMARIL")
        assert rows(dmp)[0].cells[:3] == ("23/11/2026", "STAMARIL", "—")


async def test_a_failure_is_told_once_and_asked_again(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        network.rules[SEARCH] = down
        await dmp.page("vaccinations")
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await dmp.sees("Les vaccinations n'ont pas pu être lues.", "F5 : redemander")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees("23 injections")
