"""What a rule refuses before anything is sent: reported to the server, which keeps the trace, then raised."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from dmptui.core.model.access import AccessMode
from dmptui.core.model.document import Document
from dmptui.core.model.ins import Ins
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules.decision import Decision

if TYPE_CHECKING:
    from dmptui.core.client import DmpClient


class Refusals:
    """Those of one professional at work, or of a person in their own record.

    Args:
        client: of the DMP server.
        token: of the session, or of the open record.
        role: who is at work, and where; None for the person themselves, whom the server knows by the token.
        clock: gives the time, aware.
    """

    def __init__(
        self, client: "DmpClient", token: str, role: PractitionerRole | None, clock: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._token = token
        self._role = role
        self._clock = clock

    async def require(
        self,
        decision: Decision,
        action: TraceAction,
        ins: Ins,
        *,
        document: Document | None = None,
        mode: AccessMode = AccessMode.NORMAL,
    ) -> None:
        """Go on when the rule allows; see ``refuse`` otherwise."""
        if not decision.allowed:
            await self.refuse(decision, action, ins, document=document, mode=mode)

    async def refuse(
        self,
        decision: Decision,
        action: TraceAction,
        ins: Ins,
        *,
        document: Document | None = None,
        mode: AccessMode = AccessMode.NORMAL,
        secret: bool = False,
    ) -> NoReturn:
        """Have the attempt traced, and raise it.

        Args:
            decision: the rule's answer, which does not allow.
            action: what was attempted.
            ins: on whose record.
            document: on which document of it.
            mode: of access.
            secret: in a connexion secrète (CSP L1111-5).

        Raises:
            Refused: always.
        """
        trace = Trace(
            at=self._clock(),
            actor_id="",
            actor="",
            mode=mode,
            action=action,
            object=document.title if document else "",
            object_id=document.id if document else "",
            refusal=decision.reason,
            secret=secret,
        )
        await self._client.report(self._token, self._signed(trace), ins)
        raise decision.error()

    def _signed(self, trace: Trace) -> Trace:
        """With who acts; a person in their own record is known by the token."""
        if self._role is None:
            return trace
        who = self._role.practitioner
        return trace.model_copy(
            update={
                "actor_id": who.id,
                "actor": who.name,
                "profession": who.profession,
                "organization": self._role.situation.organization.name,
            }
        )
