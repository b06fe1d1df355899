"""The answer of a rule."""

from dataclasses import dataclass
from enum import Enum

from dmptui.core.errors import Refused


class Outcome(Enum):
    """What a rule answers."""

    ALLOWED = "allowed"
    CONSENT_NEEDED = "consent-needed"
    """Not yet: the professional must first declare the patient's consent, by an explicit act."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer, why, and where the rule comes from.

    Attributes:
        reason: a French sentence for the user; empty when allowed.
        source: the legal text, the specification, or « décision du projet ».
        advice: a French sentence saying what can be done instead.
    """

    outcome: Outcome
    reason: str = ""
    source: str = ""
    advice: str = ""

    @property
    def allowed(self) -> bool:
        """Whether it may be done now."""
        return self.outcome is Outcome.ALLOWED

    @property
    def refused(self) -> bool:
        """Whether no consent of the moment can change the answer."""
        return self.outcome is Outcome.REFUSED

    def error(self) -> Refused:
        """What to raise when it does not allow."""
        return Refused(f"{self.reason} {self.advice}".strip(), self.source)


def allowed(source: str) -> Decision:
    """It may be done."""
    return Decision(Outcome.ALLOWED, source=source)


def refused(reason: str, source: str, advice: str = "") -> Decision:
    """It may not be done."""
    return Decision(Outcome.REFUSED, reason, source, advice)


PROJECT = "décision du projet"
"""Source of a rule that no public text settles: the stricter reading was taken."""
