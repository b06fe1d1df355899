"""`dmptui import`."""

import re
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.people import BERNARD, LEFEVRE, LEGRAND, ROUX
from tests.core.documents.xdm_samples import CDA, Entry, lot
from tests.corpus import corpus_files, needs_corpus

LETTER = "11488-4"


def test_sent_again_it_is_the_same_document(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Cher confrère")
    words = ("import", BERNARD, file, "--type", LETTER, "--title", "Lettre", *ROUX, "--json")
    (first,), (second,) = run(*words).json, run(*words).json
    assert first["id"] == second["id"]
    found = run("documents", BERNARD, *ROUX, "--text", "lettre", "--json").json
    assert [d["id"] for d in found].count(first["id"]) == 1
    assert "Cher confrère" in run("show", BERNARD, first["id"], *ROUX).out


def test_a_blocked_professional_may_still_deposit(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Cher confrère")
    answer = run("import", LEGRAND, file, "--type", LETTER, *ROUX)
    assert answer.code == 0
    assert "Déposé dans le DMP de LEGRAND" in answer.out


@pytest.mark.parametrize(
    ("name", "content", "words", "code", "said"),
    [
        ("vide.txt", b"", ("--type", LETTER), 1, "vide"),
        ("gros.pdf", b"%PDF" + b"a" * 6_000_000, ("--type", LETTER), 1, "5,7 Mo"),
        ("lettre.txt", b"a", (), 2, "--type"),
        ("lettre.txt", b"a", ("--type", "0-0"), 1, "« 0-0 »"),
        ("lettre.docx", b"PK\3\4", ("--type", LETTER), 1, "Document Word"),
        ("lettre.odt", b"quoi", ("--type", LETTER), 1, "Document LibreOffice"),
        ("lettre.quoi", b"quoi", ("--type", LETTER), 1, "format"),
        ("faux.pdf", b"du texte", ("--type", LETTER), 2, "PDF"),
        ("mal.xml", b"<?xml version='1.0'?><a>", (), 2, "mal formé"),
        ("latin.xml", b"<?xml version='1.0' encoding='UTF-7'?><a/>", (), 2, "encodage"),
        ("autre.xml", b"<?xml version='1.0'?><a/>", (), 2, "n'est pas un document médical CDA"),
        ("vide.xml", b"", (), 1, "vide"),
        ("binaire.txt", b"a\0b", ("--type", LETTER), 2, "texte"),
    ],
)
def test_a_bad_file_names_itself(
    run: Run, tmp_path: Path, name: str, content: bytes, words: tuple[str, ...], code: int, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    answer = run("import", BERNARD, file, *words, *ROUX)
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert (code == 2 and "--type" in said) or answer.err.startswith(f"{name} : ")


def test_one_bad_file_and_nothing_is_sent(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "bon.txt", tmp_path / "mauvais.txt"
    good.write_text("introuvable si rien n'est parti")
    bad.write_text("")
    before = len(run("documents", BERNARD, *ROUX, "--all", "--json").json)
    assert run("import", BERNARD, good, bad, "--type", LETTER, *ROUX).code == 1
    assert len(run("documents", BERNARD, *ROUX, "--all", "--json").json) == before


def test_a_closed_record_refuses_and_traces(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Cher confrère")
    answer = run("import", LEFEVRE, file, "--type", LETTER, *ROUX)
    assert (answer.code, "pas de DMP ouvert" in answer.err) == (1, True)


def test_a_lot_is_deposited_document_by_document(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "IHE_XDM.ZIP"
    ins = f"{BERNARD}^^^&1.2.250.1.213.1.4.11&ISO^NH"
    letter = Entry("DOC00002.TXT", b"Cher confrere", "Lettre du lot", "text/plain", info=(), ins=ins)
    own = CDA.replace(b"1.2.250.1.213.1.4.10", b"1.2.250.1.213.1.4.11")
    own = own.replace(b"251119975001242", BERNARD.encode())
    file.write_bytes(lot(Entry(content=own, info=(), ins=ins), letter))
    receipts = run("import", BERNARD, file, *ROUX, "--json").json
    assert [receipt["title"] for receipt in receipts] == ["Compte rendu de consultation", "Lettre du lot"]
    assert receipts[1]["type"]["code"] == LETTER
    assert receipts[1]["file"] == "IHE_XDM.ZIP/IHE_XDM/SUBSET01/DOC00002.TXT"
    assert "Tout va bien" in run("show", BERNARD, receipts[0]["id"], *ROUX).out
    assert run("import", BERNARD, file, *ROUX, "--json").json[0]["id"] == receipts[0]["id"]


def test_a_lot_that_is_not_whole_names_itself_and_nothing_is_sent(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lot.zip"
    file.write_bytes(lot(Entry(), Entry("DOC00002.XML", hash="0" * 40)))
    answer = run("import", BERNARD, file, *ROUX)
    assert answer.code == 2
    assert answer.err.startswith("lot.zip : IHE_XDM/SUBSET01/DOC00002.XML : L'empreinte")


RECORD_TARGET = re.compile(rb"<((?:\w+:)?)recordTarget\b.*</\1recordTarget>", re.DOTALL)


def as_bernard(example: Path, to: Path) -> Path:
    """A public example, said to be about BERNARD: all of them are about a few people of the agency."""
    target = (
        rb'<\1recordTarget><\1patientRole><\1id root="1.2.250.1.213.1.4.11" extension="%s"/>'
        rb"</\1patientRole></\1recordTarget>" % BERNARD.encode()
    )
    renamed = to / example.name
    renamed.write_bytes(RECORD_TARGET.sub(target, example.read_bytes(), count=1))
    return renamed


@needs_corpus
def test_a_public_example_is_somebody_elses(run: Run) -> None:
    for example in corpus_files("cda/*.xml")[:3]:
        answer = run("import", BERNARD, example, *ROUX)
        assert (answer.code, "au nom d'une autre personne" in answer.err) == (1, True), answer.err
    refused = run("traces", BERNARD, *ROUX, "--refused").out
    assert "au nom d'une autre personne" in refused


@needs_corpus
def test_every_public_example_enters_and_is_shown(run: Run, tmp_path: Path) -> None:
    files = [as_bernard(example, tmp_path) for example in corpus_files("cda/*.xml")]
    receipts = run("import", BERNARD, *files, *ROUX, "--json").json
    assert len({receipt["id"] for receipt in receipts}) == len(files)
    for receipt in receipts:
        shown = run("show", BERNARD, receipt["id"], *ROUX)
        assert shown.code == 0, (receipt["file"], shown.err)
        assert len(shown.out) > 200, receipt["file"]
    listed = {line["id"] for line in run("documents", BERNARD, *ROUX, "--all", "--json").json}
    assert {receipt["id"] for receipt in receipts} <= listed


def test_what_is_said_of_the_act(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Bonjour")
    words = ("--type", LETTER, "--date", "01/11/2026", "--setting", "HAD", "--comment", "à revoir")
    (receipt,) = run("import", BERNARD, file, *words, *ROUX, "--json").json
    assert receipt["act_date"].startswith("2026-11-01")
    assert (receipt["setting"], receipt["comment"]) == ("HAD", "à revoir")
    refused = run("import", BERNARD, file, "--type", LETTER, "--setting", "AILLEURS", *ROUX)
    assert (refused.code, "JDV_J04" in refused.err) == (1, True)
