"""Lots of documents as they come by MSSanté."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents.blocks import Kind
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent
from tests.core.documents.screen import shown, words
from tests.core.documents.xdm_samples import CDA, SUBSET, Entry, lot, metadata, zipped

TEXT = Entry("DOC00002.TXT", "Lettre\nà un confrère".encode(), "Lettre", "text/plain")


def test_each_document_is_shown_with_its_metadata_and_its_text():
    said = words(lot(Entry(comment="à relire"), TEXT))
    assert said.startswith("Lot IHE XDM de 2 documents Patient BERNARD Lucie · F · 04/11/1951")
    assert "1. Compte rendu" in said
    for fact in (
        "Auteur Dr Jeanne DURAND · Cabinet des Halles",
        "Type CR de consultation",
        "Date 2 mars 2026 à 10:15",
        "Acte 01/03/2026",
        "Commentaire à relire",
        "Fichier IHE_XDM/SUBSET01/DOC00001.XML (XML",
        "Identifiant 1.2.250.1.9.1",
        "Envoi du 2 mars",
        "à Paul MARTIN, Cabinet Sud",
        "Tout va bien",
        "à un confrère",
    ):
        assert fact in said
    assert "Attention" not in said


def test_each_document_can_be_opened_alone():
    document = read(lot(Entry(), TEXT))
    assert document.kind is Kind.ARCHIVE
    assert [(a.title, a.content()) for a in document.attachments] == [
        ("1. Compte rendu", CDA),
        ("2. Lettre", TEXT.content),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lot(Entry(hash="0" * 40)), "L'empreinte du fichier n'est pas celle annoncée"),
        (lot(Entry(size="12")), "(12 o)"),
        (zipped({SUBSET + "METADATA.XML": metadata(Entry())}), "manque dans l'archive"),
        (lot(Entry(), more={SUBSET + "AUTRE.PDF": b"x"}), "ne nomment pas : IHE_XDM/SUBSET01/AUTRE.PDF"),
        (lot(Entry(info=("PID-5|AUTRE^Jean", "PID-7|19900101"))), "nomme plusieurs personnes"),
        (lot(Entry("DEDANS.ZIP", lot(Entry()))), "Une archive dans l'archive n'est pas ouverte"),
        (lot(Entry("DOC.DOC", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", mime="application/msword")), "Word"),
        (lot(Entry("ABIME.PDF", b"%PDF-1.4 rien")), "PDF"),
    ],
)
def test_what_does_not_agree_is_said(content, said):
    assert said in words(content)


@pytest.mark.parametrize(
    "files",
    [
        {SUBSET + "METADATA.XML": metadata(Entry()), SUBSET + "doc00001.xml": CDA},
        {"Export/" + SUBSET + "METADATA.XML": metadata(Entry()), "Export/" + SUBSET + "DOC00001.XML": CDA},
        {"IHE_XDM\\SUBSET01\\METADATA.XML": metadata(Entry()), "IHE_XDM\\SUBSET01\\DOC00001.XML": CDA},
        {SUBSET + "metadata.xml": metadata(Entry("./DOC00001.XML")), SUBSET + "DOC00001.XML": CDA},
        {SUBSET + "METADATA.XML": metadata(Entry("../DOCS/A%20B.XML")), "IHE_XDM/DOCS/A B.XML": CDA},
    ],
    ids=["case", "in a folder", "backslashes", "dot", "elsewhere"],
)
def test_files_are_found_as_senders_name_them(files):
    assert "Tout va bien" in words(zipped(files))


def test_several_submission_sets():
    files = {
        SUBSET + "METADATA.XML": metadata(Entry(), title="Premier envoi"),
        SUBSET + "DOC00001.XML": CDA,
        "IHE_XDM/SUBSET02/METADATA.XML": metadata(Entry(title="Autre"), title="Second envoi", first=7),
        "IHE_XDM/SUBSET02/DOC00001.XML": CDA,
    }
    said = words(zipped(files))
    assert "2 documents" in said
    assert "Premier envoi" in said
    assert "Second envoi" in said
    spoilt = words(zipped(files | {"IHE_XDM/SUBSET02/METADATA.XML": b"<a>"}))
    assert "Premier envoi" in spoilt
    assert "IHE_XDM/SUBSET02/METADATA.XML : Ce document XML est mal formé" in spoilt


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
        (b"<a>", "mal formé"),
        (b"<a/>", "métadonnées"),
        (b"<a>" * 300, "profond"),
        (b"", "mal formé"),
    ],
)
def test_hostile_metadata(said, why):
    with pytest.raises(InvalidContent, match=why):
        read(zipped({SUBSET + "METADATA.XML": said}))


def test_control_characters_of_metadata_never_reach_the_terminal():
    entry = Entry(title="Titre\x9b31m\u202efaux", comment="a\u200bb")
    out = shown(lot(entry))
    assert not set(out) & {"\x1b", "\x9b", "\u202e", "\u200b"}


def test_a_zip_that_is_no_lot_is_listed():
    said = words(zipped({"photo.jpg": b"x" * 2048, "dossier/lettre.pdf": b"y"}))
    assert said.startswith("Archive ZIP sans lot de documents IHE XDM : ouvrez-la")
    assert "photo.jpg 2 Ko" in said
    assert "dossier/lettre.pdf 1 o" in said


SAID = metadata(Entry(codes={"type": ("11488-4", "CR"), "confidentiality": ("N", ""), "event": ("A", "b")}))
PIECES = (
    b"|",
    b"^",
    b"&amp;",
    b"9" * 40,
    b"<rim:Value/>",
    b'id="set"',
    b"</rim:Slot>",
    b"\xff",
    b"urn:uuid:doc-1",
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_spoilt_metadata_are_refused_or_shown(data):
    said = bytearray(SAID)
    for _change in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(said) - 1))
        said[at : at + data.draw(st.integers(0, 12))] = data.draw(st.sampled_from(PIECES))
    with suppress(InvalidContent):
        lay_out(read(zipped({SUBSET + "METADATA.XML": bytes(said), SUBSET + "DOC00001.XML": CDA})), 80)


FIELDS = st.text("PID-578|^&~\\TFSRE0123456789 é", max_size=40)


@given(st.lists(FIELDS, max_size=4), FIELDS)
def test_any_field_of_hl7_is_read(info, person):
    entry = Entry(info=info, person=person, start=person)
    assert read(lot(entry)).kind is Kind.ARCHIVE
