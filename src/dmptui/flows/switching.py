"""The records of a session, one after the other: opened, left, come back to; never two at a time."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import IntEnum
from typing import Any, NamedTuple

from textual.app import App

from dmptui.core.errors import DmpError
from dmptui.core.model.days import day_of
from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import Patient
from dmptui.core.text import _
from dmptui.core.work.session import Session
from dmptui.flows.opening import Opening
from dmptui.flows.record_desk import RecordDesk
from dmptui.screens.opening.context import ContextScreen
from dmptui.screens.parts import words
from dmptui.screens.patients.page import PatientsScreen
from dmptui.screens.record.screen import NextRecord, RecordScreen
from dmptui.widgets.dialog import Deed, Dialog
from dmptui.widgets.picker import Choice
from dmptui.widgets.rows import Key

_ROOM = 59
"""Cells of an identity after « Fermer : », on a line of the dialog."""


class Ending(IntEnum):
    """How the opening of a record ended; as a number, the exit code of `dmptui open` (``docs/cli.md``)."""

    LEFT = 0
    REFUSED = 1
    GIVEN_UP = 4


class FormerRecord(NamedTuple):
    """A record that was left: whose, and the page it was on."""

    patient: Patient
    at: str


class DocumentChoice(NamedTuple):
    """The key of a choice: a row of the page Documents."""

    row: Key


class Switching:
    """Opens the records that are asked for.

    Args:
        app: shows the screens.
        session: the professional at work.
        front: Mes patients, or what takes its place: every record is left for it.
        tell: shows an error.
    """

    def __init__(
        self,
        app: App[Any],
        session: Session,
        front: PatientsScreen | ContextScreen,
        tell: Callable[[DmpError], Awaitable[None]],
    ) -> None:
        self._app = app
        self._session = session
        self._patients = front
        self._tell = tell
        self._reasons: dict[Ins, str] = {}
        self._left: tuple[FormerRecord, ...] = ()
        self._types: list[str] = []

    # What is asked

    def want(self, ins: Ins | None, *, secret: bool = False) -> None:
        """Open the record of this person, or the previous one, with the dialogs it needs."""
        at = ""
        if ins is None:
            if self.previous is None:
                self._front.show_status(_("Aucun dossier précédent."))
                return
            ins, at = self.previous.patient.ins, self.previous.at
        if self._shell is None:
            self._app.run_worker(self._open(ins, at, secret=secret), exclusive=True, group="opening")
        else:
            self._app.run_worker(self._switch(ins, at), exclusive=True, group="switching")

    @property
    def previous(self) -> FormerRecord | None:
        """The record to come back to: the one before that on the screen, or before that just left."""
        record = self._session.record
        last = record.patient.ins if record else self._left[0].patient.ins if self._left else None
        return next((left for left in self._left if left.patient.ins != last), None)

    def offered(self) -> tuple[list[Choice], list[Choice]]:
        """What the palette offers besides actions: before them, and after them."""
        if self._app.screen is not self._front:
            return [], []
        first = []
        if self.previous is not None:
            title = _("Revenir au DMP de {name}").format(name=self.previous.patient.name)
            first.append(Choice("previous_record", title, "F3"))
        shell = self._shell
        return first, [] if shell is None else [*_documents(shell), *self._other_patients()]

    def follow(self, key: Key) -> bool:
        """Do what a choice of ``offered`` stands for; False when it is the name of an action."""
        if isinstance(key, Ins):
            self.want(key)
        elif isinstance(key, DocumentChoice) and self._shell is not None:
            self._app.call_later(self._shell.read, key.row)
        else:
            return False
        return True

    def _other_patients(self) -> list[Choice]:
        open_record = self._session.record
        return [
            Choice(each.ins, _("Ouvrir le DMP de {name}").format(name=each.name), words.day(each.birth_date))
            for each in self._patients.known
            if open_record is None or each.ins != open_record.patient.ins
        ]

    async def leave(self) -> None:
        """Leave the record on the screen, and whatever is over it."""
        shell = self._shell
        if shell is None:
            return
        while self._app.screen is not shell:
            await self._app.screen.dismiss(None)
        shell.dismiss(None)

    # Opening

    async def _open(self, ins: Ins, at: str, *, secret: bool = False) -> None:
        try:
            await self.enter(ins, at, secret=secret)
        except DmpError as error:
            await self._tell(error)

    async def enter(self, ins: Ins, at: str, *, secret: bool = False) -> Ending:
        """Open a record; show it and those that follow it, until they are left.

        Args:
            ins: whose.
            at: the place of the page to begin on; the first one when empty.
            secret: by connexion secrète.

        Raises:
            DmpError: the server failed, or refused what the rules allowed.
        """
        opening = self._opening()
        record = await opening.open(ins, secret=secret)
        if record is None:
            return Ending.REFUSED if opening.refused else Ending.GIVEN_UP
        following: NextRecord | None = NextRecord(record, at)
        while following is not None:
            record = following.record
            desk = RecordDesk(self._app, self._session, record, self._types)
            shell = RecordScreen(record, desk, following.at)
            following = await self._app.push_screen_wait(shell)
            self._remember(FormerRecord(record.patient, shell.at))
        await self._come_back(record.patient.ins)
        return Ending.LEFT

    async def _come_back(self, ins: Ins) -> None:
        with suppress(DmpError):  # it is left all the same; the server forgets its token by itself
            await self._session.close_record()
        if self._patients in self._app.screen_stack:  # the session may have ended
            self._patients.come_back(ins)

    async def _switch(self, ins: Ins, at: str) -> None:
        """Open another record in the place of the one on the screen, which is closed only if it opens."""
        shell, record = self._shell, self._session.record
        if shell is None or record is None or not await self._agrees(record.patient, self._known(ins)):
            return
        following = None
        try:
            following = await self._opening().open(ins)
        except DmpError as error:
            await self._tell(error)
        if self._shell is not shell:  # left meanwhile: nobody waits for the other any more
            if following is not None:
                await self._come_back(record.patient.ins)
        elif following is not None or self._session.record is None:  # closed, and the other did not open
            while self._app.screen is not shell:
                await self._app.screen.dismiss(None)
            shell.dismiss(NextRecord(following, at) if following is not None else None)

    async def _agrees(self, patient: Patient, other: Patient) -> bool:
        today = day_of(self._session.clock())
        lines = ((_("Fermer :"), patient), (_("Ouvrir :"), other))
        identities = "\n".join(f"{verb} {words.identity(who, today, width=_ROOM)}" for verb, who in lines)
        title = _("Fermer le DMP de {name} et ouvrir celui de {other} ?").format(
            name=patient.name, other=other.name
        )
        deed = Deed("enter", _("Fermer ce dossier et ouvrir l'autre"))
        return (
            await self._app.push_screen_wait(Dialog(title, paragraphs=[identities], deeds=[deed])) is not None
        )

    def _opening(self) -> Opening:
        return Opening(self._app, self._session, self._reasons, lambda text: self._front.wait(text))

    def _known(self, ins: Ins) -> Patient:
        left = (each.patient for each in self._left)
        return next(each for each in (*left, *self._patients.known) if each.ins == ins)

    def _remember(self, left: FormerRecord) -> None:
        others = (each for each in self._left if each.patient.ins != left.patient.ins)
        self._left = (left, *others)[:2]

    @property
    def _shell(self) -> RecordScreen | None:
        """The open record, even under a dialog."""
        return next((each for each in self._app.screen_stack if isinstance(each, RecordScreen)), None)

    @property
    def _front(self) -> RecordScreen | PatientsScreen | ContextScreen:
        """The screen that says what is awaited."""
        return self._shell or self._patients


def _documents(shell: RecordScreen) -> list[Choice]:
    """The documents its list shows, by their titles: the cell that follows the date."""
    read = _("Lire : {title}")
    return [
        Choice(DocumentChoice(row.key), read.format(title=row.cells[1]), str(row.cells[0]))
        for row in shell.documents()
    ]
