"""Messages: those sent, and a new one from the first word to the receipt."""

from contextlib import asynccontextmanager

import pytest

from dmptui.flows.record_desk import RecordDesk
from tests.screens import golden
from tests.screens.driver import Dmp, patient_of
from tests.screens.faulty import down

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]


@pytest.fixture
def messages(start):
    """The page Messages of a record."""

    @asynccontextmanager
    async def open_messages(key="bernard", size=(80, 24)):
        async with start(size=size) as dmp:
            await dmp.log_in("ROUX")
            await dmp.open(key)
            await dmp.page("messages")
            await dmp.until(lambda: not dmp.list.is_waiting)
            yield dmp

    return open_messages


async def write(dmp: Dmp, subject: str = "Vos résultats", text: str = "Ils sont bons.") -> None:
    """From the page to the line that sends."""
    await dmp.keys("n")
    await dmp.sees("▸ Objet")
    await dmp.types(subject)
    await dmp.keys("enter")
    await dmp.sees("▸ Texte")
    await dmp.types(text)
    await dmp.keys("tab")
    await dmp.sees("▸ Vérifier et envoyer")


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_subject_to_the_list(messages, size, request):
    def shot(dmp: Dmp, name: str) -> None:
        update = request.config.getoption("--update-goldens")
        golden.check(f"{name}-{size[0]}x{size[1]}", dmp.lines, update=update, screen=dmp.app.screen)

    async with messages(size=size) as dmp:
        await dmp.sees("Vous n'avez envoyé aucun message à la patiente.")
        shot(dmp, "messages-aucun")
        await write(dmp, text="Bonjour,")
        await dmp.keys("shift+tab", "enter")
        await dmp.types("Ils sont bons.")
        await dmp.keys("shift+tab")
        await dmp.sees("▸ Document joint")
        await dmp.keys("enter")
        await dmp.sees("taper pour filtrer")
        await dmp.types("lettre au cardiologue")
        await dmp.keys("enter")
        await dmp.sees("· Lettre au cardiologue")
        shot(dmp, "messages-ecrire")
        await dmp.keys("tab", "tab", "enter")
        await dmp.sees("Envoyer un message à", "Lettre au cardiologue (", "en sera notifiée")
        assert patient_of("bernard").ins.grouped in dmp.text
        shot(dmp, "messages-recapitulatif")
        await dmp.keys("enter")
        await dmp.sees("Message envoyé à", "Identifiant")
        await dmp.keys("enter")
        await dmp.sees("1 message envoyé par vous", "23/11/2026 14:32", "document")
        shot(dmp, "messages")
        await dmp.keys("enter")
        await dmp.sees("Bonjour,", "Ils sont bons.", "Un document est joint")
        await dmp.keys("o")
        await dmp.sees("NT-proBNP en légère hausse")


async def test_what_was_written_survives_leaving_and_is_forgotten_once_sent(messages):
    async with messages() as dmp:
        await write(dmp)
        await dmp.keys("escape")
        await dmp.sees("n : lui écrire")
        await dmp.keys("n")
        await dmp.sees("▸ Texte", "Vos résultats", "Ils sont bons.")
        await dmp.keys("tab", "enter")
        await dmp.sees("Envoyer un message à")
        await dmp.keys("escape")
        await dmp.sees("▸ Vérifier et envoyer", "Ils sont bons.")
        await dmp.keys("enter", "enter")
        await dmp.sees("Identifiant")
        await dmp.keys("enter", "n")
        await dmp.sees("▸ Objet", "0 caractères")


async def test_what_is_missing_is_said_where_it_is(messages):
    async with messages() as dmp:
        await write(dmp, subject="", text="")
        await dmp.keys("enter")
        await dmp.sees("Un message a besoin d'un objet.", "▸ Objet")
        await dmp.types("Objet")
        await dmp.keys("tab", "tab", "tab", "enter")
        await dmp.sees("Ce message est vide.", "▸ Texte")


async def test_a_fault_keeps_what_was_written(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.page("messages")
        await write(dmp)
        network.rules["POST /fhir/Communication"] = down
        await dmp.keys("enter")
        await dmp.sees("Envoyer un message à")
        await dmp.keys("enter")
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await dmp.sees("Vos résultats", "Ils sont bons.")
        network.rules.clear()
        await dmp.keys("enter", "enter")
        await dmp.sees("Message envoyé à")


async def test_who_has_no_activated_profile_is_not_written_to_and_the_page_says_so(messages):
    async with messages("durand1") as dmp:
        await dmp.sees("Cette personne n'a pas activé son profil", "invitez-la à activer")
        await dmp.keys("n")
        await dmp.sees("Accès refusé")


async def test_a_document_the_patient_does_not_see_is_not_attached(messages):
    async with messages() as dmp:
        await dmp.keys("n")
        await dmp.sees("▸ Objet")
        await dmp.keys("tab", "enter")
        await dmp.sees("taper pour filtrer")
        await dmp.types("échographie thyroïdienne")
        await dmp.keys("enter")
        await dmp.sees("Ce document n'est pas visible du patient", "Document joint    aucun")


async def test_any_page_may_ask_to_write_with_a_document(messages):
    async with messages() as dmp:
        await write(dmp)
        await dmp.keys("escape")
        desk = dmp._shells[0]._desk
        assert isinstance(desk, RecordDesk)
        documents = [d async for page in desk._record.listing.whole() for d in page]
        letter = next(d for d in documents if d.title == "Lettre au cardiologue")
        hidden = next(d for d in documents if not desk._record.may_write_message(d).allowed)
        dmp.app.run_worker(desk.write_message(hidden))
        await dmp.sees("Accès refusé", "n'est pas visible du patient")
        await dmp.keys("enter")
        dmp.app.run_worker(desk.write_message(letter))
        await dmp.sees("Écrire à la patiente", "· Lettre au cardiologue", "Ils sont bons.")


async def test_a_failure_is_told_once_and_asked_again(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        network.rules["Communication/_search"] = down
        await dmp.page("messages")
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await dmp.sees("Les messages n'ont pas pu être lus.", "F5 : redemander")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees("Vous n'avez envoyé aucun message")
