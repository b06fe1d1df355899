"""Every screen as it is, whole, at 80×24 and 120×40."""

import asyncio

import pytest

from tests.screens import golden
from tests.screens.faulty import down

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]


@pytest.fixture
def shot(request):
    """Compare what is on the screen with its golden file."""
    update = request.config.getoption("--update-goldens")

    async def check(dmp, name):
        await dmp.pilot.pause()
        width, height = dmp.app.size
        golden.check(f"{name}-{width}x{height}", dmp.lines, update=update, screen=dmp.app.screen)

    return check


@pytest.mark.parametrize("size", SIZES)
async def test_connexion(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.sees("Connexion")
        await shot(dmp, "connexion")
        await dmp.keys("enter")
        await dmp.sees("situation d'exercice")
        await shot(dmp, "connexion-situation")


@pytest.mark.parametrize("size", SIZES)
async def test_mes_patients(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.log_in("ROUX")
        await shot(dmp, "patients")
        await dmp.keys("/")
        await dmp.types("mar")
        await dmp.sees("« mar »")
        await shot(dmp, "patients-chercher")
        await dmp.keys("escape", "t")
        await dmp.sees("Chercher par traits")
        await shot(dmp, "patients-traits")
        await dmp.keys("escape", "?")
        await dmp.sees("Les touches")
        await shot(dmp, "patients-aide")
        await dmp.keys("escape", ":")
        await dmp.sees("Aller")
        await shot(dmp, "patients-palette")


@pytest.mark.parametrize("size", SIZES)
async def test_autorisation(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.log_in("FAURE")
        await dmp.ask_for("petitjean")
        await dmp.sees("Ouvrir le DMP de")
        await shot(dmp, "consentement-explicite")
        await dmp.keys("escape")
        await dmp.ask_for("dasilva")
        await dmp.sees("Ouvrir le DMP de")
        await dmp.keys("u")
        await dmp.sees("Motif")
        await shot(dmp, "bris-de-glace")
        await dmp.keys("escape")
        await dmp.ask_for("lefevre")
        await dmp.sees("Accès refusé")
        await shot(dmp, "refus")


async def test_information(start, shot):
    async with start() as dmp:
        await dmp.log_in("PETIT")
        await dmp.ask_for("rousseau")
        await dmp.sees("Ouvrir le DMP de")
        await dmp.keys("space")
        await shot(dmp, "consentement-information")


@pytest.mark.parametrize("size", SIZES)
async def test_documents(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await shot(dmp, "documents")
        await dmp.keys("end")
        await shot(dmp, "documents-patiente")
        await dmp.keys("f")
        await dmp.sees("Filtrer par")
        await dmp.keys("enter")
        await dmp.sees("[ ]")
        await shot(dmp, "documents-types")


@pytest.mark.parametrize("size", SIZES)
async def test_document(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.keys("enter")
        await dmp.sees("Hématologie", "%")
        await shot(dmp, "document")
        await dmp.keys("m")
        await dmp.sees("Déposé le")
        await shot(dmp, "document-fiche")


@pytest.mark.parametrize("size", SIZES)
async def test_acces(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.log_in("FAURE")
        await dmp.ask_for("dasilva")
        await dmp.sees("Ouvrir le DMP de")
        await dmp.keys("s")
        await dmp.opened()
        await dmp.arrived()
        await dmp.page("traces")
        await dmp.sees("traces")
        await shot(dmp, "acces")
        await dmp.keys("enter")
        await dmp.sees("ouverture du dossier")
        await shot(dmp, "acces-visite")
        await dmp.keys("d")
        await dmp.sees("Mode d'accès")
        await shot(dmp, "acces-detail")


@pytest.mark.parametrize("size", SIZES)
async def test_acces_filtres(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.page("traces")
        await dmp.sees("traces")
        await dmp.keys("f")
        await dmp.sees("Filtrer par")
        await shot(dmp, "acces-filtres")
        await dmp.types("réponse")
        await dmp.keys("enter")
        await dmp.sees("accepté")
        await dmp.types("refusé")
        await dmp.keys("space", "enter")
        await dmp.sees("réponse : refusé", " sur ")
        await dmp.keys("f", "enter")
        await dmp.sees("Du … au …")
        await shot(dmp, "acces-periodes")
        await dmp.types("2025")
        await dmp.keys("enter")
        await dmp.sees("du 01/01/2025", " sur ")
        await shot(dmp, "acces-refus")
        await dmp.keys("c", "E")
        await dmp.sees("sortent du dossier")
        await shot(dmp, "acces-enregistrer")


@pytest.mark.parametrize("size", SIZES)
async def test_directives(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.page("directives")
        await dmp.sees("Mes directives anticipées", "Déposé le")
        await shot(dmp, "directives")
        await dmp.keys(":")
        await dmp.sees("Aller")
        await shot(dmp, "dossier-palette")
        await dmp.types("guerin")
        await dmp.keys("enter")
        await dmp.sees("Fermer le DMP de")
        await shot(dmp, "changer-de-dossier")
        await dmp.keys("enter")
        await dmp.until(lambda: dmp.lines[0].startswith(" GUÉRIN"))
        await dmp.page("directives")
        await dmp.sees("Aucune directive anticipée")
        await shot(dmp, "directives-aucune")
        await dmp.keys("?")
        await dmp.sees("Les touches")
        await shot(dmp, "directives-aide")


@pytest.mark.parametrize("size", SIZES)
async def test_directives_en_panne(start, network, shot, size):
    async with start(size=size) as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        asked = network.held["POST /fhir/DocumentReference/_search"] = asyncio.Event()
        await dmp.page("directives")
        await dmp.sees("Les directives arrivent…")
        await shot(dmp, "directives-attente")
        network.rules["POST /fhir/DocumentReference/_search"] = down
        asked.set()
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await dmp.sees("Les directives n'ont pas pu être lues.")
        await shot(dmp, "directives-panne")


@pytest.mark.parametrize("size", SIZES)
async def test_ressources(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.log_in("ROUX")
        await dmp.keys("f2")
        await dmp.sees("L'essentiel", "%")
        await shot(dmp, "ressources")
        await dmp.keys("s")
        await dmp.sees("Sommaire")
        await shot(dmp, "ressources-sommaire")
        await dmp.types("déposer mon")
        await dmp.keys("enter")
        await dmp.sees("Un professionnel bloqué")
        await shot(dmp, "ressources-question")


async def test_sixty_columns(start, shot):
    async with start(size=(60, 20)) as dmp:
        await dmp.log_in("ROUX")
        await shot(dmp, "patients")
        await dmp.ask_for("petitjean")
        await dmp.sees("Ouvrir le DMP de")
        await shot(dmp, "consentement-explicite")
