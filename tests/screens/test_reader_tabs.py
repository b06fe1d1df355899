"""The tabs of a document, its files, its versions; what leaves it."""

import sqlite3

import pytest

from dmptui import actions
from dmptui.screens.reader.record_reader import RecordDocumentScreen
from tests.core.documents.picture_samples import drawing
from tests.screens.reading import replace_content

TENSION = "Mon carnet de tension, printemps"


def test_no_key_of_the_reader_is_bound_twice():
    assert actions.clashes("document", "reader") == []
    assert actions.clashes("document", "picture") == []


async def test_each_tab_keeps_its_place_and_esc_steps_back(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("Hématologie", "%")
        assert dmp.lines[1].startswith(" 1 Lecture  2 PDF d'origine  3 Données codées  4 Métadonnées")
        await dmp.keys("space")
        await dmp.until(lambda: "CR de biologie" not in dmp.lines[4])
        text = dmp.lines[4:22]
        await dmp.keys("3")
        await dmp.sees("Résultats de biologie", "21 entrées", "7,29 → 8,35 → 5,70 G/L (depuis le 15/05/2026)")
        await dmp.keys("space", "space")
        await dmp.sees_no("Leucocytes")
        coded = dmp.lines[4:22]
        await dmp.keys("4")
        await dmp.sees("Déposé le")
        await dmp.keys("3")
        await dmp.until(lambda: dmp.lines[4:22] == coded)
        await dmp.keys("escape")
        await dmp.until(lambda: dmp.lines[4:22] == text)
        await dmp.keys("escape")
        await dmp.opened()


async def test_the_signed_copy_is_read_then_drawn_and_the_arrows_pan_when_it_is_zoomed(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("Hématologie")
        await dmp.keys("2")
        await dmp.sees("copie signée", "1 Texte du PDF", "Leucocytes")
        await dmp.keys("2")
        await dmp.sees("page 1 sur 2 · zoom 100 %")
        await dmp.keys("right")
        await dmp.sees("dernier de la liste")
        await dmp.keys("plus")
        await dmp.sees("zoom 150 %")
        await dmp.keys("right", "l", "h", "left")
        await dmp.sees("zoom 150 %")
        await dmp.keys("/")
        await dmp.sees("La recherche se fait dans un texte.")
        await dmp.keys("y")
        await dmp.sees("Une image ne se copie pas")
        await dmp.keys("1", "2")
        await dmp.sees("zoom 150 %")
        await dmp.keys("3")
        await dmp.sees("21 entrées", "1 Lecture")


async def test_a_document_without_a_picture_or_codes_says_so(reading):
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Matin 134/76")
        assert dmp.lines[1].startswith(" 1 Lecture  3 Données codées  4 Métadonnées")
        await dmp.keys("2")
        await dmp.sees("ni PDF ni image")
        await dmp.keys("3")
        await dmp.sees("ne contient pas de données codées")


@pytest.mark.parametrize(
    ("environ", "drawn"), [({}, True), ({"NO_COLOR": "1", "TERM": "xterm", "LANG": "fr_FR.UTF-8"}, False)]
)
async def test_a_scan_opens_on_its_picture_when_there_are_colours(settings, reading, environ, drawn):
    replace_content(settings, TENSION, drawing(b"0 0 1 rg 0 0 200 100 re f", pages=2))
    async with reading("carnet de tension", **environ) as dmp:
        if drawn:
            await dmp.sees("page 1 sur 2")
            await dmp.keys("n")
            await dmp.sees("page 2 sur 2")
        else:
            await dmp.sees("document numérisé")
            await dmp.keys("2")
            await dmp.sees("pas assez de couleurs")
            await dmp.keys("escape")
        await dmp.keys("escape")
        await dmp.opened()


async def test_an_attachment_has_a_text_and_a_picture(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("Hématologie")
        await dmp.keys("o")
        await dmp.sees("Pièces jointes", "PDF")
        await dmp.keys("enter")
        await dmp.sees("Pièce jointe : ", "1 Lecture  2 PDF")
        await dmp.keys("2")
        await dmp.sees("page 1 sur 2")
        await dmp.keys("2")
        await dmp.sees_no("page 1 sur 2")
        await dmp.keys("3")
        await dmp.sees("21 entrées", "4 Métadonnées")
        await dmp.keys("escape")
        await dmp.sees("3 Données codées")


async def test_versions_are_compared_and_both_readings_are_traced(reading):
    async with reading("synthèse médicale") as dmp:
        await dmp.sees("Synthèse médicale", "%")
        await dmp.keys("v")
        await dmp.sees("Comparer avec", "09/10/2025")
        await dmp.keys("enter")
        await dmp.sees("1 différence", "-   Acte", "+   Acte", "lignes identiques")
        await dmp.keys("s")
        await dmp.sees("Sommaire", "Acte")
        await dmp.keys("escape", "escape")
        await dmp.sees("4 Métadonnées")
        await dmp.keys("escape")
        read = [row for row in await dmp.done_today() if row.cells[1] == "lecture"]
        assert [str(row.cells[-1])[:8] for row in read[-2:]] == ["Synthèse"] * 2


async def test_a_document_of_one_version_says_so(reading):
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Matin")
        await dmp.keys("v")
        await dmp.sees("pas d'autre version que vous")


async def test_the_words_of_the_search_are_shown_at_the_first_of_them(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        shell = dmp._shells[0]
        document = next(d for d in [d async for p in shell._record.listing.recent() for d in p]
                        if d.title == "CR de biologie médicale")  # fmt: skip
        dmp.app.push_screen(
            RecordDocumentScreen(shell._record, shell._desk, document, [document], "CREATININE urinaire")
        )
        await dmp.sees("1 sur ", "N suivant")
        reader = dmp.app.screen._body.reader
        found = {reader.lines[m.line] and "".join(t for t, _ in reader.lines[m.line])[m.start : m.end].lower()
                 for m in reader._matches}  # fmt: skip
        assert found == {"créatinine", "urinaire"}
        await dmp.keys("escape")
        await dmp.sees("%")


async def test_it_opens_at_a_section(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        shell = dmp._shells[0]
        document = next(d for d in [d async for p in shell._record.listing.recent() for d in p]
                        if d.title == "CR de biologie médicale")  # fmt: skip
        dmp.app.push_screen(RecordDocumentScreen(shell._record, shell._desk, document, [document], section=1))
        await dmp.sees("%")
        reader = dmp.app.screen._body.reader
        await dmp.until(lambda: bool(reader.sections))
        assert reader.sections[1].title in dmp.lines[4]


# What leaves the record


async def test_it_is_saved_where_one_says_and_nothing_is_lost(reading, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("Hématologie")
        await dmp.keys("E")
        await dmp.sees("Le fichier d'origine", "Son PDF ou son image", "Le texte, tel qu'affiché")
        await dmp.keys("enter")
        await dmp.sees(
            "Ce fichier sort du dossier", "cr-de-biologie-medicale-2026-11-21.xml", "BERNARD Lucie"
        )
        await dmp.keys("enter")
        await dmp.sees("Enregistré : cr-de-biologie-medicale-2026-11-21.xml")
        saved = tmp_path / "cr-de-biologie-medicale-2026-11-21.xml"
        assert saved.read_bytes().lstrip().startswith(b"<")
        assert saved.stat().st_mode & 0o777 == 0o600
        saved.write_bytes(b"autre")
        await dmp.keys("E")
        await dmp.sees("Le texte, tel")
        await dmp.keys("enter")
        await dmp.sees("sort du dossier")
        await dmp.keys("enter")
        await dmp.sees("Ce fichier existe déjà")
        await dmp.keys("escape")
        await dmp.sees("sort du dossier")
        assert saved.read_bytes() == b"autre"
        await dmp.keys("enter")
        await dmp.sees("existe déjà")
        await dmp.keys("r")
        await dmp.sees("Enregistré")
        assert saved.read_bytes() != b"autre"


async def test_the_text_as_it_is_shown_and_a_folder_that_is_not_there(reading, tmp_path):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("Hématologie")
        await dmp.keys("3")
        await dmp.sees("entrées")
        await dmp.keys("E", "end", "enter")
        await dmp.sees("sort du dossier")
        await dmp.types("x/y")
        await dmp.keys("enter")
        await dmp.sees("Ce dossier n'existe pas")
        await dmp.keys(*["backspace"] * 50)
        await dmp.types(f"{tmp_path}/données.txt")
        await dmp.keys("enter")
        await dmp.sees("Enregistré")
        text = (tmp_path / "données.txt").read_text()
        assert "Leucocytes" in text
        assert "Référence : 4,0 à 10,0 G/L" in text


async def test_a_section_or_the_paragraph_of_a_match_is_copied(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("Hématologie", "%")
        await dmp.keys("y")
        await dmp.sees("Copié, si le terminal le permet : l'en-tête")
        assert "BERNARD Lucie" in dmp.app.clipboard
        await dmp.keys("n", "y")
        await dmp.sees("« Hématologie »")
        assert dmp.app.clipboard.startswith("Hématologie")
        assert "Biochimie" not in dmp.app.clipboard
        await dmp.keys("/")
        await dmp.types("hémoglobine")
        await dmp.keys("enter")
        await dmp.sees("1 sur")
        await dmp.keys("y")
        await dmp.sees("le paragraphe trouvé")
        assert "Hémoglobine" in dmp.app.clipboard
        assert len(dmp.app.clipboard.splitlines()) < 20


# Hostile


HIDDEN = "\x9b31m\u202e\u200b\U000e0041\x9d0;titre\x9c"


async def test_coded_entries_never_steer(settings, reading):
    """The label of a result, its unit, the name of an attachment."""
    with sqlite3.connect(settings.database) as database:
        (found, data) = database.execute(
            "SELECT c.id, c.data FROM content c JOIN resource r ON r.id = c.id WHERE r.json LIKE ?",
            ("%CR de biologie médicale%2026-11-21%",),
        ).fetchone()
        evil = data.replace(b"Leucocytes", f"[red]Leuco[/]{HIDDEN}".encode()).replace(
            b'unit="10*9/L"', f'unit="10*9/L{HIDDEN}"'.encode()
        )
        database.execute("UPDATE content SET data = ? WHERE id = ?", (evil, found))
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("contenu différent")
        await dmp.keys("3")
        await dmp.sees("[red]Leuco[/]")
        assert not set(dmp.text) & set("\x9b\u202e\u200b\U000e0041\x9d\x9c\x1b")
        await dmp.keys("n", "y")
        await dmp.sees("Copié")
        assert not set(dmp.app.clipboard) & set("\x9b\u202e\u200b\U000e0041\x9d\x9c\x1b")
