"""Biologie: analyses over time, read little by little, each value a way back to its report."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from dmptui.core.insight import findings
from dmptui.core.model.clinical import Agreement, Check, Fact
from dmptui.core.work import biology_reports as biology_held
from dmptui.widgets.rows import Group, Row
from tests.screens import golden
from tests.screens.driver import Dmp
from tests.screens.faulty import down


@pytest.fixture
def opened(start):
    """The page Biologie of a record, its first reports read."""

    @asynccontextmanager
    async def open_biology(key="bernard", size=(80, 24), *, summarised=False):
        async with start(size=size) as dmp:
            await dmp.log_in("ROUX")
            await dmp.open(key, summarised=summarised)
            await dmp.page("biology")
            await dmp.until(lambda: not dmp.list.is_waiting and "lecture" not in dmp.lines[3])
            yield dmp

    return open_biology


def labels(dmp: Dmp) -> list[str]:
    return [str(row.cells[0]) for row in dmp.list.rows if isinstance(row, Row)]


def groups(dmp: Dmp) -> list[str]:
    return [row.title for row in dmp.list.rows if isinstance(row, Group)]


async def test_eight_reports_are_read_then_the_others_and_the_cursor_stays(opened):
    async with opened() as dmp:
        await dmp.sees("8 comptes rendus lus sur 54 — e : lire les autres")
        chapters = ["Hématologie", "Biochimie", "Biochimie urinaire"]
        assert groups(dmp) == [*chapters, "1 compte rendu dont le texte en dit plus"]
        assert "Urée" not in labels(dmp)
        await dmp.keys("down", "down")
        kept = dmp.list.key
        await dmp.keys("e")
        await dmp.sees("54 comptes rendus lus")
        assert "Urée" in labels(dmp)
        assert dmp.list.key == kept


async def test_what_is_read_and_only_that_is_traced(opened):
    async with opened(summarised=True) as dmp:
        (shown,) = [row for row in await dmp.done_today() if row.cells[1] == "affichage de la biologie"]
        assert shown.cells[-1] == "7 documents lus"  # the eighth was read for the Récapitulatif, once


async def test_esc_stops_the_reading_and_what_came_stays(opened, network):
    async with opened() as dmp:
        held = network.held["/fhir/Binary"] = asyncio.Event()
        await dmp.keys("e")
        await dmp.sees("lecture : 8 sur 54 — Échap : arrêter")
        await dmp.keys("escape")
        await dmp.sees("8 comptes rendus lus sur 54 — e : lire les autres")
        assert "Leucocytes" in labels(dmp)
        held.set()
        network.held.clear()
        await dmp.keys("e")
        await dmp.sees("54 comptes rendus lus")


async def test_filters_and_order(opened):
    async with opened() as dmp:
        await dmp.keys("f")
        await dmp.sees("hors norme", "Créatinine")
        assert "Leucocytes" not in labels(dmp)
        await dmp.keys("/")
        await dmp.types("creat")
        await dmp.until(lambda: labels(dmp) == ["Créatinine"])
        await dmp.keys("enter", "f")
        await dmp.until(lambda: len(labels(dmp)) == 2)
        await dmp.keys("/")
        await dmp.types("zzz")
        await dmp.sees("Aucune analyse avec ces filtres.")
        await dmp.keys("escape", "s", "end", "enter")
        await dmp.until(lambda: groups(dmp) == [])
        assert labels(dmp) == sorted(labels(dmp), key=biology_sort)


def biology_sort(label: str) -> str:
    return label.lower().replace("é", "e")


async def test_an_analysis_its_values_and_the_report_of_one(opened):
    async with opened() as dmp:
        dmp.list.go_to(
            next(row.key for row in dmp.list.rows if str(getattr(row, "cells", "")).count("Potass"))
        )
        await dmp.keys("enter")
        await dmp.sees("2823-3", "Référence : 3,5 à 5,1 mmol/L", "Hors norme selon le laboratoire : haut")
        await dmp.keys("left")
        await dmp.sees("18/08/2026 · 4,7 mmol/L", "Rappelé par le compte rendu du 21/11/2026")
        await dmp.keys("enter")
        await dmp.until(lambda: "2 sur 8" in dmp.text)
        await dmp.sees("Biochimie")
        await dmp.keys("escape")
        await dmp.sees("18/08/2026 · 4,7 mmol/L")
        await dmp.keys("escape")
        await dmp.sees("8 comptes rendus lus sur 54", "Leucocytes")


async def test_a_value_only_recalled_opens_the_report_that_recalls_it(opened):
    async with opened() as dmp:
        await dmp.keys("enter", "end")
        await dmp.sees("Le compte rendu d'origine n'est pas parmi ceux qui sont lus.", "Rappelé par")
        await dmp.keys("enter")
        await dmp.until(lambda: "8 sur 8" in dmp.text)


async def test_reports_without_coded_values_are_listed_and_open(opened, monkeypatch):
    monkeypatch.setattr(biology_held, "may_hold_entries", lambda document: document.act_date.year < 2026)
    async with opened() as dmp:
        await dmp.sees("8 comptes rendus lus sur 50")
        assert groups(dmp)[-1] == "4 comptes rendus sans valeurs codées"
        await dmp.keys("end", "enter")
        await dmp.until(lambda: "4 sur 4" in dmp.text)


async def test_a_contradicted_value_is_shown_as_written_and_said(opened, monkeypatch):
    differs = Check(Fact.VALUE, Agreement.DIFFERS, "79 G/L", "7,9 G/L")
    read = findings._entries

    def contradicted(data):
        found = read(data)
        results = [replace(each, source=each.source.checked([differs])) for each in found.lab_results]
        return replace(found, lab_results=tuple(results))

    monkeypatch.setattr(findings, "_entries", contradicted)
    async with opened(size=(120, 40)) as dmp:
        assert dmp.list.rows[1].cells[1:3] == (("79 G/L", "warning"), ("≠", "warning"))
        await dmp.sees("≠ donnée codée : 7,9 G/L", "Cette valeur n'est pas tracée.")


async def test_a_failure_is_told_once_and_asked_again(opened, network):
    async with opened() as dmp:
        network.rules["GET /fhir/Binary"] = down
        await dmp.keys("e")
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await dmp.sees("liste incomplète — F5 : redemander", "Leucocytes")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees("54 comptes rendus lus")


async def test_no_report(opened):
    async with opened("traore") as dmp:
        await dmp.sees("Aucun compte rendu de biologie que vous puissiez lire.")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)], ids=["80x24", "120x40", "160x50"])
async def test_goldens(opened, request, size):
    update = request.config.getoption("--update-goldens")
    async with opened(size=size) as dmp:
        await dmp.sees("8 comptes rendus lus sur 54")
        golden.check(f"biologie-{size[0]}x{size[1]}", dmp.lines[2:], update=update, screen=dmp.app.screen)
        await dmp.keys("e")
        await dmp.sees("54 comptes rendus lus")
        dmp.list.go_to(next(row.key for row in dmp.list.rows if "DFG" in str(getattr(row, "cells", ""))))
        await dmp.keys("enter", "left")
        await dmp.sees("18/08/2026 · 57")
        golden.check(
            f"biologie-analyse-{size[0]}x{size[1]}", dmp.lines[2:], update=update, screen=dmp.app.screen
        )
