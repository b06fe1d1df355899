"""DocumentReference: written strictly, read leniently."""

import json
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.documentreference import DocumentReference
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import document_reference
from dmptui.core.fhir.required import ANY_FORMAT
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Attachment, Author, Document, DocumentStatus, Visibility
from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import Ins
from tests.corpus import corpus_files, needs_corpus

INS = Ins(value="251119912345642")

DOCUMENT = Document(
    id="5d1c1f0e-8e5b-4b0b-9a4e-1d7f0a1c2b3d",
    logical_id="urn:uuid:0b7f8a55-5f0f-4f4f-8d53-0a6d1e9a7c11",
    master_identifier="urn:oid:2.25.1234",
    status=DocumentStatus.CURRENT,
    visibility=frozenset({Visibility.HIDDEN_FROM_PATIENT}),
    title="CR de biologie médicale",
    description="Bilan trimestriel",
    type=Coding(system="http://loinc.org", code="11502-2", display="CR d'examens biologiques"),
    category=Coding(system="urn:oid:1.2", code="10", display="Compte rendu"),
    authors=(
        Author(
            id="899900002173",
            name="Dr LE GOFF Yann",
            profession="G15_10",
            specialty="SM03",
            organization_id="1990013716",
            organization="LABM des Halles",
        ),
    ),
    date=datetime(2026, 11, 21, 10, tzinfo=UTC),
    start=datetime(2026, 11, 21, 8, tzinfo=UTC),
    format=ANY_FORMAT,
    replaces="urn:oid:2.25.1233",
    attachment=Attachment(
        content_type="text/xml", url="Binary/1", size=1200, sha1="2jmj7l5rSw0yVb/vlWAYkK/YBwk="
    ),
)


def test_what_is_written_is_read_back():
    resource = document_reference.to_fhir(DOCUMENT, INS, subject="Patient/1")
    identities = (Identity(((INS.oid, INS.value),)),)
    written = DOCUMENT.model_copy(update={"identities": identities})
    assert document_reference.from_fhir(json.loads(json.dumps(resource))) == written


def test_what_is_written_is_valid_fhir():
    resource = document_reference.to_fhir(DOCUMENT, INS, subject="Patient/1")
    valid = DocumentReference.model_validate(resource)
    assert valid.status == "current"


@pytest.mark.parametrize(
    "element",
    [
        "masterIdentifier",
        "status",
        "type",
        "category",
        "subject",
        "date",
        "author",
        "securityLabel",
        "custodian",
    ],
)
def test_mandatory_elements_are_written(element):
    assert document_reference.to_fhir(DOCUMENT, INS, subject="Patient/1")[element]


@pytest.mark.parametrize("element", ["contentType", "url", "size", "hash", "title", "creation", "language"])
def test_mandatory_parts_of_the_attachment_are_written(element):
    resource = document_reference.to_fhir(DOCUMENT, INS, subject="Patient/1")
    assert resource["content"][0]["attachment"][element]


@pytest.mark.parametrize(("type_code", "category"), [("11502-2", "10"), ("inconnu", "")])
def test_a_category_that_is_not_told_follows_from_the_type(type_code, category):
    told = {"category": Coding(code=""), "type": Coding(code=type_code)}
    resource = document_reference.to_fhir(DOCUMENT.model_copy(update=told), INS, subject="Patient/1")
    DocumentReference.model_validate(resource)
    assert document_reference.from_fhir(resource).category.code == category


def test_the_ins_stays_out_of_urls():
    resource = document_reference.to_fhir(DOCUMENT, INS, subject="Patient/1")
    assert INS.value not in json.dumps([resource["subject"], resource["content"]])


def test_a_patient_author_is_the_contained_patient():
    written = DOCUMENT.model_copy(update={"authors": (Author(name="la patiente", profession="EXP_PATIENT"),)})
    resource = document_reference.to_fhir(written, INS, subject="Patient/1")
    assert resource["author"] == [{"reference": "#patient-source", "display": "la patiente"}]
    assert document_reference.from_fhir(resource).author.profession == "EXP_PATIENT"


def test_something_else_is_refused():
    with pytest.raises(InvalidContent):
        document_reference.from_fhir({"resourceType": "Patient"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(document_reference.to_fhir(DOCUMENT, INS, subject="x"))), JSON))
def test_any_json_in_any_element_is_read_without_an_exception(elements):
    document_reference.from_fhir(elements | {"resourceType": "DocumentReference"})


@given(st.sampled_from(["\x1b]0;x\x07", "\x9b31m", "\u202e", "\u200b", "a\nb"]))
def test_nothing_that_steers_a_terminal_gets_in(hostile):
    resource = document_reference.to_fhir(DOCUMENT, INS, subject="Patient/1")
    resource["content"][0]["attachment"]["title"] = f"CR{hostile}fin"
    assert document_reference.from_fhir(resource).title.isprintable()


@needs_corpus
@pytest.mark.parametrize("path", corpus_files("fhir/*.json"), ids=lambda path: path.stem)
def test_the_examples_of_the_guide_are_read(path):
    resource = json.loads(path.read_text(encoding="utf-8"))
    found = [entry["resource"] for entry in resource.get("entry", [])] or [resource]
    references = [r for r in found if r["resourceType"] == "DocumentReference"]
    for reference in references:
        document = document_reference.from_fhir(reference)
        assert document.title
        assert document.master_identifier
        assert document.author.id == "899700218896"
        assert document.date.year >= 2024
    assert references or "fhir-document" in path.name or "remplacement" in path.name
