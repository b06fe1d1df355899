"""The language of the screens: French is the source text, other languages are gettext catalogues."""

import gettext
from pathlib import Path

_CATALOGUES = Path(__file__).parent.parent / "locale"
_current: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Choose the language of everything shown from now on.

    Args:
        language: ``"fr"`` (the source text), or the name of a catalogue such as ``"en"``;
            an unknown one leaves French.
    """
    global _current
    _current = gettext.translation("dmptui", _CATALOGUES, languages=[language], fallback=True)


def _(message: str) -> str:
    """The message in the chosen language; nothing for nothing."""
    return _current.gettext(message) if message else ""  # under "" a catalogue keeps its own heading


def labelled(label: str, value: str) -> str:
    """« label : value », with the colon of the language."""
    return _("{label} : {value}").format(label=label, value=value)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for a count, in the chosen language (French: 0 and 1 are singular)."""
    if isinstance(_current, gettext.GNUTranslations):
        return _current.ngettext(singular, plural, n)
    return singular if abs(n) < 2 else plural


def N_(message: str) -> str:  # noqa: N802  the name gettext tools look for
    """Mark a message of a table for translation; it is translated where it is shown."""
    return message
