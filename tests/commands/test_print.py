"""`dmptui print`, `dmptui show --print`."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.people import BERNARD, ROUX


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the printer of the test leaves its paper."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "lpr"
    file.write_text(f"#!/bin/sh\n/bin/cat > {tmp_path}/papier\n")
    file.chmod(0o700)
    monkeypatch.setenv("PATH", str(folder))
    return tmp_path / "papier"


def test_a_file_is_printed_as_text(run: Run, tmp_path: Path, printed: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Cher confrère")
    assert "Envoyé à l'imprimante." in run("print", file).out
    assert "Cher confrère" in printed.read_text()


def test_a_document_is_printed(run: Run, printed: Path) -> None:
    answer = run("show", BERNARD, "1", *ROUX, "--print")
    assert (answer.code, answer.out) == (0, "")
    assert "BERNARD" in printed.read_text()


def test_without_a_printer_it_is_said(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Cher confrère")
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = run("print", file)
    assert (answer.code, "Aucune imprimante" in answer.err) == (3, True)
