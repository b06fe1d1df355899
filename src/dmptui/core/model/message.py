"""What a person, or a professional, was told about a record."""

from datetime import datetime

from dmptui.core.model.base import Frozen


class Message(Frozen):
    """A notification or a message (FHIR Communication); ``sender`` is a name, ``text`` a sentence."""

    id: str
    sent: datetime
    sender: str = ""
    text: str
