"""The patient as an actor: their own record, never a clinical right, never anybody else's."""

import json
from datetime import date

import pytest
from fhir.resources.R4B import get_fhir_model_class

from dmptui.core.fhir import attending, consent, systems
from dmptui.core.fhir import patient as patients
from dmptui.core.fhir.changes import patch_for
from dmptui.core.fhir.json import Json, extension
from dmptui.core.model.access import (
    Authorisation,
    ConsentKind,
    Declaration,
    EmergencySwitches,
    Team,
)
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author, Document, DocumentStatus, Visibility
from dmptui.core.model.patient import Closure, DmpState, LegalRepresentative, Patient
from dmptui.core.rules.change_table import Change
from dmptui.core.store.base import Write
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import (
    EXCHANGE,
    HADDAD,
    NOW,
    PETIT,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    ids,
    ins_of,
    kept,
    opened,
    person,
    switches,
    team,
)

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
ALICE = person(1, attending={ROUX.practitioner.id})
BOB = person(2, "MERCIER")
CHILD = person(3, birth_date="2015-01-01", representatives=(ANA,))
HERS = document("Directives", number=5).model_copy(
    update={
        "type": Coding(code="EXPPAT_3"),
        "category": Coding(code="90"),
        "authors": (Author(name="la personne", profession="EXP_PATIENT"),),
    }
)
DOCUMENTS = {
    "plain": document("Lettre", number=1, days_ago=5),
    "masked": document("Masqué", number=2, days_ago=6, hidden=[Visibility.HIDDEN_FROM_PROFESSIONALS]),
    "unseen": document("Annonce", number=3, days_ago=7, hidden=[Visibility.HIDDEN_FROM_PATIENT]),
    "lapsed": document("Ancienne annonce", number=4, days_ago=40, hidden=[Visibility.HIDDEN_FROM_PATIENT]),
    "hers": HERS,
    "deleted": document("Supprimé", number=6, days_ago=8, status=DocumentStatus.DELETED),
}
SECRET = document("Contraception", number=8, hidden=[Visibility.HIDDEN_FROM_REPRESENTATIVES])
CHILDS = document("Vaccin", number=9)
BOBS = document("De Bob", number=7)


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(
            ALICE,
            BOB,
            CHILD,
            authorisation(HADDAD, ALICE),
            authorisation(HADDAD, BOB),
            authorisation(HADDAD, CHILD),
            switches(ALICE),
            team(ALICE, HADDAD.practitioner.id),
            *(kept(d, ALICE) for d in DOCUMENTS.values()),
            kept(BOBS, BOB),
            kept(SECRET, CHILD),
            kept(CHILDS, CHILD),
        )
        yield world


def names(found: list[str]) -> list[str]:
    known = {d.id: n for n, d in DOCUMENTS.items()} | {SECRET.id: "secret", CHILDS.id: "childs"}
    return sorted(known[i] for i in found)


DIED = Closure(date=date(2026, 10, 1), motif="Décès")
LOGINS = {
    "activated": (ALICE, False, 200, ""),
    "open": (person(20, state=DmpState.OPEN), False, 200, ""),
    "notified": (person(21, state=DmpState.NOTIFIED, notified="2026-11-20"), False, 200, ""),
    "opposed": (person(22, state=DmpState.OPPOSED), False, 200, ""),
    "closed": (person(23, state=DmpState.CLOSED), False, 200, ""),
    "dead": (person(25, state=DmpState.CLOSED, closure=DIED), False, 403, "décédée"),
    "a minor": (CHILD, False, 200, ""),
    "for a minor": (CHILD, True, 200, ""),
    "for an adult": (ALICE, True, 403, "majeure"),
    "for a minor nobody represents": (person(24, birth_date="2015-01-01"), True, 403, "représentant"),
}


@pytest.mark.parametrize(("patient", "representative", "status", "says"), LOGINS.values(), ids=LOGINS)
async def test_entering(dmp, patient, representative, status, says):
    if patient not in (ALICE, CHILD):
        await dmp.add(patient)
    answer = await dmp.ask_entering(patient, representative=representative)
    assert answer.status_code == status, answer.text
    assert says in answer.text
    (trace,) = await dmp.traces(patient)
    assert (trace["subtype"][0]["code"], trace["outcome"]) == ("connexion", "8" if says else "0")
    assert patient.ins.value not in json.dumps(trace)
    if not says:
        row = await dmp.store.read("Patient", patient.id)
        made = {"state": DmpState.ACTIVATED, "notified": None}
        expected = patient.model_copy(update=made if patient.state.exists else {})
        assert patients.from_fhir(json.loads(row.text)) == expected
        assert len(await dmp.notices()) == 0


async def test_nobody_enters_with_an_unknown_ins(dmp):
    assert (await dmp.ask_entering(person(77))).status_code == 401
    assert (await dmp.client.post("/auth/login", data={"patient": "x"})).status_code == 400


async def test_what_the_patient_sees(dmp):
    token = await dmp.enter(ALICE)
    form = {"patient.identifier": ins_of(ALICE)}
    found = ids(await dmp.search("DocumentReference", token, **form))
    assert names(found) == ["hers", "lapsed", "masked", "plain"]
    assert (await dmp.search("DocumentReference", token, type="EXPPAT_3")).json()["entry"]
    first = await dmp.search("DocumentReference", token, _count="2")
    url = next(link["url"] for link in first.json()["link"] if link["relation"] == "next")
    assert names(ids(first) + ids(await dmp.get(url, token))) == ["hers", "lapsed", "masked", "plain"]
    codes = [t["subtype"][0]["code"] for t in await dmp.traces(ALICE)]
    assert codes == ["connexion", "liste"]


@pytest.mark.parametrize(
    ("name", "status"),
    [("plain", 200), ("masked", 200), ("lapsed", 200), ("hers", 200), ("unseen", 404), ("deleted", 410)],
)
async def test_reading(dmp, name, status):
    token = await dmp.enter(ALICE)
    found = DOCUMENTS[name]
    answer = await dmp.get(f"/Binary/bin-{found.id}", token)
    assert answer.status_code == status
    assert (b"secret" in answer.content) is (status == 200)
    assert found.title not in answer.text
    _login, trace = await dmp.traces(ALICE)
    assert (trace["subtype"][0]["code"], trace["outcome"]) == ("lecture", "0" if status == 200 else "8")
    assert (await dmp.get(f"/DocumentReference/{found.id}", token)).status_code == status
    assert await dmp.notices() == []


async def test_a_month_later_it_is_seen(dmp):
    dmp.wait(days=24)
    token = await dmp.enter(ALICE)
    assert "unseen" in names(ids(await dmp.search("DocumentReference", token)))


async def test_representatives_do_not_see_what_is_kept_from_them(dmp):
    child, parent = await dmp.enter(CHILD), await dmp.enter(CHILD, representative=True)
    assert names(ids(await dmp.search("DocumentReference", child))) == ["childs", "secret"]
    assert names(ids(await dmp.search("DocumentReference", parent))) == ["childs"]
    assert (await dmp.get(f"/Binary/bin-{SECRET.id}", child)).status_code == 200
    assert (await dmp.get(f"/Binary/bin-{SECRET.id}", parent)).status_code == 404
    assert (await change(dmp, parent, SECRET, Change.SHOW_TO_REPRESENTATIVES)).status_code == 404
    assert (await change(dmp, child, SECRET, Change.SHOW_TO_REPRESENTATIVES)).status_code == 200
    assert len(ids(await dmp.search("DocumentReference", parent))) == 2
    assert (await dmp.get(f"/Binary/bin-{SECRET.id}", parent)).status_code == 200


async def test_at_eighteen_nobody_enters_for_them(dmp):
    dmp.wait(days=365 * 7)
    assert (await dmp.ask_entering(CHILD, representative=True)).status_code == 403


async def test_a_secret_access_leaves_nothing_to_the_representatives(dmp):
    answer = await dmp.ask_opening(await dmp.login(HADDAD), CHILD, secret="true")
    token = str(answer.json()["access_token"])
    await dmp.get(f"/Binary/bin-{CHILDS.id}", token)
    await dmp.post("", token, deposit(document("Test", number=30), CHILD, HADDAD))
    await dmp.get(f"/Binary/bin-{CHILDS.id}", await dmp.open(HADDAD, CHILD))
    child, parent = await dmp.enter(CHILD), await dmp.enter(CHILD, representative=True)
    seen = await shown(dmp, child, "AuditEvent")
    secret = [e["id"] for e in seen if extension(e, systems.SECRET_ACCESS)]
    assert len(secret) == 3
    assert len(await shown(dmp, child, "Communication")) == 5
    seen = await shown(dmp, parent, "AuditEvent")
    assert not any(extension(e, systems.SECRET_ACCESS) for e in seen)
    assert len(await shown(dmp, parent, "Communication")) == 2
    assert len(ids(await dmp.search("DocumentReference", child))) == 3
    assert len(ids(await dmp.search("DocumentReference", parent))) == 1
    for hidden in secret:
        assert (await dmp.get(f"/AuditEvent/{hidden}", child)).status_code == 200
        assert (await dmp.get(f"/AuditEvent/{hidden}", parent)).status_code == 404


async def test_an_adult_has_no_secret_access(dmp):
    answer = await dmp.ask_opening(await dmp.login(HADDAD), ALICE, secret="true")
    assert (answer.status_code, "mineures" in answer.text) == (403, True)
    assert len(await dmp.refusals()) == 1


async def shown(dmp: World, token: str, kind: str) -> list[Json]:
    return [e["resource"] for e in (await dmp.search(kind, token)).json().get("entry", [])]


async def change(dmp: World, token: str, found: Document, what: Change):
    row = await dmp.store.read("DocumentReference", found.id)
    patch = patch_for(json.loads(row.text), what)
    return await dmp.patch(f"/DocumentReference/{found.id}", token, patch, if_match=f'W/"{row.version}"')


CHANGES = {
    "mask": ("plain", Change.MASK, 200),
    "unmask": ("masked", Change.UNMASK, 200),
    "mask one's own": ("hers", Change.MASK, 200),
    "delete one's own": ("hers", Change.DELETE, 200),
    "archive one's own": ("hers", Change.ARCHIVE, 200),
    "delete another's": ("plain", Change.DELETE, 403),
    "archive another's": ("plain", Change.ARCHIVE, 403),
    "hide from oneself": ("plain", Change.HIDE_FROM_PATIENT, 403),
    "mask what is not seen": ("unseen", Change.MASK, 404),
    "show what is not seen": ("unseen", Change.SHOW_TO_PATIENT, 404),
    "delete what is deleted": ("deleted", Change.MASK, 410),
}


@pytest.mark.parametrize(("name", "what", "status"), CHANGES.values(), ids=CHANGES)
async def test_changing(dmp, name, what, status):
    token = await dmp.enter(ALICE)
    answer = await change(dmp, token, DOCUMENTS[name], what)
    assert answer.status_code == status, answer.text
    _login, trace = await dmp.traces(ALICE)
    assert trace["outcome"] == ("0" if status == 200 else "8")
    assert await dmp.notices() == []


async def test_what_the_patient_masks_is_closed_at_once(dmp):
    professional = await dmp.open(PETIT, ALICE, purpose_of_use="BTG", reason="Coma")
    path = f"/Binary/bin-{DOCUMENTS['plain'].id}"
    assert (await dmp.get(path, professional)).status_code == 200
    token = await dmp.enter(ALICE)
    form = {"identifier": DOCUMENTS["plain"].logical_id}
    mask = [{"op": "add", "path": "/securityLabel/0/coding/-", "value": {"code": "MASQUE_PS"}}]
    answer = await dmp.patch(f"/DocumentReference?identifier={form['identifier']}", token, mask)
    assert answer.status_code == 200
    assert (await dmp.get(path, professional)).status_code == 404
    assert (await dmp.patch(f"/DocumentReference/{answer.json()['id']}", token, mask)).status_code == 428


PROFESSIONAL_ONLY = [
    ("POST", "/DocumentReference", {"resourceType": "DocumentReference"}),
    ("GET", "/List", None),
]


@pytest.mark.parametrize(("method", "path", "body"), PROFESSIONAL_ONLY)
async def test_no_clinical_right(dmp, method, path, body):
    token = await dmp.enter(ALICE)
    answer = await (dmp.post(path, token, body) if method == "POST" else dmp.get(path, token))
    assert (answer.status_code, "réservée aux professionnels" in answer.text) == (403, True)
    assert len(await dmp.refusals()) == 1


async def test_a_patient_s_token_opens_no_record(dmp):
    for patient in (ALICE, BOB):
        form = {
            "grant_type": EXCHANGE,
            "subject_token": await dmp.enter(ALICE),
            "person_id": ins_of(patient),
            "purpose_of_use": "BTG",
            "reason": "curiosité",
        }
        answer = await dmp.client.post("/auth/token", data=form)
        assert (answer.status_code, answer.json()["error"]) == (403, "access_denied")
    assert len(await dmp.refusals()) == 2


OTHERS = [
    f"/DocumentReference/{BOBS.id}",
    f"/Binary/bin-{BOBS.id}",
    f"/DocumentReference?patient={BOB.id}",
    f"/DocumentReference?patient.identifier={ins_of(BOB)}",
    f"/Patient/{BOB.id}",
    f"/Patient?identifier={ins_of(BOB)}",
    f"/CareTeam?patient={BOB.id}",
    f"/AuditEvent?patient={BOB.id}",
    f"/Consent?patient={BOB.id}",
    f"/Communication?patient={BOB.id}",
    f"/Consent/{authorisation(HADDAD, BOB).resource['id']}",
]


@pytest.mark.parametrize("path", OTHERS)
async def test_nobody_else_s_record(dmp, path):
    answer = await dmp.get(path, await dmp.enter(ALICE))
    one_of_his = path.count("/") == 2 and not path.startswith("/Patient")
    assert answer.status_code == (404 if one_of_his else 403), answer.text
    assert "De Bob" not in answer.text
    (trace,) = await dmp.refusals()
    assert trace["entity"][0]["what"]["reference"] == f"Patient/{BOB.id}"


async def test_searches_by_traits_answer_only_oneself(dmp):
    token = await dmp.enter(ALICE)
    assert ids(await dmp.search("Patient", token, family="mercier")) == [ALICE.id]
    assert (await dmp.get(f"/Patient/{ALICE.id}", token)).status_code == 200
    assert len((await dmp.search("CareTeam", token)).json()["entry"]) == 1


def denial(patient: Patient, role=HADDAD, **more: str) -> Json:
    found = Authorisation(practitioner_id=role.practitioner.id, permitted=False, since=NOW)
    return consent.authorisation_to_fhir(found, f"Patient/{patient.id}") | more


def designation(patient: Patient, role=HADDAD, *, named: bool = True) -> Json:
    ps_id = role.practitioner.id
    return attending.to_fhir(ps_id, f"Patient/{patient.id}", NOW, named=named, by_patient=True)


async def test_blocking_closes_and_unblocking_leaves_what_the_team_has(dmp):
    token, professional = await dmp.enter(ALICE), await dmp.open(HADDAD, ALICE)
    answer = await dmp.post("/Consent", token, denial(ALICE))
    assert answer.status_code == 201, answer.text
    assert (await dmp.get("/DocumentReference", professional)).status_code == 403
    blocked = await dmp.ask_opening(await dmp.login(HADDAD), ALICE, purpose_of_use="BTG", reason="Coma")
    assert "bloqué" in blocked.text
    again = await dmp.post("/Consent", token, denial(ALICE))
    assert (again.status_code, "déjà bloqué" in again.text) == (403, True)
    assert (await dmp.post("/Consent", await dmp.login(HADDAD), declared())).status_code == 403
    lifted = await dmp.post("/Consent", token, denial(ALICE, status="inactive"))
    assert (lifted.status_code, lifted.json()["status"]) == (201, "inactive")
    assert await dmp.open(HADDAD, ALICE), "the consent of the hospital stands"
    codes = [t["subtype"][0]["code"] for t in await dmp.traces(ALICE)]
    assert codes.count("blocage") == 2
    assert codes.count("deblocage") == 1


async def test_unblocking_gives_nothing_outside_a_team(dmp):
    token = await dmp.enter(ALICE)
    await dmp.post("/Consent", await dmp.login(PETIT), declared(PETIT))
    await dmp.open(PETIT, ALICE)
    await dmp.post("/Consent", token, denial(ALICE, PETIT))
    await dmp.post("/Consent", token, denial(ALICE, PETIT, status="inactive"))
    opening = await dmp.ask_opening(await dmp.login(PETIT), ALICE)
    assert opening.json()["error"] == "consent_required"
    assert (await dmp.post("/Consent", await dmp.login(PETIT), declared(PETIT))).status_code == 201
    assert await dmp.open(PETIT, ALICE)


def declared(role=HADDAD) -> Json:
    agreed = Declaration(kind=ConsentKind.EXPLICIT)
    return consent.declaration_to_fhir(agreed, role.practitioner.id, f"Patient/{ALICE.id}", NOW)


def withdrawal(role=HADDAD, *, team: bool = True) -> Json:
    place = role.situation.organization
    found = Authorisation(
        practitioner_id="" if team else role.practitioner.id,
        team=Team(identifier=place.id, name=place.name) if team else None,
        permitted=True,
        since=NOW,
    )
    return consent.authorisation_to_fhir(found, f"Patient/{ALICE.id}") | {"status": "inactive"}


@pytest.mark.parametrize("team", [True, False])
async def test_a_consent_withdrawn_closes_at_the_next_request_on_every_terminal(dmp, team):
    role = HADDAD if team else PETIT
    if not team:
        await dmp.post("/Consent", await dmp.login(PETIT), declared(PETIT))
    terminals = [await dmp.open(role, ALICE), await dmp.open(role, ALICE)]
    for token in terminals:
        assert (await dmp.get("/DocumentReference", token)).status_code == 200
    mine = await dmp.enter(ALICE)
    assert (await dmp.post("/Consent", mine, withdrawal(role, team=team))).status_code == 201
    for token in terminals:
        answer = await dmp.get("/DocumentReference", token)
        issue = answer.json()["issue"][0]
        assert (answer.status_code, issue["code"]) == (403, "suppressed")
        assert "s'est refermé" in issue["diagnostics"]
    again = await dmp.post("/Consent", mine, withdrawal(role, team=team))
    assert (again.status_code, "pas d'accord en cours" in again.text) == (403, True)
    codes = [(t["subtype"][0]["code"], t["outcome"]) for t in await dmp.traces(ALICE)]
    assert [outcome for code, outcome in codes if code == "retrait"] == ["0", "8"]


async def test_a_professional_withdraws_nothing(dmp):
    answer = await dmp.post("/Consent", await dmp.login(HADDAD), withdrawal())
    assert (answer.status_code, "Seule la personne" in answer.text) == (403, True)
    assert await dmp.open(HADDAD, ALICE)


async def test_blocking_the_medecin_traitant_ends_it(dmp):
    token = await dmp.enter(ALICE)
    assert (await dmp.post("/Consent", token, denial(ALICE, ROUX))).status_code == 201
    assert await attending_of(dmp) == set()


async def attending_of(dmp: World) -> set[str]:
    row = await dmp.store.read("Patient", ALICE.id)
    return set(patients.from_fhir(json.loads(row.text)).attending)


async def test_the_medecin_traitant_is_named_and_ended(dmp):
    token, me = await dmp.enter(ALICE), HADDAD.practitioner.id
    assert (await dmp.post("/Consent", token, designation(ALICE))).status_code == 201
    assert await attending_of(dmp) == {me, ROUX.practitioner.id}
    assert (await dmp.post("/Consent", token, designation(ALICE, PETIT))).status_code == 403
    assert (await dmp.post("/Consent", token, designation(ALICE, ROUX, named=False))).status_code == 201
    assert await attending_of(dmp) == {me}
    session = await dmp.login(HADDAD)
    assert (await dmp.post("/Consent", session, designation(ALICE, named=False))).status_code == 201
    assert await attending_of(dmp) == set()
    assert (await dmp.post("/Consent", session, designation(ALICE, named=False))).status_code == 403
    other = await dmp.post("/Consent", session, designation(ALICE, ROUX))
    assert (other.status_code, "ne se nomme pas" in other.text) == (403, True)
    codes = [t["subtype"][0]["code"] for t in await dmp.traces(ALICE)]
    assert codes.count("medecin-traitant") == 6
    assert await dmp.open(HADDAD, ALICE)  # the designations are no authorisations: hers still stands


async def test_the_switches(dmp):
    token = await dmp.enter(ALICE)
    said = EmergencySwitches(break_glass=False, masked_documents=True)
    resource = consent.switches_to_fhir(said, f"Patient/{ALICE.id}", NOW)
    assert (await dmp.post("/Consent", token, resource)).status_code == 201
    answer = await dmp.ask_opening(await dmp.login(PETIT), ALICE, purpose_of_use="BTG", reason="Coma")
    assert "opposée à l'accès en urgence" in answer.text
    found = await shown(dmp, token, "Consent")
    (kept_one,) = [c for c in found if consent.is_switches(c)]
    assert consent.switches_from_fhir(kept_one) == said
    assert (await dmp.get(f"/Consent/{kept_one['id']}", token)).status_code == 200


@pytest.mark.parametrize(
    "resource",
    [
        denial(ALICE),
        denial(ALICE, ROUX),
        consent.switches_to_fhir(EmergencySwitches(), f"Patient/{ALICE.id}", NOW),
    ],
)
async def test_a_professional_manages_no_access(dmp, resource):
    answer = await dmp.post("/Consent", await dmp.login(HADDAD), resource)
    assert (answer.status_code, "Seule la personne" in answer.text) == (403, True)
    assert len(await dmp.refusals()) == 1


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        (denial(BOB), 403),
        (designation(BOB), 403),
        (denial(ALICE) | {"patient": {"reference": "Patient/zz"}}, 403),
        (denial(ALICE) | {"provision": {"type": "deny"}}, 422),
        (denial(ALICE) | {"provision": {"type": "permit"}}, 422),
        (designation(ALICE) | {"provision": {}}, 422),
    ],
)
async def test_a_consent_that_is_none(dmp, resource, status):
    answer = await dmp.post("/Consent", await dmp.enter(ALICE), resource)
    assert answer.status_code == status, answer.text
    assert await attending_of(dmp) == {ROUX.practitioner.id}


async def test_a_professional_reads_only_their_own_consent(dmp):
    session = await dmp.login(HADDAD)
    own, other = authorisation(HADDAD, ALICE).resource["id"], authorisation(PETIT, ALICE)
    await dmp.add(other)
    assert (await dmp.get(f"/Consent/{own}", session)).status_code == 200
    assert (await dmp.get(f"/Consent/{other.resource['id']}", session)).status_code == 404
    assert (await dmp.get(f"/Consent/{switches(ALICE).resource['id']}", session)).status_code == 200


async def test_notifications_are_for_their_recipient(dmp):
    await dmp.open(PETIT, ALICE, purpose_of_use="BTG", reason="Coma")
    patient, doctor, other = await dmp.enter(ALICE), await dmp.login(ROUX), await dmp.login(HADDAD)
    (own,) = await shown(dmp, patient, "Communication")
    (hers,) = await shown(dmp, doctor, "Communication")
    assert "votre DMP" in own["payload"][0]["contentString"]
    assert "un de vos patients" in hers["payload"][0]["contentString"]
    assert await shown(dmp, other, "Communication") == []
    assert (await dmp.get(f"/Communication/{own['id']}", patient)).status_code == 200
    assert (await dmp.get(f"/Communication/{hers['id']}", doctor)).status_code == 200
    for message, token in ((hers, patient), (own, doctor), (own, other), (hers, other)):
        assert (await dmp.get(f"/Communication/{message['id']}", token)).status_code == 404
    answer = await dmp.search("Communication", other, recipient=ROUX.practitioner.id)
    assert answer.status_code == 400


async def test_the_patient_sees_who_did_what_and_nothing_of_what_waits(dmp):
    professional = await dmp.open(HADDAD, ALICE)
    for name in ("plain", "unseen"):
        await dmp.get(f"/Binary/bin-{DOCUMENTS[name].id}", professional)
    token = await dmp.enter(ALICE)
    answer = await dmp.search("AuditEvent", token)
    titles = [e["name"] for t in answer.json()["entry"] for e in t["resource"]["entity"] if "name" in e]
    assert titles == ["Lettre"]
    assert (answer.json()["total"], len(await dmp.traces(ALICE))) == (4, 5)
    await dmp.search("AuditEvent", token)
    codes = [t["subtype"][0]["code"] for t in await dmp.traces(ALICE)]
    assert codes.count("traces") == 1
    dmp.wait(days=31)
    later = await dmp.search("AuditEvent", await dmp.enter(ALICE))
    titles = [e["name"] for t in later.json()["entry"] for e in t["resource"]["entity"] if "name" in e]
    assert sorted(titles) == sorted(["Lettre", DOCUMENTS["unseen"].title])


async def test_a_closed_profile_ends_the_visit(dmp):
    token = await dmp.enter(ALICE)
    row = await dmp.store.read("Patient", ALICE.id)
    closed = patients.with_state(json.loads(row.text), DmpState.CLOSED)
    await dmp.store.commit([Write(closed, row.version)], NOW)
    assert (await dmp.search("DocumentReference", token)).status_code == 403


async def test_all_that_is_kept_is_valid_fhir(dmp):
    token = await dmp.enter(CHILD)
    for resource in (denial(CHILD), designation(CHILD, ROUX)):
        assert (await dmp.post("/Consent", token, resource)).status_code == 201
    await dmp.post("/Consent", token, denial(CHILD, status="inactive"))
    await change(dmp, token, SECRET, Change.MASK)
    await dmp.ask_opening(await dmp.login(ROUX), CHILD, secret="true", purpose_of_use="BTG", reason="Coma")
    for kind in ("Consent", "Communication", "DocumentReference", "List", "AuditEvent", "Patient"):
        rows = (await dmp.store.search(Query(kind, CHILD.id if kind != "Patient" else ""))).rows
        assert rows
        for row in rows:
            get_fhir_model_class(kind).model_validate(json.loads(row.text))
