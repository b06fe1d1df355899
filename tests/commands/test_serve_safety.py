"""`dmptui serve` on a network: what it refuses, TLS, and how it stops."""

import json
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dmptui.cli import main
from dmptui.commands.serve import is_local, listening
from dmptui.core.machine.settings import Settings
from tests.commands.conftest import Run
from tests.commands.people import BERNARD, ROUX


@contextmanager
def serving(dmp: Settings, *options: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The address of a `dmptui serve`, and its process."""
    words = ["serve", "--port", "0", "--data-dir", str(dmp.data_dir), *options]
    command = [sys.executable, "-m", "dmptui", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split(" sur ")[1].split(" ")[0], process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that its own key signs."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl on this machine")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1"])
def test_not_on_a_network_without_encryption(run: Run, host: str) -> None:
    answer = run("serve", "--host", host, "--port", 0)
    assert (answer.code, answer.out) == (2, "")
    assert "tout le réseau pourrait lire les dossiers" in answer.err
    assert "--insecure" in answer.err


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.0.0.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)],
)
def test_what_is_this_machine_only(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_said_to_be_insecure(dmp: Settings) -> None:
    with serving(dmp, "--host", "0.0.0.0", "--insecure") as (address, process):
        assert address.startswith("http://0.0.0.0:")
        assert process.stdout is not None
        assert "sans mot de passe" in process.stdout.readline()


@pytest.mark.parametrize(
    ("cert", "key"),
    [
        ("cert", ""),
        ("", "key"),
        ("absent", "key"),
        ("cert", "absent"),
        ("key", "cert"),
        ("cert", "other"),
        ("cert", "locked"),
    ],
)
def test_a_certificate_that_does_not_serve(
    run: Run, certificate: tuple[Path, Path], tmp_path: Path, cert: str, key: str
) -> None:
    openssl = shutil.which("openssl") or ""
    files = {"cert": certificate[0], "key": certificate[1], "absent": tmp_path / "absent", "": ""}
    if key == "other":
        files["other"] = tmp_path / "other.pem"
        subprocess.run([openssl, "genrsa", "-out", str(files["other"])], check=True, capture_output=True)
    if key == "locked":
        files["locked"] = tmp_path / "locked.pem"
        words = [
            "rsa",
            "-aes256",
            "-passout",
            "pass:abcd",
            "-in",
            str(certificate[1]),
            "-out",
            str(files["locked"]),
        ]
        subprocess.run([openssl, *words], check=True, capture_output=True)
    answer = run("serve", "--port", 0, "--tls-cert", files[cert], "--tls-key", files[key])
    assert (answer.code, answer.out) == (2, "")
    assert "--tls-cert" in answer.err or "PEM" in answer.err


def test_a_terminal_over_tls(
    dmp: Settings,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cert, key = certificate
    with serving(dmp, "--tls-cert", str(cert), "--tls-key", str(key)) as (address, _process):
        assert address.startswith("https://127.0.0.1:")
        assert main(["--server", address, "documents", BERNARD, *ROUX]) == 3  # nobody vouches for it
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        assert main(["--server", address, "documents", BERNARD, *ROUX]) == 0
        assert capsys.readouterr().out.startswith("BERNARD Lucie")
        port = int(address.rpartition(":")[2])
        trusting = ssl.create_default_context(cafile=str(cert))
        with urllib.request.urlopen(f"{address}/fhir/metadata", context=trusting) as answer:
            assert answer.headers["strict-transport-security"]
        old = ssl.create_default_context(cafile=str(cert))
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            old.wrap_socket(plain, server_hostname="127.0.0.1") as secured,
        ):
            assert secured.version() == "TLSv1.2"
            assert "GCM" in secured.cipher()[0] or "CHACHA20" in secured.cipher()[0]  # type: ignore[index]


def test_its_connections_do_not_wait_for_the_other_side() -> None:
    with listening("127.0.0.1", 0) as place:
        assert place.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_two_on_the_same_port(dmp: Settings, run: Run) -> None:
    with serving(dmp) as (address, _process):
        answer = run("serve", "--port", address.rpartition(":")[2])
        assert (answer.code, "ce port est déjà pris" in answer.err) == (3, True)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_is_being_sent_is_finished(dmp: Settings, how: signal.Signals) -> None:
    """A request half received when the server is told to stop is answered, then it stops."""
    with serving(dmp) as (address, process):
        port = int(address.rpartition(":")[2])
        people = json.loads(urllib.request.urlopen(f"{address}/auth/identities").read())["identities"]
        place = people[0]["situations"][0]["organization"]["id"]
        body = f"ps_id={people[0]['id']}&organization={place}".encode()
        head = (
            f"POST /auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(head.encode() + body[:5])
            urllib.request.urlopen(f"{address}/fhir/metadata").close()  # it has taken the other one before
            wait_until_refused(port, process, how)
            connection.sendall(body[5:])
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        assert b"access_token" in answer
        out, err = process.communicate(timeout=15)
        assert (out, err) == ("", "")
        assert process.returncode == (0 if how is signal.SIGINT else -signal.SIGTERM)


def wait_until_refused(port: int, process: "subprocess.Popen[str]", how: signal.Signals) -> None:
    """Tell it to stop, and wait until it takes nobody new."""
    process.send_signal(how)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return
