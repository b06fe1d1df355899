"""A professional at work, over the embedded DMP: what is refused, what is traced, what is closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from dmptui.core.connecting.connect import Connection, connect
from dmptui.core.connecting.sign_in import log_in
from dmptui.core.errors import DmpError, Refused, SessionExpired
from dmptui.core.machine.settings import Settings
from dmptui.core.model.access import AccessMode, AuthorisationStatus, ConsentKind, Declaration
from dmptui.core.model.days import now as clock
from dmptui.core.model.document import Visibility
from dmptui.core.model.ins import Ins
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from tests.commands.people import BERNARD, KONATE, LEFEVRE, LEGRAND

LUCIE = Ins(value=BERNARD)


@asynccontextmanager
async def dmp_of(settings: Settings) -> AsyncIterator[Connection]:
    connection = await connect(settings, clock)
    try:
        yield connection
    finally:
        await connection.close()


async def session_of(connection: Connection, family: str, situation: int = 0) -> Session:
    people = await connection.client.identities()
    person = next(p for p in people if p.family == family)
    return await log_in(connection.client, person, situation, clock)


async def opened(session: Session, ins: Ins, **how: object) -> Record:
    return await session.open(await session.approach(ins), **how)  # type: ignore[arg-type]


async def traces_of(record: Record) -> list[Trace]:
    return [trace async for page in record.traces() for trace in page]


async def test_opening_reading_and_looking_each_leave_one_trace(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ROUX")
        record = await opened(session, LUCIE)
        before = clock()
        documents = [d async for page in record.listing.recent() for d in page]
        content = await record.read(documents[0])
        assert content.data
        assert not content.altered
        mine = [t for t in await traces_of(record) if t.at >= before.replace(microsecond=0)]
        actions = sorted(t.action for t in mine if t.actor_id == session.role.practitioner.id)
        expected = [TraceAction.OPEN, TraceAction.LIST, TraceAction.READ, TraceAction.TRACES]
        assert actions == sorted(expected)


async def test_what_is_refused_here_is_traced_once_and_never_sent(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        blocked = await session_of(connection, "ROUX")
        with pytest.raises(Refused, match="bloqué"):
            await opened(blocked, Ins(value=LEGRAND))
        with pytest.raises(Refused, match="fermé"):
            await opened(blocked, Ins(value=LEFEVRE))
        assert blocked.record is None


async def test_a_refused_attempt_is_in_the_record_s_history(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        stranger = await session_of(connection, "ARNAUD")
        with pytest.raises(Refused, match="pas encore d'autorisation"):
            await opened(stranger, LUCIE)
        record = await opened(await session_of(connection, "ROUX"), LUCIE)
        refused = [t for t in await traces_of(record) if t.actor_id == stranger.role.practitioner.id]
        assert [(t.action, t.refused) for t in refused] == [(TraceAction.OPEN, True)]


async def test_consent_is_declared_then_valid(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ARNAUD")
        approach = await session.approach(LUCIE)
        assert approach.status is AuthorisationStatus.NONE
        assert approach.standing.team is None
        with pytest.raises(Refused):
            await session.open(approach, declaration=Declaration(kind=ConsentKind.INFORMATION))
        declaration = Declaration(kind=ConsentKind.EXPLICIT, attending=True)
        record = await session.open(approach, declaration=declaration)
        assert record.attending
        again = await session.approach(LUCIE)
        assert again.status is AuthorisationStatus.VALID
        assert again.attending
        assert LUCIE in {mine.patient.ins for mine in await session.my_patients()}


async def test_a_record_is_open_one_at_a_time(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ROUX")
        first = await opened(session, LUCIE)
        second = await opened(session, Ins(value=KONATE))
        assert session.record is second
        with pytest.raises(SessionExpired):
            [page async for page in first.listing.whole()]


async def test_after_the_session_nothing_answers(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ROUX")
        record = await opened(session, LUCIE)
        await session.log_out()
        with pytest.raises(DmpError):
            [page async for page in record.listing.whole()]
        with pytest.raises(SessionExpired):
            await session.my_patients()


async def test_breaking_the_glass_shows_in_the_history_with_its_reason(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ARNAUD")
        record = await opened(session, LUCIE, mode=AccessMode.BREAK_GLASS, reason="inconsciente")
        last = next(t for t in await traces_of(record) if t.action is TraceAction.OPEN)
        assert (last.mode, last.emergency_reason) == (AccessMode.BREAK_GLASS, "inconsciente")


async def test_the_first_search_is_two_years_and_the_rest_completes_it(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        record = await opened(await session_of(connection, "ROUX"), LUCIE)
        recent = [d.id async for page in record.listing.recent() for d in page]
        older = [d.id async for page in record.listing.older() for d in page]
        every = [d.id async for page in record.listing.whole() for d in page]
        assert len(recent) == len(set(recent))
        assert not set(recent) & set(older)
        assert {*recent, *older} == set(every)
        assert 0 < len(recent) < len(every)


async def test_a_masked_document_is_listed_for_its_author_and_the_medecin_traitant_only(
    dmp: Settings,
) -> None:
    async with dmp_of(dmp) as connection:

        async def masked_seen_by(family: str) -> set[str]:
            session = await session_of(connection, family)
            declaration = Declaration(kind=ConsentKind.EXPLICIT)
            record = await opened(session, LUCIE, declaration=declaration)
            every = [d async for page in record.listing.whole() for d in page]
            return {d.id for d in every if Visibility.HIDDEN_FROM_PROFESSIONALS in d.visibility}

        attending, author, other = [await masked_seen_by(n) for n in ("ROUX", "MOREL", "HADDAD")]
        assert attending
        assert author <= attending
        assert author
        assert not other


async def test_an_unknown_ins_is_refused_as_no_dmp(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ROUX")
        with pytest.raises(Refused, match="Aucun DMP"):
            await opened(session, Ins(value="199119999999992"))


async def test_what_is_new_is_counted_alike_everywhere_and_a_visit_changes_nothing(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ROUX")
        news = {m.patient.ins: m.news for m in await session.my_patients()}
        assert news[LUCIE]
        record = await opened(session, LUCIE)
        documents = [d async for page in record.listing.recent() for d in page]
        assert sum(record.discovery.is_new(d) for d in documents) == news[LUCIE]
        assert (await record.discovery.news()).number == news[LUCIE]
        await session.close_record()
        assert {m.patient.ins: m.news for m in await session.my_patients()} == news
        record = await opened(session, LUCIE)
        await record.read(next(d for d in documents if d.unread))
        assert (await record.discovery.news()).number + 1 == news[LUCIE]
        await record.discovery.mark_all(record.now())
        await session.close_record()
        assert {m.patient.ins: m.news for m in await session.my_patients()}[LUCIE] == 0


async def test_to_inform_renews_no_consultation_that_opening_again_ends(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ARNAUD")
        await opened(session, LUCIE, declaration=Declaration(kind=ConsentKind.EXPLICIT))
        with pytest.raises(Refused, match="a expiré"):
            await opened(session, LUCIE, declaration=Declaration(kind=ConsentKind.INFORMATION))
        assert session.record is None
        record = await opened(await session_of(connection, "ROUX"), LUCIE)
        mine = [t for t in await traces_of(record) if t.actor_id == session.role.practitioner.id]
        assert [t.action for t in mine if t.refused] == [TraceAction.OPEN]


async def test_a_consent_may_be_declared_without_opening(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ARNAUD")
        approach = await session.approach(LUCIE)
        with pytest.raises(Refused):
            await session.authorise(approach, Declaration(kind=ConsentKind.INFORMATION))
        authorisation = await session.authorise(approach, Declaration(kind=ConsentKind.EXPLICIT))
        assert authorisation.status(clock()) is AuthorisationStatus.VALID
        assert session.record is None
        record = await opened(await session_of(connection, "ROUX"), LUCIE)
        mine = [t for t in await traces_of(record) if t.actor_id == session.role.practitioner.id]
        assert [(t.action, t.refused) for t in mine] == [
            (TraceAction.AUTHORISE, False),
            (TraceAction.AUTHORISE, True),
        ]


async def test_preferences_follow_the_professional_from_terminal_to_terminal(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        session = await session_of(connection, "ROUX")
        assert await session.preferences() == {}
        await session.save_preference("documents", "période=2")
        await session.save_preference("tri", "auteur")
        await session.save_preference("tri", "")
        assert await (await session_of(connection, "ROUX")).preferences() == {"documents": "période=2"}
        assert await (await session_of(connection, "HADDAD")).preferences() == {}
