"""Contextual access: the program begins in one record, and ends when it is left."""

from collections.abc import Sequence

import pytest

from dmptui.core.errors import DmpError, UsageError
from dmptui.core.model.practitioner import Practitioner
from dmptui.flows.context import RecordContext
from dmptui.flows.switching import Ending
from dmptui.screens.pages import PAGES
from tests.screens.driver import patient_of
from tests.screens.faulty import down


def context(key: str, worker: str, page: str = "") -> RecordContext:
    """The record of a person of the demonstration, for a professional of it."""

    def choose(people: Sequence[Practitioner]) -> tuple[Practitioner, int]:
        return next(each for each in people if worker in each.name), 0

    return RecordContext(patient_of(key).ins, choose, page)


@pytest.mark.parametrize("page", [entry.place for entry in PAGES])
async def test_it_begins_on_the_page_asked_for_and_ends_with_the_record(start, page):
    async with start(context=context("bernard", "ROUX", page)) as dmp:
        await dmp.until(lambda: dmp.lines[0].startswith(" BERNARD Lucie"))
        assert dmp.app.screen.places[0] == page
        while not dmp.app._exit:  # a page may still be read, which the key stops first
            await dmp.keys("escape")
    assert dmp.app.return_code == Ending.LEFT
    assert dmp.app.failure is None


async def test_the_consent_is_asked_and_may_be_given_up(start):
    async with start(context=context("konate", "CARON")) as dmp:
        await dmp.sees("Ouvrir le DMP de", "KONATÉ Awa")
        await dmp.keys("escape")
        await dmp.until(lambda: dmp.app._exit)
    assert dmp.app.return_code == Ending.GIVEN_UP


async def test_quitting_before_it_opened_says_so(start):
    async with start(context=context("konate", "CARON")) as dmp:
        await dmp.sees("Le dossier demandé s'ouvre…")
        await dmp.keys("q")
        await dmp.until(lambda: dmp.app._exit or "Ouvrir le DMP de" in dmp.text)
        while not dmp.app._exit:
            await dmp.keys("escape")
    assert dmp.app.return_code == Ending.GIVEN_UP


async def test_a_closed_record_is_refused_and_says_why(start):
    async with start(context=context("lefevre", "ROUX")) as dmp:
        await dmp.sees("Accès refusé")
        await dmp.keys("enter")
        await dmp.until(lambda: dmp.app._exit)
    assert dmp.app.return_code == Ending.REFUSED


async def test_there_is_no_record_before_this_one(start):
    async with start(context=context("bernard", "ROUX")) as dmp:
        await dmp.until(lambda: dmp.lines[0].startswith(" BERNARD Lucie"))
        await dmp.keys("f3")
        await dmp.sees("Aucun dossier précédent.")


async def test_who_is_not_known_ends_the_program_with_the_reason(start):
    def nobody(people: Sequence[Practitioner]) -> tuple[Practitioner, int]:
        raise UsageError("Personne ne répond.")

    async with start(context=RecordContext(patient_of("bernard").ins, nobody, "")) as dmp:
        await dmp.until(lambda: dmp.app._exit)
    assert isinstance(dmp.app.failure, UsageError)


async def test_a_server_that_does_not_answer_ends_the_program_with_the_reason(start, network):
    network.rules["POST"] = network.rules["GET"] = down
    async with start(context=context("bernard", "ROUX")) as dmp:
        await dmp.until(lambda: dmp.app._exit)
    assert isinstance(dmp.app.failure, DmpError)
