"""Whose document is it: decided by the server, whatever the client."""

import pytest

from dmptui.core.documents.identities import identities_in
from dmptui.core.fhir.identity import metadata_identities
from dmptui.core.fhir.json import Json
from dmptui.core.model.identity import Identity
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import HADDAD, deposit, document, opened, person

ALICE, BOB = person(1), person(2, "MERCIER", "Paule")
LETTER = document("Lettre de MERCIER", number=1, days_ago=2)
CDA = """<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3">{targets}</ClinicalDocument>"""
TARGET = """<recordTarget><patientRole>{ins}<patient><name><family qualifier="BR">{family}</family>
<given qualifier="BR">{given}</given></name><administrativeGenderCode code="F"/><birthTime value="{born}"/>
</patient></patientRole></recordTarget>"""


def target(who=ALICE, *, ins: bool = True, born: str = "19511102") -> str:
    element = f'<id root="{who.ins.oid}" extension="{who.ins.value}"/>' if ins else ""
    return TARGET.format(ins=element, family=who.birth_name, given=who.given_names[0], born=born)


def cda(*targets: str) -> bytes:
    return CDA.format(targets="".join(targets)).encode()


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(ALICE, BOB)
        yield world


def lot(content: bytes) -> Json:
    return deposit(LETTER, ALICE, HADDAD, content)


async def count(dmp):
    return await dmp.store.counts([Query("DocumentReference", ALICE.id)])


async def test_a_document_of_the_person_enters_without_a_word(dmp):
    answer = await dmp.post("", await dmp.login(HADDAD), lot(cda(target())))
    assert answer.status_code == 200, answer.text
    assert all("outcome" not in entry["response"] for entry in answer.json()["entry"])


REFUSED = {
    "another INS": cda(target(BOB)),
    "another INS under her name": cda(target(ALICE).replace(ALICE.ins.value, BOB.ins.value)),
    "no INS, other traits": cda(target(BOB, ins=False, born="19800101")),
    "two persons, neither of them her": cda(target(BOB), target(BOB, ins=False, born="20260101")),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
async def test_a_document_of_somebody_else_is_refused_and_traced(dmp, content):
    answer = await dmp.post("", await dmp.login(HADDAD), lot(content))
    assert answer.status_code == 403
    assert "au nom d'une autre personne" in answer.json()["issue"][0]["diagnostics"]
    (trace,) = await dmp.traces(ALICE)
    assert (trace["subtype"][0]["code"], trace["outcome"]) == ("depot", "8")
    assert "MERCIER" not in str(trace)
    assert BOB.ins.value not in answer.text
    assert await count(dmp) == [0]


WARNED = {
    "no INS": (cda(target(ins=False)), "ne porte pas d'INS"),
    "another birth": (cda(target(born="19511103")), "La date de naissance du document (03/11/1951)"),
    "two persons, one of them her": (cda(target(), target(BOB)), "Ce document est au nom de"),
}


@pytest.mark.parametrize(("content", "said"), WARNED.values(), ids=WARNED)
async def test_what_is_odd_enters_with_a_warning_also_when_sent_again(dmp, content, said):
    session = await dmp.login(HADDAD)
    answer = await dmp.post("", session, lot(content))
    assert answer.status_code == 200, answer.text
    (outcome,) = [e["response"]["outcome"] for e in answer.json()["entry"] if "outcome" in e["response"]]
    assert outcome["issue"][0]["severity"] == "warning"
    assert said in outcome["issue"][0]["diagnostics"]
    assert (await dmp.post("", session, lot(content))).json() == answer.json()


async def test_the_traits_of_the_metadata_are_compared_too(dmp):
    bundle = lot(cda(target()))
    source = bundle["entry"][1]["resource"]["contained"][0]
    source |= {"name": [{"family": "MERCIER", "given": ["Paule"]}], "birthDate": "1980-01-01"}
    del source["identifier"]
    answer = await dmp.post("", await dmp.login(HADDAD), bundle)
    assert answer.status_code == 403
    assert len(await dmp.refusals()) == 1


@pytest.mark.parametrize("content", [b"<a/>", b"<", b"bonjour", b"%PDF-1.4", b"{}", b"{", b"PK\x03\x04"])
def test_what_names_nobody_is_not_judged(content):
    assert identities_in(content) == ()


def test_metadata_name_whom_they_refer_to():
    contained = {"resourceType": "Patient", "id": "p", "name": [{"family": "X"}], "birthDate": "1951-11"}
    reference = {
        "contained": [contained],
        "subject": {"reference": "Patient?identifier=urn:oid:1.2.250.1.213.1.4.11|1"},
        "context": {"sourcePatientInfo": {"reference": "#p", "identifier": {"system": "urn:oid:9"}}},
    }
    assert metadata_identities(reference) == (
        Identity((("1.2.250.1.213.1.4.11", "1"),)),
        Identity(birth_name="X", birth="195111"),
    )
    assert metadata_identities({"subject": {"reference": "Patient/1"}}) == ()
