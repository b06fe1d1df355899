"""The reader of a document as it is, whole, at 80×24 and 120×40."""

import pytest

from tests.core.documents.picture_samples import drawing
from tests.screens import golden
from tests.screens.reading import replace_content

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]
TENSION = "Mon carnet de tension, printemps"


@pytest.fixture
def shot(request):
    """Compare what is on the screen with its golden file."""
    update = request.config.getoption("--update-goldens")

    async def check(dmp, name):
        await dmp.pilot.pause()
        width, height = dmp.app.size
        golden.check(f"document-{name}-{width}x{height}", dmp.lines, update=update, screen=dmp.app.screen)

    return check


@pytest.mark.parametrize("size", SIZES)
async def test_tabs(reading, shot, size):
    async with reading("biologie 11/2026", size=size) as dmp:
        await dmp.sees("Hématologie", "%")
        await shot(dmp, "lecture")
        await dmp.keys("2")
        await dmp.sees("copie signée", "Texte du PDF", "%")
        await shot(dmp, "pdf")
        await dmp.keys("2")
        await dmp.sees("page 1 sur 2")
        await shot(dmp, "pdf-pages")
        await dmp.keys("3")
        await dmp.sees("21 entrées", "%")
        await shot(dmp, "codes")
        await dmp.keys("o")
        await dmp.sees("Pièces jointes")
        await dmp.keys("enter")
        await dmp.sees("Pièce jointe :", "%")
        await shot(dmp, "piece")
        await dmp.keys("escape", "E")
        await dmp.sees("Le texte, tel")
        await shot(dmp, "enregistrer")
        await dmp.keys("enter")
        await dmp.sees("sort du dossier")
        await shot(dmp, "enregistrer-chemin")


@pytest.mark.parametrize("size", SIZES)
async def test_versions(reading, shot, size):
    async with reading("synthèse médicale", size=size) as dmp:
        await dmp.sees("Synthèse médicale", "%")
        await dmp.keys("v")
        await dmp.sees("Comparer avec")
        await dmp.keys("down", "down", "down", "down", "down", "down", "enter")
        await dmp.sees("différences", "%")
        await shot(dmp, "versions")


@pytest.mark.parametrize("size", SIZES)
async def test_scan_and_error(settings, reading, shot, size):
    replace_content(settings, TENSION, drawing(b"0 0 1 rg 0 0 200 100 re f"))
    async with reading("carnet de tension", size=size, TERM="linux", LANG="fr_FR.UTF-8") as dmp:
        await dmp.sees("document numérisé", "%")
        await shot(dmp, "numerise")
    replace_content(settings, TENSION, b"PK\x03\x04" + b"\0" * 40)
    async with reading("carnet de tension", size=size) as dmp:
        await dmp.sees("archive")
        await shot(dmp, "illisible")
