"""Directives anticipées: those of the person, what a synthesis recalls, and their absence said."""

from contextlib import asynccontextmanager

import pytest

from dmptui.core.insight import findings
from dmptui.core.model.clinical import CodedValue, Directive, Entries, Period, Source, Value
from dmptui.widgets.rows import Group, Row
from tests.screens.driver import Dmp
from tests.screens.faulty import down


@pytest.fixture
def directives(start):
    """The page Directives of a record."""

    @asynccontextmanager
    async def open_directives(key="bernard", size=(80, 24)):
        async with start(size=size) as dmp:
            await dmp.log_in("ROUX")
            await dmp.open(key)
            await dmp.page("directives")
            await dmp.until(lambda: not dmp.list.is_waiting)
            yield dmp

    return open_directives


def titles(dmp: Dmp) -> list[str]:
    return [row.title if isinstance(row, Group) else str(row.cells[1]) for row in dmp.list.rows]


async def test_by_kind_directives_first_with_a_preview_that_reads_nothing(directives):
    async with directives() as dmp:
        assert titles(dmp) == [
            "Directives anticipées (1)",
            "Mes directives anticipées",
            "Volontés, droits et personne de confiance (1)",
            "Personne de confiance et dons d'organes",
        ]
        assert [row.cells[3] for row in dmp.list.rows if isinstance(row, Row)] == ["version courante"] * 2
        await dmp.sees("Expression personnelle du patient", "Déposé le")
        today = [row.cells[-1] for row in await dmp.done_today()]
        assert "Mes directives anticipées" not in today


async def test_enter_reads_one_and_the_next_is_the_next_of_the_page(directives):
    async with directives() as dmp:
        await dmp.keys("enter")
        await dmp.until(lambda: "1 sur 2" in dmp.lines[1])
        await dmp.sees("ni réanimation, ni alimentation artificielle")
        assert dmp.lines[0].startswith(" BERNARD Lucie")
        await dmp.keys("right")
        await dmp.sees("Je ne m'oppose pas au don de mes organes.")
        await dmp.keys("escape")
        await dmp.until(lambda: "Direct." in dmp.lines[1])
        assert dmp.list.key == dmp.list.rows[3].key


@pytest.mark.parametrize(
    ("key", "advice"),
    [("guerin", " si des directives existent"), ("konate", "Une personne mineure n'en écrit pas")],
)
async def test_their_absence_is_said_with_what_to_do(directives, key, advice):
    async with directives(key) as dmp:
        await dmp.sees("Aucune directive anticipée dans ce DMP que vous puissiez lire.", advice)


async def test_what_a_synthesis_recalls_is_listed_with_its_source(directives, monkeypatch):
    said = Directive(
        CodedValue(display="Réanimation"),
        Value(text="non autorisé"),
        Period(),
        Source(narrative="Pas de massage"),
    )
    monkeypatch.setattr(findings, "_entries", lambda _data: Entries(directives=(said,)))
    async with directives() as dmp:
        await dmp.sees("Inscrites dans une synthèse médicale (1)", "Réanimation : non")
        await dmp.keys("end")
        await dmp.sees("Pas de massage", "Inscrit dans : Synthèse médicale")
        await dmp.keys("enter")
        await dmp.until(lambda: "Synthèse médicale" in dmp.lines[2])


async def test_a_failure_is_told_once_and_asked_again(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        network.rules["POST /fhir/DocumentReference/_search"] = down
        await dmp.page("directives")
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await dmp.sees("Les directives n'ont pas pu être lues.", "F5 : redemander")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees("Mes directives anticipées")
