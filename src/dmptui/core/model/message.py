"""The notifications of a person or professional about a record; what a professional wrote to a person."""

import re
from datetime import datetime
from enum import StrEnum

from dmptui.core.model.base import Frozen

_TRADE = re.compile(r" \([^)]*\)")


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

    @property
    def headline(self) -> str:
        """A message in a line: the subject, or the notification without the profession and the structure."""
        return self.subject or _TRADE.sub("", " ".join(self.text.split()), count=1)
