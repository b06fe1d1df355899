"""Historique des accès: who did what; refusals and emergencies stand out."""

import csv
from contextlib import asynccontextmanager

import pytest
from textual.widgets import Input

from dmptui.core.machine.spreadsheet import TRACE_COLUMNS
from dmptui.core.work.accesses import Accesses
from dmptui.theme import Tone
from dmptui.widgets.rows import Group, Row
from tests.screens.driver import NUMBER, Dmp
from tests.screens.own.driver import enter


@pytest.fixture
def traces(start):
    """The traces of a record."""

    @asynccontextmanager
    async def open_traces(who="ROUX", key="bernard", size=(120, 30)):
        async with start(size=size) as dmp:
            await dmp.log_in(who)
            await dmp.open(key, summarised=True)
            await dmp.page("traces")
            await dmp.sees("traces")
            yield dmp

    return open_traces


def rows(dmp: Dmp) -> list[Row]:
    return [row for row in dmp.list.rows if isinstance(row, Row)]


def visits(dmp: Dmp) -> list[Row]:
    """The rows of visits, without the lines of those that are unfolded."""
    return [row for row in rows(dmp) if isinstance(row.key, str)]


def lines(dmp: Dmp) -> list[Row]:
    """The rows of the lines of the visits that are unfolded."""
    return [row for row in rows(dmp) if isinstance(row.key, tuple)]


def mine(dmp: Dmp) -> Row:
    """One's own visit of today."""
    return next(row for row in visits(dmp) if row.cells[:2] == ("aujourd'hui 14:32", "vous"))


async def unfold(dmp: Dmp, row: Row) -> None:
    dmp.list.go_to(row.key)
    await dmp.keys("enter")
    await dmp.until(lambda: bool(lines(dmp)))


async def test_what_stands_out_first_then_the_latest(traces):
    async with traces() as dmp:
        first = [row for row in visits(dmp) if row.mark]
        assert visits(dmp)[: len(first)] == first
        assert visits(dmp)[len(first)] == mine(dmp)
        titles = [row.title for row in dmp.list.rows if isinstance(row, Group)]
        assert titles[0] == f"Urgence et refus ({len(first)})"
        assert [title[:4] for title in titles[1:]] == sorted((t[:4] for t in titles[1:]), reverse=True)


async def test_a_visit_unfolds_in_place_and_a_display_is_one_line(traces):
    async with traces() as dmp:
        before = len(rows(dmp))
        await unfold(dmp, mine(dmp))
        done = [str(row.cells[1]) for row in lines(dmp)]
        assert (done[0], done[-1]) == ("ouverture du dossier", "historique des accès")
        assert done.count("affichage du récapitulatif") == 1
        assert "lecture" not in done  # what the Récapitulatif reads by itself
        shown = next(row for row in lines(dmp) if row.cells[1] == "affichage du récapitulatif")
        assert str(shown.cells[-1]).endswith("documents lus")
        dmp.list.go_to(shown.key)
        await dmp.keys("enter")
        await dmp.sees("Documents lus par la page :", "Fermer")
        await dmp.keys("enter")
        await dmp.sees_no("Documents lus par la page :")
        await dmp.keys("left")
        await dmp.until(lambda: len(rows(dmp)) == before)
        assert dmp.list.key == mine(dmp).key
        await dmp.keys("right")
        await dmp.until(lambda: len(rows(dmp)) == before + len(done))
        await dmp.keys("enter")
        await dmp.until(lambda: len(rows(dmp)) == before)


async def test_what_is_done_meanwhile_is_there_when_one_comes_back(traces):
    async with traces() as dmp:
        assert "document lu" not in str(mine(dmp).cells[-1])
        await dmp.keys(NUMBER["documents"], "enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])
        await dmp.sees("%")
        await dmp.keys("escape")
        await dmp.opened()
        await dmp.page("traces")
        await dmp.until(lambda: str(mine(dmp).cells[-1]).startswith("1 document lu"))
        await unfold(dmp, mine(dmp))
        assert "lecture" in [row.cells[1] for row in lines(dmp)]


async def test_emergencies_and_refusals_stand_out_by_word_sign_and_style(traces):
    async with traces() as dmp:
        emergency = next(row for row in rows(dmp) if str(row.cells[-1]).startswith("BRIS DE GLACE · "))
        assert (emergency.mark, emergency.tone) == ("✚", Tone.DANGER)
        refused = next(row for row in rows(dmp) if str(row.cells[-1]).startswith("1 refus · "))
        assert (refused.mark, refused.tone) == ("×", Tone.WARNING)


async def test_all_but_oneself(traces):
    async with traces() as dmp:
        known = len(visits(dmp))
        assert "vous" in {row.cells[1] for row in visits(dmp)}
        await dmp.keys("m")
        await dmp.sees("tous sauf moi")
        await dmp.until(lambda: "vous" not in {row.cells[1] for row in visits(dmp)})
        assert 0 < len(visits(dmp)) < known
        await dmp.keys("m")
        await dmp.until(lambda: len(visits(dmp)) == known)


async def test_the_person_sees_who_came_without_their_own_acts(start):
    async with start(size=(120, 30)) as dmp:
        await enter(dmp, "bernard")
        await dmp.keys("4")
        await dmp.sees("visites")
        assert {str(row.cells[1]) for row in visits(dmp)}.isdisjoint({"vous"})
        await dmp.keys("m")
        await dmp.sees("avec vos actes")
        await dmp.until(lambda: "vous" in {row.cells[1] for row in visits(dmp)})


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


async def test_the_rest_comes_as_one_scrolls(traces, monkeypatch):
    """A window of 4 visits, 2 held: what is not looked at is not asked, and the last is a key away."""
    for module in ("parts.windows", "accesses.visits", "accesses.page"):
        monkeypatch.setattr(f"dmptui.screens.{module}.SIZE", 4)
    monkeypatch.setattr("dmptui.screens.parts.windows.MOST", 2)
    asked = []
    window = Accesses.window

    async def counted(self, selection, offset, size):
        asked.append((offset, size))
        return await window(self, selection, offset, size)

    monkeypatch.setattr(Accesses, "window", counted)
    async with traces() as dmp:
        number = sum(isinstance(row, Row) for row in dmp.list.rows)
        assert number > 40
        assert (number // 4 * 4, 4) not in asked
        await dmp.keys("G")
        await dmp.until(lambda: dmp.list.key is not None)
        assert (number - 1) // 4 * 4 in {offset for offset, _size in asked}


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
        known = len(visits(dmp))
        await pick(dmp, facet, value)
        await dmp.until(lambda: dmp.lines[3].strip().startswith(chip) and f"sur {known}" in dmp.lines[3])
        assert 0 < len(visits(dmp)) < known
        await dmp.keys("escape")
        await dmp.until(lambda: len(visits(dmp)) == known)


async def test_filters_add_up_and_stand_as_chips(traces):
    async with traces() as dmp:
        await pick(dmp, "action", "lecture", "dépôt")
        await dmp.sees("action : lecture, dépôt")
        await dmp.until(lambda: not dmp.list.is_waiting)
        both = len(visits(dmp))
        await pick(dmp, "acteur", "lambert")
        await pick(dmp, "période", "2026")
        await dmp.sees("action : lecture, dépôt", "acteur : M. LAMBERT Paul", "du 01/01/2026 au 31/12/2026")
        await dmp.until(lambda: {row.cells[1] for row in visits(dmp)} == {"M. LAMBERT Paul, pharmacien"})
        assert 0 < len(visits(dmp)) < both
        await dmp.keys("c")
        await dmp.sees_no("acteur :")


async def test_a_typed_period_and_what_cannot_be_one(traces):
    async with traces() as dmp:
        day = str(visits(dmp)[-1].cells[0])[:10]
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
        await dmp.until(lambda: {str(row.cells[0])[:10] for row in visits(dmp)} == {day})


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
        await dmp.until(lambda: {row.cells[1] for row in visits(dmp)} == {"Dr HADDAD Karim, médecin"})
        shown = visits(dmp)
        for said in ("traces dans", "existe déjà"):
            await dmp.keys("E")
            await dmp.sees("sortent du dossier", "BERNARD Lucie", "Fichier")
            await retype(dmp, str(path))
            await dmp.keys("enter")
            await dmp.sees(said)
    found = list(csv.DictReader(path.read_text().splitlines(), delimiter=";"))
    assert tuple(found[0]) == TRACE_COLUMNS
    assert {line["actor"] for line in found} == {"Dr HADDAD Karim"}
    assert {line["visit"] for line in found} == {row.key for row in shown}
    assert path.stat().st_mode & 0o077 == 0


async def test_words(traces):
    async with traces() as dmp:
        day = next(str(row.cells[0])[:5] for row in visits(dmp) if "HADDAD" in str(row.cells[1]))
        await dmp.keys("/")
        await dmp.types(f"haddad {day}")
        await dmp.sees(f"« haddad {day} »")
        await dmp.until(lambda: {row.cells[1] for row in visits(dmp)} == {"Dr HADDAD Karim, médecin"})
        await dmp.types("zz")
        await dmp.sees("Aucune visite avec ces filtres.")
        await dmp.keys("escape")
        await dmp.sees("vous")


async def test_the_detail_of_an_emergency_and_of_a_refusal(traces):
    async with traces() as dmp:
        for mark, said in (("✚", "Motif de l'urgence :"), ("×", "Refusé :")):
            dmp.list.go_to(next(row.key for row in visits(dmp) if row.mark == mark))
            await dmp.keys("d")
            await dmp.sees("Mode d'accès :", said, "Fermer")
            await dmp.keys("enter")
            await dmp.sees_no("Mode d'accès :")


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
        await dmp.sees("Urgence et refus", "Dr ROUX Claire", "1 refus")
