"""A text to the printer of this machine."""

from pathlib import Path

import pytest

from dmptui.core.errors import Unavailable
from dmptui.core.machine.printing import print_text


def command(folder: Path, name: str, code: int = 0) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n/bin/cat > {folder}/imprime\nexit {code}\n")
    file.chmod(0o700)


@pytest.mark.parametrize("name", ["lpr", "lp"])
def test_the_text_goes_to_the_command_there_is(tmp_path, monkeypatch, name):
    command(tmp_path, name)
    monkeypatch.setenv("PATH", str(tmp_path))
    print_text("é à\n")
    assert (tmp_path / "imprime").read_text(encoding="utf-8") == "é à\n"


def test_without_a_printer_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="Aucune imprimante"):
        print_text("a")


def test_a_printer_that_refuses(tmp_path, monkeypatch):
    command(tmp_path, "lpr", code=1)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="a refusé"):
        print_text("a")
