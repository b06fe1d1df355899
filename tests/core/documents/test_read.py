"""Any file of the record."""

import subprocess
import sys

import pytest

from dmptui.core.documents.blocks import Kind, Preformatted
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{\\rtf1\\ansi Bonjour}", Kind.RTF),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, Kind.IMAGE),
        (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
        (b"II*\0", Kind.IMAGE),
        (b"Bonjour", Kind.TEXT),
        (b"< 5 mg", Kind.TEXT),
        (b"<html><body/></html>", Kind.HTML),
    ],
)
def test_kinds(content, kind):
    assert read(content).kind is kind


def test_what_is_not_shown_is_said_and_kept():
    content = b"GIF89a"
    document = read(content)
    assert "ne s'affiche pas" in document.blocks[0].text  # type: ignore[union-attr]
    assert document.attachments[0].content() == content


@pytest.mark.parametrize(
    "content",
    ["é à œ".encode(), "é à œ".encode("cp1252"), "é à œ".encode("utf-16"), "é à œ".encode("utf-8-sig")],
)
def test_text_of_any_encoding(content):
    assert read(content, "text/plain").blocks == (Preformatted(("é à œ",)),)


def test_text_that_begins_like_xml_is_a_text_when_it_says_so():
    assert read(b"<b>gras</b>", "text/plain; charset=utf-8").kind is Kind.TEXT


def test_text_is_cleaned():
    assert read(b"a\x1b[31mb\tc\r\nd").blocks == (Preformatted(("a\ufffd[31mb c", "d")),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b" \n\t", "vide"),
        (b"x" * (40 * 1024 * 1024 + 1), "volumineux"),
        (b"PK\x03\x04docx", "archive"),
        (b"\x00\x01\x02\x03", "format"),
        (b"<a><b/></a>", "CDA"),
        (b"x" * 2_000_001, "trop long"),
    ],
)
def test_refuses(content, words):
    with pytest.raises(InvalidContent, match=words) as refused:
        read(content)
    assert refused.value.cause


@pytest.mark.parametrize(
    "module", ["text", "blocks", "header", "layout", "facts", "sniff", "read", "picture", "rtf"]
)
def test_reads_nothing_heavy_until_a_document_asks_for_it(module):
    code = (
        f"import sys, dmptui.core.documents.{module}\n"
        "heavy = {'lxml', 'pypdfium2', 'PIL', 'striprtf', 'pydantic', 'httpx', 'textual', 'sqlite3'}\n"
        "print(*heavy & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
