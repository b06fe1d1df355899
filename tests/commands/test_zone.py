"""`--zone`: where the days of the command line are counted, whatever the zone of the machine."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dmptui.core.model import days
from tests.commands.conftest import Run
from tests.commands.people import BERNARD, ROUX

LATE = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)
"""Already 15 July in France, still the 14th in Cayenne."""
CAYENNE = ("--zone", "America/Cayenne")


@pytest.fixture(autouse=True)
def _french_again() -> Iterator[None]:
    yield
    days.use_zone(days.FRENCH)


def file_of(folder: Path, when: datetime) -> Path:
    file = folder / "lettre.txt"
    file.write_text("Cher confrère")
    os.utime(file, (when.timestamp(), when.timestamp()))
    return file


def imported(run: Run, file: Path, *words: str) -> str:
    (receipt,) = run("import", BERNARD, file, "--type", "11488-4", *ROUX, "--json", *words).json
    return str(receipt["act_date"])


def test_a_day_is_french_by_default_and_of_the_zone_asked_for(run: Run, tmp_path: Path) -> None:
    assert imported(run, file_of(tmp_path, LATE)) == "2026-07-15T00:30:00+02:00"
    for words, day, other in (((), "15/07/2026", "14/07/2026"), (CAYENNE, "14/07/2026", "15/07/2026")):
        listed = run("documents", BERNARD, *ROUX, "--since", day, "--until", day, *words)
        assert day in listed.out
        assert other not in listed.out


def test_the_environment_chooses_it_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DMPTUI_ZONE", "America/Cayenne")
    assert imported(run, file_of(tmp_path, LATE)) == "2026-07-14T19:30:00-03:00"
    assert imported(run, file_of(tmp_path, LATE), "--zone", "Europe/Paris") == "2026-07-15T00:30:00+02:00"


def test_an_unknown_zone_is_told(run: Run) -> None:
    answer = run("professionals", "--zone", "Mars/Utopia")
    assert (answer.code, "« Mars/Utopia »" in answer.err, "America/Cayenne" in answer.err) == (2, True, True)


def test_a_day_that_was_typed_has_no_hour(run: Run, tmp_path: Path) -> None:
    assert imported(run, file_of(tmp_path, LATE), "--date", "01/02/2026") == "2026-02-01"
    period = ("--since", "01/02/2026", "--until", "01/02/2026")
    lines = run("documents", BERNARD, *ROUX, *period, "--json").json
    assert "2026-02-01" in [line["act_date"] for line in lines]


def test_a_file_that_comes_from_a_machine_that_is_ahead_is_of_now(run: Run, tmp_path: Path) -> None:
    act = imported(run, file_of(tmp_path, days.now() + timedelta(days=900)))
    assert days.now() - timedelta(days=1) < datetime.fromisoformat(act) <= days.now()


def test_a_note_of_a_day_shows_no_hour(run: Run) -> None:
    note = run("vaccination", BERNARD, "--vaccine", "VACCIN", "--date", "15/01/2026", *ROUX, "--json").json
    shown = run("show", BERNARD, note["id"], *ROUX).out
    assert "15 janvier 2026" in shown
    assert "15 janvier 2026 à" not in shown
