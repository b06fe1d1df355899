"""Communication: a notification, a message."""

from datetime import UTC, datetime

from dmptui.core.fhir.json import child, expect, instant, text
from dmptui.core.model.message import Message

_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)


def from_fhir(resource: object) -> Message:
    """The message of a Communication.

    Raises:
        InvalidContent: it is not a Communication.
    """
    communication = expect(resource, "Communication")
    return Message(
        id=text(communication.get("id")),
        sent=instant(communication.get("sent")) or _EPOCH,
        sender=text(child(communication, "sender").get("display")),
        text=text(child(communication, "payload").get("contentString")),
    )
