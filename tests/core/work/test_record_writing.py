"""Writing end to end: Session, Record and PatientSession through the client, to the server and back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from dmptui.core.client import DmpClient, Transport
from dmptui.core.connecting.sign_in import enter, log_in
from dmptui.core.deposit.cda_metadata import read_metadata
from dmptui.core.deposit.preparation import PreparedDocument, Source, Wishes
from dmptui.core.errors import Conflict, InvalidContent, Refused
from dmptui.core.model.access import AccessMode, EmergencySwitches
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.model.patient import DmpState, LegalRepresentative, Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.change_table import Change
from dmptui.core.work.patient_session import PatientSession
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from dmptui.core.writing.vaccination import Shot
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    OLIVIER,
    PETIT,
    REPORT,
    ROUX,
    World,
    authorisation,
    document,
    kept,
    opened,
    person,
)

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
ALICE = person(1, attending={ROUX.practitioner.id})
BOB = person(2, "MERCIER")
CHILD = person(3, birth_date="2015-01-01", representatives=(ANA,))
LETTER = document("Lettre", number=1, days_ago=5)
SECRET = document("Contraception", number=2, hidden=[Visibility.HIDDEN_FROM_REPRESENTATIVES])
UNSEEN = document("Annonce", number=3, days_ago=2, hidden=[Visibility.HIDDEN_FROM_PATIENT])


@asynccontextmanager
async def dmp_in(folder: Path) -> AsyncIterator[World]:
    async with opened(folder) as world:
        await world.add(
            ALICE,
            BOB,
            CHILD,
            *(authorisation(role, p) for role in (HADDAD, ROUX, OLIVIER, PETIT) for p in (ALICE, BOB, CHILD)),
            kept(LETTER, ALICE),
            kept(UNSEEN, ALICE),
            kept(SECRET, CHILD),
        )
        yield world


@pytest.fixture
async def dmp(tmp_path: Path) -> AsyncIterator[World]:
    async with dmp_in(tmp_path) as world:
        yield world


def client(dmp: World) -> DmpClient:
    return DmpClient(Transport(dmp.client))


async def session_of(dmp: World, role: PractitionerRole) -> Session:
    return await log_in(client(dmp), role.practitioner, 0, lambda: dmp.now[0])


async def record_of(dmp: World, role: PractitionerRole, patient: Patient = ALICE) -> Record:
    session = await session_of(dmp, role)
    return await session.open(await session.approach(patient.ins))


async def mes(dmp: World, patient: Patient = ALICE, *, representative: bool = False) -> PatientSession:
    return await enter(client(dmp), patient.ins, lambda: dmp.now[0], representative=representative)


async def first(record: Record | PatientSession, title: str) -> Document:
    pages = record.listing.whole() if isinstance(record, Record) else record.documents()
    return next(d for page in [p async for p in pages] for d in page if d.title == title)


async def actions(dmp: World, patient: Patient = ALICE) -> list[tuple[str, bool]]:
    """The actions traced but for the openings and the lists, and whether each was refused."""
    found = [(t["subtype"][0]["code"], t["outcome"] == "8") for t in await dmp.traces(patient)]
    return [(code, refused) for code, refused in found if code not in ("ouverture", "liste", "connexion")]


async def test_a_document_is_masked_unmasked_archived_deleted(dmp: World) -> None:
    record = await record_of(dmp, HADDAD)
    found = await first(record, "Lettre")
    masked = await record.change(found, Change.MASK)
    assert Visibility.HIDDEN_FROM_PROFESSIONALS in masked.visibility
    assert masked.id != found.id
    assert await first(record, "Lettre") == masked
    archived = await record.change(await record.change(masked, Change.UNMASK), Change.ARCHIVE)
    assert (archived.archived, archived.visibility) == (True, frozenset())
    assert (await record.read(archived)).data == b"secret medical"
    gone = await record.change(archived, Change.DELETE)
    assert gone.status is DocumentStatus.DELETED
    with pytest.raises(Refused, match="supprimé"):
        await record.change(gone, Change.UNARCHIVE)
    assert await actions(dmp) == [
        ("masquage", False),
        ("demasquage", False),
        ("archivage", False),
        ("lecture", False),
        ("suppression", False),
        ("archivage", True),
    ]


async def test_what_is_refused_here_never_leaves_and_is_traced_once(dmp: World) -> None:
    record = await record_of(dmp, OLIVIER)
    found = await first(record, "Lettre")
    decision = record.may_change(found, Change.DELETE)
    with pytest.raises(Refused, match="Seul l'auteur") as refused:
        await record.change(found, Change.DELETE)
    assert (refused.value.source, decision.reason in refused.value.message) == (decision.source, True)
    assert await actions(dmp) == [("suppression", True)]
    (trace,) = await dmp.refusals()
    assert trace["outcomeDesc"] == decision.reason


async def test_a_mailbox_that_is_not_open_is_refused_whatever_goes_with_the_message(dmp: World) -> None:
    nobody = person(4, state=DmpState.OPEN)
    await dmp.add(nobody, authorisation(HADDAD, nobody), kept(document("Bilan", number=9), nobody))
    record = await record_of(dmp, HADDAD, nobody)
    with pytest.raises(Refused, match="activé"):
        await record.write_message("Suivi", "À demain.", await first(record, "Bilan"))
    (trace,) = await dmp.refusals()
    assert not [each for each in trace["entity"] if "DocumentReference" in each["what"]["reference"]]


async def test_a_change_of_what_was_changed_meanwhile(dmp: World) -> None:
    one, two = await record_of(dmp, HADDAD), await record_of(dmp, ROUX)
    found = await first(one, "Lettre")
    await two.change(await first(two, "Lettre"), Change.MASK)
    for change in (Change.ARCHIVE, Change.DELETE):
        with pytest.raises(Conflict, match="modifié"):
            await one.change(found, change)
    fresh = await first(one, "Lettre")
    assert (await one.change(fresh, Change.DELETE)).status is DocumentStatus.DELETED


async def test_the_version_is_checked_by_the_server_too(dmp: World) -> None:
    record = await record_of(dmp, HADDAD)
    found = await first(record, "Lettre")
    stale = found.model_copy(update={"version": "7"})
    with pytest.raises(Conflict):
        await record.change(stale, Change.MASK)
    assert (await first(record, "Lettre")).version == "1"


async def prepared(session: Session, patient: Patient = ALICE, text: bytes = b"corrige") -> PreparedDocument:
    source = Source("lettre.txt", text, NOW - timedelta(days=1))
    return await session.prepare_deposit(patient.ins, source, Wishes(REPORT, "Lettre corrigée"))


async def test_a_replacement_is_as_hidden_as_what_it_replaces(dmp: World) -> None:
    session = await session_of(dmp, HADDAD)
    record = await session.open(await session.approach(ALICE.ins))
    old = await record.change(await first(record, "Lettre"), Change.MASK)
    ready = await prepared(session)
    new_id = await record.replace(old, ready)
    new = await first(record, "Lettre corrigée")
    assert (new.id, new.replaces, new.visibility) == (new_id, old.master_identifier, old.visibility)
    replaced = await first(record, "Lettre")
    assert (replaced.status, replaced.id) == (DocumentStatus.SUPERSEDED, old.id)
    with pytest.raises(Conflict):
        await record.replace(old, await prepared(session, text=b"encore"))
    with pytest.raises(Refused, match="déjà remplacé"):
        await record.replace(replaced, await prepared(session, text=b"encore"))
    assert [a for a in await actions(dmp) if a[0] == "remplacement"] == [
        ("remplacement", False),
        ("remplacement", True),
    ]
    assert len([n for n in await dmp.notices() if "ajouté" in str(n)]) == 1


async def test_only_the_author_replaces(dmp: World) -> None:
    session = await session_of(dmp, ROUX)
    record = await session.open(await session.approach(ALICE.ins))
    with pytest.raises(Refused, match="le remplacer"):
        await record.replace(await first(record, "Lettre"), await prepared(session))
    assert await actions(dmp) == [("remplacement", True)]


async def test_a_write_names_the_patient_it_was_prepared_for(dmp: World) -> None:
    session = await session_of(dmp, HADDAD)
    ready = await prepared(session, ALICE)
    await session.open(await session.approach(BOB.ins))
    assert session.record is not None
    for send in (session.deposit, session.record.deposit):
        with pytest.raises(Refused, match="autre dossier"):
            await send(ready)
    assert len(await dmp.refusals()) == 2
    for patient in (ALICE, BOB):
        assert [a for a in await actions(dmp, patient) if not a[1]] == []
    await session.close_record()
    assert await session.deposit(ready)


async def test_a_vaccination_note(dmp: World) -> None:
    record = await record_of(dmp, PETIT)
    shot = Shot(date(2026, 11, 20), "HEXYON", lot="L1", rank=2)
    document_id = await record.write_vaccination_note(shot)
    assert await record.write_vaccination_note(shot) == document_id
    found = await first(record, "Vaccination : HEXYON")
    assert (found.id, found.type.code, found.author.id) == (document_id, "87273-9", PETIT.practitioner.id)
    metadata = read_metadata((await record.read(found)).data)
    assert metadata.facts.type.value == "87273-9"
    assert [i.extension for i in metadata.ins] == [ALICE.ins.value]
    with pytest.raises(InvalidContent, match="après aujourd'hui"):
        await record.write_vaccination_note(Shot(date(2026, 11, 30), "HEXYON"))
    stranger = await record_of(dmp, OLIVIER)
    with pytest.raises(Refused, match="peuvent écrire cette note"):
        await stranger.write_vaccination_note(shot)
    assert await actions(dmp) == [
        ("depot", False),
        ("lecture", False),
        ("depot", True),
    ]


async def test_the_medecin_traitant_ends_it_themselves(dmp: World) -> None:
    session = await session_of(dmp, ROUX)
    approach = await session.approach(ALICE.ins)
    assert approach.attending
    assert approach.patient is not None
    assert session.may_end_attending(approach.patient).allowed
    await session.end_attending(approach.patient)
    again = await session.approach(ALICE.ins)
    assert again.patient is not None
    assert not again.attending
    assert session.may_end_attending(again.patient).refused
    with pytest.raises(Refused, match="n'est pas médecin traitant"):
        await session.end_attending(again.patient)
    assert await actions(dmp) == [("medecin-traitant", False), ("medecin-traitant", True)]


async def test_the_patient_blocks_and_unblocks(dmp: World) -> None:
    own = await mes(dmp)
    await own.block(HADDAD.practitioner.id)
    blocked = [a.practitioner_id for a in await own.authorisations() if not a.permitted]
    assert blocked == [HADDAD.practitioner.id]
    session = await session_of(dmp, HADDAD)
    with pytest.raises(Refused, match="bloqué"):
        await session.open(await session.approach(ALICE.ins))
    with pytest.raises(Refused, match="déjà bloqué"):
        await own.block(HADDAD.practitioner.id)
    await own.unblock(HADDAD.practitioner.id)
    with pytest.raises(Refused, match="n'est pas bloqué"):
        await own.unblock(HADDAD.practitioner.id)
    assert await actions(dmp) == [
        ("blocage", False),
        ("blocage", True),
        ("deblocage", False),
        ("deblocage", True),
    ]
    with pytest.raises(Refused, match="n'est pas connu"):
        await own.block("899999999999")


async def test_who_is_unblocked_has_the_consent_of_the_team_and_no_other(dmp: World) -> None:
    own, session = await mes(dmp), await session_of(dmp, HADDAD)
    await own.block(HADDAD.practitioner.id)
    await own.unblock(HADDAD.practitioner.id)
    place = HADDAD.situation.organization.id
    (given,) = [a for a in await own.authorisations() if a.team and a.team.identifier == place]
    assert (await session.open(await session.approach(ALICE.ins))).mode is AccessMode.NORMAL
    await own.withdraw(given)
    with pytest.raises(Refused, match="pas encore d'autorisation"):
        await session.open(await session.approach(ALICE.ins))


async def test_the_patient_names_medecins_traitants_and_sets_the_switches(dmp: World) -> None:
    own = await mes(dmp)
    await own.name_attending(HADDAD.practitioner.id)
    await own.end_attending(ROUX.practitioner.id)
    assert own.patient.attending == {HADDAD.practitioner.id}
    assert (await (await session_of(dmp, HADDAD)).approach(ALICE.ins)).attending
    with pytest.raises(Refused, match="Seul un médecin"):
        await own.name_attending(PETIT.practitioner.id)
    said = EmergencySwitches(centre_15=False, break_glass=False, masked_documents=True)
    await own.set_switches(said)
    assert await own.switches() == said
    session = await session_of(dmp, PETIT)
    with pytest.raises(Refused, match="opposée"):
        await session.open(await session.approach(ALICE.ins), AccessMode.BREAK_GLASS, reason="Coma")


async def test_the_patient_s_own_documents(dmp: World) -> None:
    own = await mes(dmp)
    found = await first(own, "Lettre")
    assert (await own.read(found)).data == b"secret medical"
    masked = await own.change(found, Change.MASK)
    with pytest.raises(Refused, match="le supprimer"):
        await own.change(masked, Change.DELETE)
    hidden = UNSEEN.model_copy(update={"version": "1"})
    assert not own.may_see(hidden).allowed
    with pytest.raises(Refused, match="pas encore visible"):
        await own.read(hidden)
    assert await actions(dmp) == [
        ("lecture", False),
        ("masquage", False),
        ("suppression", True),
        ("lecture", True),
    ]
    shown = [t async for page in own.traces() for t in page]
    assert {t.action for t in shown} >= {TraceAction.MASK, TraceAction.DELETE, TraceAction.LOGIN}
    assert [t.object for t in shown if t.action is TraceAction.DELETE] == ["Lettre"]


async def test_notifications(dmp: World) -> None:
    session = await session_of(dmp, PETIT)
    await session.open(await session.approach(ALICE.ins), AccessMode.BREAK_GLASS, reason="Coma")
    own = await mes(dmp)
    (told,) = [m async for page in own.notifications() for m in page]
    assert "bris de glace" in told.text
    (doctors,) = [m async for page in (await session_of(dmp, ROUX)).messages() for m in page]
    assert "un de vos patients" in doctors.text


async def test_a_secret_access_for_a_minor(dmp: World) -> None:
    session = await session_of(dmp, HADDAD)
    record = await session.open(await session.approach(CHILD.ins), secret=True)
    await record.deposit(await prepared(session, CHILD))
    child, parent = await mes(dmp, CHILD), await mes(dmp, CHILD, representative=True)
    titles = [d.title async for page in child.documents() for d in page]
    assert sorted(titles) == ["Contraception", "Lettre corrigée"]
    assert [d async for page in parent.documents() for d in page] == []
    secret = await first(child, "Contraception")
    with pytest.raises(Refused, match="représentants légaux"):
        await parent.change(secret, Change.SHOW_TO_REPRESENTATIVES)
    assert not (await child.change(secret, Change.SHOW_TO_REPRESENTATIVES)).visibility
    assert [d.title async for page in parent.documents() for d in page] == ["Contraception"]
    adult = await session_of(dmp, HADDAD)
    with pytest.raises(Refused, match="mineures"):
        await adult.open(await adult.approach(ALICE.ins), secret=True)


async def test_the_person_makes_their_profile_without_waiting(dmp: World) -> None:
    told = person(9, state=DmpState.NOTIFIED, notified=date(2026, 11, 20))
    await dmp.add(told)
    session = await session_of(dmp, HADDAD)
    with pytest.raises(Refused, match="pas encore créé"):
        await session.open(await session.approach(told.ins))
    person_s_own = await mes(dmp, told)
    assert person_s_own.patient == told
    await person_s_own.reopen()
    assert person_s_own.patient.state is DmpState.ACTIVATED
    assert (await session.approach(told.ins)).patient == told.model_copy(
        update={"state": DmpState.ACTIVATED, "notified": None}
    )
