"""From a record to another: asked once, the first closed only when the second opens, and the way back."""

import pytest

from dmptui.core.model.ins import Ins
from dmptui.flows.switching import DocumentChoice
from dmptui.screens.record.screen import RecordScreen
from dmptui.widgets.picker import Picker
from tests.screens.driver import NUMBER, Dmp, patient_of
from tests.screens.faulty import down


async def choose(dmp: Dmp, typed: str, *seen: str) -> None:
    """Pick something of the palette."""
    await dmp.keys(":")
    await dmp.sees("Aller", *seen)
    await dmp.types(typed)
    await dmp.keys("enter")


def record_of(dmp: Dmp) -> str | None:
    """Whose record the session has open."""
    session = dmp.app._session
    return session.record.patient.name if session is not None and session.record else None


async def on(dmp: Dmp, name: str) -> None:
    await dmp.until(lambda: dmp.lines[0].startswith(f" {name}") and isinstance(dmp.app.screen, RecordScreen))


async def test_to_another_record_and_back_to_the_page_that_was_left(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.page("directives")
        await choose(dmp, "konate")
        await dmp.sees(
            "Fermer le DMP de BERNARD Lucie et ouvrir celui de KONATÉ Awa ?",
            "Fermer : BERNARD Lucie · F · 04/11/1951",
            "Ouvrir : KONATÉ Awa · F · 30/07/2015",
        )
        await dmp.keys("enter")
        await on(dmp, "KONATÉ Awa")
        assert record_of(dmp) == "KONATÉ Awa"
        assert [type(screen) for screen in dmp.app.screen_stack].count(RecordScreen) == 1
        await choose(dmp, "", "Revenir au DMP de BERNARD Lucie")
        await dmp.sees("Fermer le DMP de KONATÉ Awa")
        await dmp.keys("enter")
        await on(dmp, "BERNARD Lucie")
        assert dmp.app.screen.places[0] == "directives"


async def test_giving_up_leaves_the_first_record_as_it_was(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await choose(dmp, "konate")
        await dmp.sees("Fermer le DMP de")
        await dmp.keys("escape")
        await dmp.sees_no("Fermer le DMP de")
        assert record_of(dmp) == "BERNARD Lucie"
        await dmp.keys("f3")
        await dmp.sees("Aucun dossier précédent.")


@pytest.mark.parametrize(("key", "typed", "said"), [("legrand", "legrand", "Accès refusé")])
async def test_a_refusal_leads_back_to_the_first_record(start, key, typed, said):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await choose(dmp, typed)
        await dmp.keys("enter")
        await dmp.sees(said, patient_of(key).birth_name)
        await dmp.keys("escape")
        await on(dmp, "BERNARD Lucie")
        assert record_of(dmp) == "BERNARD Lucie"
        await dmp.keys(NUMBER["traces"])
        await dmp.sees("traces")


async def test_consent_is_asked_above_the_first_record_and_may_be_left(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        expired = next(
            each
            for each in dmp.app.screen_stack[-2]._mine
            if each.status.value == "EXPIRE" and each.patient.state.exists
        )
        await choose(dmp, expired.patient.name.lower())
        await dmp.keys("enter")
        await dmp.sees("Ouvrir le DMP de", expired.patient.birth_name, "expiré")
        await dmp.keys("escape")
        await on(dmp, "BERNARD Lucie")
        assert record_of(dmp) == "BERNARD Lucie"
        await choose(dmp, expired.patient.name.lower())
        await dmp.keys("enter")
        await dmp.sees("[ ]")
        await dmp.keys("space", "o")
        await on(dmp, expired.patient.name)
        assert record_of(dmp) == expired.patient.name


async def test_left_for_mes_patients_with_the_cursor_on_the_one_just_left(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.keys("/")
        await dmp.types("bernard l")
        await dmp.keys("enter", "enter")
        await dmp.opened()
        await dmp.page("traces")
        await choose(dmp, "konate")
        await dmp.keys("enter")
        await on(dmp, "KONATÉ Awa")
        await dmp.keys("escape")
        await dmp.sees("Mes patients")
        await dmp.until(lambda: dmp.list.key == patient_of("konate").ins)
        assert record_of(dmp) is None
        await choose(dmp, "", "Revenir au DMP de BERNARD Lucie")
        await on(dmp, "BERNARD Lucie")
        assert dmp.app.screen.places[0] == "traces"


async def test_when_the_first_is_closed_and_the_other_fails_one_is_back_in_mes_patients(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.page("traces")
        network.rules["POST /auth/token"] = down
        await choose(dmp, "konate")
        await dmp.keys("enter")
        await dmp.sees("Le DMP ne répond pas")
        network.rules.clear()
        await dmp.keys("enter")
        await dmp.sees("Mes patients")
        assert record_of(dmp) is None
        await dmp.keys("enter")
        await on(dmp, "BERNARD Lucie")


async def test_when_the_server_does_not_answer_the_first_record_stays(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        network.rules["POST /fhir/Consent/_search"] = down
        await choose(dmp, "konate")
        await dmp.keys("enter")
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await on(dmp, "BERNARD Lucie")
        assert record_of(dmp) == "BERNARD Lucie"


async def test_the_palette_reads_a_document_of_the_list_by_its_title(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.page("traces")
        await choose(dmp, "lire echographie thyr")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])
        assert "Échographie thyroïdienne" in dmp.text
        await dmp.keys("escape")
        await dmp.opened()
        assert dmp.app.screen.places[0] == "documents"


async def test_what_the_palette_offers_where(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        assert await offered(dmp) == (0, 0)
        await dmp.open("bernard")
        patients, documents = await offered(dmp)
        assert patients == len(dmp.app.screen_stack[-2].known) - 1
        assert documents == sum(1 for row in dmp.list.rows if hasattr(row, "key"))
        await dmp.keys("enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])
        assert await offered(dmp) == (0, 0)


@pytest.mark.parametrize(("who", "said"), [("ROUX", True), ("PETIT", False)])
async def test_only_a_medecin_traitant_is_offered_to_be_it_no_longer(start, who, said):
    async with start() as dmp:
        await dmp.log_in(who)
        await dmp.open("bernard")
        await dmp.keys(":")
        await dmp.sees("Aller")
        await dmp.types("médecin traitant")
        await dmp.sees("F4" if said else "Rien de ce nom.")


async def offered(dmp: Dmp) -> tuple[int, int]:
    """How many patients and documents the palette offers."""
    await dmp.keys(":")
    await dmp.sees("Aller")
    picker = dmp.app.screen
    assert isinstance(picker, Picker)
    keys = [choice.key for choice in picker._choices]
    await dmp.keys("escape")
    await dmp.sees_no("Aller")
    return sum(isinstance(k, Ins) for k in keys), sum(isinstance(k, DocumentChoice) for k in keys)
