"""Connexion secrète (CSP L1111-5), end to end: the representatives learn nothing, of the consent either."""

import pytest

from dmptui.core.client import DmpClient, Transport
from dmptui.core.connecting.sign_in import enter, log_in
from dmptui.core.errors import RecordClosed, Refused
from dmptui.core.fhir import audit_event, consent
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import AccessMode, AuthorisationStatus, ConsentKind, Declaration, Team
from dmptui.core.model.patient import LegalRepresentative, Patient
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.work.patient_session import PatientSession
from dmptui.core.work.session import Session
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    ROUX,
    World,
    authorisation,
    document,
    kept,
    opened,
    person,
)

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
CHILD = person(1, birth_date="2015-01-01", representatives=(ANA,))
ADULT = person(2)
EXPLICIT = Declaration(kind=ConsentKind.EXPLICIT)


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(CHILD, ADULT, kept(document(), CHILD))
        yield world


def client_of(dmp: World) -> DmpClient:
    return DmpClient(Transport(dmp.client))


async def at_work(dmp: World) -> Session:
    return await log_in(client_of(dmp), HADDAD.practitioner, 0, lambda: dmp.now[0])


async def at_home(dmp: World, *, representative: bool) -> PatientSession:
    return await enter(client_of(dmp), CHILD.ins, lambda: dmp.now[0], representative=representative)


async def learned(session: PatientSession) -> tuple[set[str], int, int]:
    """The actions of professionals that are listed, the notifications, the authorisations."""
    traces = [t async for page in session.traces() for t in page if t.actor_id]
    told = [m async for page in session.notifications() for m in page]
    return {t.action.value for t in traces}, len(told), len(await session.authorisations())


async def test_a_secret_opening_with_its_consent(dmp):
    session = await at_work(dmp)
    record = await session.open(await session.approach(CHILD.ins), declaration=EXPLICIT, secret=True)
    (found,) = [d async for page in record.listing.whole() for d in page]
    await record.read(found)
    done = {"autorisation", "ouverture", "liste", "lecture"}
    assert await learned(await at_home(dmp, representative=False)) == (done, 2, 1)
    assert await learned(await at_home(dmp, representative=True)) == (set(), 0, 0)
    row = (await dmp.search("Consent", await dmp.enter(CHILD))).json()["entry"][0]["resource"]
    parent = await dmp.enter(CHILD, representative=True)
    assert (await dmp.get(f"/Consent/{row['id']}", parent)).status_code == 404


async def test_a_secret_attempt_that_is_refused(dmp):
    session = await at_work(dmp)
    approach = await session.approach(CHILD.ins)
    attempts = (
        {"secret": True},
        {"mode": AccessMode.BREAK_GLASS, "reason": " ", "secret": True},
        {"declaration": EXPLICIT.model_copy(update={"attending": True}), "secret": True},
    )
    for asked in attempts:
        with pytest.raises(Refused):
            await session.open(approach, **asked)
    assert len(await dmp.refusals()) == 3
    assert await learned(await at_home(dmp, representative=False)) == ({"ouverture"}, 0, 0)
    assert await learned(await at_home(dmp, representative=True)) == (set(), 0, 0)


async def test_the_next_consent_in_the_open_is_seen_by_all(dmp):
    session = await at_work(dmp)
    await session.open(await session.approach(CHILD.ins), declaration=EXPLICIT, secret=True)
    dmp.wait(days=400)
    session = await at_work(dmp)
    await session.open(await session.approach(CHILD.ins), declaration=EXPLICIT)
    assert await learned(await at_home(dmp, representative=True)) == ({"autorisation", "ouverture"}, 1, 1)


async def test_a_representative_blocks_who_has_a_secret_consent(dmp):
    session = await at_work(dmp)
    await session.open(await session.approach(CHILD.ins), declaration=EXPLICIT, secret=True)
    parent = await at_home(dmp, representative=True)
    await parent.block(HADDAD.practitioner.id)
    assert [a.permitted for a in await parent.authorisations()] == [False]
    assert not (await session.approach(CHILD.ins)).decide().allowed


async def test_an_adult_s_secret_is_reported_in_the_open(dmp):
    session = await at_work(dmp)
    with pytest.raises(Refused, match="mineures"):
        await session.open(await session.approach(ADULT.ins), declaration=EXPLICIT, secret=True)
    (trace,) = await dmp.refusals()
    assert audit_event.from_fhir(trace).secret is False


def declared(patient: Patient, *, attending: bool = False) -> Json:
    secret = Declaration(kind=ConsentKind.EXPLICIT, attending=attending, secret=True)
    return consent.declaration_to_fhir(secret, HADDAD.practitioner.id, f"Patient/{patient.id}", NOW)


def attempt(patient: Patient, actor: str = HADDAD.practitioner.id) -> Json:
    trace = Trace(
        at=NOW, actor_id=actor, actor="-", action=TraceAction.OPEN, refusal="Refusé ici.", secret=True
    )
    return audit_event.to_fhir(trace, f"Patient/{patient.id}")


FORGED = {
    "a consent of an adult": ("/Consent", declared(ADULT), "mineures"),
    "a médecin traitant": ("/Consent", declared(CHILD, attending=True), "connexion secrète"),
    "an attempt on an adult": ("/AuditEvent", attempt(ADULT), "mineures"),
}


@pytest.mark.parametrize(("path", "body", "says"), FORGED.values(), ids=FORGED)
async def test_the_server_believes_it_of_minors_only(dmp, path, body, says):
    answer = await dmp.post(path, await dmp.login(HADDAD), body)
    assert (answer.status_code, says in answer.text) == (403, True), answer.text
    (trace,) = await dmp.refusals()
    about_a_minor = trace["entity"][0]["what"]["reference"] == f"Patient/{CHILD.id}"
    assert audit_event.from_fhir(trace).secret is about_a_minor


async def test_a_patient_hides_no_attempt_of_their_own(dmp):
    answer = await dmp.post("/AuditEvent", await dmp.enter(CHILD), attempt(CHILD, actor=""))
    assert answer.status_code == 403
    assert [audit_event.from_fhir(t).secret for t in await dmp.refusals()] == [False]


async def test_an_expired_consent_is_asked_again_in_secret_for_the_consultation_alone(dmp):
    await dmp.add(authorisation(ROUX, CHILD), authorisation(HADDAD, CHILD, days=-1))
    session = await at_work(dmp)
    await session.open(await session.approach(CHILD.ins), declaration=EXPLICIT, secret=True)
    seen = await (await at_home(dmp, representative=True)).authorisations()
    assert {a.team.identifier: a.status(dmp.now[0]) for a in seen if a.team} == {
        ROUX.situation.organization.id: AuthorisationStatus.VALID,
        HADDAD.situation.organization.id: AuthorisationStatus.EXPIRED,
    }


@pytest.mark.parametrize("first_in_the_open", [True, False])
async def test_an_opening_is_secret_when_an_authorisation_is_valid_too(dmp, first_in_the_open):
    await dmp.add(authorisation(HADDAD, CHILD))
    session = await at_work(dmp)
    if first_in_the_open:
        await session.open(await session.approach(CHILD.ins))
        dmp.wait(hours=1)
    before = await learned(await at_home(dmp, representative=True))
    await session.open(await session.approach(CHILD.ins), secret=True)
    assert await learned(await at_home(dmp, representative=True)) == before
    dmp.wait(hours=1)
    await session.open(await session.approach(CHILD.ins))
    actions, told, _consents = await learned(await at_home(dmp, representative=True))
    assert (actions, told) == ({"ouverture"}, before[1] + 1)


async def test_a_secret_consent_is_never_a_team_s(dmp):
    await dmp.add(authorisation(HADDAD, CHILD, days=-1))
    place = HADDAD.situation.organization
    team = Team(identifier=place.id, name=place.name)
    asked = consent.declaration_to_fhir(
        EXPLICIT.model_copy(update={"secret": True}), "", f"Patient/{CHILD.id}", NOW, team
    )
    answer = await dmp.post("/Consent", await dmp.login(HADDAD), asked)
    assert (answer.status_code, "jamais pour une équipe" in answer.text) == (403, True)
    assert await learned(await at_home(dmp, representative=True)) == (set(), 0, 1)


async def test_the_minor_withdraws_a_secret_consent_and_the_parent_finds_none(dmp):
    session = await at_work(dmp)
    record = await session.open(await session.approach(CHILD.ins), declaration=EXPLICIT, secret=True)
    child = await at_home(dmp, representative=False)
    (given,) = [a for a in await child.authorisations() if a.kind is ConsentKind.EXPLICIT]
    parent = await at_home(dmp, representative=True)
    with pytest.raises(Refused, match="pas d'accord en cours"):
        await parent.withdraw(given)
    await child.withdraw(given)
    with pytest.raises(RecordClosed):
        [page async for page in record.listing.whole()]
    assert await learned(parent) == (set(), 0, 0)
