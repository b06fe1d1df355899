"""What a professional may see of the documents of a record, as the store is asked for it."""

from functools import lru_cache

from dmptui.core.rules.matrix import Matrix
from dmptui.core.rules.reading import Reader
from dmptui.core.store.line import Sight
from dmptui.core.terminology import document_types
from dmptui.core.terminology.tables import rows


def sight_of(reader: Reader, matrix: Matrix) -> Sight:
    """The rule of ``rules.reading.read``, for all documents at once; a test compares the two."""
    scopes, closed = _scopes(reader.profession, matrix)
    in_emergency = reader.mode.is_emergency and reader.masked_in_emergency
    return Sight(scopes, closed, masked=reader.attending or in_emergency, author=reader.practitioner_id)


@lru_cache(maxsize=256)
def _scopes(profession: str, matrix: Matrix) -> tuple[frozenset[str], bool]:
    """The scopes that are closed, when what nobody knows is open; else those that are open."""
    closed = matrix.cell(profession, "").read
    types = {code for code in document_types() if matrix.cell(profession, code).read is not closed}
    classes = {row[0] for row in rows("document_classes")}
    unlike = {code for code in classes if matrix.cell(profession, "", code).read is not closed}
    return frozenset(types.union(f"class:{code}" for code in unlike)), closed
