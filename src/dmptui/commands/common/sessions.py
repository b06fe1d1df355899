"""The sessions that commands act in: opened for one act, ended with it."""

from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from dmptui.commands.common.opening import open_record
from dmptui.commands.common.output import warn
from dmptui.commands.common.who import choose, parse_ins
from dmptui.core.errors import DmpError
from dmptui.core.model.days import now

if TYPE_CHECKING:
    from dmptui.core.connecting.connect import Connection
    from dmptui.core.work.patient_session import PatientSession
    from dmptui.core.work.record import Record
    from dmptui.core.work.session import Session

T = TypeVar("T")
Either = TypeVar("Either", "Session", "PatientSession")


def connected(args: Namespace, act: "Callable[[Namespace, Connection], Awaitable[T]]") -> T:
    """What an act answers on the way to the DMP, closed afterwards.

    Raises:
        DmpError: the server refuses or does not answer.
    """
    import asyncio

    from dmptui.core.connecting.connect import connect

    async def whole() -> T:
        connection = await connect(args.settings, now)
        try:
            answer = await act(args, connection)
            if connection.client.incomplete:
                warn(connection.client.incomplete)
            return answer
        finally:
            await connection.close()

    return asyncio.run(whole())


def at_work(args: Namespace, act: "Callable[[Namespace, Session], Awaitable[T]]") -> T:
    """What an act answers as the professional of ``--as``.

    Raises:
        UsageError: nobody, or several people or situations, are meant.
        DmpError: the server refuses or does not answer.
    """
    from dmptui.core.connecting.sign_in import log_in
    from dmptui.core.machine.matrix_file import matrix_in_force

    matrix = matrix_in_force(args.settings.data_dir)

    async def whole(args: Namespace, connection: "Connection") -> T:
        client = connection.client
        person, situation = choose(await client.identities(), args.identity, args.situation)
        async with _ended(await log_in(client, person, situation, connection.clock, matrix)) as session:
            return await act(args, session)

    return connected(args, whole)


def in_record(args: Namespace, act: "Callable[[Namespace, Record], Awaitable[T]]", page: str = "") -> T:
    """What an act answers in the record of the INS, as the professional of ``--as``.

    Args:
        args: the line.
        act: what is done.
        page: the page it shows, of ``DisplayedPage``, when it reads documents to fill itself.

    Raises:
        UsageError: the INS, the professional or the options are wrong.
        DmpError: the record does not open, or the server does not answer.
    """

    async def whole(args: Namespace, session: "Session") -> T:
        record = await open_record(args, session)
        if page:
            await record.displays.show(page)
        return await act(args, record)

    return at_work(args, whole)


def at_home(args: Namespace, act: "Callable[[Namespace, PatientSession], Awaitable[T]]") -> T:
    """What an act answers as the person of the INS, or their legal representative.

    Raises:
        UsageError: the INS is not one.
        DmpError: they may not enter, or the server does not answer.
    """
    from dmptui.core.connecting.sign_in import enter

    ins = parse_ins(args.ins)

    async def whole(args: Namespace, connection: "Connection") -> T:
        entered = enter(connection.client, ins, connection.clock, representative=args.representative)
        async with _ended(await entered) as session:
            return await act(args, session)

    return connected(args, whole)


@asynccontextmanager
async def _ended(session: Either) -> AsyncIterator[Either]:
    """The session, ended with the block."""
    try:
        yield session
    finally:
        with suppress(DmpError):  # the server forgets a token by itself, at the end of its life
            await session.log_out()
