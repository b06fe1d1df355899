"""What we write passes the agency's schema and schematrons: each kind of our writers, then the demonstration.

Slow, and from files that are not ours: only with ``DMPTUI_TESTCONTENU`` (see ``tests.schematron``).
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dmptui.core.demo.population import generate
from dmptui.core.writing.codes import ATC, CIS, Code
from dmptui.core.writing.header import HeaderFacts
from dmptui.core.writing.level1 import FORMATS, level1
from dmptui.core.writing.vaccination import Shot, vaccination_history, vaccination_note
from tests.core.writing.written_samples import header_facts
from tests.schematron import FOLDER, Bench, needs_bench

pytestmark = needs_bench

MODELS = {
    "57833-6": ("EP-MED-DM_2022.01",),
    "87273-9": ("VAC-NOTE_2023.01",),
    "11369-6": ("VAC_2023.01",),
    "SYNTH": ("VSM_1.4_2022.01",),
}
"""The schematron of the model of a type; that of biology depends on the copy joined to it."""

SHOT = Shot(
    date(2026, 4, 2),
    "REVAXIS, suspension injectable en seringue préremplie",
    Code("J07CA01", "diphtérie-poliomyélite-tétanos", ATC),
    Code("60917345", "REVAXIS", CIS),
    lot="AB1234",
    rank=3,
    reaction="Fièvre",
    comment="Aucun",
)
REPLACED = {"replaces": "2.25.9", "version": 2}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The agency's files, repaired, and their schematrons as they are compiled."""
    return Bench(Path(FOLDER), tmp_path_factory.mktemp("bench"))


@pytest.fixture
def faults(bench: Bench, tmp_path: Path) -> Callable[..., list[str]]:
    """What is wrong with a document."""

    def found(content: bytes, *models: str) -> list[str]:
        path = tmp_path / "document.xml"
        path.write_bytes(content)
        return bench.faults(path, *models)

    return found


def as_doctor(facts: HeaderFacts) -> HeaderFacts:
    return facts


def as_patient(_facts: HeaderFacts) -> HeaderFacts:
    return header_facts(author=header_facts().patient, type_code="DOCPAT01")


def replacing(_facts: HeaderFacts) -> HeaderFacts:
    return header_facts(**REPLACED)


@pytest.mark.parametrize("who", [as_doctor, as_patient, replacing])
@pytest.mark.parametrize("content_type", FORMATS)
def test_level_1(
    faults: Callable[..., list[str]], content_type: str, who: Callable[[HeaderFacts], HeaderFacts]
) -> None:
    assert faults(level1(who(header_facts()), b"Bonjour", content_type)) == []


def test_vaccinations(faults: Callable[..., list[str]]) -> None:
    assert faults(vaccination_note(header_facts(), SHOT), *MODELS["87273-9"]) == []
    assert faults(vaccination_history(header_facts(), (SHOT, SHOT)), *MODELS["11369-6"]) == []


def test_what_is_missing_is_seen(faults: Callable[..., list[str]]) -> None:
    content = level1(header_facts(), b"Bonjour", "text/plain")
    assert any("StrucMin" in fault for fault in faults(content.replace(b"<realmCode", b"<realmcode")))


def test_demonstration(faults: Callable[..., list[str]]) -> None:
    """Two documents of each type and author's profession, the first and the last."""
    kinds: dict[tuple[str, str, bool], list[bytes]] = {}
    for record in generate(date(2026, 11, 23)).records:
        for document in record.documents:
            if document.meta.attachment.content_type == "text/xml":
                has_copy = b"1.2.250.1.213.1.1.2.243" in document.content
                kind = (document.meta.type.code, document.meta.author.profession, has_copy)
                kinds.setdefault(kind, []).append(document.content)
    assert len(kinds) > 40
    wrong = {}
    for (code, profession, has_copy), contents in kinds.items():
        models = MODELS.get(code, ())
        if code == "11502-2":
            models = ("BIO-CR-BIO_2024.01" if has_copy else "BIO-CR-BIO_2021.01",)
        for content in {contents[0], contents[-1]}:
            if found := faults(content, *models):
                wrong[code, profession] = found
    assert wrong == {}
