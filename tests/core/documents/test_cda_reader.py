"""Clinical documents to the block tree."""

import base64
import zlib

import pytest

from dmptui.core.documents.blocks import (
    Block,
    Cell,
    Emphasis,
    Kind,
    ListBlock,
    Media,
    Paragraph,
    Preformatted,
    Run,
    Table,
)
from dmptui.core.documents.facts import describe
from dmptui.core.documents.header import Identifier
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent
from tests.core.documents.cda_samples import (
    HEADER,
    clinical_document,
    narrative,
    section,
    structured,
    table,
    unstructured,
)

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"x" * 100).decode()


def blocks(text: str) -> tuple[Block, ...]:
    return read(narrative(text)).sections[0].blocks


def paragraph(text: str) -> Paragraph:
    (block,) = blocks(text)
    assert isinstance(block, Paragraph)
    return block


@pytest.mark.parametrize(
    ("name", "birth_name", "given"),
    [
        ('<family qualifier="BR" nullFlavor="UNK"/><given>Julien</given>', "", "Julien"),
        ('<given qualifier="BR">Julien</given>', "", "Julien"),
        ('<family nullFlavor="ASKU"/>', "", ""),
        ("GUÉRIN Julien", "GUÉRIN Julien", ""),
        ("<family>GUÉRIN</family>", "GUÉRIN", ""),
    ],
)
def test_given_names_are_no_family_name(name, birth_name, given):
    header = f"<recordTarget><patientRole><patient><name>{name}</name></patient></patientRole></recordTarget>"
    patient = read(structured(section("x"), header=header)).header.patient
    assert (patient.birth_name, patient.given) == (birth_name, given)


def test_header():
    header = read(structured(section("x"))).header
    assert header.patient.birth_name == "BERNARD"
    assert header.patient.given == "Lucie"
    assert header.patient.used_name == "DUPUIS"
    assert header.patient.gender == "F"
    assert header.patient.ins == "251119975001242"
    assert header.patient.contact == ("3 rue des Lilas", "Paris", "0100000000")
    assert header.authors[0].name == "Dr Claire ROUX"
    assert header.authors[0].specialty == "Médecin"
    assert header.authors[0].organization == "Cabinet des Halles"
    assert header.custodian == "Cabinet des Halles"


def test_facts():
    facts = describe(read(structured(section("x"))))
    assert facts.title == "Compte rendu de consultation"
    assert (facts.type.value, facts.type.system) == ("11488-4", "2.16.840.1.113883.6.1")
    assert facts.effective_time is not None
    assert facts.effective_time.isoformat() == "2026-03-02T10:15:00+01:00"
    assert facts.author == "Dr Claire ROUX"
    assert (facts.id, facts.set_id) == (Identifier("1.2.250.1.9.1", "42"), Identifier("1.2.250.1.9.2", "7"))
    assert (facts.version, facts.language, facts.confidentiality) == ("2", "fr-FR", "N")


def test_facts_of_a_file_without_header():
    facts = describe(read(b"Bonjour"))
    assert (facts.title, facts.effective_time, facts.author) == ("", None, "")


def test_missing_header_is_not_an_error():
    document = read(structured(section("x"), header=""))
    assert document.header.title == ""
    assert document.header.authors == ()


def test_sections_have_levels_and_titles():
    inner = section("b", "Dedans")
    code = '<section><code code="8716-3" displayName="Signes vitaux"/><text>c</text></section>'
    document = read(structured(section("a", "Dehors", f"<component>{inner}</component>"), code))
    assert [(each.title, each.level) for each in document.sections] == [("Dehors", 0), ("Signes vitaux", 0)]
    assert [(each.title, each.level) for each in document.sections[0].sections] == [("Dedans", 1)]


def test_untitled_section_does_not_repeat_the_title_above():
    inner = '<component><section><code displayName="BIOCHIMIE"/><text>x</text></section></component>'
    document = read(structured(section("a", "Biochimie", inner)))
    assert document.sections[0].sections[0].title == ""


def test_clinical_document_inside_a_style_sheet():
    whole = structured(section("contenu")).decode().partition("?>")[2]
    wrapped = (
        f'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><d>{whole}</d></xsl:stylesheet>'
    )
    assert read(wrapped.encode()).header.title == "Compte rendu de consultation"


def test_prefixed_elements():
    prefixed = structured(section("contenu"), header="").decode()
    for name in ("ClinicalDocument", "component", "structuredBody", "section", "title", "text"):
        prefixed = prefixed.replace(f"<{name}", f"<c:{name}").replace(f"</{name}", f"</c:{name}")
    prefixed = prefixed.replace('xmlns="urn', 'xmlns:c="urn')
    assert read(prefixed.encode()).sections[0].blocks == (Paragraph((Run("contenu"),)),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  une \n ligne ", "une ligne"),
        ("a<content> b</content> c", "a b c"),
        ("a<br/>b", "a\nb"),
        ("a <br/> b<br/>", "a\nb"),
        ("10<sup>9</sup>/L, H<sub>2</sub>O", "10⁹/L, H₂O"),
        ("1<sup>er</sup>", "1er"),
        ("2<sup>x1</sup>", "2^x1"),
        ("<linkHtml href='https://exemple.fr'>fiche</linkHtml>", "fiche <https://exemple.fr>"),
        ("<linkHtml href='#note'>fiche</linkHtml>", "fiche"),
        ("<content styleCode='Strikethrough'>5 mg</content>", "[barré : 5 mg]"),
        ("<content revised='delete'>5 mg</content>", "[barré : 5 mg]"),
        ("<inconnu>texte</inconnu>", "texte"),
        ("\u00a0", None),
        ("a\u202eb\u200b&#x9b;31m", "ab\ufffd31m"),
    ],
)
def test_narrative_text(text, expected):
    assert [block.text for block in blocks(text) if isinstance(block, Paragraph)] == (
        [expected] if expected else []
    )


def test_emphasis():
    runs = paragraph(
        "a <content styleCode='BoldItalics'>b</content><content styleCode='italics'>c</content>"
    ).runs
    assert [(run.text, run.emphasis) for run in runs] == [
        ("a ", Emphasis.NONE),
        ("b", Emphasis.STRONG),
        ("c", Emphasis.LIGHT),
    ]


def test_paragraphs_around_a_list():
    first, items, last = blocks("avant<list listType='ordered'><item>un</item><item>deux</item></list>après")
    assert isinstance(items, ListBlock)
    assert items.ordered
    assert len(items.items) == 2
    assert [block.text for block in (first, last) if isinstance(block, Paragraph)] == ["avant", "après"]


def test_footnote_is_marked_and_kept():
    text, note = blocks("dose<footnote>à jeun</footnote> faible")
    assert isinstance(text, Paragraph)
    assert isinstance(note, Paragraph)
    assert (text.text, note.text) == ("dose[1] faible", "[1] à jeun")


def test_preformatted_keeps_its_spaces():
    assert blocks("<pre>a  b\n  c</pre>") == (Preformatted(("a  b", "  c")),)


@pytest.mark.parametrize(
    ("written", "span"),
    [("3", 3), ("0", 1), ("-3", 1), ("abc", 1), ("", 1), ("2000000000", 60), ("9" * 5000, 60), ("²", 1)],
)
def test_spans_are_bounded(written, span):
    (block,) = blocks(
        f"<table><tr><td colspan='{written}' rowspan='{written}'>x</td></tr>{'<tr><td/></tr>' * 70}</table>"
    )
    assert isinstance(block, Table)
    assert block.body[0] == (Cell((Paragraph((Run("x"),)),), span, span),)


def test_table_parts():
    (block,) = blocks(
        "<table><caption>Titre</caption><thead><tr><th>A</th></tr></thead><tfoot><tr><td>F</td></tr></tfoot>"
        "<tbody><tr><td align='right'>1</td></tr></tbody></table>"
    )
    assert isinstance(block, Table)
    assert (len(block.head), len(block.body), len(block.foot)) == (1, 1, 1)
    assert block.caption == (Run("Titre", Emphasis.STRONG),)
    assert block.body[0][0].align_right
    assert block.head[0][0].is_header


def media(identifier: str, more: str = "") -> str:
    return (
        f"<entry><observationMedia ID='{identifier}'>"
        f"<value mediaType='image/jpeg' representation='B64' {more}>{PNG}</value></observationMedia></entry>"
    )


def test_attachment_is_cited_where_it_stands():
    cited = section("<renderMultiMedia referencedObject='img1'/>", more=media("img1"))
    document = read(structured(cited))
    (block,) = document.sections[0].blocks
    assert isinstance(block, Media)
    assert block.attachment == document.attachments[0]
    assert len(document.sections) == 1


def test_attachment_type_is_what_its_bytes_say():
    attachment = read(structured(section("x", more=media("img1")))).attachments[0]
    assert attachment.media_type == "image/png"
    assert attachment.size == len(attachment.content()) == 108


def test_attachment_declared_compressed_that_is_not():
    attachment = read(structured(section("x", more=media("a", "compression='DF'")))).attachments[0]
    assert attachment.content().startswith(b"\x89PNG")


def test_attachment_really_compressed():
    squeezed = zlib.compress(b"%PDF-1.4 contenu", wbits=-15)
    document = read(
        unstructured(
            "image/jpeg", base64.b64encode(squeezed).decode(), "representation='B64' compression='DF'"
        )
    )
    assert document.attachments[0].content() == b"%PDF-1.4 contenu"


def test_attachment_that_swells_is_refused():
    bomb = base64.b64encode(zlib.compress(b" " * 30_000_000, wbits=-15)).decode()
    document = read(unstructured("image/jpeg", bomb, "representation='B64' compression='DF'"))
    with pytest.raises(InvalidContent, match="volumineuse"):
        document.attachments[0].content()


def test_attachment_never_cited_is_listed_at_the_end():
    document = read(structured(section("x", more=media("img1"))))
    assert document.sections[-1].title == "Pièces jointes non citées"
    assert isinstance(document.sections[-1].blocks[0], Media)


def test_two_attachments_of_one_name_are_both_kept():
    document = read(structured(section("x", more=media("a") + media("a"))))
    assert len(document.attachments) == 2
    assert document.warnings


def test_attachment_that_does_not_exist():
    (block,) = blocks("<renderMultiMedia referencedObject='rien'/>")
    assert block == Media(None, "rien")


def test_damaged_attachment_is_refused_when_opened():
    document = read(unstructured("image/jpeg", "QUJ*D"))
    with pytest.raises(InvalidContent, match="abîmée"):
        document.attachments[0].content()


def test_body_in_plain_text():
    document = read(unstructured("text/plain", "Bonjour\n  suite", ""))
    assert document.kind is Kind.UNSTRUCTURED
    assert document.blocks == (Preformatted(("Bonjour", "  suite")),)


def test_body_in_plain_text_of_another_encoding():
    document = read(
        unstructured("text/plain", base64.b64encode("Créatinine \x1b[31m".encode("cp1252")).decode())
    )
    assert document.blocks == (Preformatted(("Créatinine \ufffd[31m",)),)


@pytest.mark.parametrize(
    ("media_type", "said"),
    [("text/rtf", "ne s'affiche pas"), ("image/jpeg", "est une image"), ("image/tiff", "est une image")],
)
def test_body_that_is_not_text_is_said(media_type, said):
    document = read(unstructured(media_type, base64.b64encode(b"xx").decode()))
    assert isinstance(document.blocks[0], Media)
    assert said in document.blocks[1].text  # type: ignore[union-attr]


def test_body_in_rtf():
    content = base64.b64encode(rb"{\rtf1\ansi Cr\'e9atinine \'1b[31m{\footnote x}}").decode()
    document = read(unstructured("text/rtf", content))
    assert document.blocks == (Preformatted(("Créatinine \ufffd[31m[1]",)), Preformatted(("[1] x",)))


def test_pictures_of_a_body_in_rtf_are_said():
    content = base64.b64encode(rb"{\rtf1\ansi Radio {\pict 0102}}").decode()
    (warning,) = read(unstructured("text/rtf", content)).warnings
    assert "1 image" in warning


def test_null_narrative_says_why():
    document = read(structured("<section><title>S</title><text nullFlavor='NAV'/></section>"))
    assert document.sections[0].notes == ("valeur temporairement indisponible",)


def test_whom_a_section_is_about():
    subject = (
        "<subject><relatedSubject><code displayName='mère'/><subject><name>Jeanne</name></subject>"
        "</relatedSubject></subject>"
    )
    document = read(structured(section("x", more=subject)))
    assert document.sections[0].notes == ("Personne concernée : mère Jeanne",)


def test_no_body_is_a_warning():
    assert read(clinical_document("")).warnings == ("Ce document n'a pas de contenu.",)


def test_long_narrative_is_cut_and_said():
    document = read(narrative("mot " * 600_000))
    assert any("très long" in warning for warning in document.warnings)


def test_too_many_cells_are_cut_and_said():
    document = read(narrative(table(*["a"] * 40_100)))
    assert any("trop de tableaux" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<ClinicalDocument", "mal formé"),
        (b"<a>\n<b>\n</a>", "ligne 3"),
        (b"<a/>", "CDA"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b"<!--" + b"x" * 5000 + b"--><!DOCTYPE a><a/>", "DOCTYPE"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "DOCTYPE"),
        (b'<?xml version="1.0" encoding="inconnu"?><a/>', "encodage"),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "encodage"),
        (b"<!--" + b"x" * 9_100_000 + b"--><!DOCTYPE a><a/>", "DOCTYPE"),
        (b"<a>&#27;[31m</a>", "mal formé"),
        (b"<a>" * 1000 + b"</a>" * 1000, "profond"),
        (b"<a>" + b"<b/>" * 900_000 + b"</a>", "trop d'éléments"),
        (narrative("<content>" * 150 + "</content>" * 150), "imbriqué"),
        (structured("<section><component>" * 50 + "</component></section>" * 50), "imbriqué"),
    ],
)
def test_refuses(content, words):
    with pytest.raises(InvalidContent, match=words):
        read(content)


def test_never_reads_another_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    include = (
        f"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{secret.as_uri()}' parse='text'/>"
    )
    assert blocks(f"a{include}") == (Paragraph((Run("a"),)),)


def test_confidentiality_and_replacement_are_read():
    header = HEADER.replace('code="N"', 'code="R"').replace(
        "<recordTarget>",
        "<relatedDocument typeCode='RPLC'><parentDocument><id root='1.5' extension='old'/></parentDocument>"
        "</relatedDocument><recordTarget>",
    )
    found = read(structured(section("x"), header=header)).header
    assert found.confidentiality.value == "R"
    assert found.replaces == (Identifier("1.5", "old"),)
