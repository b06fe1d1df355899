"""Document: read in place, searched, turned, with what must be known about it."""

import pytest

from tests.core.documents.cda_samples import HEADER, section, structured
from tests.screens.reading import found, replace_content


async def test_structured_results(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("BERNARD Lucie · F · 04/11/1951", "Hématologie", "Leucocytes   5,70 G/L   4,0 - 10,0")
        assert "CR de biologie médicale · Dr LE GOFF Yann · 21/11/2026" in dmp.lines[2]
        await dmp.sees("%")


async def test_an_attachment_is_read_in_place(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("Hématologie")
        await dmp.keys("o")
        await dmp.sees("Pièces jointes", "PDF")
        await dmp.keys("enter")
        await dmp.sees_no("Hématologie ─")
        await dmp.sees("Leucocytes")
        await dmp.keys("escape")
        await dmp.sees("Hématologie ─")


async def test_without_attachment_it_is_said(reading):
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Matin 134/76")
        await dmp.keys("o")
        await dmp.sees("pas de pièce jointe")


async def test_text(reading):
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Matin 134/76, 138/79, 131/74.", "100 %")


async def test_pdf(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.keys("e")
        await dmp.sees_no("moins de 2 ans")
        await dmp.arrived()
        await found(dmp, "personne de confiance")
        await dmp.keys("enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1] and len([line for line in dmp.lines if line]) > 6)
        await dmp.sees("confiance")


async def test_hidden_from_the_patient_is_said(reading):
    async with reading("échographie thyroïdienne") as dmp:
        await dmp.until(lambda: "n'est pas visible du patient" in dmp.lines[3])


async def test_the_masked_one_says_so(reading):
    async with reading("médico-psychologique") as dmp:
        await dmp.until(lambda: "masqué aux autres professionnels" in dmp.lines[3])


async def test_next_and_previous_stop_at_the_ends(reading):
    async with reading("biologie médicale") as dmp:
        await dmp.sees("1 sur 8", "%")
        await dmp.keys("left")
        await dmp.sees("premier de la liste")
        await dmp.keys("right")
        await dmp.sees("2 sur 8", "18/08/2026")
        await dmp.keys("l", "h", "h")
        await dmp.sees("1 sur 8", "21 novembre 2026")


async def test_search_next_previous_then_esc_clears_then_leaves(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("Hématologie", "%")
        await dmp.keys("/")
        await dmp.types("mmol")
        await dmp.keys("enter")
        await dmp.sees("1 sur", "N suivant")
        await dmp.keys("N")
        await dmp.sees("2 sur 7 · N suivant")
        await dmp.keys("P")
        await dmp.sees("1 sur 7 · N")
        await dmp.keys("escape")
        await dmp.sees_no("N suivant")
        assert "‹ ›" in dmp.lines[1]
        await dmp.keys("escape")
        await dmp.opened()


async def test_words_that_are_not_there_are_given_back(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("%")
        await dmp.keys("/")
        await dmp.types("zebre")
        await dmp.keys("enter")
        await dmp.sees("« zebre » : pas dans ce document")
        await dmp.keys("/")
        await dmp.sees("Chercher : zebre")


async def test_contents_go_to_a_section(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees_no("Le document arrive…")
        await dmp.keys("s")
        await dmp.sees("Sommaire", "Biochimie urinaire")
        await dmp.types("biochimie")
        await dmp.keys("enter")
        await dmp.sees_no("Sommaire")
        await dmp.until(lambda: "Biochimie ──" in dmp.lines[4])


async def test_contents_of_a_text_without_sections(reading):
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Matin")
        await dmp.keys("s")
        await dmp.sees("Ce document n'a pas de sections.")


async def test_the_card_and_back_where_one_was(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("%")
        await dmp.keys("space")
        await dmp.until(lambda: "CR de biologie" not in dmp.lines[5])
        before = dmp.lines[4:22]
        await dmp.keys("m")
        await dmp.sees("Déposé le", "21/11/2026 17:14", "Médecin · Biologie médicale", "version courante")
        await dmp.keys("escape")
        await dmp.sees_no("Déposé le")
        await dmp.until(lambda: dmp.lines[4:22] == before)


async def test_reading_leaves_a_trace_with_the_title(reading):
    async with reading("biologie 11/2026") as dmp:
        await dmp.sees("%")
        await dmp.keys("escape", "escape")
        await dmp.done_today()
        await dmp.sees("lecture", "CR de biologie", "liste des documents", "ouverture du dossier")


async def test_altered_content_is_shown_and_said(settings, reading):
    replace_content(settings, "Mon carnet de tension, printemps", b"Matin 199/99.")
    async with reading("carnet de tension") as dmp:
        await dmp.sees("Matin 199/99.", "contenu différent de celui annoncé")


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "vide"), (b"PK\x03\x04" + b"\0" * 40, "archive"), (b"%PDF-1.7\nbroken", "")],
)
async def test_content_that_cannot_be_read_is_a_sentence(settings, reading, data, said):
    replace_content(settings, "Mon carnet de tension, printemps", data)
    async with reading("carnet de tension") as dmp:
        await dmp.until(lambda: any(line.strip() for line in dmp.lines[4:22]))
        await dmp.sees(said)
        assert "Traceback" not in dmp.text
        await dmp.keys("m", "s", "/", "escape", "escape")
        await dmp.opened()


async def test_a_document_about_somebody_else_says_so_above_it(reading, settings):
    header = HEADER.replace("251119975001242", "279035121518989").replace("BERNARD", "MERCIER")
    data = structured(section("Texte"), header=header)
    replace_content(settings, "Mon carnet de tension, printemps", data)
    async with reading("carnet de tension", size=(160, 40)) as dmp:
        await dmp.sees("Ce document est au nom de MERCIER Lucie, née le 04/11/1951.")
