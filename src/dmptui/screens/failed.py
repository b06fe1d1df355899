"""What a page says when it met an error it cannot show itself."""

from textual.message import Message

from dmptui.core.errors import DmpError


class Failed(Message):
    """The program shows the error once; it bubbles up to it."""

    def __init__(self, error: DmpError) -> None:
        super().__init__()
        self.error = error
