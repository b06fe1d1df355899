"""`dmptui serve` and `dmptui demo reset`."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from dmptui.cli import main
from dmptui.core.machine.presence import Presence
from dmptui.core.machine.settings import Settings
from tests.commands.conftest import Run
from tests.commands.people import BERNARD, ROUX, SIMON


@pytest.fixture
def served(dmp: Settings) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a `dmptui serve`, and its process."""
    command = [sys.executable, "-m", "dmptui", "serve", "--port", "0", "--data-dir", str(dmp.data_dir)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.readline()
    yield said.split(" sur ")[1].split(" ")[0], process
    process.kill()
    process.communicate()


def test_another_terminal_uses_it(
    served: tuple[str, subprocess.Popen[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    address, process = served
    assert address.startswith("http://127.0.0.1:")
    assert main(["--server", address, "documents", BERNARD, *ROUX]) == 0
    assert capsys.readouterr().out.startswith("BERNARD Lucie")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")


def test_its_data_are_not_made_anew_meanwhile(
    served: tuple[str, subprocess.Popen[str]], dmp: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "reset", "--data-dir", str(dmp.data_dir)]) == 1
    assert "Un autre dmptui utilise ces données" in capsys.readouterr().err


def test_a_port_taken_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = run("serve", "--port", port)
    assert (answer.code, answer.out) == (3, "")
    assert f"port {port} : ce port est déjà pris" in answer.err


def test_an_address_that_is_not_ours(run: Run) -> None:
    answer = run("serve", "--host", "192.0.2.1", "--port", 0, "--insecure")
    assert (answer.code, "n'est pas celle de ce poste" in answer.err) == (3, True), answer.err


@pytest.mark.parametrize("words", [("serve",), ("demo", "reset")])
def test_not_with_another_server(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words, "--server", "http://127.0.0.1:9").code == 2


def test_reset_makes_the_data_anew(run: Run, dmp: Settings) -> None:
    before = len(run("traces", BERNARD, *ROUX, "--json").json)
    assert len(run("traces", BERNARD, *ROUX, "--json").json) > before
    answer = run("demo", "reset")
    assert answer.out == f"Les données de démonstration sont neuves : {dmp.database}\n"
    assert len(run("traces", BERNARD, *ROUX, "--json").json) == before


def test_reset_repairs(run: Run, dmp: Settings) -> None:
    dmp.database.write_bytes(b"not a database" * 100)
    broken = run("professionals")
    assert (broken.code, "dmptui demo reset" in broken.err) == (3, True)
    assert run("demo", "reset").code == 0
    assert run("professionals").code == 0


def test_no_server_there(run: Run) -> None:
    answer = run("professionals", "--server", "http://127.0.0.1:9")
    assert (answer.code, "ne répond pas" in answer.err) == (3, True)


def test_a_folder_held_by_somebody_is_a_conflict(run: Run, dmp: Settings) -> None:
    presence = Presence(dmp.data_dir)
    presence.alone()
    try:
        assert run("demo", "reset").code == 1
    finally:
        presence.leave()


def test_the_time_moves_forward_until_the_data_are_made_anew(run: Run) -> None:
    def state() -> str:
        return str(run("patients", *ROUX, "--ins", SIMON, "--json").json[0]["dmp"])

    assert state() == "notifie"
    answer = run("demo", "advance", "6w")
    assert (answer.code, "nous sommes le" in answer.out) == (0, True)
    assert state() == "ouvert"
    for wrong in ("0d", "-1d", "7", "7x", "d", "²d", "9999999d", "7j", "6s"):
        assert run("demo", "advance", "--", wrong).code == 2, wrong
    assert run("demo", "advance", "1d", "--server", "http://127.0.0.1:9").code == 2
    assert run("demo", "reset").code == 0
    assert state() == "notifie"


def test_ages_go_by_the_time_of_the_data(run: Run) -> None:
    def line() -> str:
        return next(
            text for text in run("patients", *ROUX, "--ins", SIMON).out.split("\n") if "SIMON" in text
        )

    before = line()
    assert run("demo", "advance", "400d").code == 0
    assert line() != before


def test_no_time_without_data(run: Run, dmp: Settings) -> None:
    dmp.database.unlink()
    assert run("demo", "advance", "1d").code == 2
