"""What is typed on the command line is English, what is read is French; where each command is."""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dmptui import commands
from dmptui.cli import build_parser, main
from dmptui.commands.common.parser import Parser
from docs import catalogue

FOLDER = Path(commands.__file__).parent
WORDS = set(
    re.findall(
        r"\w+",
        """
        accesses advance all analysis archive as attending author authorisations authorise biology block
        booster break care centre cert certificates close comment consent csv data date delete deltoid demo
        deposit dir directives disease document documents download emergency en end explicit file for fr from
        glass help hidden hide host import information ins insecure intradermal intramuscular json key lang
        left lines lot mask masked matrix mes message messages nasal notifications off on open oppose oral
        others own page path patient patients plain port print profession professionals profile rank raw
        reason refused reopen replace representative representatives reset reveal right route rules search
        secret seen serve server setting show since site situation store subcutaneous subject summary switches
        text thigh title tls to traces type unarchive unblock unmask unread until vaccination vaccinations
        vaccine version view width withdraw yes zone
        """,
    )
)
"""The English words of the line; an INS, « Mon espace santé » and Centre 15 have only French names."""
SHORT = {"-h"}


def subcommands(parser: Parser) -> "argparse._SubParsersAction[Parser] | None":
    return next((a for a in parser._actions if isinstance(a, argparse._SubParsersAction)), None)


def whole(parser: Parser, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Parser]]:
    """Every command and those that it is made of, by their words."""
    yield names, parser
    if below := subcommands(parser):
        for name, child in below.choices.items():
            yield from whole(child, (*names, name))


COMMANDS = dict(whole(build_parser(["--help"])))
KNOWN = {catalogue.forms(message.id)[0] for message in catalogue.read_catalogue() if message.id}
every_command = pytest.mark.parametrize("names", COMMANDS, ids=" ".join)


@every_command
def test_what_is_typed_is_english(names: tuple[str, ...]) -> None:
    typed = list(names)
    for action in COMMANDS[names]._actions:
        typed += [*action.option_strings, *(action.choices or () if action.option_strings else ())]
    words = {word for name in typed if name not in SHORT for word in name.strip("-").split("-")}
    assert words - WORDS - {"15"} == set()


@every_command
def test_what_is_read_is_french_and_translated(names: tuple[str, ...]) -> None:
    parser = COMMANDS[names]
    below = subcommands(parser)
    texts = [parser.description]
    texts += [action.help for action in parser._actions if action is not below]
    texts += [action.help for action in below._get_subactions()] if below else []
    assert set(texts) - KNOWN == set()


@pytest.mark.parametrize("names", [n for n, p in COMMANDS.items() if n and not subcommands(p)], ids=" ".join)
def test_a_command_is_done_in_its_file(names: tuple[str, ...]) -> None:
    file = f"dmptui.commands.{commands.FILES[names[0]]}"
    run = COMMANDS[names].get_default("run") or COMMANDS[names].get_default("context")
    assert run.__module__.startswith(file)
    assert run.__module__ == file or names[0] == "mes"


def test_a_file_has_the_name_of_its_command() -> None:
    families = {"changes"}
    named = {file.rstrip("_"): name for name, file in commands.FILES.items() if file not in families}
    assert list(named) == [name.replace("-", "_") for name in named.values()]
    files = {
        path.stem for path in FOLDER.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert files - {"__init__", "common"} == set(commands.FILES.values())


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], set()),
        (["search", "--help"], {"search"}),
        (["--data-dir", "d", "search", "1", "demo"], {"search", "demo"}),
        (["--help", "search"], set(commands.FILES)),
        (["--server", "http://s"], set()),
        (["bidule"], set()),
    ],
)
def test_only_what_a_line_needs_is_loaded(words: list[str], shown: set[str]) -> None:
    below = subcommands(build_parser(words))
    assert below is not None
    assert set(below.choices) == shown


@pytest.mark.parametrize(
    "words",
    [
        ["chercher", "1", "fer", "--as", "x"],
        ["matrice", "show"],
        ["regles"],
        ["usager", "1", "documents"],
        ["demo", "avancer", "1d"],
        ["demo", "advance", "1j"],
        ["mes", "1", "deposer", "f", "--type", "DOCPAT01"],
        ["documents", "1", "--as", "x", "--urgence", "m"],
        ["documents", "1", "--as", "x", "--consent", "explicite"],
        ["documents", "1", "--as", "x", "--consent", "explicit", "--medecin-traitant"],
    ],
)
def test_there_is_one_word_for_each_thing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "--help" in capsys.readouterr().err


@pytest.mark.parametrize(("option", "start"), [("--version", "dmptui "), ("--help", "Usage : dmptui ")])
def test_python_runs_it_too(option: str, start: str) -> None:
    command = [sys.executable, "-m", "dmptui", option, "--lang", "fr"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout.startswith(start), done.stderr) == (True, "")
