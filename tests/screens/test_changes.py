"""Modifier: one document or several, what is refused, what somebody else changed meanwhile."""

from contextlib import asynccontextmanager

import pytest

from dmptui.core.connecting.connect import Connection
from dmptui.core.connecting.sign_in import log_in
from dmptui.core.demo.practitioners import role
from dmptui.core.model.document import Document
from dmptui.core.rules.change_table import Change
from dmptui.widgets.rows import Row
from tests.screens import golden
from tests.screens.driver import NOW, Dmp, patient_of

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]


@pytest.fixture
def opened(start):
    """The documents of a record."""

    @asynccontextmanager
    async def open_record(who="BENOIT", key="laurent", size=(80, 24)):
        async with start(size=size) as dmp:
            await dmp.log_in(who)
            await dmp.open(key)
            yield dmp

    return open_record


def row_of(dmp: Dmp, title: str) -> Row:
    return next(r for r in dmp.list.rows if isinstance(r, Row) and title in str(r.cells[1]))


def state_of(dmp: Dmp, title: str) -> str:
    return str(row_of(dmp, title).cells[-1])


def go_to(dmp: Dmp, title: str) -> None:
    dmp.list.go_to(row_of(dmp, title).key)


async def choose(dmp: Dmp, letter: str) -> None:
    await dmp.keys("M")
    await dmp.sees("Actions sur")
    await dmp.keys(letter)


@pytest.mark.parametrize(
    ("letters", "state"),
    [
        (("m",), "masqué"),
        (("m", "m"), ""),
        (("a",), "archivé"),
        (("a", "a"), ""),
    ],
)
async def test_a_change_and_its_contrary(opened, letters, state):
    async with opened() as dmp:
        await dmp.keys("x")
        for letter in letters:
            go_to(dmp, "Certificat d'aptitude")
            await choose(dmp, letter)
            await dmp.sees("C'est fait", "Certificat d'aptitude", patient_of("laurent").ins.grouped)
            await dmp.keys("enter")
            await dmp.sees_no("C'est fait")
            await dmp.arrived()
        await dmp.until(lambda: state in state_of(dmp, "Certificat d'aptitude"))
        assert state or not state_of(dmp, "Certificat d'aptitude")


async def test_the_cursor_stays_where_it_was(opened):
    async with opened() as dmp:
        go_to(dmp, "Certificat d'aptitude")
        before = next(i for i, line in enumerate(dmp.lines) if line.startswith("▸"))
        await choose(dmp, "m")
        await dmp.sees("C'est fait")
        await dmp.keys("enter")
        await dmp.sees("◌ masqué")
        assert dmp.lines[before].startswith("▸")
        assert "Certificat d'aptitude" in dmp.lines[before]


async def test_deleted_after_a_question(opened):
    async with opened() as dmp:
        go_to(dmp, "Certificat d'aptitude")
        await dmp.keys("S")
        await dmp.sees("C'est sans", patient_of("laurent").ins.grouped)
        await dmp.keys("enter", "s")
        await dmp.keys("escape")
        await dmp.sees_no("C'est sans")
        await dmp.sees("Certificat d'aptitude")
        await dmp.keys("S")
        await dmp.sees("C'est sans")
        await dmp.keys("o")
        await dmp.sees("supprimé")
        await dmp.keys("enter")
        await dmp.sees_no("Certificat d'aptitude")


async def test_to_the_representatives_without_return(opened):
    async with opened() as dmp:
        go_to(dmp, "Consultation confidentielle")
        await choose(dmp, "l")
        await dmp.sees("C'est sans retour", "ne pourra plus leur être caché")
        await dmp.keys("o")
        await dmp.sees("visible des représentants légaux")
        await dmp.keys("enter")
        await dmp.until(lambda: not state_of(dmp, "Consultation confidentielle"))
        await dmp.keys("M")
        await dmp.sees("déjà visible des représentants")


async def test_what_is_refused_is_dim_and_says_why(opened):
    async with opened("ROUX", "bernard") as dmp:
        go_to(dmp, "CR de biologie médicale")
        await dmp.keys("M")
        await dmp.sees("Seul l'auteur d'un document peut le supprimer.")
        await dmp.keys("s")
        assert "Actions sur le document" in dmp.text
        assert "représentants" not in dmp.text


async def test_a_direct_key_refused_is_told_and_traced(opened):
    async with opened("ROUX", "bernard") as dmp:
        go_to(dmp, "CR de biologie médicale")
        await dmp.keys("S")
        await dmp.sees("Accès refusé", "Seul l'auteur d'un document peut le supprimer.", "Règle :")
        await dmp.keys("enter")
        await dmp.page("traces")
        await dmp.sees("Urgence et refus", "1 refus")
        await dmp.keys("right")
        await dmp.sees("refusé : suppression")
        await dmp.keys("down", "down", "down", "down", "enter")
        await dmp.sees("Seul l'auteur", "Fermer")


@pytest.mark.parametrize("size", SIZES)
async def test_several_at_once(opened, size, request):
    def shot(dmp: Dmp, name: str) -> None:
        golden.check(
            f"{name}-{size[0]}x{size[1]}",
            dmp.lines,
            update=request.config.getoption("--update-goldens"),
            screen=dmp.app.screen,
        )

    async with opened(size=size) as dmp:
        for title in ("Certificat d'aptitude", "Entretien au centre", "Consultation confidentielle"):
            go_to(dmp, title)
            await dmp.keys("space")
        await dmp.sees("3 choisis")
        shot(dmp, "documents-choisis")
        await dmp.keys("M")
        await dmp.sees("Actions sur 3 documents")
        shot(dmp, "changer-plusieurs")
        await dmp.keys("s")
        await dmp.sees("C'est sans")
        shot(dmp, "supprimer-plusieurs")
        await dmp.keys("o")
        await dmp.sees("2 sur 3", "non fait")
        row = next(r for r in dmp.list.rows if isinstance(r, Row) and "Entretien" in str(r.cells[0]))
        dmp.list.go_to(row.key)
        await dmp.sees("Seul l'auteur")
        shot(dmp, "changer-resultats")
        await dmp.keys("enter")
        await dmp.sees_no("2 sur 3")
        await dmp.sees_no("choisis", "Certificat d'aptitude")
        assert "Entretien" in dmp.text


async def test_marks_are_taken_away(opened):
    async with opened() as dmp:
        await dmp.keys("space", "space")
        await dmp.sees("2 choisis", "✓")
        await dmp.keys("u")
        await dmp.sees_no("choisis", "✓")


async def test_what_a_filter_hides_is_changed_too(opened):
    async with opened() as dmp:
        go_to(dmp, "Certificat d'aptitude")
        await dmp.keys("space", "/")
        await dmp.types("entretien")
        await dmp.keys("enter")
        await dmp.sees_no("Filtrer :")
        await dmp.sees("1 choisi — M : modifier")
        assert "Certificat d'aptitude" not in dmp.text
        await dmp.keys("M")
        await dmp.sees("Actions sur le document", "Certificat d'aptitude")


@pytest.mark.parametrize("size", SIZES)
async def test_one_document(opened, size, request):
    async with opened(size=size) as dmp:
        go_to(dmp, "Certificat d'aptitude")
        await dmp.keys("M")
        await dmp.sees("Actions sur le document")
        update = request.config.getoption("--update-goldens")
        golden.check(f"changer-{size[0]}x{size[1]}", dmp.lines, update=update, screen=dmp.app.screen)
        await dmp.keys("m")
        await dmp.sees("C'est fait")
        golden.check(f"changer-fait-{size[0]}x{size[1]}", dmp.lines, update=update, screen=dmp.app.screen)


async def elsewhere(dmp: Dmp, title: str, change: Change) -> Document:
    """Change a document at another terminal: another session, on the same DMP."""
    connection = dmp.app._connection
    assert isinstance(connection, Connection)
    person = role("BENOIT").practitioner
    session = await log_in(connection.client, person, 0, lambda: NOW)
    record = await session.open(await session.approach(patient_of("laurent").ins))
    found = [d async for page in record.listing.whole() for d in page if title in d.title]
    changed = await record.change(found[0], change)
    await session.log_out()
    return changed


async def test_somebody_else_changed_it_meanwhile(opened):
    async with opened() as dmp:
        go_to(dmp, "Certificat d'aptitude")
        await elsewhere(dmp, "Certificat d'aptitude", Change.MASK)
        await choose(dmp, "a")
        await dmp.sees("Modifié par quelqu'un d'autre", "Rien n'a été écrasé")
        await dmp.keys("enter")
        await dmp.until(lambda: "masqué" in state_of(dmp, "Certificat d'aptitude"))
        await choose(dmp, "a")
        await dmp.sees("C'est fait")


async def test_one_of_several_was_changed_meanwhile(opened):
    async with opened() as dmp:
        for title in ("Certificat d'aptitude", "Consultation confidentielle"):
            go_to(dmp, title)
            await dmp.keys("space")
        await elsewhere(dmp, "Certificat d'aptitude", Change.MASK)
        await dmp.keys("A")
        await dmp.sees("1 sur 2")
        row = next(r for r in dmp.list.rows if isinstance(r, Row) and "Certificat" in str(r.cells[0]))
        dmp.list.go_to(row.key)
        await dmp.sees("Modifié par quelqu'un d'autre : relu, recommencez.")
        await dmp.keys("enter")
        await dmp.sees_no("Consultation confidentielle")
        await dmp.until(lambda: "masqué" in state_of(dmp, "Certificat d'aptitude"))


async def test_from_the_reader(opened):
    async with opened() as dmp:
        go_to(dmp, "Certificat d'aptitude")
        await dmp.keys("enter")
        await dmp.sees("%")
        await choose(dmp, "m")
        await dmp.sees("C'est fait")
        await dmp.keys("enter")
        await dmp.sees("Ce document est masqué aux autres professionnels.")
        await choose(dmp, "m")
        await dmp.sees("démasqué")
        await dmp.keys("enter", "S")
        await dmp.sees("C'est sans")
        await dmp.keys("o")
        await dmp.sees("supprimé")
        await dmp.keys("enter")
        await dmp.sees("Consultation confidentielle")
        await dmp.sees_no("Certificat d'aptitude")


async def test_no_longer_medecin_traitant(opened):
    async with opened("ROUX", "bernard") as dmp:
        await dmp.keys("f4")
        await dmp.sees("Ne plus être le médecin traitant", patient_of("bernard").ins.grouped)
        await dmp.keys("o")
        await dmp.sees("Mes patients")
        await dmp.open("bernard")
        assert "MT" not in dmp.lines[0]
        await dmp.keys("f4")
        await dmp.sees("Accès refusé")
