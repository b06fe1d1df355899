"""The matrice d'habilitation: profession × type of document -> right to read (see ``laws.MATRIX``)."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from dmptui.core.errors import InvalidContent
from dmptui.core.terminology.tables import document_type, document_types, rows
from dmptui.core.text import _

HEADING = ("profession", "document", "read", "source")
"""Columns of a matrix in a file."""
EVERY = "*"
EXAMPLE = "exemple"
"""How the source of a cell that no text gives begins."""

_CLASS = "class:"
_READ = {"OUI": True, "NON": False}
_SEPARATORS = "\t;,"


class Cell(NamedTuple):
    """One answer of the matrix, and where it comes from."""

    read: bool
    source: str

    @property
    def is_example(self) -> bool:
        """Whether no published text gives this answer."""
        return self.source.startswith(EXAMPLE)


@dataclass(frozen=True)
class Matrix:
    """Rows keyed by (profession, document).

    ``document`` is a type of JDV_J07, ``class:NN`` of JDV_J06 or ``*``; the most precise row wins,
    and a profession without any row falls under ``*``.
    """

    cells: dict[tuple[str, str], Cell] = field(hash=False)

    def cell(self, profession: str, type_code: str, class_code: str = "") -> Cell:
        """The right of a profession on a type; ``class_code`` serves when the type is unknown."""
        kind = document_type(type_code)
        document_class = kind.document_class if kind else class_code
        for document in (type_code, f"{_CLASS}{document_class}", EVERY):
            if (profession, document) in self.cells:
                return self.cells[profession, document]
        return self.cells.get((EVERY, EVERY), Cell(read=False, source=""))

    def readable_types(self, profession: str) -> frozenset[str]:
        """The types of JDV_J07 this profession may read."""
        return frozenset(code for code in document_types() if self.cell(profession, code).read)


@cache
def packaged_matrix() -> Matrix:
    """The matrix of the package: the published cells, and examples where nothing is published."""
    return Matrix({(p, d): Cell(read == "OUI", source) for p, d, read, source in rows("reading_matrix")})


def parse_matrix(text: str) -> Matrix:
    """A matrix as a file tells it: ``HEADING``, then a row for each cell, in columns apart by tab, ; or ,.

    Raises:
        InvalidContent: a row is not one of a matrix; the message gives its line.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    first = lines[0] if lines else ""
    separator = next((mark for mark in _SEPARATORS if mark in first), "\t")
    try:
        table = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        raise InvalidContent(_("Cette matrice est mal formée : vérifiez ses guillemets.")) from error
    if not table or tuple(cell.strip().lower() for cell in table[0]) != HEADING:
        raise InvalidContent(
            _("La première ligne d'une matrice est : {heading}. Vérifiez le fichier.").format(
                heading=" ; ".join(HEADING)
            )
        )
    cells: dict[tuple[str, str], Cell] = {}
    for line, (profession, document, cell) in _cells(table[1:]):
        if (profession, document) in cells:
            raise _wrong(line, _("cette profession et ce type y sont déjà"))
        cells[profession, document] = cell
    if not cells:
        raise InvalidContent(_("Cette matrice est vide : plus personne ne lirait rien."))
    return Matrix(cells)


def write_matrix(matrix: Matrix) -> str:
    """The matrix as ``parse_matrix`` reads it, in columns apart by tabs."""
    words = {read: word for word, read in _READ.items()}
    lines = ["\t".join(HEADING)]
    lines += [f"{p}\t{d}\t{words[cell.read]}\t{cell.source}" for (p, d), cell in matrix.cells.items()]
    return "\n".join(lines) + "\n"


def _cells(table: Sequence[Sequence[str]]) -> Iterator[tuple[int, tuple[str, str, Cell]]]:
    """The line of each row that is not empty, and the row once checked."""
    professions = {EVERY, *(row[0] for row in rows("professions"))}
    classes = {f"{_CLASS}{row[0]}" for row in rows("document_classes")}
    documents = {EVERY, *classes, *document_types()}
    for line, row in enumerate(table, 2):
        values = [" ".join(cell.split()) for cell in row]
        if not any(values):
            continue
        if len(values) != len(HEADING):
            raise _wrong(line, _("elle n'a pas quatre colonnes"))
        profession, document, read, source = values
        if profession not in professions:
            raise _wrong(line, _("la profession « {code} » n'est pas de JDV_J01").format(code=profession))
        if document not in documents:
            raise _wrong(
                line,
                _("« {code} » n'est ni un type de JDV_J07, ni une classe (class:10)").format(code=document),
            )
        if read.upper() not in _READ:
            raise _wrong(line, _("la lecture s'écrit OUI ou NON"))
        if not source:
            raise _wrong(line, _("la source manque (un texte, ou « exemple »)"))
        yield line, (profession, document, Cell(_READ[read.upper()], source))


def _wrong(line: int, why: str) -> InvalidContent:
    return InvalidContent(
        _("Ligne {line} de la matrice : {why}. Rien n'est changé.").format(line=line, why=why),
        cause="matrix row",
    )
