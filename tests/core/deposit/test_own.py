"""From a file to a document of the patient's own; and their session, which asks the rules first."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from dmptui.core.client import DmpClient, Transport
from dmptui.core.connecting.sign_in import enter
from dmptui.core.deposit.own import prepare_own
from dmptui.core.deposit.preparation import PreparedDocument, Source, Wishes
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent, Refused
from dmptui.core.fhir import audit_event
from dmptui.core.model.document import Document, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.rules.change_table import Change
from dmptui.core.work.patient_session import PatientSession
from tests.core.server.dmp_world import HADDAD, NOW, World, document, kept, opened, person

ALICE, BOB = person(1), person(2, "MERCIER")
WRITTEN = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEXT = Source("volontes.txt", "Ma personne de confiance : ma sœur.".encode(), WRITTEN)
CDA = "{urn:hl7-org:v3}"


def prepared(source: Source = TEXT, **wishes: object) -> PreparedDocument:
    asked = Wishes(**{"type_code": "EXPPAT_1", **wishes})  # type: ignore[arg-type]
    return prepare_own(source, asked, patient=ALICE, now=NOW)


def test_the_patient_is_the_author_of_a_level_1_document() -> None:
    found = prepared()
    assert found.document.author.profession == "EXP_PATIENT"
    assert (found.document.category.code, found.document.start) == ("90", WRITTEN)
    root = etree.fromstring(found.content)
    for role in ("author", "legalAuthenticator"):
        (someone,) = root.findall(f"{CDA}{role}")
        (identifier,) = someone.findall(f"{CDA}*/{CDA}id")
        assert identifier.get("extension") == ALICE.ins.value
    assert "Ma personne de confiance : ma sœur." in lay_out(read(found.content, "text/xml"), 80).plain()


def test_the_same_file_is_the_same_document() -> None:
    assert prepared().document.master_identifier == prepared().document.master_identifier
    assert prepared(title="Autre").document.master_identifier != prepared().document.master_identifier


@pytest.mark.parametrize(
    ("source", "wishes", "error", "says"),
    [
        (Source("a.xml", b"<ClinicalDocument/>", WRITTEN), {}, Refused, "CDA"),
        (Source("a.exe", b"MZ", WRITTEN), {}, Refused, "Programme"),
        (Source("a.txt", b"", WRITTEN), {}, Refused, "vide"),
        (Source("a.pdf", b"not a pdf", WRITTEN), {}, InvalidContent, "Vérifiez le fichier"),
        (TEXT, {"type_code": "DOCPAT77"}, Refused, "DOCPAT77"),
    ],
)
def test_what_is_no_document(
    source: Source, wishes: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        prepared(source, **wishes)


@pytest.fixture
async def dmp(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path) as world:
        await world.add(ALICE, BOB, kept(document(number=1), ALICE))
        yield world


async def at_home(dmp: World) -> PatientSession:
    return await enter(DmpClient(Transport(dmp.client)), ALICE.ins, lambda: dmp.now[0])


async def listed(session: PatientSession) -> dict[str, Document]:
    return {d.title: d async for page in session.documents() for d in page}


async def test_deposit_replace_archive_delete(dmp: World) -> None:
    session = await at_home(dmp)
    await session.deposit(await session.prepare_deposit(TEXT, Wishes("EXPPAT_1", "Un")))
    first = (await listed(session))["Un"]
    newer = await session.prepare_deposit(TEXT, Wishes("EXPPAT_1", "Deux"))
    await session.replace(await session.change(first, Change.MASK), newer)
    second = (await listed(session))["Deux"]
    assert second.visibility == {Visibility.HIDDEN_FROM_PROFESSIONALS}
    archived = await session.change(second, Change.ARCHIVE)
    await session.change(archived, Change.DELETE)
    assert "Deux" not in await listed(session)
    assert await dmp.notices() == []


async def refusal_of(dmp: World) -> str:
    (trace,) = await dmp.refusals()
    return audit_event.from_fhir(trace).refusal


async def test_what_the_rules_refuse_is_reported_once(dmp: World) -> None:
    session = await at_home(dmp)
    report = await session.prepare_deposit(TEXT, Wishes("11488-4"))
    with pytest.raises(Refused, match="documents personnels"):
        await session.deposit(report)
    assert "documents personnels" in await refusal_of(dmp)


async def test_what_was_prepared_for_somebody_else(dmp: World) -> None:
    session = await at_home(dmp)
    other = prepare_own(TEXT, Wishes("EXPPAT_1"), patient=BOB, now=NOW)
    with pytest.raises(Refused, match="autre personne"):
        await session.deposit(other)
    assert "autre personne" in await refusal_of(dmp)


async def test_a_doctor_s_document_is_not_replaced(dmp: World) -> None:
    session = await at_home(dmp)
    theirs = (await listed(session))["Compte rendu"]
    assert theirs.author.id == HADDAD.practitioner.id
    with pytest.raises(Refused, match="Seul l'auteur"):
        await session.replace(theirs, await session.prepare_deposit(TEXT, Wishes("EXPPAT_1")))
    assert "Seul l'auteur" in await refusal_of(dmp)


async def test_without_a_profile_nothing_is_prepared(dmp: World) -> None:
    session = await at_home(dmp)
    await session.close()
    assert session.patient.state is DmpState.CLOSED
    with pytest.raises(Refused, match="est fermé"):
        await session.prepare_deposit(TEXT, Wishes("EXPPAT_1"))
    assert "est fermé" in await refusal_of(dmp)
