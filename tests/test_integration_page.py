"""docs/integrer.md, run as it is written: in order, in one bash, against a real `dmptui serve`."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dmptui.core.machine.settings import Settings

PAGE = Path(__file__).parents[1] / "docs" / "integrer.md"
_EXPECTED = "# → "
_STEP = re.compile(r"^@@(\d+) (\d+)$", re.M)

pytestmark = pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("bash")), reason="the page is run with bash and curl"
)


class Step(NamedTuple):
    """Some lines of a block, and the fragments that what they print must contain."""

    lines: tuple[str, ...]
    expected: tuple[str, ...]


def steps(page: str) -> Iterator[Step]:
    """The steps of a page: the lines up to what is expected of them, or to the end of their block."""
    for block in re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S):
        lines: list[str] = []
        expected: list[str] = []
        for line in block.splitlines():
            if line.startswith(_EXPECTED):
                expected.append(line.removeprefix(_EXPECTED))
                continue
            if expected:
                yield Step(tuple(lines), tuple(expected))
                lines, expected = [], []
            lines.append(line)
        yield Step(tuple(lines), tuple(expected))


@pytest.fixture
def address(dmp: Settings) -> Iterator[str]:
    """Where a `dmptui serve` answers."""
    command = [sys.executable, "-m", "dmptui", "serve", "--port", "0", "--data-dir", str(dmp.data_dir)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield process.stdout.readline().split(" sur ")[1].split(" ")[0]
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)


def test_the_page_says_what_the_server_does(address: str, tmp_path: Path) -> None:
    found = list(steps(PAGE.read_text(encoding="utf-8")))
    script = "set -o pipefail\n" + "".join(
        "\n".join((*step.lines, f"printf '\\n@@%s %s\\n' {number} $?", ""))
        for number, step in enumerate(found)
    )
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "DMP": address, "LC_ALL": "C.UTF-8", "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    parts = _STEP.split(ran.stdout)
    assert ran.stderr == ""
    assert len(parts) == 3 * len(found) + 1
    for step, out, code in zip(found, parts[::3], parts[2::3], strict=False):
        assert code == "0", step.lines
        for fragment in step.expected:
            last = out.split()[-1] if out.split() else ""
            said = last == fragment if re.fullmatch(r"\d{3}", fragment) else fragment in out
            assert said, f"{fragment}: {step.lines}\n{out[-2000:]}"


def test_the_page_expects_something_of_each_transaction() -> None:
    expected = [fragment for step in steps(PAGE.read_text(encoding="utf-8")) for fragment in step.expected]
    assert len([fragment for fragment in expected if re.fullmatch(r"\d{3}", fragment)]) >= 25
