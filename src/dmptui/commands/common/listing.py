"""The documents of a record in one order, numbered: what `documents` lists and `show` finds again."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dmptui.core.errors import NotFound, UsageError
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.model.document import Document
    from dmptui.core.work.record import Record


async def numbered(record: "Record") -> "list[tuple[int, Document]]":
    """All that may be read, the most recent act first, numbered from 1.

    Archived documents and old versions have numbers too, so that a filter changes none.
    """
    found = [document async for page in record.listing.whole() for document in page]
    return list(enumerate(found, 1))


def find(documents: "Sequence[tuple[int, Document]]", word: str) -> "Document":
    """The document meant by a number, an id, or the beginning of one id only.

    Raises:
        NotFound: there is none.
        UsageError: several ids begin so.
    """
    if word.isascii() and word.isdigit() and len(word) < 6:
        meant = [document for number, document in documents if number == int(word)]
    else:
        meant = [document for _number, document in documents if word and document.id.startswith(word)]
    if len(meant) > 1:
        raise UsageError(
            _("« {text} » commence plusieurs identifiants ({n}). Donnez-en plus de caractères.").format(
                text=word, n=len(meant)
            )
        )
    if not meant:
        raise NotFound(
            _("Ce document n'existe pas, ou vous ne pouvez pas le lire. « dmptui documents » donne la liste.")
        )
    return meant[0]


def find_all(documents: "Sequence[tuple[int, Document]]", names: Iterable[str]) -> "list[Document]":
    """The documents meant, each once, in the order they were named.

    Raises:
        NotFound: one does not exist.
        UsageError: one name means several.
    """
    meant = (find(documents, name) for name in names)
    return list({document.id: document for document in meant}.values())
