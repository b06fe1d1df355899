"""Every screen as it is, whole, at 80×24 and 120×40."""

import pytest

from tests.screens import golden

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]


@pytest.fixture
def shot(request):
    """Compare what is on the screen with its golden file."""
    update = request.config.getoption("--update-goldens")

    async def check(dmp, name):
        await dmp.pilot.pause()
        width, height = dmp.app.size
        golden.check(f"{name}-{width}x{height}", dmp.lines, update=update)

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
        await dmp.sees("Mode d'accès")
        await shot(dmp, "acces-detail")


async def test_sixty_columns(start, shot):
    async with start(size=(60, 20)) as dmp:
        await dmp.log_in("ROUX")
        await shot(dmp, "patients")
        await dmp.ask_for("petitjean")
        await dmp.sees("Ouvrir le DMP de")
        await shot(dmp, "consentement-explicite")
