"""The shell of a record: its pages in one line, whose record it is on every screen, help and resources."""

import asyncio
import re
from importlib.resources import files

import pytest
from rich.cells import cell_len

from dmptui.screens.pages import PAGES
from dmptui.screens.resources.text import lay_out, read_help
from tests.screens.driver import NUMBER
from tests.widgets.test_chrome import PAGES_OF_A_RECORD


def test_the_pages_are_in_the_order_of_the_web_dmp():
    known = [entry[:3] for entry in PAGES]
    assert known == [page for page in PAGES_OF_A_RECORD if page in known]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_whose_record_it_is_stays_above_help_and_resources(start, size):
    async with start(size=size) as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        for key, said in (("?", "Les touches de cette page"), ("f2", "Aide et ressources")):
            await dmp.keys(key)
            await dmp.sees(said, "%" if key == "f2" else "Documents")
            assert dmp.lines[0].startswith(" BERNARD Lucie")
            assert dmp.lines[0].endswith("★ MT" if size[0] == 80 else "★ médecin traitant · normal")
            await dmp.keys("escape")
            await dmp.opened()


async def test_help_has_the_keys_of_the_page_and_of_the_record_and_scrolls(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        for place in (entry.place for entry in PAGES):
            await dmp.page(place)
            await dmp.keys("?")
            await dmp.sees("Les touches de cette page")
            seen = dmp.text
            for _page in range(6):
                await dmp.keys("space")
                seen += dmp.text
            for words in ("Dans un dossier", "revient à celui d'avant", "Partout", "Le vocabulaire du DMP"):
                assert words in seen
            assert "Signes" in dmp.text
            await dmp.keys("escape")
            await dmp.sees_no("Les touches de cette page")


async def test_resources_are_searched_and_have_a_sommaire(start):
    async with start() as dmp:
        await dmp.sees("Connexion", "Professionnel")
        await dmp.keys("f2")
        await dmp.sees("L'essentiel", "34 22")
        await dmp.keys("s")
        await dmp.sees("Sommaire", "Vocabulaire")
        await dmp.types("bloquee")
        await dmp.keys("enter")
        await dmp.sees("Un professionnel bloqué ne lit plus")
        await dmp.keys("/")
        await dmp.types("secrète")
        await dmp.keys("enter")
        await dmp.sees("N suivant")
        await dmp.keys("escape", "?")
        await dmp.sees("Les touches de cette page", "Choisit une section ou une question.")
        await dmp.keys("escape", "escape")
        await dmp.sees("Connexion", "Professionnel")


async def test_a_key_typed_in_a_dialog_opens_nothing_else(start):
    async with start() as dmp:
        await dmp.sees("Connexion", "Professionnel")
        await dmp.keys("enter")
        await dmp.sees("situation d'exercice")
        await dmp.keys("f2", "?")
        await dmp.sees("Rien de ce nom.")


@pytest.mark.parametrize("width", [36, 76, 116])
def test_the_help_is_whole_and_no_line_is_too_wide(width):
    text = read_help()
    laid = lay_out(text, ("list",), width)
    lines = ["".join(part for part, _role in line) for line in laid.lines]
    assert max(map(cell_len, lines)) <= max(width, 60)
    words = re.findall(r"\w+", text)
    assert re.findall(r"\w+", " ".join(lines))[: len(words)] == words
    titles = [mark.title for mark in laid.sections]
    assert sum(title.endswith("?") for title in titles) >= 15
    assert all(lines[mark.line] == mark.title[: len(lines[mark.line])] for mark in laid.sections)


def test_the_help_is_the_same_in_the_other_language():
    french, english = (
        files("dmptui").joinpath("resources", f"aide.{language}.md").read_text(encoding="utf-8").splitlines()
        for language in ("fr", "en")
    )
    marks = r"^(#+ |- |\d+\. |\*\*|)"
    assert [re.findall(marks, line) for line in french] == [re.findall(marks, line) for line in english]


def test_the_terms_of_the_trade_are_explained():
    text = read_help()
    for term in (
        "DMP", "Mon espace santé", "Ouvert", "Activé", "INS", "Médecin traitant DMP", "Bris de glace",
        "Connexion secrète", "MSSanté", "Matrice d'habilitation", "Non visible du patient",
    ):  # fmt: skip
        assert f"**{term}** — " in text
    assert "34 22" in text


async def test_no_title_is_written_to_the_terminal(start):
    async with start() as dmp:
        written: list[str] = []
        driver = dmp.app._driver
        assert driver is not None
        driver.write = written.append
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.keys(NUMBER["directives"])
        await asyncio.sleep(0.05)
        assert not any(re.search("\x1b\\][012];", text) for text in written)
        assert dmp.app.title == "dmptui"
