"""Ajouter, Remplacer: the form, what it refuses, what it keeps, what is sent."""

import os
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dmptui.widgets.rows import Row
from tests.core.deposit.test_preparation import cda
from tests.screens import golden
from tests.screens.driver import NOW, Dmp, patient_of
from tests.screens.faulty import down

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One's own folder, where the program is started."""
    home = tmp_path / "moi"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    for age, (name, content) in enumerate(
        [("biologie.pdf", PDF), ("lettre.txt", b"Cher confr\xc3\xa8re"), ("faux.pdf", b"du texte")]
    ):
        write(home / name, content, hours=age)
    (home / "notes.docx").write_bytes(b"PK\3\4")
    (home / "Radios").mkdir()
    write(home / "Radios" / "cliche.jpg", b"\xff\xd8\xff\xe0", hours=1)
    return home


def write(path: Path, content: bytes, *, hours: int) -> None:
    path.write_bytes(content)
    moment = NOW.timestamp() - 3600 * hours
    os.utime(path, (moment, moment))


@pytest.fixture
def opened(start, folder):
    """The documents of a record, with files to deposit."""

    @asynccontextmanager
    async def open_record(who="ROUX", key="bernard", size=(80, 24)):
        async with start(size=size) as dmp:
            await dmp.log_in(who)
            await dmp.open(key)
            yield dmp

    return open_record


async def begin(dmp: Dmp) -> None:
    """Open the form, and wait for its folder."""
    await dmp.keys("a")
    await dmp.sees("Ajouter un document", "../")


async def pick_type(dmp: Dmp, typed: str) -> None:
    await dmp.sees("taper pour filtrer")
    await dmp.types(typed)
    await dmp.keys("enter")
    await dmp.sees_no("Échap revenir\n", "taper pour filtrer")


def listed(dmp: Dmp) -> int:
    """How many documents the list says it shows."""
    return int(dmp.lines[3].split()[-2])


async def shows(dmp: Dmp, count: int) -> None:
    """Wait until the list shows this many documents."""
    await dmp.sees(f"{count} documents")


async def test_a_pdf_in_eight_keys(opened):
    """Every key counts, those that are typed too."""
    async with opened() as dmp:
        known = listed(dmp)
        keys = ["a", "enter", "e", "x", "a", "enter", "enter", "enter"]
        assert len(keys) == 8
        for key, seen in zip(
            keys,
            ("../", "taper pour filtrer", "", "", "exa", "▸ Titre", "Déposer dans", "Déposé le"),
            strict=True,
        ):
            await dmp.keys(key)
            await dmp.sees(seen)
        await dmp.keys("enter")
        await shows(dmp, known + 1)
        assert "CR d'examens biologiques" in str(dmp.list.rows[0].cells[1])
        await dmp.until(lambda: dmp.list.key == dmp.list.rows[0].key)


async def test_the_second_one_in_five(opened):
    async with opened() as dmp:
        known = listed(dmp)
        await begin(dmp)
        await dmp.keys("enter")
        await pick_type(dmp, "certificat médical")
        await dmp.keys("enter")
        await dmp.sees("Déposer dans")
        await dmp.keys("enter")
        await dmp.sees("Déposé le")
        await dmp.keys("enter")
        await shows(dmp, known + 1)
        for key, seen in (
            ("a", "../"), ("down", "lettre.txt"), ("enter", "Récents"), ("enter", "▸ Titre"),
            ("enter", "Déposer dans"), ("enter", "Déposé le"),
        ):  # fmt: skip
            await dmp.keys(key)
            await dmp.sees(seen)
        await dmp.keys("enter")
        await shows(dmp, known + 2)


async def test_a_record_that_is_refused_is_fed_from_the_page_of_the_refusal(start, folder, written):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.ask_for("legrand")
        await dmp.sees("Accès refusé", "y déposer des documents", "a ajouter un document")
        before = written()
        await begin(dmp)
        await dmp.sees("LEGRAND", "dossier non ouvert")
        await dmp.keys("escape")
        await dmp.sees("Accès refusé")
        await begin(dmp)
        await dmp.keys("enter")
        await pick_type(dmp, "certificat médical")
        await dmp.keys("enter")
        await dmp.sees("Déposer dans", "LEGRAND")
        await dmp.keys("enter")
        await dmp.sees("Déposé le")
        await dmp.keys("enter")
        await dmp.sees("Accès refusé", "La personne vous a bloqué")
        assert written()["DocumentReference"] == before["DocumentReference"] + 1
        await dmp.keys("escape")
        await dmp.sees("Mes patients")


@pytest.mark.parametrize("key", ["martin", "lefevre", "simon"])
async def test_where_nothing_can_be_deposited_nothing_is_offered(start, key):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.ask_for(key)
        await dmp.sees("Accès refusé")
        assert "ajouter" not in dmp.text
        await dmp.keys("a", "enter")
        await dmp.sees("Mes patients")


@pytest.mark.parametrize("size", SIZES)
async def test_every_page_of_it(opened, size, request):
    def shot(dmp: Dmp, name: str) -> None:
        lines = [line.replace(str(identifier(dmp)), "0" * 36) for line in dmp.lines]
        golden.check(
            f"{name}-{size[0]}x{size[1]}",
            lines,
            update=request.config.getoption("--update-goldens"),
            screen=dmp.app.screen,
        )

    async with opened("BENOIT", "laurent", size) as dmp:
        await begin(dmp)
        shot(dmp, "deposer-fichier")
        await dmp.keys("enter")
        await dmp.sees("taper pour filtrer")
        shot(dmp, "deposer-type")
        await pick_type(dmp, "certificat médical")
        await dmp.sees("▸ Titre")
        shot(dmp, "deposer")
        await dmp.keys("enter")
        await dmp.sees("Déposer dans")
        shot(dmp, "deposer-recapitulatif")
        await dmp.keys("enter")
        await dmp.sees("Déposé le")
        shot(dmp, "deposer-recu")


def identifier(dmp: Dmp) -> str:
    """The identifier of the receipt."""
    return next((line.split()[-2] for line in dmp.lines if "Identifiant" in line), "none")


async def test_what_is_sent_is_what_was_filled_in(opened):
    async with opened("BENOIT", "laurent") as dmp:
        await begin(dmp)
        await dmp.keys("down", "enter")
        await pick_type(dmp, "certificat médical")
        await dmp.types(" de sport")
        await dmp.keys("tab", *["backspace"] * 10)
        await dmp.types("01112026")
        await dmp.keys("tab", "enter")
        await dmp.types("domicile")
        await dmp.keys("enter")
        await dmp.types("à revoir")
        await dmp.keys("tab", "tab", "tab", "space", "enter")
        await dmp.sees(
            "lettre.txt", "Certificat médical de sport", "01/11/2026", "Hospitalisation à domicile"
        )
        await dmp.sees("à revoir", "non visible des représentants", patient_of("laurent").ins.grouped)
        await dmp.keys("enter")
        await dmp.sees("Déposé le")
        await dmp.keys("enter")
        await dmp.sees("Certificat médical de sport", "caché parents")
        row = next(r for r in dmp.list.rows if isinstance(r, Row) and "de sport" in str(r.cells[1]))
        assert row.cells[0] == "01/11/2026"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("absent.pdf", "n'existe pas"),
        ("faux.pdf", "n'est pas ce que dit son nom (PDF)"),
        ("notes.docx", "Document Word : enregistrez-le en PDF"),
        ("vide.txt", "Ce fichier est vide"),
        ("gros.pdf", "la limite est de 5 Mo"),
    ],
)
async def test_a_wrong_file_is_said_beside_it(opened, folder, typed, said):
    write(folder / "vide.txt", b"", hours=9)
    write(folder / "gros.pdf", PDF + bytes(6_000_000), hours=9)
    async with opened() as dmp:
        await begin(dmp)
        await dmp.types(typed)
        await dmp.keys("enter")
        await dmp.until(lambda: said in " ".join(line.strip() for line in dmp.lines))
        assert "▸ Fichier" in dmp.text


async def test_what_is_wrong_is_said_beside_it_and_nothing_is_asked(opened):
    async with opened() as dmp:
        await begin(dmp)
        await dmp.keys("enter")
        await dmp.sees("taper pour filtrer")
        await dmp.keys("escape", "tab", "tab", *["backspace"] * 10)
        await dmp.types("24112026")
        await dmp.keys("enter")
        await dmp.sees("Choisissez un type.", "Un document a besoin d'un titre.", "est avant la naissance")
        assert "▸ Type" in dmp.text
        assert "Déposer dans" not in dmp.text


async def test_masked_and_invisible_at_once_is_refused_as_it_is_chosen(opened):
    async with opened() as dmp:
        await begin(dmp)
        await dmp.keys("enter")
        await pick_type(dmp, "certificat médical")
        await dmp.keys("tab", "tab", "tab", "tab", "space", "tab", "space")
        await dmp.sees("ne peut pas être à la fois masqué")
        await dmp.keys("enter")
        assert "Déposer dans" not in dmp.text
        await dmp.keys("space")
        await dmp.sees_no("à la fois masqué")


async def test_what_was_typed_survives(opened, network):
    """Esc on the form, Esc on the recap, a fault of the network: nothing is typed twice."""
    async with opened() as dmp:
        known = listed(dmp)
        await begin(dmp)
        await dmp.keys("enter")
        await pick_type(dmp, "certificat médical")
        await dmp.types(" A")
        await dmp.keys("escape")
        await shows(dmp, known)
        await dmp.keys("a")
        await dmp.sees("~/biologie.pdf", "Certificat médical A")
        await dmp.keys("enter")
        await dmp.sees("Déposer dans")
        await dmp.keys("escape")
        await dmp.sees_no("Déposer dans")
        network.rules["POST /fhir"] = down
        await dmp.keys("enter")
        await dmp.sees("ne répond pas")
        network.rules.clear()
        await dmp.keys("enter")
        await dmp.sees_no("ne répond pas")
        assert "Certificat médical A" in dmp.text
        await dmp.keys("enter")
        await dmp.sees("Déposer dans")
        await dmp.keys("enter")
        await dmp.sees("Déposé le")
        await dmp.keys("enter")
        await shows(dmp, known + 1)
        await begin(dmp)
        assert "Certificat" not in "".join(dmp.lines[3:])


async def test_another_record_begins_with_nothing(opened):
    async with opened() as dmp:
        await begin(dmp)
        await dmp.keys("enter")
        await pick_type(dmp, "certificat médical")
        await dmp.keys("escape", "escape")
        await dmp.sees("Mes patients")
        await dmp.open("bernard")
        await begin(dmp)
        assert "Certificat" not in dmp.text


async def test_a_path_is_completed(opened):
    async with opened() as dmp:
        await begin(dmp)
        await dmp.types("ra")
        await dmp.keys("tab")
        await dmp.sees("~/Radios/", "cliche.jpg")
        await dmp.keys("tab", "enter")
        await pick_type(dmp, "certificat médical")
        await dmp.sees("~/Radios/cliche.jpg")


async def test_a_cda_fills_the_form_in(opened, folder):
    write(folder / "resultats.xml", cda(), hours=-1)
    async with opened() as dmp:
        await begin(dmp)
        await dmp.keys("enter")
        await dmp.sees("Biologie é", "31/03/2026")
        assert "▸ Titre" in dmp.text
        await dmp.keys("enter")
        await dmp.sees("Déposer dans", "Titre", "Biologie é")


async def test_a_cda_about_somebody_else_is_refused_and_nothing_typed_is_lost(opened, folder):
    write(folder / "resultats.xml", cda("279035121518989", who=("AUTRE", "Jeanne")), hours=-1)
    async with opened() as dmp:
        await begin(dmp)
        await dmp.keys("enter")
        await dmp.sees("Biologie é", "31/03/2026")
        await dmp.keys("enter")
        await dmp.sees("Accès refusé", "au nom d'une autre personne", "AUTRE Jeanne")
        await dmp.keys("enter")
        await dmp.until(lambda: "Accès refusé" not in dmp.text)
        await dmp.sees("resultats.xml", "Biologie é", "31/03/2026")


async def test_replaced_by_its_author(opened):
    async with opened() as dmp:
        known = listed(dmp)
        row = next(r for r in dmp.list.rows if isinstance(r, Row) and "ROUX" in str(r.cells[2]))
        dmp.list.go_to(row.key)
        await dmp.keys("R")
        await dmp.sees(f"Remplacer « {row.cells[1]} »", "../")
        assert "Professionnels" not in dmp.text
        await dmp.keys("enter")
        await dmp.sees("▸ Titre")
        await dmp.keys("enter")
        await dmp.sees("Déposer dans", "Remplace ")
        await dmp.keys("enter")
        await dmp.sees("Déposé le")
        await dmp.keys("enter")
        await shows(dmp, known)
        await dmp.keys("v")
        await dmp.sees("↺ remplacé")


async def test_not_replaced_by_another(opened):
    async with opened() as dmp:
        row = next(r for r in dmp.list.rows if isinstance(r, Row) and "LE GOFF" in str(r.cells[2]))
        dmp.list.go_to(row.key)
        await dmp.keys("R")
        await dmp.sees("Accès refusé", "Seul l'auteur d'un document peut le remplacer.")
