"""The program around the screens: the way back, help, palette, leaving, one record at a time."""

from typing import Any

import pytest

from dmptui.actions import palette
from dmptui.screens.documents.page import DocumentsPage
from dmptui.screens.pages import PAGES
from tests.screens.driver import NUMBER, Dmp, patient_of


async def test_pages_by_number_and_by_tab(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        places = [entry.place for entry in PAGES]
        for place in reversed(places):
            await dmp.page(place)
        for place in [*places[1:], places[0]]:
            await dmp.keys("tab")
            await dmp.until(lambda place=place: dmp.app.screen.places[0] == place)
        await dmp.keys("shift+tab")
        await dmp.until(lambda: dmp.app.screen.places[0] == places[-1])


async def test_a_page_is_as_it_was_left(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.keys("/")
        await dmp.types("echo")
        await dmp.keys("enter", "down", NUMBER["traces"])
        await dmp.sees("traces")
        await dmp.keys(NUMBER["documents"])
        await dmp.sees("« echo »")
        assert dmp.list.key == dmp.list.rows[1].key
        assert dmp.list.has_focus


async def test_esc_goes_back_one_step_at_a_time(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.keys("/")
        await dmp.types("biologie")
        await dmp.keys("enter", "enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])
        await dmp.keys("escape")
        await dmp.sees("« biologie »")
        await dmp.keys("escape")
        await dmp.sees("116 documents")
        await dmp.keys("escape")
        await dmp.sees("Mes patients")


@pytest.mark.parametrize(
    ("size", "identity", "mode"),
    [
        (
            (120, 40),
            "Lucie, Marie · F · 04/11/1951 (75 ans) · INS 2 51 11 99 901 101 74",
            "médecin traitant · normal",
        ),
        ((80, 24), "Lucie · F · 04/11/1951 (75 ans) · INS 2 51 11 99 901 101 74", "★ MT"),
        ((60, 20), "Lucie · F · 04/11/1951 75 a · INS 251119990110174", ""),
    ],
)
async def test_the_identity_is_on_every_screen_of_the_record(start, size, identity, mode):
    async with start(size=size) as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        for key, then in (
            (NUMBER["traces"], "traces"),
            (NUMBER["documents"], "documents"),
            ("enter", "‹ ›"),
            ("m", "Déposé le"),
        ):
            await dmp.keys(key)
            await dmp.sees(then)
            assert dmp.lines[0].startswith(f" BERNARD {identity}")
            assert dmp.lines[0].rstrip().endswith(mode)


async def test_an_emergency_is_red_and_says_so(start):
    async with start() as dmp:
        await dmp.log_in("FAURE", 1)
        await dmp.ask_for("dasilva")
        await dmp.sees("Ouvrir le DMP de")
        await dmp.keys("u")
        await dmp.sees("Motif")
        await dmp.types("arrêt cardiaque")
        await dmp.keys("enter")
        await dmp.opened()
        strip = dmp.app.screen._compositor.render_strips()[0]
        assert {str(s.style.bgcolor.name) for s in strip if s.style and s.style.bgcolor} == {"#8e1f1a"}
        assert "BRIS DE GLACE" in strip.text


async def test_help_names_the_keys_of_the_page_and_esc_comes_back_to_it(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        for key in ("?", "f1"):
            await dmp.keys(key)
            await dmp.sees("Les touches de cette page", "Cherche une personne par son INS")
            await dmp.keys("escape")
            await dmp.sees("18 patients")
            assert "Fermer la session" not in dmp.text


async def test_the_palette_runs_what_is_picked(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.keys(":")
        await dmp.sees("Aller", "Traits", "Cherche une personne par ses")
        await dmp.types("nouveautes")
        await dmp.keys("enter")
        await dmp.sees("Seulement les dossiers qui ont du nouveau")
        await dmp.keys("n")
        await dmp.open("bernard")
        await dmp.keys(":")
        await dmp.sees("Aller")
        await dmp.types("acces")
        await dmp.keys("enter")
        await dmp.sees("traces")
        await dmp.keys(":")
        await dmp.sees("Aller")
        await dmp.types("couleurs")
        before = dmp.app.theme
        await dmp.keys("enter")
        await dmp.until(lambda: dmp.app.theme != before)


async def test_every_action_of_every_page_has_its_method(start):
    async with start() as dmp:
        await dmp.sees("Connexion")
        checked = await _unanswered(dmp)
        await dmp.log_in("ROUX")
        checked += await _unanswered(dmp)
        await dmp.open("bernard")
        checked += await _unanswered(dmp)
        await dmp.page("traces")
        await dmp.sees("traces")
        checked += await _unanswered(dmp)
        await dmp.keys(NUMBER["documents"], "enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])
        checked += await _unanswered(dmp)
        assert checked == []


async def _unanswered(dmp: Dmp) -> list[str]:
    """Actions registered for the screen that nothing there does."""
    screen: Any = dmp.app.screen
    chain = [*screen.focused.ancestors_with_self, dmp.app]
    names = {action.id.partition("(")[0] for action in palette(*screen.places)}
    return [name for name in names if not any(hasattr(node, f"action_{name}") for node in chain)]


async def test_leaving_is_asked_about_while_a_session_is_open(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.keys("q")
        await dmp.sees("Quitter dmptui")
        await dmp.keys("escape")
        await dmp.sees_no("Quitter dmptui")
        await dmp.open("bernard")
        await dmp.keys("q")
        await dmp.sees("Quitter dmptui", "BERNARD Lucie")
        await dmp.keys("enter")
        await dmp.until(lambda: dmp.app._exit)


async def test_leaving_from_connexion_is_not(start):
    async with start() as dmp:
        await dmp.keys("q")
        await dmp.until(lambda: dmp.app._exit)


async def test_the_title_never_holds_a_patient(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.keys("enter")
        await dmp.sees("%")
        titles = (dmp.app.title, dmp.app.sub_title, dmp.app.screen.title, dmp.app.screen.sub_title)
        assert dmp.app.title == "dmptui"
        assert not any("BERNARD" in (title or "") for title in titles)


async def test_one_record_at_a_time(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        session = dmp.app._session
        await dmp.keys("escape")
        await dmp.sees("Mes patients")
        await dmp.until(lambda: session.record is None)
        await dmp.open("guerin")
        assert session.record.patient.ins == patient_of("guerin").ins
        assert "BERNARD" not in dmp.text


async def test_themes_turn_and_every_screen_is_painted_again(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        seen = set()
        for _turn in range(3):
            seen.add(dmp.app.theme)
            strip = dmp.app.screen._compositor.render_strips()[5]
            assert "Patient" in strip.text
            await dmp.keys("f9")
        assert len(seen) == 3


async def test_without_colours_a_theme_key_changes_nothing(start):
    async with start(NO_COLOR="1", TERM="xterm", LANG="fr_FR.UTF-8") as dmp:
        await dmp.log_in("ROUX")
        await dmp.keys("f9")
        strips = dmp.app.screen._compositor.render_strips()
        assert all(
            s.style is None or s.style.color is None or s.style.color.is_default for t in strips for s in t
        )


async def test_an_error_of_ours_stops_the_program_without_the_patients_name(start, monkeypatch, capsys):
    def broken(self):
        secret = self._record.patient.name
        raise ZeroDivisionError(secret)

    monkeypatch.setattr(DocumentsPage, "action_sort", broken)

    async def sort() -> None:
        async with start() as dmp:
            await dmp.log_in("ROUX")
            await dmp.open("bernard")
            await dmp.keys("s")

    with pytest.raises(ZeroDivisionError):
        await sort()
    said = capsys.readouterr().err
    assert "erreur de programmation (ZeroDivisionError)" in said
    assert "broken" in said
    assert "BERNARD" not in said
