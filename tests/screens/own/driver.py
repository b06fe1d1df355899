"""Mon espace santé driven by keys, and what professionals do meanwhile."""

from contextlib import asynccontextmanager
from datetime import timedelta

from dmptui.core.connecting.connect import connect
from dmptui.core.connecting.sign_in import log_in
from dmptui.core.demo.practitioners import role
from dmptui.core.deposit.preparation import Source, Wishes
from dmptui.core.machine.settings import Settings
from dmptui.core.model.access import ConsentKind, Declaration
from dmptui.core.model.document import Visibility
from dmptui.screens.own.screen import OwnScreen
from dmptui.screens.pages import OWN_PAGES
from tests.screens.driver import NOW, Dmp, patient_of

OWN_NUMBER = {entry.place: entry.letter or str(n) for n, entry in enumerate(OWN_PAGES, 1)}
"""The key of each page of Mon espace santé."""


async def enter(dmp: Dmp, key: str, *, representative: bool | None = None) -> None:
    """From Connexion to the first page, as somebody of the demonstration."""
    await dmp.sees("Connexion")
    await dmp.keys("u")
    await dmp.sees("entrer dans Mon espace santé")
    person = patient_of(key)
    await dmp.types(person.name)
    await dmp.keys("enter")
    if representative is not None:
        await dmp.sees("qui se connecte ?")
        await dmp.keys(*[] if representative else ["down"], "enter")
    await dmp.until(lambda: dmp.lines[0].startswith(f" Mon espace santé — {person.name}"))
    await dmp.until(lambda: not dmp.list.is_waiting)


async def go(dmp: Dmp, place: str) -> None:
    """To a page, once it has arrived."""
    await dmp.keys(OWN_NUMBER[place])
    await dmp.until(lambda: isinstance(dmp.app.screen, OwnScreen) and dmp.app.screen.at == place)
    await dmp.until(lambda: not dmp.list.is_waiting and " …" not in dmp.lines[3])


async def confirm(dmp: Dmp, title: str) -> None:
    """Say yes to the question of this title."""
    await dmp.sees(title, "Oui, je le confirme")
    await dmp.keys("o")
    await dmp.sees_no("Oui, je le confirme")


@asynccontextmanager
async def doctor(settings: Settings, key: str, later: timedelta = timedelta()):
    """The record of somebody, opened by Dr ROUX in another terminal, and her session."""
    connection = await connect(settings, lambda: NOW + later)
    try:
        session = await log_in(connection.client, role("ROUX").practitioner, 0, connection.clock)
        approach = await session.approach(patient_of(key).ins)
        declared = Declaration(kind=ConsentKind.EXPLICIT)
        yield await session.open(approach, declaration=declared), session
    finally:
        await connection.close()


async def deposit(settings: Settings, key: str, title: str, *hidden: Visibility) -> None:
    """A report deposited by Dr ROUX."""
    async with doctor(settings, key) as (record, session):
        source = Source("lettre.txt", f"Texte de « {title} ».".encode(), NOW)
        wishes = Wishes("11488-4", title, frozenset(hidden))
        await record.deposit(await session.prepare_deposit(patient_of(key).ins, source, wishes))
