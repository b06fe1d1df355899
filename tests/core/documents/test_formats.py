"""What a file is, by its bytes, and what is said of those that are not read."""

from importlib import import_module

import pytest

from dmptui.core.documents.formats import FORMATS, READ, advice, closer
from dmptui.core.documents.read import kept, read
from dmptui.core.documents.sniff import media_type
from dmptui.core.errors import InvalidContent
from tests.core.documents.cda_samples import narrative
from tests.core.documents.xdm_samples import Entry, lot, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OPEN_XML = "application/vnd.openxmlformats-officedocument."


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


SAMPLES = {
    "docx": (
        zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"}),
        f"{OPEN_XML}wordprocessingml.document",
    ),
    "xlsx": (
        zipped({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}),
        f"{OPEN_XML}spreadsheetml.sheet",
    ),
    "pptx": (
        zipped({"[Content_Types].xml": b"x", "ppt/a.xml": b"x"}),
        f"{OPEN_XML}presentationml.presentation",
    ),
    "odt": (
        b"PK\3\4" + bytes(22) + b"\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.textPK\3\4",
        "application/vnd.oasis.opendocument.text",
    ),
    "doc": (stream("WordDocument"), "application/msword"),
    "xls": (stream("Workbook"), "application/vnd.ms-excel"),
    "msg": (stream("__nameid_version1.0"), "application/vnd.ms-outlook"),
    "ole": (OLE, "application/x-ole-storage"),
    "eml": (b"Received: from a\r\nFrom: b\r\nMIME-Version: 1.0\r\n\r\nBonjour", "message/rfc822"),
    "dicom": (bytes(128) + b"DICM" + bytes(20), "application/dicom"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"),
    "rar": (b"Rar!\x1a\x07\0", "application/vnd.rar"),
    "gz": (b"\x1f\x8b\x08\0", "application/gzip"),
    "mp4": (b"\0\0\0\x20ftypisom\0\0", "video/mp4"),
    "heic": (b"\0\0\0\x20ftypheic\0\0", "image/heic"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    "bmp": (b"BM\x36\0\0\0\0\0\0\0\x36\0", "image/bmp"),
    "wav": (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    "svg": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
    "exe": (b"MZ\x90\0\3\0", "application/x-msdownload"),
}
SHOWN = {
    "cda": (narrative("a"), "application/xml"),
    "xdm": (lot(Entry()), "application/x-ihe-xdm+zip"),
    "zip": (zipped({"a.txt": b"x"}), "application/zip"),
    "html": (b"\n<!-- a --><!DOCTYPE HTML>\n<HTML lang=fr>", "text/html"),
    "xhtml": (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "text/html"),
    "fhir json": (b' {"type": "document", "resourceType": "Bundle"}', "application/fhir+json"),
    "fhir xml": (b"<Bundle xmlns='http://hl7.org/fhir'/>", "application/fhir+xml"),
    "fhir utf-16": ('{"resourceType": "Bundle"}'.encode("utf-16"), "application/fhir+json"),
    "json": (b'{"a": 1}', ""),
    "letter": ("From: ma main\nCher confrère".encode(), ""),
    "arrow": (b"<5 mg", ""),
    "MZ": (b"MZ est parti", ""),
}


@pytest.mark.parametrize("name", SAMPLES | SHOWN)
def test_bytes_tell(name):
    content, found = (SAMPLES | SHOWN)[name]
    assert media_type(content) == found


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_not_read_is_named_with_what_to_do(name):
    content, found = SAMPLES[name]
    with pytest.raises(InvalidContent) as refused:
        read(content)
    assert refused.value.message == advice(found)
    assert " : " in advice(found)
    assert kept(content, refused.value).blocks[0].text == advice(found)  # type: ignore[union-attr]


def test_a_damaged_file_is_not_kept_as_one_that_is_not_read():
    with pytest.raises(InvalidContent, match="abîmé"):
        kept(b"%PDF-1.4", InvalidContent("abîmé"))


def test_a_word_document_says_what_to_do():
    assert advice("application/msword") == "Document Word : enregistrez-le en PDF puis déposez le PDF."


def test_the_declared_type_counts_when_bytes_tell_only_what_holds_it():
    assert closer("application/x-ole-storage", "application/msword") == "application/msword"
    assert closer("application/pdf", "application/msword") == "application/pdf"
    assert closer("", "text/plain") == "text/plain"


@pytest.mark.parametrize("each", READ, ids=lambda each: each.media_type)
def test_every_kind_that_is_read_has_its_reader(each):
    module, _colon, function = each.reader.partition(":")
    assert callable(getattr(import_module(f"dmptui.core.documents.{module}"), function))


def test_every_kind_is_read_or_has_an_advice():
    assert [each for each in FORMATS.values() if bool(each.reader) == bool(each.advice)] == []
