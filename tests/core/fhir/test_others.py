"""The other resources: what is written is read back, and is valid FHIR."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from fhir.resources.R4B.auditevent import AuditEvent
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.careteam import CareTeam
from fhir.resources.R4B.consent import Consent
from fhir.resources.R4B.operationoutcome import OperationOutcome
from fhir.resources.R4B.patient import Patient as FhirPatient
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import audit_event, bundle, care_team, consent, outcome, patient, submission
from dmptui.core.fhir.json import instant
from dmptui.core.model.access import (
    AccessMode,
    Authorisation,
    AuthorisationStatus,
    CareTeamMember,
    Collector,
    ConsentKind,
    Declaration,
    EmergencySwitches,
    Team,
)
from dmptui.core.model.document import Attachment
from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import Closure, DmpState, LegalRepresentative, Patient, Sex
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules.decision import refused
from tests.core.fhir.test_document_reference import DOCUMENT, JSON

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
PS = "899900001001"

MARIA = Patient(
    id="p2",
    ins=Ins(value="284029912345681"),
    birth_name="DA SILVA",
    used_name="DUPUIS",
    given_names=("Maria", "Inês"),
    sex=Sex.FEMALE,
    birth_date=date(1984, 2, 18),
    birth_place="99139",
    postal_code="99100",
    city="Valmont",
    attending=frozenset({PS}),
    representatives=(LegalRepresentative(name="DA SILVA Ana", relationship="mère"),),
)


@pytest.mark.parametrize(
    "person",
    [
        MARIA,
        MARIA.model_copy(
            update={
                "state": DmpState.CLOSED,
                "closure": Closure(date=date(2025, 3, 12), motif="À la demande", reason="Départ"),
            }
        ),
        MARIA.model_copy(update={"state": DmpState.OPPOSED, "used_name": "", "representatives": ()}),
        MARIA.model_copy(update={"city": ""}),
        MARIA.model_copy(update={"city": "", "postal_code": ""}),
    ],
)
def test_patient(person):
    resource = patient.to_fhir(person)
    FhirPatient.model_validate(resource)
    assert patient.from_fhir(resource) == person


def test_a_patient_without_an_ins_is_refused():
    resource = patient.to_fhir(MARIA) | {"identifier": []}
    with pytest.raises(InvalidContent):
        patient.from_fhir(resource)


GIVEN = Authorisation(
    permitted=True,
    since=NOW,
    until=NOW + timedelta(days=1),
    collector=Collector(id=PS, name="ROUX"),
)
CIRCLE = Team(identifier="p2", is_organization=False)
HOSPITAL = Team(identifier="1990010753", name="Centre hospitalier")


@pytest.mark.parametrize(
    ("authorisation", "status"),
    [
        (GIVEN.model_copy(update={"team": HOSPITAL}), AuthorisationStatus.VALID),
        (
            GIVEN.model_copy(update={"team": CIRCLE}),
            AuthorisationStatus.VALID,
        ),
        (
            GIVEN.model_copy(
                update={"practitioner_id": PS, "organization_id": "1990010753", "consultation": "c"}
            ),
            AuthorisationStatus.VALID,
        ),
        (GIVEN.model_copy(update={"practitioner_id": PS, "until": NOW}), AuthorisationStatus.EXPIRED),
        (
            Authorisation(practitioner_id=PS, permitted=True, since=NOW, kind=ConsentKind.INFORMATION),
            AuthorisationStatus.NONE,
        ),
        (Authorisation(practitioner_id=PS, permitted=False, since=NOW), AuthorisationStatus.FORBIDDEN),
    ],
)
def test_authorisation(authorisation, status):
    resource = consent.authorisation_to_fhir(authorisation, "Patient/p2")
    Consent.model_validate(resource)
    assert consent.authorisation_from_fhir(resource) == authorisation
    assert authorisation.status(NOW) is status


def test_what_nobody_collected_ended_when_it_began():
    given = GIVEN.model_copy(update={"practitioner_id": PS})
    resource = consent.authorisation_to_fhir(given, "Patient/p2")
    del resource["verification"]
    assert consent.authorisation_from_fhir(resource).status(NOW) is AuthorisationStatus.EXPIRED


@pytest.mark.parametrize("team", [None, HOSPITAL])
@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("attending", [True, False])
@pytest.mark.parametrize("kind", ConsentKind)
def test_declaration(kind, attending, trusted, team):
    declaration = Declaration(kind=kind, attending=attending, trusted=trusted)
    resource = consent.declaration_to_fhir(declaration, PS, "Patient?identifier=x", NOW, team)
    assert (consent.team_of(resource), consent.actor_of(resource)) == (team, "" if team else PS)
    Consent.model_validate(resource)
    assert consent.declaration_from_fhir(resource) == declaration


@pytest.mark.parametrize("samu", [True, False])
@pytest.mark.parametrize("glass", [True, False])
@pytest.mark.parametrize("masked", [True, False])
def test_switches(samu, glass, masked):
    switches = EmergencySwitches(centre_15=samu, break_glass=glass, masked_documents=masked)
    resource = consent.switches_to_fhir(switches, "Patient/p2", NOW)
    Consent.model_validate(resource)
    assert consent.is_switches(resource)
    assert consent.switches_from_fhir(resource) == switches


def test_care_team():
    members = (
        CareTeamMember(identifier=PS, name="Dr ROUX Claire", role="médecin traitant"),
        CareTeamMember(identifier="1990010753", name="CH de Valmont", is_organization=True),
    )
    resource = care_team.to_fhir(members, "Patient/p2")
    CareTeam.model_validate(resource)
    assert care_team.from_fhir(resource) == members


@pytest.mark.parametrize("action", TraceAction)
@pytest.mark.parametrize("mode", AccessMode)
@pytest.mark.parametrize("refusal", ["", "Ce document est masqué aux professionnels de santé."])
def test_trace(action, mode, refusal):
    trace = Trace(
        id="t1",
        at=NOW,
        actor_id=PS,
        actor="Dr ROUX Claire",
        profession="G15_10",
        organization="Cabinet des Tilleuls",
        mode=mode,
        emergency_reason="inconscient" if mode is AccessMode.BREAK_GLASS else "",
        action=action,
        object="CR de biologie",
        object_id="d1",
        refusal=refusal,
    )
    resource = audit_event.to_fhir(trace, "Patient/p2")
    AuditEvent.model_validate(resource)
    assert audit_event.from_fhir(resource) == trace


@pytest.mark.parametrize(("actor_id", "actor"), [(PS, "Dr ROUX"), ("", "Inconnu")])
def test_a_trace_about_nobody_known_names_no_patient(actor_id, actor):
    trace = Trace(at=NOW, actor_id=actor_id, actor=actor, action=TraceAction.OPEN, refusal="Aucun DMP.")
    resource = audit_event.to_fhir(trace)
    AuditEvent.model_validate(resource)
    assert "entity" not in resource
    assert audit_event.from_fhir(resource) == trace


def test_a_deposit_is_a_valid_transaction_and_a_resend_is_the_same():
    content = b"<ClinicalDocument/>"
    attachment = Attachment(content_type="text/xml", size=len(content), sha1=submission.sha1_base64(content))
    document = DOCUMENT.model_copy(update={"attachment": attachment})

    def send():
        return submission.provide_document(
            document,
            content,
            ins=MARIA.ins,
            sender=document.author,
            source_id="urn:oid:1.2.3",
            now=NOW,
        )

    Bundle.model_validate(send())
    assert send() == send()
    kinds = [entry["resource"]["resourceType"] for entry in send()["entry"]]
    assert kinds == ["List", "DocumentReference", "Binary"]
    urls = [entry["fullUrl"] for entry in send()["entry"]]
    assert send()["entry"][0]["resource"]["entry"] == [{"item": {"reference": urls[1]}}]
    assert send()["entry"][1]["resource"]["content"][0]["attachment"]["url"] == urls[2]


def test_outcome():
    decision = refused("Ce DMP est fermé.", "CSP R1111-33", "Appelez le 34 22.")
    resource = outcome.refusal(decision)
    OperationOutcome.model_validate(resource)
    assert outcome.read(resource) == ("forbidden", decision)


@pytest.mark.parametrize("body", [None, [], "x", {}, {"resourceType": "OperationOutcome", "issue": "x"}])
def test_what_is_no_outcome_tells_nothing(body):
    assert outcome.read(body) is None


def test_the_entries_and_the_next_page_of_a_bundle():
    page = {
        "resourceType": "Bundle",
        "link": [{"relation": "self", "url": "a"}, {"relation": "next", "url": "b"}],
        "entry": [
            {"resource": {"resourceType": "Consent", "id": "1"}, "search": {"mode": "match"}},
            {"resource": {"resourceType": "Patient", "id": "2"}, "search": {"mode": "include"}},
            {"resource": {"resourceType": "Consent", "id": "3"}},
            {"resource": None},
            "x",
        ],
    }
    assert [r["id"] for r in bundle.resources(page, "Consent")] == ["1", "3"]
    assert [r["id"] for r in bundle.resources(page, "Patient", "include")] == ["2"]
    assert bundle.next_page(page) == "b"
    assert bundle.next_page({"resourceType": "Bundle"}) == ""


@pytest.mark.parametrize(
    ("read", "resource"),
    [
        (patient.from_fhir, patient.to_fhir(MARIA)),
        (consent.authorisation_from_fhir, consent.switches_to_fhir(EmergencySwitches(), "x", NOW)),
        (consent.switches_from_fhir, consent.switches_to_fhir(EmergencySwitches(), "x", NOW)),
        (care_team.from_fhir, care_team.to_fhir((CareTeamMember(identifier=PS, name="x"),), "x")),
        (
            audit_event.from_fhir,
            audit_event.to_fhir(Trace(at=NOW, actor_id=PS, actor="x", action=TraceAction.OPEN)),
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@given(data=st.data())
def test_any_json_in_any_element_is_read_or_refused(read, resource, data):
    elements = data.draw(st.dictionaries(st.sampled_from(sorted(resource)), JSON))
    with suppress(InvalidContent):
        read(resource | elements | {"resourceType": resource["resourceType"]})


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026", datetime(2025, 12, 31, 23, tzinfo=UTC)),
        ("2026-11", datetime(2026, 10, 31, 23, tzinfo=UTC)),
        ("2026-11-23", datetime(2026, 11, 22, 23, tzinfo=UTC)),
        ("2026-11-23T14:32:00Z", NOW),
        ("2026-13-01", None),
        ("hier", None),
        (None, None),
        (2026, None),
    ],
)
def test_instants(text, moment):
    assert instant(text) == moment
