"""`dmptui serve --store`: what is refused before anything is served, and a server that is not ours."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dmptui.cli import main
from tests.commands.conftest import Run
from tests.commands.people import BERNARD, ROUX
from tests.core.store.remote import medplum


def test_the_population_is_for_a_server_only(run: Run) -> None:
    answer = run("serve", "--demo")
    assert (answer.code, "Lancez sans --demo" in answer.err) == (2, True)


@pytest.mark.parametrize(("store", "code"), [("fhir.example", 2), ("http://127.0.0.1:9/fhir", 3)])
def test_a_store_that_is_not_there(run: Run, store: str, code: int) -> None:
    answer = run("serve", "--port", 0, "--store", store)
    assert (answer.code, answer.out) == (code, "")


def test_a_terminal_uses_a_server_that_was_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with medplum.running() as url:
        words = ["serve", "--port", "0", "--store", url, "--data-dir", str(tmp_path / "data")]
        assert main(words) == 2
        assert "--demo" in capsys.readouterr().err
        command = [sys.executable, "-m", "dmptui", *words, "--demo"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                said = next(line for line in process.stdout if line.startswith("DMP servi sur "))
                assert said.endswith(f"données de {url} (Ctrl-C pour arrêter).\n")
                address = said.removeprefix("DMP servi sur ").partition(",")[0]
                assert main(["--server", address, "documents", BERNARD, *ROUX]) == 0
                assert capsys.readouterr().out.startswith("BERNARD Lucie")
            finally:
                process.send_signal(signal.SIGINT)
        assert process.returncode == 0
