"""`dmptui` run in this process."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from dmptui.cli import main
from dmptui.core.machine.settings import Settings


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(dmp: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `dmptui` with these words, on a DMP of one's own."""

    def run(*words: object) -> Ran:
        code = main([*map(str, words), "--data-dir", str(dmp.data_dir)])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
