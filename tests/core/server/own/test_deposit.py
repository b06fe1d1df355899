"""What the patient deposits: personal documents, in their own record, in their own name."""

import json

import pytest

from dmptui.core.fhir import document_reference, submission
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.model.document import Attachment, Author, Document, Visibility
from dmptui.core.model.patient import DmpState, LegalRepresentative, Patient
from dmptui.core.rules.change_table import Change
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    OLIVIER,
    REPORT,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    ids,
    kept,
    opened,
    person,
)
from tests.core.server.own.test_record import change

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
ALICE = person(1)
BOB = person(2, "MERCIER")
CHILD = person(3, birth_date="2015-01-01", representatives=(ANA,))
CLOSED = person(4, state=DmpState.CLOSED)
THEIRS = document("Compte rendu", number=1)
DIRECTIVES = "EXPPAT_3"


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        rights = [authorisation(role, ALICE) for role in (HADDAD, ROUX)]
        await world.add(ALICE, BOB, CHILD, CLOSED, *rights, kept(THEIRS, ALICE))
        yield world


def own(patient: Patient, *, number: int = 30, kind: str = DIRECTIVES, **more: object) -> Document:
    author = Author(name=patient.name, profession="EXP_PATIENT")
    found = document("Mes volontés", number=number, type_code=kind)
    return found.model_copy(update={"authors": (author,)} | more)


def lot(found: Document, patient: Patient, sender: Author | None = None, content: bytes = b"je veux") -> Json:
    attachment = Attachment(
        content_type="text/plain", size=len(content), sha1=submission.sha1_base64(content)
    )
    return submission.provide_document(
        found.model_copy(update={"id": "", "logical_id": "", "attachment": attachment}),
        content,
        ins=patient.ins,
        sender=sender or Author(name=patient.name, profession="EXP_PATIENT"),
        source_id="urn:oid:1.2.3",
        now=NOW,
    )


async def kept_ones(dmp: World, patient: Patient) -> list[Document]:
    rows = (await dmp.store.search(Query("DocumentReference", patient.id))).rows
    return [document_reference.from_fhir(json.loads(row.text)) for row in rows]


async def test_it_is_kept_as_the_patient_s_traced_once_and_nobody_is_told(dmp):
    token = await dmp.enter(ALICE)
    for _again in range(2):
        answer = await dmp.post("", token, lot(own(ALICE), ALICE))
        assert answer.status_code == 200, answer.text
    (found,) = [d for d in await kept_ones(dmp, ALICE) if d.type.code == DIRECTIVES]
    assert found.author.profession == "EXP_PATIENT"
    assert found.category.code == "90"
    assert found.facility is not None
    assert found.facility.code == "EXP_PATIENT"
    traces = await dmp.traces(ALICE)
    assert [t["subtype"][0]["code"] for t in traces] == ["connexion", "depot"]
    assert ALICE.ins.value not in json.dumps(traces)
    assert await dmp.notices() == []
    assert found.id in ids(await dmp.search("DocumentReference", token))


async def test_professionals_read_it_and_never_change_it(dmp):
    await dmp.post("", await dmp.enter(ALICE), lot(own(ALICE), ALICE))
    record = await dmp.open(ROUX, ALICE)
    found = next(d for d in await kept_ones(dmp, ALICE) if d.type.code == DIRECTIVES)
    assert found.id in ids(await dmp.search("DocumentReference", record))
    lots = (await dmp.search("List", record, code="submissionset")).json()["entry"]
    assert "#patient-source" in [entry["resource"]["source"]["reference"] for entry in lots]
    assert (await change(dmp, record, found, Change.ARCHIVE)).status_code == 403
    newer = document(number=40).model_copy(update={"replaces": f"DocumentReference/{found.id}"})
    answer = await dmp.post("", record, deposit(newer, ALICE, ROUX))
    assert (answer.status_code, "déposé par la personne" in answer.text) == (403, True)


async def test_replace_archive_delete_one_s_own(dmp):
    token = await dmp.enter(ALICE)
    await dmp.post("", token, lot(own(ALICE), ALICE))
    first = next(d for d in await kept_ones(dmp, ALICE) if d.type.code == DIRECTIVES)
    newer = own(ALICE, number=31, replaces=f"DocumentReference/{first.id}")
    assert (await dmp.post("", token, lot(newer, ALICE))).status_code == 200
    found = {d.master_identifier: d for d in await kept_ones(dmp, ALICE)}
    assert found[first.master_identifier].status.value == "superseded"
    second = found[newer.master_identifier]
    assert (await change(dmp, token, second, Change.ARCHIVE)).status_code == 200
    assert (await change(dmp, token, second, Change.DELETE)).status_code == 200
    codes = [t["subtype"][0]["code"] for t in await dmp.traces(ALICE)]
    assert codes == ["connexion", "depot", "remplacement", "archivage", "suppression"]
    assert await dmp.notices() == []


DOCTOR = as_author(ROUX)
FORGED = {
    "a report": (lot(own(ALICE, kind=REPORT), ALICE), ALICE, "documents personnels"),
    "a report of class 90": (
        lot(own(ALICE, kind=REPORT, category=own(ALICE).category), ALICE),
        ALICE,
        "documents personnels",
    ),
    "by a doctor": (lot(own(ALICE, authors=(DOCTOR,)), ALICE), ALICE, "d'autre auteur"),
    "sent by a doctor": (lot(own(ALICE), ALICE, DOCTOR), ALICE, "qu'il annonce"),
    "hidden from oneself": (
        lot(own(ALICE, visibility=frozenset({Visibility.HIDDEN_FROM_PATIENT})), ALICE),
        ALICE,
        "voit toujours",
    ),
    "for somebody else": (lot(own(BOB), BOB), BOB, "autre dossier"),
    "for nobody": (lot(own(person(77)), person(77)), None, "autre dossier"),
    "that replaces a doctor's": (
        lot(own(ALICE, replaces=f"DocumentReference/{THEIRS.id}"), ALICE),
        ALICE,
        "Seul l'auteur",
    ),
}


@pytest.mark.parametrize(("body", "about", "says"), FORGED.values(), ids=FORGED)
async def test_what_is_forged_is_refused_and_traced_once(dmp, body, about, says):
    answer = await dmp.post("", await dmp.enter(ALICE), body)
    assert (answer.status_code, says in answer.text) == (403, True), answer.text
    (trace,) = await dmp.refusals()
    named = [e["what"]["reference"] for e in trace.get("entity", []) if "what" in e]
    assert (f"Patient/{about.id}" in named) if about else not any(n.startswith("Patient/") for n in named)
    assert [d.master_identifier for d in await kept_ones(dmp, ALICE)] == [THEIRS.master_identifier]
    assert await kept_ones(dmp, BOB) == []


@pytest.mark.parametrize("role", [ROUX, OLIVIER])
@pytest.mark.parametrize("given", [{"type_code": "DOCPAT01"}, {"type_code": DIRECTIVES}])
async def test_a_professional_deposits_nothing_of_the_patient_s(dmp, role, given):
    answer = await dmp.post("", await dmp.login(role), deposit(document(number=50, **given), ALICE, role))
    assert (answer.status_code, "réservé à ce que la personne dépose" in answer.text) == (403, True)
    assert len(await dmp.refusals()) == 1


async def test_a_professional_puts_no_report_in_the_patient_s_class(dmp):
    report = document(number=51).model_copy(update={"category": own(ALICE).category})
    answer = await dmp.post("", await dmp.login(ROUX), deposit(report, ALICE, ROUX))
    assert (answer.status_code, "réservé" in answer.text) == (403, True)


async def test_no_profile_no_deposit(dmp):
    answer = await dmp.post("", await dmp.enter(CLOSED), lot(own(CLOSED), CLOSED))
    assert (answer.status_code, "est fermé" in answer.text) == (403, True)


async def test_what_a_minor_keeps_from_the_representatives(dmp):
    child, parent = await dmp.enter(CHILD), await dmp.enter(CHILD, representative=True)
    hidden = own(CHILD, visibility=frozenset({Visibility.HIDDEN_FROM_REPRESENTATIVES}))
    assert (await dmp.post("", parent, lot(hidden, CHILD))).status_code == 403
    assert (await dmp.post("", child, lot(hidden, CHILD))).status_code == 200
    (found,) = await kept_ones(dmp, CHILD)
    newer = own(CHILD, number=31, replaces=f"DocumentReference/{found.id}")
    answer = await dmp.post("", parent, lot(newer, CHILD))
    assert (answer.status_code, "représentants" in answer.text) == (422, False)
    absent = own(CHILD, number=31, replaces="DocumentReference/absent")
    assert (await dmp.post("", parent, lot(absent, CHILD))).text == answer.text
    assert ids(await dmp.search("DocumentReference", parent)) == []
