"""Historique des accès: who did what; refusals and emergencies stand out."""

import csv
from contextlib import asynccontextmanager

import pytest
from textual.widgets import Input

from dmptui.core.machine.spreadsheet import TRACE_COLUMNS
from dmptui.theme import Tone
from dmptui.widgets.rows import Row
from tests.screens.driver import NUMBER, Dmp


@pytest.fixture
def traces(start):
    """The traces of a record."""

    @asynccontextmanager
    async def open_traces(who="ROUX", key="bernard", size=(120, 30)):
        async with start(size=size) as dmp:
            await dmp.log_in(who)
            await dmp.open(key)
            await dmp.page("traces")
            await dmp.sees("traces")
            yield dmp

    return open_traces


def rows(dmp: Dmp) -> list[Row]:
    return [row for row in dmp.list.rows if isinstance(row, Row)]


async def test_the_latest_first_and_what_was_just_done(traces):
    async with traces() as dmp:
        done = [row.cells[5] for row in rows(dmp) if row.cells[0] == "23/11/2026 14:32"]
        assert (done[0], done[-1]) == ("historique des accès", "ouverture du dossier")
        assert "liste des documents" in done
        assert "lecture" in done  # what the Récapitulatif reads


async def test_what_is_done_meanwhile_is_there_when_one_comes_back(traces):
    async with traces() as dmp:
        before = len(rows(dmp))
        await dmp.keys(NUMBER["documents"], "enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])
        await dmp.sees("%")
        await dmp.keys("escape")
        await dmp.opened()
        await dmp.page("traces")
        await dmp.until(lambda: len(rows(dmp)) > before + 1)
        assert "lecture" in [row.cells[5] for row in rows(dmp)[:3]]


async def test_emergencies_and_refusals_stand_out_by_word_sign_and_style(traces):
    async with traces() as dmp:
        emergency = next(row for row in rows(dmp) if row.cells[4] == "BRIS DE GLACE")
        assert (emergency.mark, emergency.tone) == ("✚", Tone.DANGER)
        refused = next(row for row in rows(dmp) if str(row.cells[5]).startswith("refusé : "))
        assert (refused.mark, refused.tone) == ("×", Tone.WARNING)


async def pick(dmp: Dmp, facet: str, *values: str) -> None:
    """Filter by these values of a facet, by their names."""
    await dmp.keys("f")
    await dmp.sees("Filtrer par")
    await dmp.types(facet)
    await dmp.keys("enter")
    await dmp.sees_no("Filtrer par")
    for value in values:
        await dmp.types(value)
        await dmp.keys("space", *["backspace"] * len(value))
    await dmp.keys("enter")
    await dmp.sees_no("taper pour filtrer")


@pytest.mark.parametrize(
    ("facet", "value", "chip"),
    [
        ("réponse", "refusé", "réponse : refusé"),
        ("mode", "bris", "mode d'accès : BRIS DE GLACE"),
        ("action", "dépôt", "action : dépôt"),
        ("acteur", "haddad", "acteur : Dr HADDAD Karim"),
        ("profession", "infirm", "profession : Infirmier"),
    ],
)
async def test_one_kind_only(traces, facet, value, chip):
    async with traces() as dmp:
        known = len(rows(dmp))
        await pick(dmp, facet, value)
        await dmp.until(lambda: dmp.lines[3].strip().startswith(chip))
        assert 0 < len(rows(dmp)) < known
        assert f"{known}" in dmp.lines[3]
        await dmp.keys("escape")
        await dmp.until(lambda: len(rows(dmp)) == known)


async def test_filters_add_up_and_stand_as_chips(traces):
    async with traces() as dmp:
        await pick(dmp, "action", "lecture", "dépôt")
        both = len(rows(dmp))
        await pick(dmp, "acteur", "lambert")
        await pick(dmp, "période", "2026")
        await dmp.sees("action : lecture, dépôt", "acteur : M. LAMBERT Paul", "du 01/01/2026 au 31/12/2026")
        assert {row.cells[1] for row in rows(dmp)} == {"M. LAMBERT Paul"}
        assert 0 < len(rows(dmp)) < both
        await dmp.keys("c")
        await dmp.sees_no("acteur :")


async def test_a_typed_period_and_what_cannot_be_one(traces):
    async with traces() as dmp:
        day = str(rows(dmp)[-1].cells[0])[:10]
        await dmp.keys("f", "enter")
        await dmp.sees("Du … au …")
        await dmp.types("du …")
        await dmp.keys("enter")
        await dmp.sees("Un des deux suffit.")
        for since, until, said in (
            ("31/02/2026", "", "Cette date n'existe pas"),
            ("08/11/2026", "07112026", "La première date vient après la seconde."),
            (day, day, f"le {day}"),
        ):
            await retype(dmp, since)
            await dmp.keys("tab")
            await retype(dmp, until)
            await dmp.keys("enter")
            await dmp.sees(said)
            await dmp.keys("up")
        assert {str(row.cells[0])[:10] for row in rows(dmp)} == {day}


async def retype(dmp: Dmp, text: str) -> None:
    """Type in the place of what a field holds."""
    field = dmp.app.screen.focused
    assert isinstance(field, Input)
    await dmp.keys("ctrl+u")
    await dmp.until(lambda: field.value == "")
    await dmp.types(text)
    await dmp.until(lambda: field.value == text)


async def test_what_is_shown_leaves_for_a_file_once(traces, tmp_path):
    path = tmp_path / "suivi.csv"
    async with traces() as dmp:
        await pick(dmp, "acteur", "haddad")
        shown = rows(dmp)
        for said in (f"{len(shown)} traces dans", "existe déjà"):
            await dmp.keys("E")
            await dmp.sees("sortent du dossier", "BERNARD Lucie", "Fichier")
            await retype(dmp, str(path))
            await dmp.keys("enter")
            await dmp.sees(said)
    lines = list(csv.reader(path.read_text().splitlines(), delimiter=";"))
    assert tuple(lines[0]) == TRACE_COLUMNS
    assert {line[3] for line in lines[1:]} == {"Dr HADDAD Karim"}
    assert len(lines) == 1 + len(shown)
    assert path.stat().st_mode & 0o077 == 0


async def test_words(traces):
    async with traces() as dmp:
        day = next(str(row.cells[0])[:5] for row in rows(dmp) if row.cells[1] == "Dr HADDAD Karim")
        await dmp.keys("/")
        await dmp.types(f"haddad {day}")
        await dmp.sees(f"« haddad {day} »")
        assert {row.cells[1] for row in rows(dmp)} == {"Dr HADDAD Karim"}
        await dmp.types("zz")
        await dmp.sees("Aucune trace avec ces filtres.")
        await dmp.keys("escape")
        await dmp.sees("Dr ROUX Claire")


async def test_the_detail_of_an_emergency_and_of_a_refusal(traces):
    async with traces() as dmp:
        for facet, value, said in (
            ("mode", "bris", "Motif de l'urgence :"),
            ("réponse", "refusé", "Refusé :"),
        ):
            await pick(dmp, facet, value)
            await dmp.keys("enter")
            await dmp.sees("Mode d'accès :", said, "Fermer")
            await dmp.keys("enter")
            await dmp.sees_no("Mode d'accès :")
            await dmp.keys("c")


async def test_a_refused_attempt_of_another_is_seen(start):
    async with start(size=(120, 30)) as dmp:
        await dmp.log_in("ROUX")
        await dmp.ask_for("legrand")
        await dmp.sees("Accès refusé")
        await dmp.keys("escape", "escape")
        await dmp.sees("Fermer la session")
        await dmp.keys("enter")
        await dmp.sees("Connexion")
        await dmp.log_in("FAURE")
        await dmp.ask_for("legrand")
        await dmp.sees("Ouvrir le DMP de")
        await dmp.keys("space", "o")
        await dmp.opened()
        await dmp.arrived()
        await dmp.page("traces")
        await dmp.sees("refusé : ouverture", "Dr ROUX Claire", "bloqué")
