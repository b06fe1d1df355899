"""What can go wrong, in a few kinds: each has a sentence for the user and a cause for the log."""


class DmpError(Exception):
    """An error the program knows how to explain.

    Attributes:
        message: a French sentence for the user: what is true, and what to do next.
        cause: the technical reason, for the log; never holds anything about a patient.
    """

    def __init__(self, message: str, cause: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cause = cause or type(self).__name__


class Refused(DmpError):
    """A rule says no. ``source`` is the text or decision the rule comes from."""

    def __init__(self, message: str, source: str = "", cause: str = "") -> None:
        super().__init__(message, cause)
        self.source = source


class RecordClosed(Refused):
    """The record that was open is no longer: the patient withdrew what opened it, or it ended."""


class NotFound(DmpError):
    """What was asked for does not exist, or not for this professional."""


class Conflict(DmpError):
    """Somebody changed it meanwhile, or it is used by another program."""


class Unavailable(DmpError):
    """The server, its data or the machine cannot answer now."""


class InvalidContent(DmpError):
    """A file, a document or an answer that is not what it should be."""


class SessionExpired(DmpError):
    """The server no longer knows this session: the professional must log in again."""


class UsageError(DmpError):
    """What the user asked cannot be understood."""
