"""Documents that the tables of the rules are about."""

from datetime import UTC, datetime

from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author, Document, DocumentStatus, Visibility

AUTHOR, OTHER = "899900001001", "899900001134"
DEPOSITED = datetime(2026, 11, 2, 9, tzinfo=UTC)

MASKED = {"visibility": frozenset({Visibility.HIDDEN_FROM_PROFESSIONALS})}
INVISIBLE = {"visibility": frozenset({Visibility.HIDDEN_FROM_PATIENT})}
NO_PARENTS = {"visibility": frozenset({Visibility.HIDDEN_FROM_REPRESENTATIVES})}
OLD = {"status": DocumentStatus.SUPERSEDED}
DELETED = {"status": DocumentStatus.DELETED}
ARCHIVED = {"archived": True}
FROM_PATIENT = {
    "type": Coding(code="EXPPAT_3"),
    "category": Coding(code="90"),
    "authors": (Author(name="la personne", profession="EXP_PATIENT"),),
}
FROM_INSURANCE = {
    "type": Coding(code="REMB"),
    "category": Coding(code="60"),
    "authors": (Author(name="CNAM", profession="ALIM_AM"),),
}


def document(**given: object) -> Document:
    """A report by AUTHOR, deposited on 2 November 2026."""
    found: dict[str, object] = {
        "id": "d1",
        "title": "CR de consultation",
        "type": Coding(code="11488-4"),
        "category": Coding(code="10"),
        "authors": (Author(id=AUTHOR),),
        "date": DEPOSITED,
    }
    return Document.model_validate(found | given)
