"""Keep the English catalogue in step with the code: its messages, sorted, and what is compiled from them.

    python docs/catalogue.py

French is the source text. Translate in the .po the messages it prints, then run it again.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "dmptui"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "dmptui.po"
MO = PO.with_suffix(".mo")

_MARKS = {"_": 1, "N_": 1, "ngettext": 2}
"""The functions of ``dmptui.core.text``, and how many messages each takes."""


def messages(code: str) -> Iterator[tuple[str, ...]]:
    """The messages marked in a Python file, a plural with its singular.

    Babel's own extractor reads tokens: before Python 3.12 an f-string is one of them, and it misses the
    messages inside.
    """
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
            marked = node.args[: _MARKS[node.func.id]]
            texts = tuple(a.value for a in marked if isinstance(a, ast.Constant) and isinstance(a.value, str))
            if texts:
                yield texts


def read_code() -> Catalog:
    """Every message of the program, untranslated."""
    found = Catalog()
    for path in sorted(SOURCE.rglob("*.py")):
        for message in messages(path.read_text(encoding="utf-8")):
            found.add(message if len(message) > 1 else message[0])
    return found


def read_catalogue() -> Catalog:
    """The catalogue as it is."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def forms(text: object) -> tuple[str, ...]:
    """A message or a translation, as Babel gives it; with its plural when it has one."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def untranslated(catalogue: Catalog) -> list[tuple[str, ...]]:
    """What is left to translate, or to look at again because it has gained a plural."""
    return [
        forms(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ]


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file of a catalogue."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main() -> int:
    """Update and compile; the exit code is 1 when something is untranslated."""
    catalogue = read_catalogue()
    catalogue.update(read_code(), no_fuzzy_matching=True, update_creation_date=False)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    MO.write_bytes(compiled(catalogue))
    missing = untranslated(catalogue)
    for message in missing:
        print(*message, sep=" / ")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
