"""Parcours de soins: the line of life, the episodes, the reimbursements, the cercle de soins."""

from contextlib import asynccontextmanager

import pytest

from dmptui.widgets.lanes import Lanes
from dmptui.widgets.rows import Group, Row
from tests.screens.driver import Dmp
from tests.screens.faulty import down
from tests.screens.golden import check


@pytest.fixture
def care_path(start):
    """The page Parcours of a record."""

    @asynccontextmanager
    async def open_care_path(key="bernard", size=(80, 24)):
        async with start(size=size) as dmp:
            await dmp.log_in("ROUX")
            await dmp.open(key)
            await arrived(dmp)
            yield dmp

    return open_care_path


async def arrived(dmp: Dmp) -> None:
    """Go to the page, and wait for all that it shows first."""
    await dmp.page("care_path")
    await dmp.until(lambda: not dmp.list.is_waiting and " …" not in dmp.lines[3])
    await dmp.until(lambda: isinstance(dmp.app.focused, Lanes))


def days(dmp: Dmp) -> list[str]:
    return [str(row.cells[0]) for row in dmp.list.rows if isinstance(row, Row)]


def titles(dmp: Dmp) -> list[str]:
    return [row.title if isinstance(row, Group) else str(row.cells[1]) for row in dmp.list.rows]


async def todays_traces(dmp: Dmp) -> list[str]:
    return [" ".join(map(str, row.cells)) for row in await dmp.done_today()]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_goldens(care_path, size, request):
    update = request.config.getoption("--update-goldens")
    async with care_path(size=size) as dmp:
        for name, keys in (("vie", ""), ("episodes", "b"), ("remboursements", "m"), ("cercle", "p")):
            await dmp.keys(*keys)
            await dmp.until(lambda: bool(dmp.list.rows))
            await dmp.pilot.pause()
            check(f"parcours-{name}-{size[0]}x{size[1]}", dmp.lines, update=update)


async def test_the_line_of_life_reads_nothing_and_opens_the_act_under_the_cursor(care_path):
    async with care_path() as dmp:
        assert "moins de 2 ans (e : tout)" in dmp.lines[3]
        await dmp.keys("down", "down", "left")
        await dmp.until(lambda: len(dmp.list.rows) == 1)
        day = days(dmp)[0]
        await dmp.keys("enter")
        await dmp.sees("1 sur 1", day)
        await dmp.keys("escape")
        await dmp.until(lambda: "Parcours" in dmp.lines[1])
        assert days(dmp) == [day]


async def test_several_acts_of_a_cell_are_chosen_in_the_list_and_esc_goes_back(care_path):
    async with care_path() as dmp:
        assert len(dmp.list.rows) == 3
        await dmp.keys("enter", "down")
        assert dmp.list.has_focus
        assert dmp.list.key == dmp.list.rows[1].key
        await dmp.keys("escape")
        assert isinstance(dmp.app.focused, Lanes)


async def test_the_scale_changes_on_the_same_time(care_path):
    async with care_path() as dmp:
        await dmp.keys("left", "left")
        before = days(dmp)
        for key, said in (
            ("plus", "semaine du"),
            ("plus", "un jour"),
            ("minus", "une semaine"),
            ("z", "un mois"),
        ):
            await dmp.keys(key)
            await dmp.sees(said)
        assert set(days(dmp)) & set(before)


async def test_the_whole_record_shows_its_stays_as_bars_and_as_episodes(care_path):
    async with care_path() as dmp:
        await dmp.keys("e")
        await dmp.sees_no("moins de 2 ans")
        await dmp.until(lambda: " …" not in dmp.lines[3])
        await dmp.keys("plus", "down")
        await dmp.sees("semaine du 18/03/2024")
        assert "━" in next(line for line in dmp.lines if "Hospitalisations" in line)
        await dmp.keys("b")
        await dmp.until(lambda: len(dmp.list.rows) > 200)
        nights = [row.cells[2] for row in dmp.list.rows if isinstance(row, Row) and row.cells[2]]
        assert nights == ["5 nuits", "9 nuits"]


async def test_reimbursements_are_read_when_asked_for_once_then_on_the_line(care_path):
    async with care_path() as dmp:
        await dmp.sees("m : lire 1 document (tracé)")
        await dmp.keys("m")
        await dmp.sees("111 remboursements", "RAMIPRIL")
        await dmp.keys("m")
        await dmp.until(lambda: "Remboursements     111" in dmp.text)
        await dmp.keys("m", "m")
        traces = await todays_traces(dmp)
        (shown,) = [trace for trace in traces if "affichage du parcours de soins" in trace]
        assert "1 document lu" in shown


async def test_a_reimbursement_opens_its_document(care_path):
    async with care_path() as dmp:
        await dmp.keys("m")
        await dmp.sees("111 remboursements")
        await dmp.keys("enter")
        await dmp.sees("1 sur 1", "Données de remboursement", "CONSULTATION MEDECINE GENERALE")


async def test_the_circle_says_who_deposited_last(care_path):
    async with care_path() as dmp:
        await dmp.keys("p")
        await dmp.sees("Cercle de soins (5)", "Ont déposé, hors du cercle de soins")
        first = next(row for row in dmp.list.rows if isinstance(row, Row))
        assert (first.mark, first.cells[0], first.cells[4]) == ("★", "Dr ROUX Claire", "20/11/2026")
        await dmp.keys("escape")
        await dmp.sees("une case = un mois")


async def test_filters_by_words_and_by_kind(care_path):
    async with care_path() as dmp:
        await dmp.keys("/")
        await dmp.sees("Filtrer :")
        await dmp.types("mammo")
        await dmp.sees("1 acte ", "Mammographie de dépistage")
        await dmp.keys("enter", "c", "f")
        await dmp.sees("Filtrer par")
        await dmp.types("nature")
        await dmp.keys("enter")
        await dmp.sees("Imagerie")
        await dmp.types("imagerie")
        await dmp.keys("enter")
        await dmp.sees("nature : Imagerie", "4 actes")
        await dmp.keys("escape")
        await dmp.sees_no("nature :")


async def test_an_empty_record_says_what_is_true_and_what_helps(care_path):
    async with care_path("traore") as dmp:
        await dmp.sees("Aucun acte que vous puissiez lire.", "e : élargir à tout le dossier")
        await dmp.keys("e")
        await dmp.sees_no("e : élargir à tout")
        for key, said in (
            ("b", "Aucun acte"),
            ("m", "Aucune donnée de remboursement"),
            ("p", "Aucun document connu ici."),
        ):
            await dmp.keys(key)
            await dmp.sees(said)


async def test_failures_are_told_and_asked_again(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        network.rules["POST /fhir/DocumentReference/_search"] = down
        await dmp.page("care_path")
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await dmp.sees("n'a pas pu être lu", "F5 : redemander")
        network.rules.clear()
        network.rules["CareTeam"] = down
        await dmp.keys("f5")
        await dmp.sees("Compte rendu de télé")
        await dmp.keys("p")
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await dmp.sees("F5 : redemander")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees("Cercle de soins (5)")


async def test_reimbursements_that_cannot_be_read_are_said_and_the_page_stays(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await arrived(dmp)
        network.changes["GET /fhir/Binary"] = lambda _text: "<"
        await dmp.keys("m")
        await dmp.sees("Données de remboursement", "Ce document n'a pas pu être lu.")
        network.changes.clear()
        await dmp.keys("f5")
        await dmp.sees("111 remboursements")
