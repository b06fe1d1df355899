"""The English catalogue: whole, in step with the code, and shown."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from dmptui.app import DmpApp
from dmptui.cli import main
from dmptui.core.machine.settings import Settings
from dmptui.core.text import _, labelled, ngettext, use_language
from docs import catalogue
from tests.screens.driver import driven

_PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s")
_ENDS = (".", ":", "…", "?")


@pytest.fixture
def english() -> Iterator[None]:
    """English, until the test ends."""
    use_language("en")
    yield
    use_language("fr")


@pytest.fixture(scope="module")
def known() -> Catalog:
    return catalogue.read_catalogue()


def _ids(found: Catalog) -> set[tuple[str, ...]]:
    return {catalogue.forms(message.id) for message in found if message.id}


def _pairs(known: Catalog) -> Iterator[tuple[str, str]]:
    """French and English, a plural after its singular."""
    for message in known:
        if message.id:
            yield from zip(catalogue.forms(message.id), catalogue.forms(message.string), strict=True)


def test_every_message_of_the_code_is_translated(known: Catalog) -> None:
    assert _ids(catalogue.read_code()) - _ids(known) == set()
    assert catalogue.untranslated(known) == []


def test_nothing_is_translated_that_the_code_does_not_say(known: Catalog) -> None:
    assert _ids(known) - _ids(catalogue.read_code()) == set()
    assert not known.obsolete


def test_placeholders_agree(known: Catalog) -> None:
    wrong = [pair for pair in _pairs(known) if len({_placeholders(text) for text in pair}) > 1]
    assert wrong == []


def _placeholders(text: str) -> tuple[str, ...]:
    return tuple(sorted(_PLACEHOLDER.findall(text)))


def test_sentences_end_alike(known: Catalog) -> None:
    wrong = [pair for pair in _pairs(known) if len({_end(text) for text in pair}) > 1]
    assert wrong == [("Page préc.", "Page Up"), ("Page suiv.", "Page Down")]


def _end(text: str) -> str:
    spaces = text[len(text.rstrip()) :]
    return (text.rstrip()[-1] if text.rstrip().endswith(_ENDS) else "") + spaces


def test_what_is_compiled_is_what_is_written(known: Catalog) -> None:
    with catalogue.MO.open("rb") as file:
        assert _strings(read_mo(file)) == _strings(read_mo(BytesIO(catalogue.compiled(known))))


def _strings(found: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Without the header, which names the version of Babel."""
    return {catalogue.forms(message.id): catalogue.forms(message.string) for message in found if message.id}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('_("a" "b")', [("ab",)]),
        ("N_('a')", [("a",)]),
        ("f\"{_('a')} {x}\"", [("a",)]),
        ("ngettext('{n} an', '{n} ans', 3)", [("{n} an", "{n} ans")]),
        ("_(title)", []),
        ("say('a')", []),
    ],
)
def test_messages_are_found_wherever_they_stand(code: str, found: list[tuple[str, ...]]) -> None:
    assert list(catalogue.messages(code)) == found


@pytest.mark.parametrize(
    ("message", "untranslated"),
    [
        (Message("oui", "yes"), False),
        (Message("oui"), True),
        (Message("oui", "yes", flags={"fuzzy"}), True),
        (Message(("{n} an", "{n} ans"), ("{n}y", "{n}y")), False),
        (Message(("{n} an", "{n} ans"), ("{n}y", "")), True),
    ],
)
def test_what_is_left_to_translate(message: Message, untranslated: bool) -> None:
    found = Catalog(locale="en")
    found[message.id] = message
    assert catalogue.untranslated(found) == ([catalogue.forms(message.id)] if untranslated else [])


def test_without_a_catalogue_french_is_shown(known: Catalog) -> None:
    use_language("fr")
    for message in known:
        if message.id:
            assert _(catalogue.forms(message.id)[0]) == catalogue.forms(message.id)[0]
    use_language("de")
    assert _("Mes patients") == "Mes patients"


@pytest.mark.parametrize(
    ("n", "french", "english"),
    [(0, "patient", "patients"), (1, "patient", "patient"), (2, "patients", "patients")],
)
def test_each_language_counts_in_its_own_way(n: int, french: str, english: str) -> None:
    shown = {}
    for language in ("en", "fr"):
        use_language(language)
        shown[language] = ngettext("{n} patient", "{n} patients", n).format(n=n)
    assert shown == {"fr": f"{n} {french}", "en": f"{n} {english}"}


@pytest.mark.parametrize("n", [0, 1, 2, 24])
def test_a_word_that_is_also_a_plural_is_translated_alone(english: None, n: int) -> None:
    assert _("{n} mois").format(n=n) == ngettext("{n} mois", "{n} mois", n).format(n=n) == f"{n}m"


def test_the_help_is_in_english(english: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "en", "--help"])
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: dmptui")
    assert "my patients, or a search for a person" in shown
    assert "Commandes" not in shown


async def test_connexion_is_in_english(
    english: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(DmpApp, "_connect", lambda *_nothing: None)  # it is shown before there is a DMP
    settings = Settings(data_dir=tmp_path, language="en")
    async with driven(settings, (80, 24), {}) as dmp:
        assert "Demonstration DMP" in dmp.lines[0]
        assert dmp.lines[1].split() == ["Sign", "in", "21", "professionals"]
        assert "Who is working here? Everyone is fictitious." in dmp.text
        assert dmp.lines[-1].strip() == "Enter sign in   u patient side   : go to   ? help"


_MARKED = frozenset({"_", "N_", "ngettext"})
_COLON = re.compile(r"[ \u00a0\u202f]:(?![\w:])(?= |$)")
"""A colon as French writes it, at the end of a word that something follows."""
_IN_FRENCH = (
    "core/demo",
    "core/writing",
    "commands/vaccination.py",  # what is written in documents is in French
    "core/documents/pdf/fields.py",
    "core/documents/rtf",  # read in a process that knows no language
    "core/store/sqlite",  # SQL
)


def _french_colons(code: str) -> Iterator[int]:
    """The lines of the texts with such a colon that no catalogue translates."""
    tree = ast.parse(code)
    aside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _MARKED:
            aside |= {id(each) for each in ast.walk(call)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in aside)
    for node in texts:
        if isinstance(node.value, str) and _COLON.search(node.value):
            yield node.lineno


def test_no_colon_is_written_outside_the_catalogue() -> None:
    found = [
        f"{path}:{line}"
        for path in (each.relative_to(catalogue.SOURCE).as_posix() for each in catalogue.SOURCE.rglob("*.py"))
        if not path.startswith(_IN_FRENCH)
        for line in _french_colons((catalogue.SOURCE / path).read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.usefixtures("english")
def test_a_label_has_the_colon_of_the_language() -> None:
    assert labelled("Author", "Dr {A}") == "Author: Dr {A}"
    use_language("fr")
    assert labelled("Auteur", "Dr {A}") == "Auteur : Dr {A}"
