"""`dmptui view`."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.core.documents.fhir_samples import as_json, as_xml, bundle, composition, section
from tests.core.documents.xdm_samples import Entry, lot, zipped
from tests.corpus import corpus_files

HOSTILE = corpus_files("hostile/*.xml")
CDA = corpus_files("cda/*.xml")


def test_a_text_is_shown(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Cher confrère,\n  merci.")
    assert run("view", file, "--plain").out.rstrip().endswith("merci.")


def test_control_characters_never_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "piege.txt"
    file.write_bytes("a\x1b]0;titre\x07\x9b31m\u202eb\u200b".encode() + b"\n")
    out = run("view", file).out
    assert not set(out) & {"\x1b", "\x07", "\x9b", "\u202e", "\u200b"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"<ClinicalDocument xmlns='urn:hl7-org:v3'>", "mal formé"),
        (b"<?xml version='1.0' encoding='UTF-7'?><a/>", "encodage"),
        (b"<?xml version='1.0'?><a/>", "n'est pas un document médical CDA"),
        (b"%PDF-1.4 abim\xe9", "PDF"),
        (b"PK\x03\x04", "archive"),
    ],
)
def test_a_bad_file_is_told(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "mauvais.xml"
    file.write_bytes(content)
    answer = run("view", file)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lot(Entry()), "Tout va bien"),
        (zipped({"lettre.pdf": b"x"}), "lettre.pdf"),
        (as_json(bundle(composition(section("Allergies", div="<p>Latex</p>")))), "Latex"),
        (as_xml(bundle(composition(section("Allergies", div="<p>Latex</p>")))), "Latex"),
        (b"<!DOCTYPE html><p>Bonjour</p>", "Bonjour"),
    ],
    ids=["xdm", "zip", "fhir json", "fhir xml", "html"],
)
def test_what_practices_receive_is_shown(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "recu"
    file.write_bytes(content)
    assert said in run("view", file, "--plain").out


@pytest.mark.parametrize(("name", "said"), [("absent.xml", "n'existe pas"), (".", "n'est pas un fichier")])
def test_no_file(run: Run, tmp_path: Path, name: str, said: str) -> None:
    answer = run("view", tmp_path / name)
    assert (answer.code, said in answer.err) == (2, True)


def test_the_width_is_kept(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("un mot " * 100)
    out = run("view", file, "--width", "40").out
    assert max(map(len, out.splitlines())) <= 40


@pytest.mark.parametrize("file", HOSTILE, ids=lambda f: f.stem)
def test_a_hostile_document_is_told_or_shown_clean(run: Run, file: Path) -> None:
    answer = run("view", file)
    assert answer.code in (0, 2)
    assert all(c == "\n" or c.isprintable() or c == "\xa0" for c in answer.out + answer.err if c < "\xff")


def test_a_terminal_gets_bold_and_nothing_else(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(
        b"<ClinicalDocument xmlns='urn:hl7-org:v3'><title>Lettre</title><component><structuredBody/>"
        b"</component></ClinicalDocument>"
    )
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    assert "\x1b[1mLettre\x1b[0m" in run("view", file).out
    assert "\x1b" not in run("view", file, "--plain").out
