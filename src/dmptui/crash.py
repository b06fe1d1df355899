"""What is printed when the program meets an error of its own."""

import traceback

from dmptui.core.text import _


def report(error: BaseException | None) -> str:
    """Where it broke, without a value or the error's own words: both may hold a patient's data."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    title = _("dmptui s'est arrêté sur une erreur de programmation ({kind}).").format(
        kind=type(error).__name__
    )
    return "\n".join([title, *lines])
