"""The header holds all that the French minimal structure requires."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from dmptui.core.documents.read import read
from dmptui.core.model.practitioner import Organization
from dmptui.core.writing.header import HeaderFacts
from dmptui.core.writing.level1 import level1
from dmptui.core.writing.parties import AutomatedSource, Writer
from tests.core.writing.written_samples import header_facts, parsed

H = {"h": "urn:hl7-org:v3"}

INSURANCE = AutomatedSource(
    id="518003502400041/1.2.250.1.215.1.2",
    name="Assurance Maladie",
    profession="ALIM_AM",
    organization=Organization(id="318003502400041", name="Assurance Maladie", facility="SA24"),
    setting="AMO",
)

REQUIRED = (
    "h:realmCode[@code='FR']",
    "h:typeId",
    "h:id[@root='2.25.111']",
    "h:code[@code='11488-4'][@codeSystem='2.16.840.1.113883.6.1']",
    "h:title",
    "h:effectiveTime[@value='20260402150000+0000']",
    "h:confidentialityCode[@code='N']",
    "h:languageCode[@code='fr-FR']",
    "h:setId[@root='2.25.222']",
    "h:versionNumber[@value='1']",
    "h:recordTarget/h:patientRole/h:id[@root='1.2.250.1.213.1.4.11']",
    "h:recordTarget//h:family[@qualifier='BR']",
    "h:recordTarget//h:given[@qualifier='BR']",
    "h:recordTarget//h:given[not(@qualifier)]",
    "h:recordTarget//h:administrativeGenderCode[@code='F']",
    "h:recordTarget//h:birthTime[@value='19511104']",
    "h:recordTarget//h:birthplace/h:place/h:addr/h:county",
    "h:author/h:time",
    "h:author/h:assignedAuthor/h:id",
    "h:custodian/h:assignedCustodian/h:representedCustodianOrganization/h:id",
    "h:legalAuthenticator/h:signatureCode[@code='S']",
    "h:legalAuthenticator/h:assignedEntity/h:id",
    "h:legalAuthenticator/h:assignedEntity/h:assignedPerson",
    "h:documentationOf/h:serviceEvent/h:effectiveTime/h:low",
    "h:documentationOf//h:performer//h:standardIndustryClassCode",
    "h:componentOf//h:healthCareFacility/h:code",
    "h:component/h:nonXMLBody/h:text[@mediaType='text/plain'][@representation='B64']",
)


def written(facts: HeaderFacts) -> Any:
    return parsed(level1(facts, b"Bonjour", "text/plain"))


def as_patient(facts: HeaderFacts) -> Writer:
    return facts.patient


def as_doctor(facts: HeaderFacts) -> Writer:
    return facts.author


def as_insurance(_facts: HeaderFacts) -> Writer:
    return INSURANCE


@pytest.mark.parametrize("writer", [as_doctor, as_patient, as_insurance])
@pytest.mark.parametrize("path", REQUIRED)
def test_required_element(writer: Callable[[HeaderFacts], Writer], path: str) -> None:
    root = written(header_facts(author=writer(header_facts())))
    assert len(root.xpath(path, namespaces=H)) == 1


def test_exactly_three_templates() -> None:
    roots = written(header_facts()).xpath("h:templateId/@root", namespaces=H)
    assert roots == ["2.16.840.1.113883.2.8.2.1", "1.2.250.1.213.1.1.1.1", "1.3.6.1.4.1.19376.1.2.20"]


def test_elements_come_in_the_order_of_the_schema() -> None:
    tags = [etree.QName(child).localname for child in written(header_facts(replaces="2.25.9", version=2))]
    expected = (
        "realmCode typeId templateId templateId templateId id code title effectiveTime confidentialityCode "
        "languageCode setId versionNumber recordTarget author custodian legalAuthenticator documentationOf "
        "relatedDocument componentOf component"
    )
    assert tags == expected.split()


def test_replacement_names_the_version_it_replaces() -> None:
    root = written(header_facts(replaces="2.25.9", version=2))
    path = "h:relatedDocument[@typeCode='RPLC']/h:parentDocument/h:id/@root"
    assert root.xpath(path, namespaces=H) == ["2.25.9"]
    assert root.xpath("h:versionNumber/@value", namespaces=H) == ["2"]


def test_a_first_version_replaces_nothing() -> None:
    assert not written(header_facts()).xpath("h:relatedDocument", namespaces=H)


def test_professional_is_named_by_ps_id_and_specialty() -> None:
    author = written(header_facts()).xpath("h:author/h:assignedAuthor", namespaces=H)[0]
    assert author.xpath("h:id/@extension", namespaces=H) == ["899900001001"]
    assert author.xpath("h:code/@code", namespaces=H) == ["G15_10/SM26"]


def test_patient_writes_with_the_ins() -> None:
    somebody = header_facts().patient
    ids = written(header_facts(author=somebody)).xpath("h:author//h:id/@extension", namespaces=H)
    assert ids == [somebody.ins.value]


def test_types_outside_loinc_keep_their_own_system() -> None:
    systems = written(header_facts(type_code="SYNTH")).xpath("h:code/@codeSystem", namespaces=H)
    assert systems == ["1.2.250.1.213.1.1.4.12"]


def test_reads_back() -> None:
    header = read(level1(header_facts(title="Compte rendu n° 3"), b"Bonjour", "text/plain")).header
    assert header.title == "Compte rendu n° 3"
    assert header.patient.birth_name == "D'ÉTÉ & <FILS>"
    assert header.patient.ins == header_facts().patient.ins.value
    assert header.authors[0].organization == "Cabinet « A & B »"
    assert header.set_id.root == "2.25.222"


def test_only_accepted_files_are_wrapped() -> None:
    with pytest.raises(ValueError, match="image/png"):
        level1(header_facts(), b"\x89PNG", "image/png")


def test_a_birth_place_nobody_knows_has_its_own_code() -> None:
    nobody_knows = header_facts().patient.model_copy(update={"birth_place": ""})
    assert written(header_facts(patient=nobody_knows)).xpath("//h:county/text()", namespaces=H) == ["99999"]
