"""Historique des accès: who did what; refusals and emergencies stand out."""

from contextlib import asynccontextmanager

import pytest

from dmptui.theme import Tone
from dmptui.widgets.rows import Row
from tests.screens.driver import Dmp


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
        assert [row.cells[5] for row in rows(dmp)[:3]] == [
            "historique des accès",
            "liste des documents",
            "ouverture du dossier",
        ]
        assert all(row.cells[0] == "23/11/2026 14:32" for row in rows(dmp)[:3])


async def test_what_is_done_meanwhile_is_there_when_one_comes_back(traces):
    async with traces() as dmp:
        before = len(rows(dmp))
        await dmp.keys("1", "enter")
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
        assert refused.tone is Tone.WARNING


@pytest.mark.parametrize(
    ("typed", "chip"),
    [("refus", "refus"), ("urgence", "urgences"), ("dépôt", "dépôt"), ("autoris", "autorisation")],
)
async def test_one_kind_only(traces, typed, chip):
    async with traces() as dmp:
        known = len(rows(dmp))
        await dmp.keys("f")
        await dmp.sees("Ne garder que")
        await dmp.types(typed)
        await dmp.keys("enter")
        await dmp.until(lambda: dmp.lines[3].strip().startswith(chip))
        assert 0 < len(rows(dmp)) < known
        assert f"{known}" in dmp.lines[3]
        await dmp.keys("escape")
        await dmp.until(lambda: len(rows(dmp)) == known)


async def test_words(traces):
    async with traces() as dmp:
        await dmp.keys("/")
        await dmp.types("haddad 07/11")
        await dmp.sees("« haddad 07/11 »")
        assert {row.cells[1] for row in rows(dmp)} == {"Dr HADDAD Karim"}
        await dmp.types("zz")
        await dmp.sees("Aucune trace avec ces filtres.")
        await dmp.keys("escape")
        await dmp.sees("Dr ROUX Claire")


async def test_the_detail_of_an_emergency_and_of_a_refusal(traces):
    async with traces() as dmp:
        for typed, said in (("urgence", "Motif de l'urgence :"), ("refus", "Refusé :")):
            await dmp.keys("f")
            await dmp.sees("Ne garder que")
            await dmp.types(typed)
            await dmp.keys("enter")
            await dmp.sees_no("Ne garder que")
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
