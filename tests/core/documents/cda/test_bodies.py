"""Documents whose body is a file: whatever its encoding and its compression, shown or named."""

import base64
import bz2
import gzip
import zlib

import pytest

from dmptui.core.documents.blocks import Kind, Media, Paragraph, Preformatted
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from tests.core.documents.cda_samples import clinical_document, section, structured, unstructured

WORDS = "Éléments : température 37,2 °C"
SHOWN = (Preformatted((WORDS,)),)


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def body(attributes: str, inside: str = "") -> bytes:
    return clinical_document(
        f"<component><nonXMLBody><text {attributes}>{inside}</text></nonXMLBody></component>"
    )


def plain(content: bytes, width: int = 200) -> str:
    return lay_out(read(content), width).plain()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/plain", WORDS.encode()),
        ("text/plain", WORDS.encode("cp1252")),
        ("text/plain; charset=ISO-8859-1", WORDS.encode("latin-1")),
        ("TEXT/PLAIN;charset='macintosh'", WORDS.encode("mac-roman")),
        ("text/plain", WORDS.encode("utf-16")),
        ("text/plain", WORDS.encode("utf-16-le")),
        ("text/plain", WORDS.encode("utf-16-be")),
        ("text/plain", WORDS.encode("utf-32")),
        ("text/plain", WORDS.encode("utf-8-sig")),
        ("text/plain;charset=latin1", WORDS.encode()),
        ("text/plain;charset=idna", WORDS.encode()),
        ("", WORDS.encode()),
        ("application/octet-stream", WORDS.encode()),
    ],
)  # fmt: skip
def test_text_of_any_charset(kind, content):
    assert read(unstructured(kind, b64(content))).blocks == SHOWN


def test_charset_of_the_element():
    content = b64(WORDS.encode("mac-roman"))
    assert (
        read(body("mediaType='text/plain' charset='macintosh' representation='B64'", content)).blocks == SHOWN
    )


@pytest.mark.parametrize("named", ["DF", "GZ", "ZL", "df", ""])
@pytest.mark.parametrize(
    "squeeze",
    [zlib.compress, gzip.compress, lambda data: zlib.compress(data, wbits=-15)],
    ids=["zlib", "gzip", "bare"],
)
def test_compressed_text(named, squeeze):
    content = squeeze(WORDS.encode())
    if not named and content[0] not in (0x78, 0x1F):
        return  # nothing tells what it is
    attributes = f"mediaType='text/plain' representation='B64' compression='{named}'"
    assert read(body(attributes, b64(content))).blocks == SHOWN


@pytest.mark.parametrize(
    "squeeze", [zlib.compress, gzip.compress, lambda data: zlib.compress(data, wbits=-15)]
)
def test_compressed_bomb_is_refused_and_said(squeeze):
    content = squeeze(b" " * 30_000_000)
    document = read(body("mediaType='text/plain' representation='B64' compression='DF'", b64(content)))
    assert isinstance(document.blocks[0], Media)
    assert "volumineuse" in document.warnings[0]


def test_compressed_text_cut_short_is_said():
    content = zlib.compress(WORDS.encode() * 90)[:-20]
    document = read(body("mediaType='text/plain' representation='B64' compression='DF'", b64(content)))
    assert "abîmée" in document.warnings[0]


def test_compression_that_is_not_read_is_named():
    content = b64(bz2.compress(WORDS.encode()))
    shown = plain(body("mediaType='text/plain' representation='B64' compression='BZ'", content))
    assert "Archive bzip2 : ouvrez-la avec un autre programme" in " ".join(shown.split())


def test_base64_without_padding_or_of_addresses():
    content = base64.urlsafe_b64encode((WORDS + "??>>").encode()).decode().rstrip("=")
    assert read(unstructured("text/plain", content)).blocks == (Preformatted((WORDS + "??>>",)),)


def test_text_that_says_it_is_in_base64_and_is_not():
    assert read(unstructured("text/plain", WORDS)).blocks == SHOWN


def test_file_that_does_not_say_it_is_in_base64():
    content = b64(rb"{\rtf1\ansi Bonjour}")
    assert read(body("mediaType='text/rtf'", content)).blocks == (Preformatted(("Bonjour",)),)


@pytest.mark.parametrize("declared", ["application/pdf", "text/html", "image/jpeg", ""])
def test_what_a_file_is_wins_over_what_it_declares(declared):
    content = b64(rb"{\rtf1\ansi Bonjour}")
    assert read(unstructured(declared, content)).blocks == (Preformatted(("Bonjour",)),)


def test_body_elsewhere_is_said_with_its_address():
    document = read(body("mediaType='application/pdf'", "<reference value='doc1.pdf'/>"))
    assert document.blocks[0] == Media(None, "", "", "doc1.pdf", "application/pdf")
    assert document.attachments == ()
    shown = plain(body("mediaType='application/pdf'", "<reference value='doc1.pdf'/>"))
    assert "Fichier hors de ce document : doc1.pdf · PDF" in shown


@pytest.mark.parametrize(
    ("flavor", "said"), [("MSK", "valeur masquée"), ("NAV", "indisponible"), ("XX", "XX")]
)
def test_body_that_is_not_given_says_why(flavor, said):
    assert said in plain(body(f"nullFlavor='{flavor}'"))


@pytest.mark.parametrize("attributes", ["mediaType='application/pdf' representation='B64'", ""])
def test_empty_body_is_said(attributes):
    assert read(body(attributes)).warnings == ("Ce document n'a pas de contenu.",)


def test_thumbnail_is_not_the_content():
    inside = f"<thumbnail representation='B64'>{b64(b'petit')}</thumbnail>{b64(WORDS.encode())}"
    assert read(body("mediaType='text/plain' representation='B64'", inside)).blocks == SHOWN


def test_body_marked_up_as_a_section():
    document = read(body("", "<paragraph>un</paragraph><list><item>deux</item></list>"))
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "ListBlock"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("application/msword", "Document Word"),
        ("application/dicom", "Image DICOM"),
        ("video/mp4", "Vidéo MP4"),
    ],
)
def test_file_that_is_not_shown_is_named(kind, name):
    document = read(unstructured(kind, b64(b"\xd0\xcf\x11\xe0\0\0")))
    assert isinstance(document.blocks[0], Media)
    assert isinstance(document.blocks[1], Paragraph)
    assert document.blocks[1].text.startswith(f"{name} : ")


def test_document_in_a_document_is_named_and_not_followed():
    inner = structured(section("dedans"))
    document = read(unstructured("text/xml", b64(inner)))
    assert isinstance(document.blocks[0], Media)
    assert document.attachments[0].content() == inner
    assert "dedans" not in plain(unstructured("text/xml", b64(inner)))


def test_body_beside_sections():
    both = structured(section("texte")).replace(
        b"</ClinicalDocument>",
        f"<component><nonXMLBody><text mediaType='text/plain'>{WORDS}</text></nonXMLBody></component>"
        "</ClinicalDocument>".encode(),
    )
    document = read(both)
    assert document.kind is Kind.STRUCTURED
    assert document.blocks == SHOWN
    assert document.sections[0].blocks


def test_several_bodies_are_all_shown():
    texts = "<text mediaType='text/plain'>un</text><text mediaType='text/plain'>deux</text>"
    document = read(clinical_document(f"<component><nonXMLBody>{texts}</nonXMLBody></component>"))
    assert document.blocks == (Preformatted(("un",)), Preformatted(("deux",)))


@pytest.mark.parametrize(
    "content",
    [
        "<h1>Titre</h1><p>Allergie <b>iode</b></p>",
        "<p>Allergie iode</p>",
        "<h2>Titre</h2><table><tr><td>Allergie iode</td></tr></table>",
        "Allergie iode",
    ],
)
def test_what_is_shown_is_never_said_empty(content):
    shown = plain(
        body(
            'mediaType="text/html" representation="B64"', b64(f"<html><body>{content}</body></html>".encode())
        )
    )
    assert "Allergie iode" in shown
    assert "pas de contenu" not in shown
