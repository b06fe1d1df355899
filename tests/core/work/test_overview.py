"""What the Récapitulatif asks of a record: few documents, whatever the record has."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dmptui.core.insight.summary.digest import READ_VACCINATIONS, SHOWN_DOCUMENTS, Reading, RecordOverview
from dmptui.core.model.access import Authorisation, Team
from dmptui.core.model.clinical import Entries
from dmptui.core.model.document import Document
from dmptui.core.rules.identity import OtherPerson, Verdict
from dmptui.core.work.overview import at_opening, coming, overview
from dmptui.core.work.record import Record
from tests.core.server.dmp_world import NOW, World, authorisation, opened
from tests.core.work.long_record import HADDAD, MARIA, OLD, Asked, asked_of, fill
from tests.core.work.test_news import visit


@pytest.fixture(params=[300, 5000])
def number(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
async def world(tmp_path, number: int) -> AsyncIterator[World]:
    async with opened(tmp_path) as found:
        await found.add(MARIA, authorisation(HADDAD, MARIA))
        await fill(found, number)
        yield found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return asked_of(monkeypatch)


def title(reading: Reading | None) -> str:
    return reading.document.title if reading is not None and reading.document is not None else ""


def vaccinations(known: RecordOverview) -> list[str]:
    assert known.vaccination is not None
    return list(map(title, known.vaccination.readings))


async def test_few_requests_and_few_documents(world: World, asked: Asked, number: int) -> None:
    record = await visit(world, HADDAD)
    asked.forget()
    known = await overview(record)
    assert len(asked.requests) <= 18
    assert sum(asked.rows) <= 80
    listed = {d.title for d in known.documents}
    assert {f"Document {n}" for n in range(SHOWN_DOCUMENTS)} | (set(OLD) - {"Historique"}) <= listed
    assert [d.title for d in known.unshown] == ["Caché"]
    assert (title(known.synthesis), title(known.biology)) == ("Synthèse", "Document 3")
    assert vaccinations(known) == ["Document 6", "Document 16", "Document 26", "Historique"]
    assert len(vaccinations(known)) == READ_VACCINATIONS
    assert known.vaccination is not None
    assert known.vaccination.total == number // 10 + 1


@pytest.mark.parametrize("team", [Team(identifier="1990010753"), None])
async def test_the_end_of_a_team_s_consent_is_worth_an_alert(tmp_path: Path, team: Team | None) -> None:
    """That of a consultation ends with it: there is nothing to prepare for."""
    async with opened(tmp_path) as world:
        await world.add(MARIA, authorisation(HADDAD, MARIA))
        record = await visit(world, HADDAD)
        record.authorisation = Authorisation(
            team=team, permitted=True, since=NOW, until=NOW + timedelta(hours=4)
        )
        assert (at_opening(record).until is not None) is (team is not None)


async def test_the_last_documents_come_with_the_first_answer(world: World, asked: Asked) -> None:
    record = await visit(world, HADDAD)
    asked.forget()

    async def unread(_document: Document) -> Entries:
        return Entries()

    facts = await anext(coming(record, unread))
    assert [d.title for d in facts["listed"]][:SHOWN_DOCUMENTS] == [
        f"Document {n}" for n in range(SHOWN_DOCUMENTS)
    ]
    assert len(asked.requests) == 1


def sets_apart(record: Record, *names: str):
    """Reads documents, of which some are about somebody else."""

    async def read(document: Document) -> Entries | OtherPerson:
        if document.title not in names:
            return Entries()
        return record.findings.apart.setdefault(document.id, OtherPerson(Verdict(apart=True)))

    return read


@pytest.mark.parametrize("number", [300])
async def test_one_of_somebody_else_gives_its_place_to_the_one_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dmptui.core.work.overview.may_hold_entries", lambda _document: True)
    record, others = await visit(world, HADDAD), ("Document 3", "Document 6", "Document 26", "Historique")
    known = at_opening(record)
    async for facts in coming(record, sets_apart(record, *others)):
        known = replace(known, **facts)
    assert title(known.biology) == "Document 13"
    assert vaccinations(known) == [f"Document {n}" for n in (16, 36, 46, 56)]
    assert {d.title for d in known.apart} == set(others)
    assert known.vaccination is not None
    assert known.vaccination.total == 31 - 3
