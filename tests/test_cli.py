"""The command line itself: help, errors, exit codes, what is imported."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import pytest

from dmptui.cli import build_parser, language_of, main
from dmptui.commands import professionals
from dmptui.core.machine.settings import Settings
from dmptui.flows.context import RecordContext

HEAVY = ("httpx", "pydantic", "lxml", "starlette", "sqlite3", "pypdfium2", "textual", "uvicorn", "asyncio")


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["documents", "--help"], ["mes", "--help"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    script = (
        "import sys\nfrom dmptui.cli import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["documents"], "Il manque : INS, --as."),
        (["bidule"], "« bidule » n'est pas prévu."),
        (["view", "x", "--width", "3"], "n'est pas un nombre de 20 à 1000"),
        (["traces", "1", "--as", "x", "--since", "hier"], "n'est pas une date"),
        (["documents", "1", "--as", "x", "--consent", "explicit", "--break-glass", "m"], "s'excluent"),
        (["patients", "--as"], "--as attend une valeur"),
        (["professionals", "--foo"], "Argument inconnu : --foo."),
        (["--lang", "de", "professionals"], "« de » n'est pas prévu"),
        (["demo"], "Il manque : ACTION"),
    ],
)
def test_a_wrong_line_is_told_in_french(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


@pytest.mark.parametrize(
    "words",
    [
        ["--data-dir", "/d", "--server", "http://s", "professionals"],
        ["professionals", "--data-dir", "/d", "--server", "http://s"],
        ["--server", "http://s", "professionals", "--data-dir", "/d"],
    ],
)
def test_general_options_stand_anywhere(words: Sequence[str]) -> None:
    args = build_parser(words).parse_args(words)
    assert (args.data_dir, args.server, args.run) == ("/d", "http://s", professionals.run)


def test_the_help_is_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert out.startswith("Usage : dmptui")
    assert "options:" not in out
    assert "Usage : Usage" not in out


def test_an_error_is_also_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = main(["patients", "--as", "x", "--ins", "251119990110175", "--json", "--data-dir", str(tmp_path)])
    captured = capsys.readouterr()
    assert code == 2
    assert '"kind": "usage-error"' in captured.out
    assert captured.err == "La clé de cet INS est fausse. Vérifiez les 15 caractères.\n"
    assert "251119990110175" not in captured.out + captured.err


def test_interrupted_is_quiet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with patch("dmptui.commands.view.run", side_effect=KeyboardInterrupt):
        assert main(["view", str(tmp_path)]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_leaves_is_quiet(tmp_path: Path) -> None:
    text = tmp_path / "long.txt"
    text.write_text("ligne\n" * 50_000)
    command = f"{sys.executable} -m dmptui view {text} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "141"


def test_a_full_output_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    text = tmp_path / "a.txt"
    text.write_text("ligne\n" * 50_000)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dmptui", "view", str(text)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.startswith("La sortie ne peut pas être écrite")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ([], None),
        (["--lang", "en"], "en"),
        (["--lang=en", "patients"], "en"),
        (["patients", "--lang"], None),
        (["patients"], None),
    ],
)
def test_the_language_is_known_before_the_help(words: list[str], language: str | None) -> None:
    assert language_of(words) == language


def test_alone_it_opens_the_screens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[Settings] = []

    def run(settings: Settings, _context: RecordContext | None) -> int:
        opened.append(settings)
        return 0

    monkeypatch.setattr("dmptui.app.run", run)
    monkeypatch.setenv("DMPTUI_DATA_DIR", str(tmp_path))
    assert main([]) == 0
    assert opened[0].data_dir == tmp_path
