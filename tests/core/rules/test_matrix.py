"""The matrice d'habilitation, as data."""

from dmptui.core.rules.matrix import Cell, Matrix, packaged_matrix
from dmptui.core.terminology import document_types


def test_physicians_read_all_but_one_type():
    refused = set(document_types()) - packaged_matrix().readable_types("G15_10")
    assert refused == {"ATTEST-RESID"}


def test_dentists_read_all_but_five():
    refused = set(document_types()) - packaged_matrix().readable_types("G15_40")
    assert refused == {"80788-3", "75496-0", "83981-1", "83901-9", "68599-0"}


def test_every_cell_has_a_source():
    assert all(cell.source for cell in packaged_matrix().cells.values())


def test_the_most_precise_row_wins():
    yes, no = Cell(read=True, source="a"), Cell(read=False, source="b")
    matrix = Matrix({("P", "*"): no, ("P", "class:10"): yes, ("P", "11488-4"): no, ("*", "*"): no})
    assert not matrix.cell("P", "11488-4").read
    assert matrix.cell("P", "34112-3").read
    assert not matrix.cell("P", "18748-4").read
    assert matrix.cell("P", "unknown", "10").read
    assert not matrix.cell("Q", "34112-3").read


def test_an_empty_matrix_lets_nobody_read():
    assert not Matrix({}).cell("G15_10", "11488-4").read
