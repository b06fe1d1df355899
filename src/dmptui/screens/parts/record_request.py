"""What a screen says when another record is asked for."""

from textual.message import Message

from dmptui.core.model.ins import Ins


class RecordRequest(Message):
    """The program opens it, with the dialogs it needs; it bubbles up to it.

    Attributes:
        ins: whose; None for the record that was on the screen before.
        secret: by connexion secrète.
    """

    def __init__(self, ins: Ins | None = None, *, secret: bool = False) -> None:
        super().__init__()
        self.ins = ins
        self.secret = secret
