"""Documents: the list of a record, what filters and sorts it."""

from contextlib import asynccontextmanager

import pytest

from dmptui.widgets.rows import Group, Row
from tests.screens.driver import Dmp


@pytest.fixture
def opened(start):
    """The documents of a record."""

    @asynccontextmanager
    async def open_record(who="ROUX", key="bernard", size=(100, 30)):
        async with start(size=size) as dmp:
            await dmp.log_in(who)
            await dmp.open(key)
            yield dmp

    return open_record


def titles(dmp: Dmp) -> list[str]:
    """Titles of the documents listed, in order."""
    return [str(row.cells[1]) for row in dmp.list.rows if isinstance(row, Row)]


def days(dmp: Dmp) -> list[str]:
    """Days of the acts listed, to be compared."""
    cells = [str(row.cells[0]) for row in dmp.list.rows if isinstance(row, Row)]
    return ["".join(reversed(cell.split("/"))) for cell in cells]


async def pick(dmp: Dmp, title: str, *typed: str) -> None:
    """Choose one value of a facet."""
    await dmp.keys("f")
    await dmp.sees("Filtrer par")
    await dmp.types(title)
    await dmp.keys("enter")
    await dmp.sees_no("Filtrer par")
    for text in typed:
        await dmp.types(text)
        await dmp.keys("space")
        await dmp.keys(*["backspace"] * len(text))
    await dmp.keys("enter")
    await dmp.sees_no("taper pour filtrer", "Échap revenir")


async def test_the_first_search_goes_back_two_years_and_says_so(opened):
    async with opened() as dmp:
        assert "moins de 2 ans (e : tout)" in dmp.lines[3]
        recent = [day for day in days(dmp) if day >= "20241123"]
        assert len(recent) > 90
        older = {t for t, d in zip(titles(dmp), days(dmp), strict=True) if d < "20241123"}
        assert older
        assert all("vaccin" in title.lower() for title in older)


async def test_widening_brings_the_whole_record(opened):
    async with opened() as dmp:
        known = len(dmp.list.rows)
        await dmp.keys("e")
        await dmp.sees_no("moins de 2 ans")
        await dmp.arrived()
        assert len(dmp.list.rows) > known + 200
        assert len({row.key for row in dmp.list.rows if isinstance(row, Row)}) > 300


async def test_words_as_they_are_typed(opened):
    async with opened() as dmp:
        await dmp.keys("/")
        await dmp.types("echo petit")
        await dmp.sees("Aucun document avec ces filtres.", "Échap : effacer")
        await dmp.keys(*["backspace"] * 6)
        await dmp.sees("« echo »")
        assert all("cho" in title for title in titles(dmp))
        await dmp.keys("enter")
        await dmp.sees_no("Chercher :")
        assert "« echo »" in dmp.lines[3]
        await dmp.keys("escape")
        await dmp.sees("116 documents")


async def test_esc_while_typing_forgets_the_words(opened):
    async with opened() as dmp:
        await dmp.keys("/")
        await dmp.types("echo")
        await dmp.sees("« echo »")
        await dmp.keys("escape")
        await dmp.sees("116 documents")


@pytest.mark.parametrize(
    ("facet", "value", "chip"),
    [
        ("type", "biologiques", "type : CR d'examens biologiques"),
        ("famille", "imagerie", "famille : Imagerie"),
        ("auteur", "petit", "auteur : Mme PETIT Sandrine"),
        ("profession", "pharmacien", "profession : Pharmacien"),
    ],
)
async def test_each_facet(opened, facet, value, chip):
    async with opened() as dmp:
        await pick(dmp, facet, value)
        await dmp.until(lambda: chip in dmp.lines[3])
        assert 0 < len(titles(dmp)) < 116
        assert "sur 117" in dmp.lines[3]
        await dmp.keys("c")
        await dmp.sees("116 documents")


async def test_the_period(opened):
    async with opened() as dmp:
        await dmp.keys("f")
        await dmp.sees("Filtrer par")
        await dmp.types("période")
        await dmp.keys("enter")
        await dmp.sees("depuis 1 mois", "2026")
        await dmp.types("6 mois")
        await dmp.keys("enter")
        await dmp.sees("période : depuis 6 mois")
        assert min(days(dmp)) >= "20260523"


async def test_several_facets_and_words_together_are_all_said(opened):
    async with opened(size=(80, 24)) as dmp:
        await pick(dmp, "type", "biologiques", "imagerie")
        await dmp.keys("f")
        await dmp.sees("Filtrer par")
        await dmp.types("période")
        await dmp.keys("enter")
        await dmp.types("2026")
        await dmp.keys("enter")
        await dmp.keys("/")
        await dmp.types("halles")
        await dmp.keys("enter")
        await dmp.sees("« halles »", "type : ", "pério", "sur 117")
        assert set(titles(dmp)) == {"CR de biologie médicale"}
        assert min(days(dmp)) >= "20260101"


async def test_several_values_of_a_facet(opened):
    async with opened() as dmp:
        await pick(dmp, "type", "biologiques", "imagerie")
        await dmp.until(lambda: "type :" in dmp.lines[3])
        assert {"CR de biologie médicale", "Échographie thyroïdienne"} <= set(titles(dmp))


async def test_a_facet_is_unpicked(opened):
    async with opened() as dmp:
        await pick(dmp, "type", "biologiques")
        await dmp.until(lambda: "type :" in dmp.lines[3])
        await pick(dmp, "type", "biologiques", "imagerie")
        await dmp.until(lambda: "imagerie" in dmp.lines[3])
        assert "CR de biologie médicale" not in titles(dmp)


async def test_sorts_and_inverts(opened):
    async with opened() as dmp:
        assert "Date ↓" in dmp.lines[4]
        await dmp.keys("s")
        await dmp.sees("Trier par")
        await dmp.types("titre")
        await dmp.keys("enter")
        await dmp.sees("Document ↑")
        own = titles(dmp)[:100]
        assert own[:2] == ["Bilan-diagnostic kinésithérapique", "Bilan partagé de médication"]
        assert dmp.list.key == dmp.list.rows[0].key
        await dmp.keys("s", "enter")
        await dmp.sees("Document ↓")
        assert titles(dmp)[:100] != own


async def test_the_patients_own_are_apart_whatever_the_sort(opened):
    async with opened() as dmp:
        for keys in ([], ["s", "down", "enter"]):
            await dmp.keys(*keys)
            await dmp.sees_no("Trier par")
            rows = list(dmp.list.rows)
            band = next(i for i, row in enumerate(rows) if isinstance(row, Group))
            assert rows[band].title == f"Déposés par la patiente ({len(rows) - band - 1})"
            assert all(row.cells[2] == "BERNARD Lucie" for row in rows[band + 1 :])


async def test_switches_show_what_is_hidden_and_say_so(opened):
    async with opened() as dmp:
        await dmp.keys("e")
        await dmp.sees_no("moins de 2 ans")
        await dmp.arrived()
        known = len(dmp.list.rows)
        await dmp.keys("v")
        await dmp.sees("+ anciennes versions")
        with_old = len(dmp.list.rows)
        await dmp.keys("x")
        await dmp.sees("+ archivés")
        assert known < with_old < len(dmp.list.rows)
        states = {row.cells[-1] for row in dmp.list.rows if isinstance(row, Row)}
        assert {"↺ remplacé", "▣ archivé", "◌ masqué", "⊘ caché patient", "nouveau", ""} <= states
        await dmp.keys("v", "x")
        await dmp.until(lambda: len(dmp.list.rows) == known)


async def test_masked_documents_are_for_the_medecin_traitant_and_the_author(opened):
    async with opened("LAMBERT") as dmp:
        await dmp.keys("v", "x")
        assert "◌ masqué" not in {row.cells[-1] for row in dmp.list.rows if isinstance(row, Row)}


async def test_an_empty_record_says_how_to_widen(opened):
    async with opened("MOREL", "lemoine") as dmp:
        await dmp.keys("/")
        await dmp.types("qqq")
        await dmp.sees("Aucun document avec ces filtres.")
        await dmp.keys("escape")


async def test_the_list_comes_back_on_the_document_read_last(opened):
    async with opened() as dmp:
        await dmp.keys("enter")
        await dmp.sees("1 sur 116")
        await dmp.sees("%")
        await dmp.keys("right", "right")
        await dmp.sees("3 sur 116")
        await dmp.keys("escape")
        await dmp.sees("116 documents")
        await dmp.until(lambda: dmp.list.key == dmp.list.rows[2].key)


async def test_reload_asks_again(opened):
    async with opened() as dmp:
        await dmp.keys("down", "f5")
        key = dmp.list.key
        await dmp.arrived()
        await dmp.sees("116 documents")
        assert dmp.list.key == key


def groups(dmp: Dmp) -> list[str]:
    """Headers of the groups, in order."""
    return [row.title for row in dmp.list.rows if isinstance(row, Group)]


async def group(dmp: Dmp, title: str) -> None:
    """Choose what the list is grouped by."""
    await dmp.keys("b")
    await dmp.sees("Sans groupe")
    await dmp.types(title)
    await dmp.keys("enter")
    await dmp.sees_no("Sans groupe")


async def test_grouped_by_author_then_not(opened):
    async with opened() as dmp:
        before = titles(dmp)
        await group(dmp, "auteur")
        await dmp.sees("── Dr HADDAD Karim (8)")
        assert groups(dmp)[:-1] == sorted(groups(dmp)[:-1])
        assert "Déposés par la patiente" in groups(dmp)[-1]
        assert sorted(titles(dmp)) == sorted(before)
        await group(dmp, "auteur")
        assert titles(dmp) == before


async def test_grouped_by_episode_a_stay_holds_what_was_done_meanwhile(opened):
    async with opened() as dmp:
        await dmp.keys("e")
        await dmp.sees_no("moins de 2 ans")
        await dmp.arrived()
        await group(dmp, "épisode")
        await dmp.until(lambda: any(" → " in title for title in groups(dmp)))
        await dmp.arrived()
        stay = next(title for title in groups(dmp) if " → " in title)
        rows = list(dmp.list.rows)
        first = next(i for i, row in enumerate(rows) if isinstance(row, Group) and row.title == stay)
        held = rows[first + 1 :]
        held = held[: next(i for i, row in enumerate(held) if isinstance(row, Group))]
        assert len(held) > 3
        assert f"({len(held)})" in stay


async def test_the_lot_of_a_document(opened):
    async with opened() as dmp:
        await dmp.keys("/")
        await dmp.types("téléconsultation")
        await dmp.keys("enter", "escape")
        await dmp.keys("down", "down", "down", "w")
        await dmp.sees("lot : ")
        assert 1 <= len(titles(dmp)) < 10
        await dmp.keys("escape")
        await dmp.sees("116 documents")


async def test_beside_the_list_more_is_said_of_the_document(opened):
    async with opened(size=(120, 30)) as dmp:
        await dmp.sees("Prélèvement à jeun.", "Acte du 21/11/2026", "LABM des Halles")
        await dmp.keys("down")
        await dmp.sees_no("Prélèvement à jeun.")


async def test_by_state(opened):
    async with opened() as dmp:
        await pick(dmp, "état", "masqué")
        await dmp.sees("état : masqué aux professionnels", "◌ masqué")
        assert len(titles(dmp)) < 10


async def test_what_is_marked_seen_is_new_nowhere(opened):
    async with opened() as dmp:
        await dmp.sees("10 nouveaux", "▸● 21/11/2026  CR de biologie médicale")
        await dmp.keys("l")
        await dmp.sees("9 nouveaux")
        await dmp.keys("L")
        await dmp.sees("Tout marquer vu", "9 documents ne sont pas lus")
        await dmp.keys("o")
        await dmp.sees_no("nouveaux", "●")
        await dmp.keys("1")
        await dmp.sees("Rien de nouveau.")
