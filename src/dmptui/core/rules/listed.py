"""A document as it is listed: what a typed word is looked for in, and what puts it in order."""

from dmptui.core.model.days import in_figures
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.rules.reading import is_from_patient as is_from_patient
from dmptui.core.terminology import class_label
from dmptui.core.terminology.folding import fold, french_order

LAST = "\U0010ffff"
"""The place of what has no name, after all that has one."""


def line_text(document: Document) -> str:
    """Folded, all that is searched as one types."""
    author = document.author
    parts = (
        document.title,
        document.type.display,
        document.category.display,
        author.name,
        author.organization,
        in_figures(document.act_date),
        document.description,
    )
    return fold(" ".join(parts))


def author_name(document: Document) -> str:
    """The first author, as a list names them."""
    return document.author.name or document.author.organization


def author_value(document: Document) -> str:
    """What tells the first author from another one: an id, else a name."""
    return document.author.id or author_name(document)


def title_order(document: Document) -> str:
    """Its place by title."""
    return french_order(document.title) or LAST


def author_order(document: Document) -> str:
    """Its place by author."""
    return french_order(author_name(document)) or LAST


def type_order(document: Document) -> str:
    """Its place by type."""
    return french_order(document.type.display) or LAST


def category_order(document: Document) -> str:
    """Its place by family, JDV_J06."""
    return french_order(class_label(document.category.code)) or LAST


def states(document: Document) -> tuple[str, ...]:
    """What is particular about it: its labels of TRE_A07, ``archived``, ``old``, ``personal``."""
    found = [label.value for label in sorted(document.visibility)]
    if document.archived:
        found.append("archived")
    if document.status is DocumentStatus.SUPERSEDED:
        found.append("old")
    if is_from_patient(document):
        found.append("personal")
    return tuple(found)
