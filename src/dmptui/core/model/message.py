"""What a person, or a professional, was told about a record; what a professional wrote to a person."""

from datetime import datetime
from enum import StrEnum

from dmptui.core.model.base import Frozen


class MessageKind(StrEnum):
    """Who speaks: the DMP, of what was done on a record, or a professional."""

    NOTIFICATION = "notification"
    MESSAGE = "message"


class Message(Frozen):
    """A notification or a message (FHIR Communication).

    Attributes:
        sender: a name.
        subject: of a message; empty for a notification.
        text: a sentence; of a message, lines.
        document_id: an id, current or old, of the document that goes with a message; empty without one.
    """

    id: str
    sent: datetime
    sender: str = ""
    kind: MessageKind = MessageKind.NOTIFICATION
    subject: str = ""
    text: str
    document_id: str = ""
