"""A server that fails, lies or is hostile: a sentence, once, and the program goes on."""

import asyncio
import json

import pytest

from tests.screens.driver import NUMBER, Dmp
from tests.screens.faulty import cut, down, says, slow
from tests.screens.reading import found

FAULTS = [
    pytest.param(down, "Le serveur du DMP ne répond pas.", id="down"),
    pytest.param(slow, "met trop de temps à répondre", id="slow"),
    pytest.param(cut, "a été coupée", id="cut"),
    pytest.param(says(500, "<html><h1>Oops</h1></html>"), "en difficulté (500)", id="500 in HTML"),
    pytest.param(
        says(503, {"resourceType": "OperationOutcome", "issue": []}), "en difficulté (503)", id="503"
    ),
    pytest.param(says(200, "<html>Portail captif</html>"), "réponse illisible", id="200 in HTML"),
    pytest.param(says(200, {"resourceType": "Patient"}), "", id="another resource"),
    pytest.param(says(200, []), "", id="a list"),
]
HOSTILE = "\x1b[31m[red]markup[/]\x1b]52;c;ZXZpbA==\x07\u202eeslaf\u200b\x9b2J\nsuite"


@pytest.mark.parametrize(("fault", "said"), FAULTS[:6:2])
async def test_at_the_login(start, network, fault, said):
    async with start() as dmp:
        await dmp.sees("Connexion")
        network.rules["POST /auth/login"] = fault
        await dmp.keys("down", "enter")
        await told(dmp, said)
        assert "Connexion" in dmp.lines[1]
        network.rules.clear()
        await dmp.keys("enter")
        await dmp.sees("Mes patients")


@pytest.mark.parametrize(("fault", "said"), FAULTS[::3])
async def test_at_the_list_of_patients(start, network, fault, said):
    network.rules["POST /fhir/Consent/_search"] = fault
    async with start() as dmp:
        await dmp.keys("down", "enter")
        await told(dmp, said)
        await dmp.sees("Mes patients")
        await dmp.sees("La liste n'a pas pu être lue.", "F5 : redemander")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees("BERNARD Lucie")


@pytest.mark.parametrize(("fault", "said"), FAULTS[::3])
async def test_when_a_record_is_asked_for(start, network, fault, said):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        network.rules["POST /fhir/Patient/_search"] = fault
        await dmp.ask_for("bernard")
        await told(dmp, said)
        await dmp.sees("18 patients")
        network.rules.clear()
        await dmp.open("bernard")


@pytest.mark.parametrize(("fault", "said"), FAULTS)
async def test_at_the_documents(start, network, fault, said):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        network.rules["POST /fhir/DocumentReference/_search"] = fault
        await dmp.ask_for("bernard")
        await dmp.opened()
        await told(dmp, said)
        await dmp.sees("La liste n'a pas pu être lue.", "F5 : redemander", "BERNARD Lucie")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees("116 documents")


@pytest.mark.parametrize(("fault", "said"), FAULTS[:5])
async def test_at_a_document(start, network, fault, said):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        network.rules["GET /fhir/Binary"] = fault
        await dmp.keys("enter")
        await dmp.sees(said, "CR de biologie médicale", "1 sur 116")
        network.rules.clear()
        await dmp.keys("right")
        await dmp.sees("2 sur 116", "%")


@pytest.mark.parametrize(("fault", "said"), FAULTS[::3])
async def test_at_the_traces(start, network, fault, said):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        network.rules["AuditEvent/$visites"] = fault
        await dmp.page("traces")
        await told(dmp, said)
        await dmp.sees("L'historique n'a pas pu être lu.", "F5 : redemander")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees("Urgence et refus", "aujourd'hui 14:32  vous", "Dr HADDAD Karim")


@pytest.mark.parametrize("where", ["patients", "documents", "document", "traces", "search"])
async def test_an_ended_session_leads_back_to_connexion(start, network, where):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        if where not in ("patients", "search"):
            await dmp.open("bernard")
        if where == "document":
            # One that no page reads of itself: the dialog answers Entrée, and nothing else.
            await found(dmp, "Lettre au cardiologue")
        asked = f"GET /fhir/Binary/{dmp.list.key}" if where == "document" else "/"
        network.rules[asked] = says(401, {"error": "invalid_token"})
        keys = {
            "patients": ["f5"],
            "documents": ["f5"],
            "document": ["enter"],
            "traces": [NUMBER["traces"]],
            "search": ["t"],
        }
        await dmp.keys(*keys[where])
        if where == "search":
            await dmp.types("du")
            await dmp.keys("enter")
        await told(dmp, "Votre session est terminée. Reconnectez-vous.")
        await dmp.until(lambda: "Connexion" in dmp.lines[1])
        assert dmp.app._session is None
        network.rules.clear()
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        assert len(dmp.app.screen_stack) == 4


async def test_a_refusal_of_the_server_is_told_with_its_rule(start, network):
    outcome = {
        "resourceType": "OperationOutcome",
        "issue": [
            {"severity": "error", "code": "forbidden", "diagnostics": "Le patient vient de vous bloquer."}
        ],
    }
    async with start() as dmp:
        await dmp.log_in("ROUX")
        network.rules["POST /auth/token"] = says(403, outcome)
        await dmp.ask_for("bernard")
        await told(dmp, "Le patient vient de vous bloquer.", "Accès refusé")
        await dmp.sees("18 patients")


async def test_a_list_cut_in_the_middle_says_that_it_is_incomplete(start, network, settings):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        network.rules["GET /fhir"] = cut
        await dmp.ask_for("bernard")
        await dmp.opened()
        await told(dmp, "a été coupée")
        await dmp.sees("liste incomplète — F5 : redemander", "CR de biologie médicale")


async def test_too_many_people_and_what_was_typed_is_kept(start, network):
    outcome = {"severity": "error", "code": "too-costly", "diagnostics": "Veuillez restreindre vos critères."}
    async with start() as dmp:
        await dmp.log_in("ROUX")
        network.rules["POST /fhir/Patient/_search"] = says(
            400, {"resourceType": "OperationOutcome", "issue": [outcome]}
        )
        await dmp.keys("t")
        await dmp.types("mar")
        await dmp.keys("enter")
        await dmp.sees("Veuillez restreindre vos critères.")
        await dmp.keys("t")
        await dmp.sees("Nom            mar")


async def test_waiting_is_said_and_the_wait_can_be_left(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        gate = network.held["POST /fhir/Patient/_search"] = asyncio.Event()
        await dmp.ask_for("bernard")
        await dmp.sees("Le dossier s'ouvre…")
        gate.set()
        await dmp.opened()
        gate = network.held["GET /fhir/Binary"] = asyncio.Event()
        await dmp.arrived()
        await dmp.keys("enter")
        await dmp.sees("Le document arrive…")
        await dmp.keys("escape")
        await dmp.opened()
        await dmp.sees("116 documents")
        gate.set()


async def test_a_document_that_is_coming_is_not_shown_under_another_title(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.keys("enter")
        await dmp.sees("1 sur 116", "Leucocytes")
        gate = network.held["GET /fhir/Binary"] = asyncio.Event()
        await dmp.keys("right")
        await dmp.sees("2 sur 116", "Le document arrive…")
        assert "Leucocytes" not in dmp.text
        gate.set()
        await dmp.sees("%")


async def test_hostile_text_is_only_text(start, network):
    def poisoned(text):
        evil = json.dumps(HOSTILE)[1:-1]
        return text.replace("Lettre au cardiologue", evil).replace(
            '"BERNARD"', json.dumps(f"BERNARD{HOSTILE}")
        )

    network.changes["/fhir/"] = poisoned
    async with start(size=(120, 30)) as dmp:
        await dmp.log_in("ROUX")
        await dmp.sees("[RED]MARKUP[/]")  # a name is shown in capitals
        clean(dmp)
        await dmp.keys("enter")
        await dmp.opened()
        await dmp.sees("[RED]MARKUP[/]", "[red]markup[/]")
        await dmp.arrived()
        clean(dmp)
        await dmp.keys("/")
        await dmp.types("au cardiologue")
        await dmp.keys("enter", "enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])
        await dmp.sees("%")
        clean(dmp)
        await dmp.keys("m")
        await dmp.sees("Titre")
        clean(dmp)


def clean(dmp: Dmp) -> None:
    """Nothing on the screen steers a terminal, hides or turns round; and it is there once a line."""
    for line in dmp.lines:
        assert line.isprintable(), repr(line)
        assert not any(character in line for character in "\u202e\u200b\x9b\x1b\x07")


async def told(dmp: Dmp, said: str, title: str = "") -> None:
    """Wait for the one dialog, close it; there is no other."""
    await dmp.sees(said, title, "Fermer")
    depth = len(dmp.app.screen_stack)
    await dmp.keys("enter")
    await dmp.until(lambda: len(dmp.app.screen_stack) < depth)
    await dmp.sees_no("Fermer")
