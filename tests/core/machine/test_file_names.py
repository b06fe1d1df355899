"""Names of files that leave the record."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.demo.patients import patient, people
from dmptui.core.machine.file_names import file_name

DAY = date(2026, 11, 21)
LUCIE = next(patient(row, number, DAY) for number, row in enumerate(people()) if row.key == "bernard")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("CR de biologie médicale", "cr-de-biologie-medicale-2026-11-21.pdf"),
        ("Lettre pour Mme BERNARD, Lucie", "lettre-pour-mme-2026-11-21.pdf"),
        ("Bernard", "document-2026-11-21.pdf"),
        ("INS 251119990110174 du 12/03/2025", "ins-du-12-03-2025-2026-11-21.pdf"),
        ("../../etc/passwd\x00\n", "etc-passwd-2026-11-21.pdf"),
        ("Œdème — côté gauche", "oedeme-cote-gauche-2026-11-21.pdf"),
        ("日本", "document-2026-11-21.pdf"),
        ("mot " * 40, "mot-" * 15 + "2026-11-21.pdf"),
    ],
)
def test_names(title, name):
    assert file_name(title, DAY, ".pdf", LUCIE) == name


@given(st.text())
def test_whatever_the_title_the_name_is_safe_and_says_nobody(title):
    name = file_name(title, DAY, ".xml", LUCIE)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-2026-11-21\.xml", name)
    assert not {"bernard", "lucie"} & set(name.split("-"))
