"""What is a lot, and what is written where there is none."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.terminology.lots import lot_number

NONE = [
    "", " ", "?", "???", "-", "--", "—", "…", ".", "/", "_", "*", "0", "00", "0000", "X", "xxx",
    "XX-XX", "NC", "nc", "N.C.", "n/c", "N/A", "NA", "n.a.", "NR", "N.R", "ND", "NSP", "inconnu",
    "Inconnue", "INCONNU", "non connu", "non renseigné", "Non renseigne", "NON  RENSEIGNÉE",
    "non-renseigné", "non communiqué", "sans", "Sans lot", "sans n°", "aucun", "Néant", "illisible",
    "lot inconnu", "Lot : NC", "n° de lot inconnu", "lot", "N° lot : ?", "à compléter", "unknown",
    "UNK", "null", "none", "NAV", "(inconnu)", "« non précisé »",
    "inconnu (carnet perdu)", "voir carnet", "Voir carnet p. 3", "voir carnet page 3", "s.o.", "S/O", "so",
    "non communiqué par le patient", "pas noté", "Pas notée sur le carnet", "N° inconnu",
    "n° de lot manquant",
    "Lot non précisé", "illisible sur la photo", "NON DISPONIBLE", "étiquette décollée", "oublié", "OUBLIÉ",
    "fait à l'étranger", "fait en 2009", "inconnu, carnet de 2009", "le médecin ne sait pas", "jeté",
]  # fmt: skip


@pytest.mark.parametrize("written", NONE)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_lot(written, form):
    assert lot_number(unicodedata.normalize(form, written)) == ""


@pytest.mark.parametrize(
    "written",
    [
        "U9441AB",
        "FH4090",
        "4456668",
        "A0",
        "0A1",
        "NC1",
        "NA123",
        "X21",
        "N3C21",
        "lot 12B",
        "C202103",
        "12/34",
        "007",
        "ABCD",
        "lot ABCD",
        "1234",
        "U9441AB (carnet perdu)",
        "0456789 illisible ?",
        "NA 123",
    ],
)
def test_a_lot_is_kept_as_it_is_written(written):
    assert lot_number(f" {written} ") == written


@given(st.text())
def test_a_lot_is_never_changed(written):
    assert lot_number(written) in ("", written.strip())
    assert lot_number(lot_number(written)) == lot_number(written)
