"""The matrice d'habilitation: profession × type of document -> right to read (CSP R1111-46)."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dmptui.core.terminology.tables import document_type, document_types, rows


class Cell(NamedTuple):
    """One answer of the matrix, and where it comes from."""

    read: bool
    source: str


@dataclass(frozen=True)
class Matrix:
    """Rows keyed by (profession, document).

    ``document`` is a type of JDV_J07, ``class:NN`` of JDV_J06 or ``*``; the most precise row wins,
    and a profession without any row falls under ``*``.
    """

    cells: dict[tuple[str, str], Cell]

    def cell(self, profession: str, type_code: str, class_code: str = "") -> Cell:
        """The right of a profession on a type; ``class_code`` serves when the type is unknown."""
        known = document_type(type_code)
        document_class = known.document_class if known else class_code
        for document in (type_code, f"class:{document_class}", "*"):
            if (profession, document) in self.cells:
                return self.cells[profession, document]
        return self.cells.get(("*", "*"), Cell(read=False, source=""))

    def readable_types(self, profession: str) -> frozenset[str]:
        """The types of JDV_J07 this profession may read."""
        return frozenset(code for code in document_types() if self.cell(profession, code).read)


@cache
def packaged_matrix() -> Matrix:
    """The matrix of the package: the published cells, and examples where nothing is published."""
    return Matrix({(p, d): Cell(read == "OUI", source) for p, d, read, source in rows("reading_matrix")})
