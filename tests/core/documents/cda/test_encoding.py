"""Clinical documents whatever the encoding of their bytes, and whatever they say it is."""

import codecs

import pytest

from dmptui.core.documents.blocks import Document, Paragraph, Run
from dmptui.core.documents.cda.encoding import well_encoded
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent
from tests.core.documents.cda_samples import narrative

BODY = narrative("œdème 37,2 °C").decode().partition("?>")[2]
WORDS = (Paragraph((Run("œdème 37,2 °C"),)),)


def written(declared: str, actual: str, before: bytes = b"") -> bytes:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return before + (declaration + BODY).encode(actual)


def blocks(document: Document) -> object:
    return document.sections[0].blocks


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("", "utf-8"), ("UTF-8", "utf-8"), ("utf8", "utf-8"), ("utf-8", "utf-8-sig"), ("", "utf-8-sig"),
        ("UTF-16", "utf-16"), ("utf-16", "utf-16-le"), ("", "utf-16-be"), ("UTF-8", "utf-16"),
        ("windows-1252", "cp1252"), ("cp1252", "cp1252"), ("ISO-8859-15", "iso8859-15"),
        ("macintosh", "mac-roman"), ("utf-16", "utf-8"), ("us-ascii", "utf-8"),
    ],
)  # fmt: skip
def test_read_in_its_encoding(declared, actual):
    document = read(written(declared, actual))
    assert blocks(document) == WORDS
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("declared", "said"), [("UTF-8", "Windows"), ("", "Windows"), ("us-ascii", "Windows")]
)
def test_bytes_of_windows_that_say_otherwise_are_read_and_said(declared, said):
    document = read(written(declared, "cp1252"))
    assert blocks(document) == WORDS
    assert said in document.warnings[0]


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252", "latin1"])
def test_utf8_that_says_otherwise_is_read_and_said(declared):
    document = read(written(declared, "utf-8"))
    assert blocks(document) == WORDS
    assert "UTF-8" in document.warnings[0]


def test_bytes_of_two_encodings():
    content = written("UTF-8", "utf-8").replace("37,2 °C".encode(), "37,2 °C".encode("cp1252"))
    assert blocks(read(content)) == WORDS


@pytest.mark.parametrize(
    "before",
    [b"\n", b" \r\n\t", codecs.BOM_UTF8 * 2, b"\n" + codecs.BOM_UTF8, b"\0\0", b"HTTP/1.1 200 OK\r\n\r\n",
     "ï»¿".encode()],
)  # fmt: skip
def test_what_comes_before_the_declaration_is_passed_over(before):
    assert blocks(read(written("UTF-8", "utf-8", before))) == WORDS


@pytest.mark.parametrize(
    ("mark", "actual"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (b"", "utf-16-be"), (b"", "utf-16-le")]
)
def test_blank_lines_before_a_document_of_sixteen_bits(mark, actual):
    content = mark + "\n\n".encode(actual) + written("UTF-16", actual)
    assert blocks(read(content)) == WORDS


@pytest.mark.parametrize("declared", ["UTF-7", "inconnu", "utf-32", "cp037", "idna", "rot13"])
def test_an_encoding_whose_markup_cannot_be_counted_is_refused(declared):
    with pytest.raises(InvalidContent, match="encodage"):
        well_encoded(f'<?xml version="1.0" encoding="{declared}"?><a/>'.encode())


def test_lines_keep_their_numbers():
    with pytest.raises(InvalidContent, match="ligne 4"):
        read(b'<?xml version="1.0"\n encoding="ISO-8859-1"?>\n<a>\xe9\n</b>')


def test_padding_after_the_end_is_passed_over():
    assert blocks(read(written("UTF-8", "utf-8") + b"\0\0\x1a\n\0")) == WORDS
