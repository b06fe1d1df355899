"""A record that is not open, fed from its door: a deposit needs no authorisation (domain §2)."""

from datetime import date
from typing import TYPE_CHECKING

from dmptui.core.deposit.permission import may_send
from dmptui.core.model.access import AccessMode
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.deposit import state_rule

if TYPE_CHECKING:
    from dmptui.core.deposit.preparation import PreparedDocument
    from dmptui.core.work.session import Session


class Doorstep:
    """What can be done in a record that one may not open: depositing, and nothing that reads.

    Args:
        session: the professional at work; they have no record open.
        patient: whose record it is.
    """

    mode, attending, secret = AccessMode.NORMAL, False, False

    def __init__(self, session: "Session", patient: Patient) -> None:
        self._session = session
        self.patient = patient

    @staticmethod
    def of(session: "Session", patient: Patient | None) -> "Doorstep | None":
        """The doorstep of a person's record; None when nothing can be deposited there from here."""
        if patient is None or session.record is not None or state_rule(patient.state).refused:
            return None
        return Doorstep(session, patient)

    def today(self) -> date:
        """The day it is, in the zone of the days."""
        return day_of(self._session.clock())

    def may_deposit(self, prepared: "PreparedDocument") -> Decision:
        """The rule's answer to a deposit here; what was prepared for somebody else is refused."""
        return may_send(prepared, self._session.role, open_record=self.patient.ins, today=self.today())

    async def deposit(self, prepared: "PreparedDocument") -> str:
        """Send a prepared document (TD2); the id of the document.

        Raises:
            Refused: a rule says no; the attempt is traced.
        """
        return await self._session.deposit(prepared)
