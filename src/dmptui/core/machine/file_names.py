"""Names of files that leave the record: they say what the document is, never whose."""

import re
import unicodedata
from datetime import date

from dmptui.core.model.patient import Patient

_MOST_CHARACTERS = 60
_NUMBER = re.compile(r"\d{7,}")
"""Longer than a date: an INS, a NIR, a number of a file."""


def file_name(title: str, day: date, suffix: str, patient: Patient) -> str:
    """``cr-de-biologie-medicale-2026-11-21.pdf``: letters, digits and dashes only.

    Args:
        title: of the document; the names of the patient and long numbers are taken out of it.
        day: of the act.
        suffix: ``.pdf``, ``.xml``…
        patient: whose name must not appear.
    """
    return f"{stem_of(title, patient)}-{day.isoformat()}{suffix}"


def stem_of(title: str, patient: Patient) -> str:
    """``cr-de-biologie-medicale``: what a name says of the document, never empty."""
    names = {part for name in (patient.name, *patient.given_names) for part in _words(name)}
    kept = [word for word in _words(title) if word not in names and not _NUMBER.search(word)]
    return "-".join(kept)[:_MOST_CHARACTERS].strip("-") or "document"


def _words(text: str) -> list[str]:
    """Without accents, in small letters."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
