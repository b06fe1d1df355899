"""What somebody sees of a record, as conditions that a store applies.

The same rule as ``reading.read`` and ``patient_view.see``, document by document: a test compares the two on
thousands of documents, for each asker. What is about a document is seen with it: a lot, a trace, a
notification. One that says nothing of a document is seen by all who see the kind, but for what a minor keeps
secret from the legal representatives (CSP L1111-5).

A condition holds for as long as the moment it was made for; those of a professional do not depend on it.
"""

from datetime import datetime
from functools import lru_cache

from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.rules.condition import (
    ALWAYS,
    About,
    Condition,
    Has,
    Not,
    Within,
    codes,
    every,
    some,
)
from dmptui.core.rules.matrix import EVERY, Matrix
from dmptui.core.rules.patient_view import Viewer, seen_deposits
from dmptui.core.rules.reading import Reader
from dmptui.core.terminology import document_types

DOCUMENT = "DocumentReference"

CURRENT = Has("status", codes(DocumentStatus.CURRENT.value))
_DELETED = Has("status", codes(DocumentStatus.DELETED.value))
_MASKED = Has("security-label", codes(Visibility.HIDDEN_FROM_PROFESSIONALS.value))
_FROM_PATIENT = Has("security-label", codes(Visibility.HIDDEN_FROM_PATIENT.value))
_FROM_REPRESENTATIVES = Has("security-label", codes(Visibility.HIDDEN_FROM_REPRESENTATIVES.value))
_SECRET = Has("secret", codes("true"))
_OF_A_DOCUMENT = Has("about")
_PART = Has("display")


def kept(documents: Condition) -> Condition:
    """Those of some documents that are not deleted."""
    return every(Not(_DELETED), documents)


def documents_for(reader: Reader, matrix: Matrix) -> Condition:
    """What a professional may see, deleted or not: of a type the matrix opens, and not masked to them."""
    return every(_opened(reader.profession, matrix), _unmasked(reader))


def documents_of(viewer: Viewer, now: datetime) -> Condition:
    """What the patient or a representative sees now, deleted or not."""
    shown = some(Not(_FROM_PATIENT), *(Within("date", start, end) for start, end in seen_deposits(now)))
    return every(shown, Not(_FROM_REPRESENTATIVES)) if viewer.representative else shown


def written_by(practitioner_id: str) -> Condition:
    """The documents of an author."""
    return Has("author", codes(practitioner_id))


def lots(documents: Condition) -> Condition:
    """The lots with a document that is not deleted and that one sees."""
    return About(DOCUMENT, kept(documents))


def traces(documents: Condition, viewer: Viewer | None = None) -> Condition:
    """The traces of what one sees, or of no document; ``viewer`` is None for a professional.

    A trace that names a document nobody keeps is not seen: it would tell that another one is kept.
    """
    return every(_unless_secret(viewer), some(Not(_OF_A_DOCUMENT), About(DOCUMENT, documents)))


def lines(documents: Condition, viewer: Viewer | None = None) -> Condition:
    """The traces that are listed: those of ``traces`` but what the display of a page read, which is in its.

    A display is the trace of no document: who sees none of those it read sees it all the same, without them.
    """
    return every(Not(_PART), traces(documents, viewer))


def messages(documents: Condition, viewer: Viewer) -> Condition:
    """The notifications and messages that the patient or a representative sees, once they are sent."""
    return every(_unless_secret(viewer), some(Not(_OF_A_DOCUMENT), About(DOCUMENT, documents)))


def consents(viewer: Viewer) -> Condition:
    """The Consents that the patient or a representative sees."""
    return _unless_secret(viewer)


def appointments(viewer: Viewer) -> Condition:
    """The appointments that the patient or a representative sees: not those that a minor noted alone."""
    return _unless_secret(viewer)


def profile_entries(viewer: Viewer) -> Condition:
    """What the patient or a representative sees of the « profil médical »: not what a minor noted alone."""
    return _unless_secret(viewer)


def _unless_secret(viewer: Viewer | None) -> Condition:
    return Not(_SECRET) if viewer is not None and viewer.representative else ALWAYS


def _unmasked(reader: Reader) -> Condition:
    if reader.attending or (reader.mode.is_emergency and reader.masked_in_emergency):
        return ALWAYS
    return some(Not(_MASKED), written_by(reader.practitioner_id))


@lru_cache(maxsize=256)
def _opened(profession: str, matrix: Matrix) -> Condition:
    """The documents whose type, or class when the type is unknown, the matrix opens to a profession."""
    rows = {name: cell.read for (who, name), cell in matrix.cells.items() if who == profession}
    types = sorted({*document_types(), *(n for n in rows if n != EVERY and not n.startswith("class:"))})
    classes = sorted(n.removeprefix("class:") for n in rows if n.startswith("class:"))
    by_default = matrix.cell(profession, "").read
    # The fewest are named: those that are not as the profession's own default.
    named = Has("type", codes(*(t for t in types if matrix.cell(profession, t).read is not by_default)))
    other = Has(
        "category", codes(*(c for c in classes if matrix.cell(profession, "", c).read is not by_default))
    )
    exceptions: list[Condition] = []
    if named.values:
        exceptions.append(named)
    if other.values:
        exceptions.append(every(other, Not(Has("type", codes(*types)))))
    return Not(some(*exceptions)) if by_default else some(*exceptions)
