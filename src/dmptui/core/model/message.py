"""The notifications of a person or professional about a record; what they write to each other."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from dmptui.core.model.base import Frozen

_TRADE = re.compile(r" \([^)]*\)")


class MessageKind(StrEnum):
    """Who speaks: the DMP, of what was done on a record, or somebody who writes or answers."""

    NOTIFICATION = "notification"
    MESSAGE = "message"


class Message(Frozen):
    """A notification or a message (FHIR Communication).

    Attributes:
        sender: a name.
        subject: of a message; empty for a notification.
        text: a sentence; of a message, lines.
        document_id: an id, current or old, of the document that goes with a message; empty without one.
        in_response_to: id of the message that a person answers; empty for what a professional wrote.
        read_at: when a professional read an answer; None before, and for anything else.
    """

    id: str
    sent: datetime
    sender: str = ""
    kind: MessageKind = MessageKind.NOTIFICATION
    subject: str = ""
    text: str
    document_id: str = ""
    in_response_to: str = ""
    read_at: datetime | None = None

    @property
    def is_reply(self) -> bool:
        """Whether a person answers with it."""
        return bool(self.in_response_to)

    @property
    def is_unread(self) -> bool:
        """Whether it is an answer that the professional has not read."""
        return self.is_reply and self.read_at is None

    @property
    def headline(self) -> str:
        """A message in a line: the subject, or the notification without the profession and the structure."""
        return self.subject or _TRADE.sub("", " ".join(self.text.split()), count=1)


def threads(messages: Iterable[Message]) -> list[Message]:
    """Messages in the order they are read: the most recent first, each followed by its answers in order.

    An answer whose message is not there has a place of its own.
    """
    found = sorted(messages, key=lambda message: message.sent, reverse=True)
    begun = {message.id for message in found if not message.is_reply}
    answers: defaultdict[str, list[Message]] = defaultdict(list)
    for message in reversed(found):
        answers[message.in_response_to].append(message)
    roots = (message for message in found if message.in_response_to not in begun)
    return [each for root in roots for each in (root, *(answers[root.id] if not root.is_reply else ()))]
