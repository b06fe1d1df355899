"""What happened to a record: who, when, in which mode, what, on what."""

from datetime import datetime
from enum import StrEnum

from dmptui.core.model.access import AccessMode
from dmptui.core.model.base import Frozen


class TraceAction(StrEnum):
    """What was done or attempted on a record."""

    OPEN = "ouverture"
    AUTHORISE = "autorisation"
    LIST = "liste"
    READ = "lecture"
    DEPOSIT = "depot"
    TRACES = "traces"


class Trace(Frozen):
    """One line of the historique des accès.

    Attributes:
        object: what it was done on, as shown (a document's title), or empty for the record.
        emergency_reason: what was typed to break the glass.
        refusal: the reason given when it was refused, else empty.
    """

    id: str = ""
    at: datetime
    actor_id: str
    actor: str
    profession: str = ""
    organization: str = ""
    mode: AccessMode = AccessMode.NORMAL
    emergency_reason: str = ""
    action: TraceAction
    object: str = ""
    object_id: str = ""
    refusal: str = ""

    @property
    def refused(self) -> bool:
        """Whether the attempt was refused."""
        return bool(self.refusal)
