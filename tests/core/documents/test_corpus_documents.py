"""The public examples of the agency, and hostile documents, when they are at hand."""

import re
from collections import Counter
from contextlib import suppress
from unicodedata import category, normalize

import pytest
from lxml import etree

from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent
from tests.corpus import corpus_files, needs_corpus

EXAMPLES = corpus_files("cda/*.xml")
HOSTILE = corpus_files("hostile/*")

V3 = "{urn:hl7-org:v3}"
INLINE = {V3 + name for name in ("content", "sub", "sup", "linkHtml")}
TOKEN = re.compile(r"[^\W_]+|[<>≤≥±%+=µ°↑↓→☐☑☒✓✔✗²³‰Ω]")


def tokens(text: str) -> list[str]:
    return [token.casefold() for token in TOKEN.findall(normalize("NFKC", text))]


def narrative_tokens(content: bytes) -> Counter[str]:
    """The words of the titles and narratives, straight from the XML."""
    pieces: list[str] = []

    def walk(element: etree._Element) -> None:
        edge = "" if element.tag in INLINE else "\n"
        pieces.extend((edge, element.text or ""))
        for inside in element:
            if isinstance(inside.tag, str):
                walk(inside)
            pieces.append(inside.tail or "")
        pieces.append(edge)

    root = etree.fromstring(
        content, etree.XMLParser(huge_tree=True, resolve_entities=False, remove_comments=True)
    )
    for section in root.iter(V3 + "section"):
        for part in section:
            if part.tag in (V3 + "title", V3 + "text") and not part.get("nullFlavor"):
                walk(part)
    return Counter(tokens("".join(pieces)))


@needs_corpus
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_word_is_shown_and_no_line_is_too_wide(path):
    content = path.read_bytes()
    document = read(content)
    wanted = narrative_tokens(content)
    for width in (60, 80, 120, 200):
        lines = lay_out(document, width).plain().split("\n")
        assert max(map(cell_len, lines)) <= width
        shown = Counter(token for line in lines for token in tokens(line))
        assert not wanted - shown


@needs_corpus
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_header_is_read(path):
    header = read(path.read_bytes()).header
    assert header.title
    assert header.patient.birth_name
    assert header.patient.ins
    assert header.authors
    assert header.time.as_datetime() is not None


@needs_corpus
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_hostile_document_is_refused_or_harmless(path):
    with suppress(InvalidContent):
        shown = lay_out(read(path.read_bytes()), 80).plain()
        assert not [letter for letter in shown if letter != "\n" and category(letter) in ("Cc", "Cf", "Cs")]
        assert "root:" not in shown


REFUSED = ["billion_laughs", "quadratic", "utf16_doctype", "xxe_file", "esc_charref", "esc_raw"]


@needs_corpus
@pytest.mark.parametrize("name", REFUSED)
def test_hostile_document_that_must_be_refused(name):
    (path,) = [path for path in HOSTILE if path.stem == name]
    with pytest.raises(InvalidContent, match=r"\.$"):
        read(path.read_bytes())
