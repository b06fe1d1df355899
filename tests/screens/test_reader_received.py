"""Files that practices receive, in the reader of a record: lots, pages, and kinds that are not read."""

import pytest

from tests.core.documents.fhir_samples import as_json, bundle, composition, section
from tests.core.documents.xdm_samples import Entry, lot, zipped
from tests.screens.reading import replace_content

TENSION = "Mon carnet de tension, printemps"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lot(Entry()), ("Lot IHE XDM de 1 document", "1. Compte rendu")),
        (b"<!DOCTYPE html><h1>Lettre</h1><p>Cher confr\xc3\xa8re", ("Lettre", "Cher confrère")),
        (as_json(bundle(composition(section("Allergies", div="<p>Latex</p>")))), ("Allergies", "Latex")),
    ],
    ids=["xdm", "html", "fhir"],
)
async def test_it_is_read_in_place(settings, reading, content, said):
    replace_content(settings, TENSION, content)
    async with reading("carnet de tension") as dmp:
        await dmp.sees(*said)


async def test_a_document_of_a_lot_is_opened_over_it(settings, reading):
    replace_content(settings, TENSION, lot(Entry(), Entry("DOC2.TXT", b"Bonjour", "Lettre", "text/plain")))
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Lot IHE XDM de 2 documents")
        await dmp.keys("o")
        await dmp.sees("Pièces jointes", "2. Lettre")
        await dmp.keys("end", "enter")
        await dmp.sees("Pièce jointe : 2. Lettre", "Bonjour")
        await dmp.keys("escape")
        await dmp.sees("Lot IHE XDM de 2 documents")


async def test_what_is_not_read_says_what_to_do_and_can_be_saved(settings, reading, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content = zipped({"word/document.xml": b"<a/>"})
    replace_content(settings, TENSION, content)
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Document Word : enregistrez-le en PDF puis déposez le PDF.")
        await dmp.keys("E", "enter")
        await dmp.sees("Ce fichier sort du dossier")
        await dmp.keys("enter")
        await dmp.sees("Enregistré")
    (saved,) = tmp_path.glob("*.docx")
    assert saved.read_bytes() == content


async def test_it_is_printed_once_one_says_so(reading, tmp_path, monkeypatch):
    printer = tmp_path / "lpr"
    printer.write_text(f"#!/bin/sh\n/bin/cat > {tmp_path}/papier\n")
    printer.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Matin 134/76")
        await dmp.keys("I")
        await dmp.sees("Imprimer ce document", "BERNARD Lucie")
        await dmp.keys("escape")
        await dmp.sees_no("Imprimer ce document")
        assert not (tmp_path / "papier").exists()
        await dmp.keys("I")
        await dmp.sees("Imprimer ce document")
        await dmp.keys("i")
        await dmp.sees("Envoyé à l'imprimante.")
    assert "Matin 134/76" in (tmp_path / "papier").read_text(encoding="utf-8")


async def test_without_a_printer_it_is_said(reading, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Matin 134/76")
        await dmp.keys("I")
        await dmp.sees("Imprimer ce document")
        await dmp.keys("i")
        await dmp.sees("Aucune imprimante")
