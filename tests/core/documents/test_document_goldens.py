"""Six kinds of documents of the demonstration, whole, as the reader lays them out at 80 and 120 columns."""

from datetime import date

import pytest

from dmptui.core.demo.population import Population, generate
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from tests.screens import golden

KINDS = {
    "ordonnance": ("demo-bernard", "57833-6", -1),
    "biologie": ("demo-bernard", "11502-2", -1),
    "synthese": ("demo-bernard", "SYNTH", -1),
    "certificat-enfant": ("demo-dupuis", "CERT_DECL", 0),
    "imagerie": ("demo-bernard", "18748-4", -1),
    "lettre-de-liaison": ("demo-bernard", "11490-0", -1),
}
"""Whose document of which type, the first or the last."""


@pytest.fixture(scope="module")
def population() -> Population:
    return generate(date(2026, 11, 23))


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("kind", KINDS)
def test_document(population: Population, kind: str, width: int, request: pytest.FixtureRequest) -> None:
    person, code, which = KINDS[kind]
    record = next(record for record in population.records if record.patient.id == person)
    found = [document for document in record.documents if document.meta.type.code == code]
    lines = lay_out(read(found[which].content), width).plain().split("\n")
    golden.check(f"lu-{kind}-{width}", lines, update=request.config.getoption("--update-goldens"))
