"""Récapitulatif: what is seen first, where its lines lead, what it reads, and what it says when it cannot."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from dmptui.core.insight import findings
from dmptui.core.insight.summary.digest import Block, Line
from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import DEMO_NIR
from dmptui.screens.summary.digest import SummaryList
from dmptui.screens.summary.lines import Heading, Paragraph, lay, wrap_spans
from dmptui.screens.summary.rows import parts
from dmptui.widgets.preview import Preview
from tests.screens import golden
from tests.screens.faulty import down

RICH = ("amoxicilline", "7 résultats signalés", "directives anticipées (05/08/2026)")


@pytest.fixture
def summary(start):
    """The record of somebody, on its first page."""

    @asynccontextmanager
    async def open_summary(key="bernard", size=(80, 24), who="ROUX"):
        async with start(size=size) as dmp:
            await dmp.log_in(who)
            await dmp.ask_for(key)
            await dmp.until(lambda: bool(dmp.app.screen.query(SummaryList)))
            yield dmp

    return open_summary


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_it_is_the_first_page_and_fits_in_one_look(summary, size, request):
    async with summary(size=size) as dmp:
        await dmp.sees(*RICH[:1], "Nouveau (10), votre visite", "Synthèse médicale du 09/10/2026")
        await dmp.sees("directives anticipées (05/08/2026)", "Cercle de soins : 5")
        await dmp.pilot.pause()
        golden.check(
            f"recapitulatif-{size[0]}x{size[1]}",
            dmp.lines,
            update=request.config.getoption("--update-goldens"),
            screen=dmp.app.screen,
        )


async def test_it_reads_three_documents_and_each_reading_is_traced(summary):
    async with summary() as dmp:
        await dmp.sees(*RICH)
        await dmp.summarised()
        (shown,) = [row for row in await dmp.done_today() if row.cells[1] == "affichage du récapitulatif"]
        assert int(str(shown.cells[-1]).split()[0]) >= 3


async def test_enter_opens_the_source_at_its_section_and_escape_comes_back(summary):
    async with summary(size=(120, 40)) as dmp:
        await dmp.sees(*RICH[:1], "RAMIPRIL")
        await dmp.keys("enter")
        await dmp.sees("Synthèse médicale", "Allergies et hypersensibilités")
        await dmp.keys("escape")
        await dmp.sees("Alertes")
        await dmp.keys("right", "down")
        pane = dmp.app.screen.query_one(Preview)
        await dmp.until(lambda: "06/06/2015" in pane.render_line(1).text)


async def test_a_fault_takes_no_block_but_its_own(start, network):
    async with start(size=(120, 40)) as dmp:
        await dmp.log_in("ROUX")
        network.rules["GET /fhir/Binary"] = down
        await dmp.ask_for("bernard")
        await dmp.sees("Ce document n'a pas pu être lu.", "inconnues : la synthèse est à ouvrir")
        await dmp.sees("Nouveau (10), votre visite précédente", "Derniers documents")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees("amoxicilline", "RAMIPRIL")


async def test_what_is_slow_is_waited_for_in_its_place(start, network):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        network.held["GET /fhir/Binary"] = slow = asyncio.Event()
        await dmp.ask_for("bernard")
        await dmp.sees("Allergies   …", "Nouveau (10), votre visite précédente")
        rows = [dmp.lines.index(line) for line in dmp.lines if line.lstrip().startswith("Nouveau (")]
        slow.set()
        await dmp.sees("amoxicilline")
        assert dmp.lines[rows[0]].lstrip().startswith("Nouveau (")


async def test_what_is_read_is_new_no_more_here_and_in_the_list(summary):
    async with summary() as dmp:
        await dmp.sees("Nouveau (10), votre visite", "Synthèse médicale du")
        await dmp.keys("2")
        await dmp.sees("10 nouveaux", "▸● 21/11/2026  CR de biologie médicale")
        await dmp.keys("enter")
        await dmp.sees("1 sur ", "Hématologie")
        await dmp.keys("escape")
        await dmp.sees("9 nouveaux")
        await dmp.keys("1")
        await dmp.sees("Nouveau (9), votre visite")
        await dmp.keys("down", "down", "down", "enter")
        await dmp.sees("Lecture")
        await dmp.keys("escape")
        await dmp.sees("Nouveau (8), votre visite")
        await dmp.keys("2")
        await dmp.sees("8 nouveaux")


def test_what_a_line_comes_from_is_parted_from_its_text():
    lines = (Line("Vacciner chaque année.", aside="Points de vigilance"), Line("89", aside="(45 à 84)"))
    shown = [part for part in parts([Block("", lines)], late=False) if isinstance(part, Paragraph)]
    said = [" ".join(text for text, _role in part.spans) for part in shown]
    assert said == ["Vacciner chaque année. · Points de vigilance", "89 (45 à 84)"]


async def test_a_record_without_a_synthesis_says_so(summary):
    async with summary("konate") as dmp:
        await dmp.sees("non renseignées : aucune synthèse", "Aucune synthèse médicale dans ce DMP.")


def test_spans_are_wrapped_and_a_brief_paragraph_is_cut():
    spans = [("RAMIPRIL 5 mg", "normal"), ("1 comprimé le matin", "dim")]
    assert wrap_spans(spans, 20) == [
        [("RAMIPRIL 5 mg", "normal"), (" 1", "dim")],
        [("comprimé le matin", "dim")],
    ]
    brief = Paragraph("k", spans, brief=True)
    (line,) = lay(brief, 0, 25)
    assert "".join(text for text, _role in line.spans) == "   RAMIPRIL 5 mg 1 com…"
    assert len(list(lay(Heading("Alertes"), 1, 25))) == 1


async def test_a_synthesis_about_somebody_else_is_set_apart(summary, monkeypatch):
    entries_and_names = findings._entries_and_names
    other = Identity(((DEMO_NIR, "279035121518989"),), "MERCIER", given_names=("Paule",), birth="19790328")

    def latest_is_somebody_elses(data):
        entries, names = entries_and_names(data)
        return entries, (other,) if b'<effectiveTime value="20261009' in data else names

    monkeypatch.setattr(findings, "_entries_and_names", latest_is_somebody_elses)
    async with summary(size=(120, 40)) as dmp:
        await dmp.sees("1 document au nom d'une autre", "mis à part")
        await dmp.until(lambda: not any("médicale du 09/10/2026" in line for line in dmp.lines[:-4]))
