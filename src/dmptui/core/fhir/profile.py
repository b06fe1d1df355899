"""Parameters of the operation by which a person opposes, closes or reopens their profile (project)."""

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir.json import Json, expect, items, text
from dmptui.core.rules.lifecycle import ProfileAct
from dmptui.core.text import _


def to_fhir(act: ProfileAct, reason: str = "") -> Json:
    """The Parameters that ask for an act."""
    reasons = [{"name": "raison", "valueString": reason}] if reason else []
    return {
        "resourceType": "Parameters",
        "parameter": [{"name": "acte", "valueCode": act.value}, *reasons],
    }


def from_fhir(resource: object) -> tuple[ProfileAct, str]:
    """The act that is asked, and the reason given.

    Raises:
        InvalidContent: it is not Parameters, or names no act that exists.
    """
    parameters = {text(one.get("name")): one for one in items(expect(resource, "Parameters"), "parameter")}
    try:
        act = ProfileAct(text(parameters.get("acte", {}).get("valueCode")))
    except ValueError as error:
        raise InvalidContent(
            _("Le paramètre « acte » vaut oppose, close ou reopen."), cause="unknown act"
        ) from error
    return act, text(parameters.get("raison", {}).get("valueString"))
