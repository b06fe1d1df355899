"""Documents that try to speak to the terminal, in a real one: none of what they say gets there."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dmptui.core.connecting.embedded import open_embedded
from dmptui.core.demo import population
from dmptui.core.demo.filing import DemoDocument
from dmptui.core.demo.population import Population, generate
from dmptui.core.machine.settings import Settings
from dmptui.core.model.days import now as clock
from dmptui.core.model.document import Document
from dmptui.core.writing.codes import Code
from dmptui.core.writing.level3 import Section, level3
from dmptui.core.writing.narrative import Table
from tests.core.writing.written_samples import header_facts
from tests.screens.driver import NUMBER
from tests.terminal import Terminal
from tests.test_bytes import RUN

HIDDEN = "\x9b31m\u202e\u200b\U000e0041\U000e007f\u2066\x9d0;titre\x9c"
EVIL = f"[red]faux[/]\x1b]52;c;ZXZpbA==\x07\x1b]0;titre\x07\x1b[2J{HIDDEN}fin"

FORBIDDEN = (
    b"\x1b]52", b"\x1b]0;", b"\x1b[31m", b"\xc2\x9b", b"\xc2\x9d", b"\xe2\x80\xae", b"\xe2\x80\x8b",
    b"\xf3\xa0\x81", b"\xe2\x81\xa6",
)  # fmt: skip


def structured() -> bytes:
    """A CDA in which XML allows it: all but the escapes of C0; the writers would have cleaned it."""
    cell = Table(("EVIL",), (("EVIL", "EVIL"),), "EVIL")
    section = Section("EVIL", Code("1-8", "EVIL"), ("EVIL ligne", cell))
    file = b'<entry><observationMedia classCode="OBS" moodCode="EVN" ID="EVIL"><value mediaType="EVIL" '
    file += b'representation="B64">QUJD</value><text>EVIL.exe</text></observationMedia></entry>'
    content = level3(header_facts(title="EVIL"), (section,))
    content = content.replace(b"</text></section>", b"</text>" + file + b"</section>").replace(
        b"ROUX", b"EVIL"
    )
    return content.replace(b"EVIL", HIDDEN.encode())


_DEEPEST = 4
"""Screens and dialogs, one over the other, from a document up."""
CONTENTS = (
    ("text/xml", structured()),
    ("text/plain", f"Bonjour {EVIL}\n{EVIL * 40}\nla fin".encode()),
    ("text/xml", f"<ClinicalDocument xmlns='urn:hl7-org:v3'><{HIDDEN}".encode()),
)
"""The last one is not well-formed: its refusal is a dialog."""


def hostile(known: DemoDocument, number: int, content_type: str, content: bytes) -> DemoDocument:
    meta: Document = known.meta
    author = meta.author.model_copy(update={"name": f"Dr {EVIL}", "organization": EVIL})
    changes = {
        "id": f"{number:08}-0000-4000-8000-000000000000",
        "logical_id": f"{number:08}-0000-4000-9000-000000000000",
        "master_identifier": f"urn:oid:2.25.{number}",
        "title": f"Piège {number} {EVIL}",
        "description": EVIL,
        "authors": (author,),
        "start": meta.date,
        "date": meta.date + timedelta(minutes=number),
        "type": meta.type.model_copy(update={"display": EVIL}),
        "attachment": meta.attachment.model_copy(
            update={"content_type": content_type, "size": len(content), "sha1": ""}
        ),
    }
    return DemoDocument(meta.model_copy(update=changes), content)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The record of Lucie BERNARD alone, with two documents, then the hostile ones."""
    record = next(r for r in generate(clock().date()).records if r.patient.birth_name == "BERNARD")
    known = record.documents[-1]
    made = (hostile(known, number, *content) for number, content in enumerate(CONTENTS, 1))
    documents = (record.documents[-2], known, *made)
    alone = Population((replace(record, documents=documents, traces=()),))
    monkeypatch.setattr(population, "generate", lambda *_args, **_kwargs: alone)
    settings = Settings(data_dir=tmp_path / "dmp")

    async def make() -> None:
        await (await open_embedded(settings, clock)).close()

    asyncio.run(make())
    return settings.data_dir


def test_no_document_speaks_to_the_terminal(folder: Path) -> None:
    with Terminal(RUN, folder, size=(110, 36)) as terminal:
        terminal.sees("Connexion")
        terminal.press("\r")
        terminal.sees("situation d'exercice")
        terminal.press("\r")
        terminal.sees("1 patient")
        terminal.read(0.4)
        terminal.press("\r")
        terminal.sees("Piège 3")
        for number in reversed(NUMBER.values()):  # every page of the record, Documents the last but one
            terminal.press(number)
            terminal.read(0.4)
        terminal.press(NUMBER["documents"])
        terminal.read(0.4)
        for key, title in (("?", "Les touches"), (":", "Aller")):
            terminal.press(key)
            terminal.sees(title)
            terminal.press("\x1b")
            terminal.read(0.4)
        for seen in ("mal formé", "la fin", "ligne"):
            for key in ("m", "s", "o", "/fin\r"):  # the card, the contents, the files, what is sought
                terminal.press("\r")
                terminal.sees(seen)
                terminal.press(key)
                terminal.read(0.4)  # some have nothing to answer
                back_to_list(terminal)
            terminal.press("\x1b[B")
            terminal.read(0.2)
        assert not [bad for bad in FORBIDDEN if bad in terminal.sent]


def back_to_list(terminal: Terminal) -> None:
    """Escape, once for each answer of the program, until the list is there."""
    for _more in range(_DEEPEST):
        if all(f"Piège {number}" in terminal.text for number in (1, 2, 3)):
            return
        terminal.press("\x1b")
        terminal.answers()
    raise AssertionError(f"no list, but\n{terminal.text}")
