"""What is new in a record for a professional."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dmptui.core.model.document import Document
from dmptui.core.text import N_


class Novelty(StrEnum):
    """What is new of a document."""

    NEW = "nouveau"
    REPLACED = "remplace"
    """It is the new version of a document that was there."""
    CONFIDENTIALITY = "confidentialite"
    """It was there; who may see it was changed, or it was taken out of the archives."""


NOVELTY_WORDS = {
    Novelty.NEW: N_("nouveau"),
    Novelty.REPLACED: N_("nouvelle version"),
    Novelty.CONFIDENTIALITY: N_("confidentialité modifiée"),
}
"""What a novelty is called on a screen; translate it where it is shown."""


@dataclass(frozen=True, slots=True)
class Item:
    """A current document, and what is new of it."""

    document: Document
    novelty: Novelty


@dataclass(frozen=True, slots=True)
class News:
    """What there is to look at.

    Attributes:
        since: the last visit; None at the first opening.
        items: the last of what is not read, then what changed since; empty at the first opening.
        number: how many documents are not read.
    """

    since: datetime | None
    items: tuple[Item, ...] = ()
    number: int = 0
