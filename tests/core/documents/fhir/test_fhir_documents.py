"""FHIR documents, in JSON and in XML."""

import base64
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents.blocks import Kind
from dmptui.core.documents.header import Identifier
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent
from tests.core.documents.fhir_samples import PATIENT, as_json, as_xml, bundle, composition, section
from tests.core.documents.screen import shown, words


def coded(words_: str, code: str = "c") -> dict[str, object]:
    return {"coding": [{"code": code, "display": words_}]}


def status(code: str) -> dict[str, object]:
    return {"coding": [{"code": code}]}


RESOURCES: dict[str, tuple[dict[str, Any], str]] = {
    "AllergyIntolerance": (
        {
            "code": {"text": "Pénicilline"},
            "criticality": "high",
            "clinicalStatus": status("active"),
            "verificationStatus": status("confirmed"),
            "onsetDateTime": "2019-05",
            "reaction": [{"manifestation": [coded("Choc")], "severity": "severe"}],
        },
        "Pénicilline criticité élevée; Choc, severe 05/2019",
    ),
    "Condition": (
        {
            "code": coded("Asthme"),
            "clinicalStatus": status("resolved"),
            "onsetString": "enfance",
            "abatementDateTime": "2001",
            "note": [{"text": "suivi par un pneumologue"}],
        },
        "Asthme suivi par un pneumologue enfance, fin : 2001 résolu",
    ),
    "MedicationRequest": (
        {
            "status": "active",
            "medicationReference": {"reference": "#m"},
            "contained": [{"resourceType": "Medication", "id": "m", "code": coded("Ramipril 5 mg")}],
            "dosageInstruction": [{"text": "1 cp le matin"}],
            "authoredOn": "2026-01-02",
        },
        "Ramipril 5 mg 1 cp le matin 02/01/2026",
    ),
    "MedicationStatement": (
        {
            "status": "stopped",
            "medicationCodeableConcept": coded("Aspirine"),
            "effectivePeriod": {"start": "2025-01-01", "end": "2025-02-01"},
            "dosage": [
                {
                    "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "cp"}}],
                    "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}},
                }
            ],
        },
        "Aspirine 1 cp, 3 fois par jour du 01/01/2025 au 01/02/2025 arrêté",
    ),
    "Immunization": (
        {
            "status": "not-done",
            "vaccineCode": coded("BCG"),
            "occurrenceDateTime": "2020-01-01",
            "lotNumber": "A1",
            "protocolApplied": [{"doseNumberPositiveInt": 2}],
        },
        "BCG dose n° 2; lot A1 01/01/2020 non fait",
    ),
    "Observation": (
        {
            "status": "entered-in-error",
            "code": coded("Kaliémie"),
            "valueQuantity": {"value": 5.10, "comparator": ">", "unit": "mmol/L"},
            "interpretation": [coded("H")],
            "referenceRange": [
                {"low": {"value": 3.5, "unit": "mmol/L"}, "high": {"value": 5, "unit": "mmol/L"}}
            ],
            "effectiveInstant": "2026-01-02T08:00:00Z",
        },
        "Kaliémie > 5,1 mmol/L [H] (référence : 3,5 mmol/L – 5 mmol/L) 02/01/2026 saisi par erreur",
    ),
    "Procedure": (
        {"status": "completed", "code": coded("Appendicectomie"), "performedDateTime": "1980"},
        "Appendicectomie 1980",
    ),
    "DiagnosticReport": (
        {
            "status": "preliminary",
            "code": coded("NFS"),
            "conclusion": "Normale",
            "issued": "2026-01-02T08:00:00Z",
        },
        "NFS Normale 02/01/2026 provisoire",
    ),
    "DocumentReference": (
        {
            "status": "superseded",
            "docStatus": "preliminary",
            "type": coded("Lettre"),
            "content": [{"attachment": {"contentType": "application/pdf", "title": "Courrier"}}],
        },
        "Lettre Courrier, application/pdf remplacé, provisoire",
    ),
    "Basic": ({"code": coded("Autre chose")}, "Autre chose"),
}


def document(name: str) -> dict[str, object]:
    fields, _words = RESOURCES[name]
    return bundle(composition(section("Données", f"{name}/x")), {"resourceType": name, "id": "x", **fields})


@pytest.mark.parametrize("write", [as_json, as_xml])
def test_the_header(write):
    read_ = read(write(bundle(composition(section("a", div="b"), status="preliminary"))))
    header = read_.header
    assert read_.kind is Kind.FHIR
    assert (header.title, header.code.value, header.code.system) == (
        "Synthèse médicale", "60591-5", "2.16.840.1.113883.6.1",
    )  # fmt: skip
    assert header.id == Identifier("1.2.250.1.9.1", "42")
    assert header.time.french() == "2 mars 2026 à 10:15"
    assert header.custodian == "Cabinet des Halles"
    (author,) = header.authors
    assert (author.name, author.specialty, author.organization) == (
        "Dr ROUX", "Médecine générale", "Cabinet des Halles",
    )  # fmt: skip
    assert read_.warnings == ("Ce document est provisoire.",)


@pytest.mark.parametrize("write", [as_json, as_xml])
def test_the_identity_is_that_of_a_clinical_document(write):
    patient = read(write(bundle(composition(section("a", div="b"))))).header.patient
    assert (patient.birth_name, patient.given, patient.used_name) == ("BERNARD", "Lucie", "DUPUIS")
    assert (patient.gender, patient.birth.raw, patient.ins) == ("F", "19511104", "251119975001242")


@pytest.mark.parametrize("write", [as_json, as_xml])
@pytest.mark.parametrize("name", RESOURCES)
def test_a_section_without_text_lists_what_it_cites(name, write):
    said = words(write(document(name)))
    assert "Section sans texte : ses données codées." in said
    assert RESOURCES[name][1] in said
    assert "Données non citées" not in said


def test_a_section_with_text_shows_its_text():
    div = "<table><tr><th>Allergie</th><td>Pénicilline</td></tr></table><p>a</p><script>x()</script>"
    inside = section("Sous", div="<ul><li>dedans</li></ul>")
    found = shown(as_json(bundle(composition(section("Allergies", div=div, section=[inside])))))
    assert "  Allergie  Pénicilline" in found
    assert "• dedans" in found
    assert "x()" not in found
    assert "Section sans texte" not in found


def test_named_entities_of_a_narrative():
    assert "été 37 °C" in words(
        as_json(bundle(composition(section("a", div="&eacute;t&eacute;<br/>37&nbsp;°C"))))
    )


def test_reports_and_panels_show_their_observations():
    report = {"resourceType": "DiagnosticReport", "id": "r1", "result": [{"reference": "Observation/o1"}]}
    panel = {
        "resourceType": "Observation",
        "id": "o1",
        "code": coded("Iono"),
        "hasMember": [{"reference": "#k"}],
    }
    panel["contained"] = [
        {"resourceType": "Observation", "id": "k", "code": coded("K"), "valueString": "4,1", "hasMember": []}
    ]
    said = words(as_json(bundle(composition(section("a", "DiagnosticReport/r1")), report, panel)))
    assert "Iono" in said
    assert "K 4,1" in said


def test_what_nothing_cites_is_listed():
    lost = {
        "resourceType": "Condition",
        "id": "z",
        "code": coded("Oubliée"),
        "verificationStatus": status("refuted"),
    }
    said = words(as_json(bundle(composition(section("a", div="b")), lost)))
    assert "Données non citées" in said
    assert "Oubliée réfuté" in said


def test_what_is_cited_and_absent_is_said():
    cited = section("a", "Condition/absent", emptyReason={"coding": [{"code": "nilknown"}]})
    said = words(as_json(bundle(composition(cited, section("b", div="c")))))
    assert "Données citées mais absentes du document : Condition/absent." in said
    assert "rien de connu" in said


def test_a_modifier_extension_is_said():
    held = {
        "resourceType": "Condition",
        "id": "m",
        "code": coded("X"),
        "modifierExtension": [{"url": "http://a"}],
    }
    assert "porte une extension qui change son sens" in words(
        as_json(bundle(composition(section("a", "Condition/m")), held))
    )


def test_files_are_attachments():
    pdf = base64.b64encode(b"%PDF-1.4").decode()
    held = {
        "resourceType": "DocumentReference",
        "id": "f",
        "content": [{"attachment": {"title": "Copie", "url": "Binary/b"}}],
    }
    binary = {"resourceType": "Binary", "id": "b", "contentType": "application/pdf", "data": pdf}
    found = read(as_json(bundle(composition(section("a", "DocumentReference/f", div="b")), held, binary)))
    (attachment,) = found.attachments
    assert (attachment.media_type, attachment.title, attachment.content()) == (
        "application/pdf",
        "Copie",
        b"%PDF-1.4",
    )


@pytest.mark.parametrize(
    ("subject", "said", "name"),
    [
        ({}, "la seule personne qu'il contient est montrée", "BERNARD"),
        (
            {"reference": "Patient/autre", "display": "M. Ailleurs"},
            "n'est pas dans le document",
            "M. Ailleurs",
        ),
    ],
)
def test_a_subject_that_is_not_there(subject, said, name):
    found = read(as_json(bundle(composition(section("a", div="b"), subject=subject))))
    assert said in found.warnings[0]
    assert found.header.patient.birth_name == name


def test_two_people_and_no_subject():
    other = PATIENT | {"id": "autre"}
    found = read(as_json(bundle(composition(section("a", div="b"), subject={}), other)))
    assert "ne dit pas de qui il parle" in found.warnings[0]
    assert not found.header.patient.birth_name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (as_json(PATIENT), "Ressource FHIR Patient : ce n'est pas un document"),
        (as_xml(PATIENT), "Ressource FHIR Patient : ce n'est pas un document"),
        (as_json({"resourceType": "Bundle", "type": "searchset"}), "Bundle FHIR de type « searchset »"),
        (b'{"resourceType": "Bundle", ', "mal formé"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "mal formé"),
        (b'{"resourceType": "Bundle", "a": NaN}', "mal formé"),
        (b'{"resourceType": "Bundle", "a": ' + b"[" * 100_000, "imbriqué"),
        (b'{"resourceType": "Bundle", "a": ' + b"[" * 150 + b"]" * 150 + b"}", "imbriqué"),
        (b'{"resourceType": "Bundle", "a": [' + b"1," * 400_001 + b"1]}", "trop d'éléments"),
        (b'<!DOCTYPE a><Bundle xmlns="http://hl7.org/fhir"/>', "DOCTYPE"),
        (b'<Bundle xmlns="http://hl7.org/fhir">', "mal formé"),
    ],
)
def test_what_is_not_a_document_is_told(content, said):
    with pytest.raises(InvalidContent, match=said):
        read(content)


def test_sections_nested_too_deep_are_refused():
    inside = section("fond", div="x")
    for _level in range(30):
        inside = section("a", section=[inside])
    with pytest.raises(InvalidContent, match="imbriqué"):
        read(as_json(bundle(composition(inside))))


def test_references_in_a_circle_end():
    one = {
        "resourceType": "Observation",
        "id": "1",
        "code": coded("a"),
        "hasMember": [{"reference": "Observation/2"}],
    }
    two = {
        "resourceType": "Observation",
        "id": "2",
        "code": coded("b"),
        "hasMember": [{"reference": "Observation/1"}],
    }
    assert "a b" in words(as_json(bundle(composition(section("s", "Observation/1")), one, two)))


def test_other_json_is_a_text():
    assert read(b'{"a": 1}').kind is Kind.TEXT


WHOLE = bundle(
    composition(*(section(name, f"{name}/x") for name in RESOURCES), section("t", div="<p>a</p>")),
    *({"resourceType": name, "id": "x", **fields} for name, (fields, _words) in RESOURCES.items()),
)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([as_json, as_xml]))
def test_spoilt_documents_are_refused_or_shown(data, write):
    whole = write(WHOLE)
    content = bytearray(whole[: data.draw(st.integers(len(whole) - 500, len(whole)))])
    for _change in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InvalidContent):
        lay_out(read(bytes(content)), 80)


VALUES = st.recursive(
    st.sampled_from(["", "x", 1, True, None, "2026-01-02", "#m", "Patient/p"]),
    lambda inside: (
        st.lists(inside, max_size=2) | st.dictionaries(st.sampled_from(["a", "text", "coding"]), inside)
    ),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_values_of_another_shape_are_never_an_error(data):
    """A field that should be a list is a text, a code is a number: read with what sense it makes."""
    whole = {**WHOLE, "entry": [{"resource": dict(each["resource"])} for each in WHOLE["entry"]]}
    for entry in whole["entry"]:
        resource = entry["resource"]
        for name in data.draw(st.lists(st.sampled_from(sorted(resource)), max_size=2)):
            if name != "resourceType":
                resource[name] = data.draw(VALUES)
    with suppress(InvalidContent):
        lay_out(read(as_json(whole)), 80)
