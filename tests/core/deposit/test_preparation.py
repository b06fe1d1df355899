"""From a file to a document: metadata of a CDA, a file wrapped, identities compared."""

import base64
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dmptui.core.demo.practitioners import role
from dmptui.core.deposit.cda_metadata import read_metadata
from dmptui.core.deposit.preparation import (
    FileDescription,
    PreparedDocument,
    Source,
    Wishes,
    inspect,
    prepare,
)
from dmptui.core.errors import InvalidContent, Refused
from dmptui.core.fhir.document_reference import from_fhir
from dmptui.core.model.days import day_in, day_of
from dmptui.core.model.ins import OIDS, Ins, ins_key
from dmptui.core.model.patient import DmpState, Patient, Sex
from dmptui.core.rules.identity import OtherPerson
from tests.corpus import corpus_files

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
ROUX = role("ROUX")
MATRICULE = "2511199901101"
PATIENT = Patient(
    id="p",
    ins=Ins(value=f"{MATRICULE}{ins_key(MATRICULE):02}"),
    birth_name="Bernard",
    given_names=("Lucie",),
    sex=Sex.FEMALE,
    birth_date=date(1951, 11, 4),
)
LETTER = Wishes(type_code="11488-4")
NOTHING = Wishes()

CDA = """<?xml version="1.0" encoding="{encoding}"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <id root="1.2.3"{extension}/>
  <code code="11502-2" codeSystem="2.16.840.1.113883.6.1"/>
  <title>Biologie &#x202E;é</title>
  <effectiveTime value="20260401103000+0200"/>
  <confidentialityCode code="R"/><languageCode code="fr-FR"/>
  <recordTarget><patientRole>{ins}<patient>
    <name><family qualifier="BR">{family}</family><given>{given}</given></name>
    <administrativeGenderCode code="{sex}"/><birthTime value="{born}"/>
  </patient></patientRole></recordTarget>
  <author><time value="20260401"/><assignedAuthor>
    <id root="1.2.250.1.71.4.2.1" extension="801234567897"/><code code="G15_10/SM03"/>
    <assignedPerson><name><family>LABO</family><given>Paul</given></name></assignedPerson>
    <representedOrganization><id root="1.2.250.1.71.4.2.2" extension="1990"/><name>LABM</name>
    </representedOrganization>
  </assignedAuthor></author>
  <documentationOf><serviceEvent><code code="ABC" codeSystem="1.9" displayName="Acte"/>
    <effectiveTime><low value="20260331"/><high value="20260401"/></effectiveTime>
    <performer><assignedEntity><representedOrganization>
      <standardIndustryClassCode code="AMBULATOIRE"/></representedOrganization></assignedEntity></performer>
  </serviceEvent></documentationOf>
  <componentOf><encompassingEncounter><location><healthCareFacility><code code="SA25"/>
  </healthCareFacility></location></encompassingEncounter></componentOf>
  <component><structuredBody/></component>
</ClinicalDocument>"""


def cda(
    ins: str = "",
    root: str = "1.2.250.1.213.1.4.11",
    *,
    who: tuple[str, str] = ("BERNARD", "Lucie"),
    sex: str = "F",
    born: str = "19511104",
    extension: str = "",
    encoding: str = "UTF-8",
) -> bytes:
    """A CDA; ``ins`` is the one inside, the patient's when empty, none when ``-``."""
    element = "" if ins == "-" else f'<id root="{root}" extension="{ins or PATIENT.ins.value}"/>'
    (family, given), said = who, {"born": born, "sex": sex, "extension": extension, "encoding": encoding}
    return CDA.format(ins=element, family=family, given=given, **said).encode(encoding)


def prepared(
    content: bytes, name: str = "a.xml", wishes: Wishes = NOTHING, **patient: object
) -> PreparedDocument:
    source = Source(name, content, NOW - timedelta(days=3))
    return prepare(source, wishes, patient=PATIENT.model_copy(update=patient), role=ROUX, now=NOW)


def test_a_cda_gives_its_metadata() -> None:
    document = prepared(cda()).document
    assert document.title == "Biologie é"
    assert (document.type.code, document.category.display) == ("11502-2", "Compte rendu")
    assert document.master_identifier == "urn:oid:1.2.3"
    assert document.date == NOW
    assert document.start is not None
    assert document.end is not None
    assert (day_in(document.start), day_in(document.end)) == (date(2026, 3, 31), date(2026, 4, 1))
    assert document.confidentiality == "R"
    author = document.author
    assert (author.id, author.profession, author.specialty) == ("801234567897", "G15_10", "SM03")
    assert (author.name, author.organization, author.organization_id) == ("Paul LABO", "LABM", "1990")
    assert document.facility is not None
    assert document.facility.code == "SA25"
    assert document.setting is not None
    assert document.setting.code == "AMBULATOIRE"
    assert [(e.system, e.code) for e in document.events] == [("urn:oid:1.9", "ABC")]


def test_a_cda_is_sent_as_it_is() -> None:
    ready = prepared(cda())
    entries = [entry["resource"] for entry in ready.transaction(ROUX, NOW)["entry"]]
    binary = next(e for e in entries if e["resourceType"] == "Binary")
    assert base64.b64decode(binary["data"]) == cda()
    reference = from_fhir(next(e for e in entries if e["resourceType"] == "DocumentReference"))
    assert reference.attachment.sha1 == ready.document.attachment.sha1
    assert reference.attachment.size == len(cda())


@pytest.mark.parametrize(
    ("extension", "identifier"),
    [("", "urn:oid:1.2.3"), (' extension="42"', "urn:oid:1.2.3^42")],
)
def test_the_identifier_is_written_as_xds_does(extension: str, identifier: str) -> None:
    assert prepared(cda(extension=extension)).document.master_identifier == identifier


def test_wishes_win_over_the_header() -> None:
    document = prepared(cda(), wishes=Wishes("11488-4", "Autre titre")).document
    assert (document.type.code, document.title) == ("11488-4", "Autre titre")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (cda(), ""),
        (cda("-"), "ne porte pas d'INS"),
        (cda(who=("AUTRE", "Lucie")), "au nom de AUTRE Lucie, née le 04/11/1951"),
        (cda(who=("BERNARD", "Jeanne")), "n'est pas celui de BERNARD Lucie"),
        (cda(born="19511105"), "date de naissance"),
        (cda(born="19510000"), "Jour et mois de naissance non comparés"),
        (cda(sex="U"), "Sexe non comparé : inconnu"),
        (cda(sex="M"), "Le sexe du document"),
        (cda(encoding="ISO-8859-1"), "ISO-8859-1"),
    ],
)
def test_what_is_odd_is_told(content: bytes, said: str) -> None:
    warnings = " ".join(prepared(content).warnings)
    assert said in warnings
    assert bool(said) == bool(warnings)
    assert PATIENT.ins.value not in warnings


@pytest.mark.parametrize("root", OIDS)
@pytest.mark.parametrize("own", OIDS)
def test_another_identity_is_refused_in_any_record(root: str, own: str) -> None:
    ins = PATIENT.ins.model_copy(update={"oid": own})
    with pytest.raises(Refused, match="autre personne") as refused:
        prepared(cda("279035121518989", root, who=("AUTRE", "Jeanne")), ins=ins)
    assert refused.value.source == "décision du projet"
    assert prepared(cda(root=root), ins=ins).warnings == ()


def test_the_refusal_tells_whose_document_it_is_but_not_in_what_is_traced() -> None:
    with pytest.raises(OtherPerson, match="AUTRE Jeanne, née le 04/11/1951") as refused:
        prepared(cda("279035121518989", who=("AUTRE", "Jeanne")))
    assert "AUTRE" not in refused.value.decision.reason


def test_every_person_a_document_is_about_is_compared() -> None:
    target = (
        "<recordTarget>"
        + cda("279035121518989", who=("FILLE", "Jeanne"))
        .decode()
        .partition("<recordTarget>")[2]
        .partition("</recordTarget>")[0]
    )
    both = cda().decode().replace("<author>", f"{target}</recordTarget><author>", 1).encode()
    warnings = " ".join(prepared(both).warnings)
    assert "BERNARD Lucie, née le 04/11/1951 et de FILLE Jeanne" in warnings
    assert "Mis à part" in warnings


def test_a_cda_without_identifier_is_refused() -> None:
    with pytest.raises(InvalidContent, match="identifiant"):
        prepared(cda().replace(b'<id root="1.2.3"/>', b""))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.4 ...", "pdf"),
        ("A.PDF", b"%PDF-1.4 ...", "pdf"),
        ("a.txt", "Bonjour é".encode(), "text"),
        ("a.rtf", b"{\\rtf1 x}", "rtf"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "jpeg"),
        ("a.tif", b"II*\0", "tiff"),
    ],
)
def test_another_file_is_wrapped(name: str, content: bytes, kind: str) -> None:
    ready = prepared(content, name, LETTER)
    inside = read_metadata(ready.content)
    assert inside.facts.type.value == "11488-4"
    assert [found.extension for found in inside.ins] == [PATIENT.ins.value]
    assert inside.authors[0].id == ROUX.practitioner.id == ready.document.author.id
    assert ready.document.master_identifier == f"urn:oid:{inside.facts.id.root}"
    assert ready.document.format == inside.format
    assert kind in inside.format.code
    assert base64.b64encode(content) in ready.content
    assert ready.document.start == NOW - timedelta(days=3)


def test_the_same_file_is_the_same_document_to_the_byte() -> None:
    first, second = (prepared(b"Bonjour", "a.txt", LETTER) for _ in range(2))
    assert first.content == second.content
    assert first.document.master_identifier == second.document.master_identifier
    other = prepared(b"Bonsoir", "a.txt", LETTER)
    assert other.document.master_identifier != first.document.master_identifier


@pytest.mark.parametrize(("name", "content"), [("a.txt", b"Bonjour"), ("a.xml", cda())])
def test_what_is_said_of_the_act(name: str, content: bytes) -> None:
    wishes = Wishes("11488-4", acted=date(2026, 11, 1), setting="HAD", comment=" à\nrevoir ")
    ready = prepared(content, name, wishes)
    document = ready.document
    assert day_of(document.act_date) == date(2026, 11, 1)
    assert document.setting is not None
    assert (document.setting.code, document.setting.display) == ("HAD", "Hospitalisation à domicile")
    assert document.description == "à revoir"
    if name == "a.txt":
        inside = read_metadata(ready.content)
        assert inside.start is not None
        assert inside.setting is not None
        assert (day_in(inside.start), inside.setting.code) == (date(2026, 11, 1), "HAD")


def test_the_day_the_file_tells_keeps_its_time() -> None:
    assert prepared(b"a", "a.txt", Wishes("11488-4", acted=date(2026, 11, 20))).document.start == (
        NOW - timedelta(days=3)
    )


def test_the_same_file_told_otherwise_is_another_document() -> None:
    first = prepared(b"Bonjour", "a.txt", LETTER)
    for other in (Wishes("11488-4", "Autre"), Wishes("11488-4", acted=date(2026, 1, 1))):
        assert prepared(b"Bonjour", "a.txt", other).document.master_identifier != (
            first.document.master_identifier
        )


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        (Wishes("11488-4", acted=date(2026, 11, 24)), "après aujourd'hui"),
        (Wishes("11488-4", acted=date(1951, 11, 3)), "avant la naissance"),
        (Wishes("11488-4", setting="AILLEURS"), "cadre d'exercice"),
        (Wishes("11488-4", title="x" * 256), "255"),
    ],
)
def test_what_cannot_be_said_of_it(wishes: Wishes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        prepared(b"Bonjour", "a.txt", wishes)


def test_a_file_tells_what_it_is_before_anything_is_filled_in() -> None:
    told = inspect(Source("a.xml", cda(), NOW))
    assert told == FileDescription(date(2026, 3, 31), "11502-2", "Biologie é", "AMBULATOIRE")
    assert inspect(Source("a.txt", b"a", NOW)) == FileDescription(day_of(NOW))
    for name, content in (
        ("a.pdf", b"a"),
        ("a.txt", b"a\0"),
        ("a.xml", b"<a/>"),
        ("a.docx", b"a"),
        ("a.txt", b""),
    ):
        with pytest.raises((Refused, InvalidContent)):
            inspect(Source(name, content, NOW))


@pytest.mark.parametrize("content", ["déjà".encode("cp1252"), "déjà".encode("utf-16")])
def test_a_text_becomes_utf_8(content: bytes) -> None:
    ready = prepared(content, "a.txt", LETTER)
    assert base64.b64encode("déjà".encode()) in ready.content
    assert "UTF-8" in ready.warnings[0]


@pytest.mark.parametrize("state", [DmpState.CLOSED, DmpState.OPPOSED, DmpState.NOTIFIED])
def test_no_record_to_feed(state: DmpState) -> None:
    with pytest.raises(Refused, match="pas de DMP ouvert"):
        prepared(cda(), state=state)


@pytest.mark.parametrize("size", [5 * 1024 * 1024, 5 * 1024 * 1024 + 1])
def test_the_limit_is_5_mo(size: int) -> None:
    content = b"a" * size
    if size > 5 * 1024 * 1024:
        with pytest.raises(Refused, match="5 Mo"):
            prepared(content, "a.txt", LETTER)
    else:
        assert prepared(content, "a.txt", LETTER).document.title


@pytest.mark.parametrize("file", corpus_files("cda/*.xml"), ids=lambda f: f.stem)
def test_public_examples_have_all_their_metadata(file: Path) -> None:
    metadata = read_metadata(file.read_bytes())
    assert metadata.facts.title
    assert metadata.facts.id.root
    assert metadata.authors
    assert metadata.setting or metadata.facility
    assert metadata.ins
