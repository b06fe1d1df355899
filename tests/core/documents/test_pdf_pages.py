"""What a page of a PDF holds besides plain lines: answers, notes, pictures, turned and spaced letters."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents import worker
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.pdf import document as pdf
from dmptui.core.documents.pdf import worker as pdf_worker
from dmptui.core.documents.read import read
from dmptui.core.documents.words import words_of
from dmptui.core.errors import InvalidContent
from dmptui.core.writing.pdf import PdfTable
from dmptui.core.writing.pdf import pdf as write_pdf
from tests.core.documents.pdf_samples import pdf_of, text


def lines_of(content: bytes) -> list[str]:
    """The lines of the first page, phrases three spaces apart; in this process."""
    (_number, _width, _image, lines), *_others = json.loads(pdf_worker.read(content))["pages"]
    return ["   ".join(phrase for *_ends, phrase in line[2]) for line in lines]


def shown(content: bytes, width: int = 80) -> list[str]:
    """The lines on a screen that are not empty."""
    return [line.strip() for line in lay_out(read(content), width).plain().split("\n") if line.strip()]


FORM = "/AcroForm<</Fields[10 0 R 11 0 R 12 0 R 13 0 R]>>"


def form() -> bytes:
    """A form of a text, two boxes and a list, none with an appearance."""
    boxes = "/FT/Btn/Rect[{} 600 {} 610]/AP<</N<</Oui<<>>/Off<<>>>>>>"
    return pdf_of(
        text(
            (50, 700, "Allergies :"),
            (50, 650, "Choix :"),
            (90, 602, "Fumeur"),
            (190, 602, "Diabete"),
            (50, 500, "Fin"),
        ),
        annotations="10 0 R 11 0 R 12 0 R 13 0 R",
        catalog=FORM,
        extra=(
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Penicilline)/Rect[120 695 320 712]>>",
            f"<</Type/Annot/Subtype/Widget/T(b)/V/Oui/AS/Oui{boxes.format(75, 85)}>>",
            f"<</Type/Annot/Subtype/Widget/T(c)/V/Off/AS/Off{boxes.format(175, 185)}>>",
            "<</Type/Annot/Subtype/Widget/FT/Ch/Ff 131072/T(d)/V(deux)/Opt[(un)(deux)]"
            "/Rect[120 645 320 662]>>",
        ),
    )


def test_answers_of_a_form_are_in_their_place():
    assert [" ".join(line.split()) for line in lines_of(form())] == [
        "Allergies : Penicilline",
        "Choix : deux",
        "[x] Fumeur [ ] Diabete",
        "Fin",
    ]


def note(kind: str, contents: str = "vu", more: str = "") -> str:
    return f"<</Type/Annot/Subtype/{kind}/Rect[50 690 200 706]/Contents({contents}){more}>>"


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (note("FreeText"), "vu"), (note("Text"), "[note : vu]"), (note("Highlight"), "[note : vu]"),
        (note("Text", ""), ""), (note("Popup"), ""), (note("FreeText", more="/F 2"), ""), (note("Link"), ""),
        (note("FreeText", "a\\rb"), "a b"),
    ],
)  # fmt: skip
def test_notes_are_on_their_page(annotation, words):
    content = pdf_of(text((50, 750, "avant"), (50, 600, "fin")), annotations="10 0 R", extra=(annotation,))
    assert " ".join(lines_of(content)) == " ".join(f"avant {words} fin".split())


def test_the_frame_of_a_signature_is_read():
    appearance = text((2, 5, "Signe par le Dr Roux"))
    content = pdf_of(
        text((50, 750, "avant")),
        annotations="10 0 R",
        extra=(
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/Rect[50 100 250 120]/AP<</N 11 0 R>>>>",
            "<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Length {len(appearance)}>>stream\n{appearance}\nendstream",
        ),
    )
    assert lines_of(content) == ["avant", "Signe par le Dr Roux"]


SQUARE = "0.5 g 50 50 400 700 re f"


@pytest.mark.parametrize(
    ("pages", "lines"),
    [
        (("A", None, "C"), ["A", "page 2 : image, o pour la voir", "page 3", "C"]),
        ((None, "B"), ["page 1 : image, o pour la voir", "page 2", "B"]),
        (("A", None, None, None, "E"), ["A", "pages 2 à 4 : images, o pour les voir", "page 5", "E"]),
        (("A", "", "C"), ["A", "page 3", "C"]),
    ],
)
def test_pages_that_are_pictures_are_said(pages, lines):
    drawn = [SQUARE if page is None else text((50, 700, page)) if page else "" for page in pages]
    assert shown(pdf_of(*drawn)) == lines


PICTURE = (
    "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    "stream\nx\nendstream"
)


@pytest.mark.parametrize(("side", "is_said"), [(20, False), (300, True)])
def test_a_picture_among_the_words_is_said(side, is_said):
    content = pdf_of(f"q {side} 0 0 {side} 100 100 cm /X Do Q " + text((50, 700, "A")), extra=(PICTURE,))
    assert shown(content) == ["A"] + ["page 1 : une image à côté du texte, o pour la voir"] * is_said
    assert words_of(read(content)) == "A"


def test_pages_past_the_limit_are_said(monkeypatch):
    monkeypatch.setattr(pdf_worker, "_MOST_PAGES", 2)
    read_here = pdf_worker.read(pdf_of(*(text((50, 700, f"p{n}")) for n in range(4))))
    monkeypatch.setattr(worker, "ask", lambda *_asked: read_here)
    assert pdf.read_pages(b"")[-1].note == "2 pages sur 4 sont en texte ici : o pour voir les autres"


def test_letters_past_the_limit_are_said(monkeypatch):
    monkeypatch.setattr(pdf_worker, "_MOST_CHARACTERS", 3)
    found = json.loads(pdf_worker.read(pdf_of(text((50, 700, "abcdef")), text((50, 700, "b")))))
    assert (found["whole"], found["total"]) == (0, 2)


TURNED = {90: "0 1 -1 0 {y} {x}", 180: "-1 0 0 -1 {mx} {y}", 270: "0 -1 1 0 {my} {mx}", 0: "1 0 0 1 {x} {my}"}


@pytest.mark.parametrize("angle", TURNED)
def test_a_turned_page_is_read_in_lines(angle):
    def drawn(x, y, words):
        place = TURNED[angle].format(x=x, y=y, mx=595 - x, my=595 - y)
        return f"{place} Tm ({words}) Tj "

    body = drawn(100, 100, "Ligne une") + drawn(100, 120, "Ligne deux") + drawn(400, 120, "mmol/L")
    assert lines_of(pdf_of(f"BT /F1 11 Tf {body} ET")) == ["Ligne une", "Ligne deux   mmol/L"]


def test_a_word_up_the_margin_is_not_mixed_with_the_lines():
    margin = "BT /F1 9 Tf 0 1 -1 0 20 600 Tm (Confidentiel) Tj ET "
    body = text((50, 700, "Une ligne de texte"), (50, 650, "Une autre ligne"), (50, 600, "La fin du texte"))
    assert lines_of(pdf_of(margin + body)) == [
        "Une ligne de texte",
        "Une autre ligne",
        "La fin du texte",
        "Confidentiel",
    ]


@pytest.mark.parametrize("spacing", [1.6, 3, 6])
@pytest.mark.parametrize("words", ["Diagnostic principal", "Conclusion : bilan normal"])
def test_letters_set_apart_are_words(spacing, words):
    assert lines_of(pdf_of(f"BT /F1 9 Tf {spacing} Tc 1 0 0 1 50 700 Tm ({words}) Tj ET")) == [words]


def test_letters_with_blanks_between_them_are_words():
    assert lines_of(pdf_of(text((50, 700, "D i a g n o s t i c   p r i n c i p a l")))) == [
        "Diagnostic principal"
    ]


@pytest.mark.parametrize("words", ["0 1 2 3 4 5 6 7", "x x x", "a b c d"])
def test_single_characters_may_be_words(words):
    assert " ".join(lines_of(pdf_of(text((50, 700, words))))[0].split()) == words


def test_a_digit_per_box_is_not_one_number():
    boxes = tuple((50 + 20 * n, 700, str(n)) for n in range(8))
    assert lines_of(pdf_of(text(*boxes)))[0].split() == list("01234567")


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        ("(x 10) Tj 5 Ts /F1 6 Tf (-3) Tj", "x 10⁻³"),
        ("(m) Tj 4 Ts /F1 6 Tf (2) Tj 0 Ts /F1 10 Tf (/L) Tj", "m²/L"),
        ("(CO) Tj -2 Ts /F1 6 Tf (2) Tj", "CO₂"),
        ("(1) Tj 4 Ts /F1 6 Tf (er) Tj 0 Ts /F1 10 Tf ( mars) Tj", "1er mars"),
        ("(10) Tj 4 Ts /F1 6 Tf (9) Tj 0 Ts /F1 10 Tf ( par L) Tj", "10⁹ par L"),
    ],
)  # fmt: skip
def test_what_is_raised_is_beside_its_number(drawn, words):
    assert lines_of(pdf_of(f"BT /F1 10 Tf 1 0 0 1 50 700 Tm {drawn} ET")) == [words]


def unicode_font(letters: str) -> tuple[str, str]:
    """Objects 10 and 11: a font whose bytes A, B, … are these letters, each as wide as the others."""
    pairs = "".join(f"<{n:02x}> <{each.encode('utf-16-be').hex()}>\n" for n, each in enumerate(letters, 65))
    table = (
        "/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}endbfchar endcmap end"
    )
    widths = " ".join(["500"] * len(letters))
    font = (
        "<</Type/Font/Subtype/Type1/BaseFont/Courier/FirstChar 65"
        f"/LastChar {64 + len(letters)}/Widths[{widths}]/ToUnicode 11 0 R>>"
    )
    return font, f"<</Length {len(table)}>>stream\n{table}\nendstream"


def test_ligatures_are_letters():
    content = pdf_of("BT /F3 10 Tf 1 0 0 1 50 700 Tm (AB) Tj ET", extra=unicode_font("ﬁn"))
    assert lines_of(content) == ["fin"]


@pytest.mark.parametrize(
    "drawn",
    [
        "50 700 Tm (\xb4) Tj 1 0 0 1 49 700 Tm (etat) Tj",
        "49 700 Tm (e) Tj 1 0 0 1 50 700 Tm (\xb4) Tj 1 0 0 1 54.5 700 Tm (tat) Tj",
    ],
)
def test_an_accent_drawn_apart_is_on_its_letter(drawn):
    assert lines_of(pdf_of(f"BT /F1 10 Tf 1 0 0 1 {drawn} ET")) == ["état"]


@pytest.mark.parametrize("visual", [True, False])
def test_arabic_and_hebrew_are_in_reading_order(visual):
    """Letters from right to left on the page, drawn in either order."""
    letters = "שלום"
    places = [(100 - 5 * n, 65 + n) for n in range(len(letters))]
    drawn = " ".join(
        f"1 0 0 1 {x} 700 Tm ({chr(code)}) Tj" for x, code in (reversed(places) if visual else places)
    )
    assert lines_of(pdf_of(f"BT /F3 10 Tf {drawn} ET", extra=unicode_font(letters))) == [letters]


LEFT = (
    "Le patient est vu pour une douleur",
    "du genou apparue il y a deux jours",
    "apres une chute dans la cuisine",
)
RIGHT = (
    "Conclusion : pas de fracture visible",
    "sur les images faites ce matin ici",
    "avec un traitement pour la douleur",
)


def test_two_columns_of_prose_are_read_one_after_the_other():
    lefts = [(50, 700 - 15 * n, words) for n, words in enumerate(LEFT)]
    rights = [(320, 700 - 15 * n, words) for n, words in enumerate(RIGHT)]
    assert lines_of(pdf_of(text(*lefts, *rights))) == [*LEFT, *RIGHT]


def test_rows_drawn_one_after_the_other_stay_rows():
    pairs = [each for n in range(3) for each in ((50, 700 - 15 * n, LEFT[n]), (320, 700 - 15 * n, RIGHT[n]))]
    assert lines_of(pdf_of(text(*pairs))) == [
        f"{left}   {right}" for left, right in zip(LEFT, RIGHT, strict=True)
    ]


words = st.text("abcdeéàœ€0123456789", min_size=1, max_size=12)
paragraphs = st.lists(words, min_size=1, max_size=30).map(" ".join)
tables = st.lists(st.tuples(words, words, words), min_size=1, max_size=5).map(
    lambda rows: PdfTable(tuple(rows))
)


@settings(max_examples=40)
@given(st.lists(paragraphs | tables, max_size=4))
def test_every_word_of_our_own_pdfs_once(blocks):
    content = write_pdf("Titre", blocks)
    written = ["Titre"]
    for block in blocks:
        written += block.split() if isinstance(block, str) else [cell for row in block.rows for cell in row]
    assert sorted(word for line in lines_of_all(content) for word in line.split()) == sorted(written)


def lines_of_all(content: bytes) -> list[str]:
    pages = json.loads(pdf_worker.read(content))["pages"]
    return ["   ".join(phrase for *_ends, phrase in line[2]) for page in pages for line in page[3]]


@settings(max_examples=3, deadline=None)
@given(st.data())
def test_a_damaged_pdf_is_read_or_refused(data):
    content = bytearray(form())
    for _change in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(content[: data.draw(st.integers(9, len(content)))])
    with suppress(InvalidContent):
        pdf.read_pages(damaged)
