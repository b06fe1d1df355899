"""OperationOutcome: every error of the wire."""

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, extension, items, text
from dmptui.core.rules.decision import Decision, refused
from dmptui.core.text import _

CLOSED = "suppressed"
"""The FHIR issue type of a refusal about a record that was open, and is no longer."""
INCOMPLETE = "incomplete"
"""The FHIR issue type of a search that may have missed something."""


def outcome(code: str, diagnostics: str, *, source: str = "", advice: str = "") -> Json:
    """An OperationOutcome of one error.

    Args:
        code: FHIR issue type: ``forbidden``, ``not-found``, ``too-costly``, ``conflict`` …
        diagnostics: a French sentence.
        source: the text the rule comes from.
        advice: what can be done instead.
    """
    issue: Json = {"severity": "error", "code": code, "diagnostics": diagnostics}
    extras = {systems.RULE_SOURCE: source, systems.ADVICE: advice}
    found = [{"url": url, "valueString": value} for url, value in extras.items() if value]
    if found:
        issue["extension"] = found
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def warning(diagnostics: str) -> Json:
    """An OperationOutcome that goes with what was done: a French sentence to read."""
    issue = {"severity": "warning", "code": "business-rule", "diagnostics": diagnostics}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def refusal(decision: Decision, code: str = "forbidden") -> Json:
    """The OperationOutcome of a refusal."""
    return outcome(code, decision.reason, source=decision.source, advice=decision.advice)


def incomplete() -> Json:
    """The OperationOutcome of a search in an index that is being made anew: an entry of what it found."""
    sentence = _(
        "L'index des recherches est en cours de reconstruction : il peut manquer des résultats. "
        "Recommencez dans quelques minutes."
    )
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "warning", "code": INCOMPLETE, "diagnostics": sentence}],
    }


def read(resource: object) -> tuple[str, Decision] | None:
    """The issue code and the refusal an OperationOutcome tells, or None when it tells nothing."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "OperationOutcome":
        return None
    for issue in items(resource, "issue"):
        diagnostics = text(issue.get("diagnostics"))
        if diagnostics:
            source = text(extension(issue, systems.RULE_SOURCE).get("valueString"))
            advice = text(extension(issue, systems.ADVICE).get("valueString"))
            return text(issue.get("code")), refused(diagnostics, source, advice)
    return None
