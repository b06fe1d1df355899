"""How a request ends badly: a mistake in it, or a rule that says no."""

from dataclasses import dataclass, field

from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.decision import Decision
from dmptui.core.server.http.asker import Asker
from dmptui.core.text import _


@dataclass(eq=False)
class BadRequest(Exception):
    """A request the server cannot serve; nothing about a patient was attempted.

    Attributes:
        status: HTTP status.
        code: FHIR issue type.
        message: a French sentence.
    """

    status: int
    code: str
    message: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Denied(Exception):
    """A rule says no; the refusal is traced where it is answered, once.

    Attributes:
        decision: the refusal, as the screens show it.
        action: what was attempted.
        asker: who attempted it; None when no token says so.
        patient_id: whose record it was about; empty when nobody is known.
        title, object_id: of the document, when it was about one. The title is for the trace only, never
            for the answer.
        status: HTTP status.
        instead: what is answered to whom may not learn that there is something to refuse.
        closed: a record that was open is no longer.
    """

    decision: Decision
    action: TraceAction
    asker: Asker | None
    patient_id: str = ""
    title: str = ""
    object_id: str = ""
    status: int = 403
    instead: BadRequest | None = None
    closed: bool = False


def missing() -> BadRequest:
    """The answer about what does not exist, or is not to be known by who asks: one for both."""
    return BadRequest(404, "not-found", _("Cet élément n'existe pas, ou n'existe plus."))
