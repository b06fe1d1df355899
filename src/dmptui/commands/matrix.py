"""`dmptui matrix`: the matrice d'habilitation of this machine, shown or replaced."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, actions, as_json, command, family
from dmptui.commands.common.output import Column, say, say_json, say_table
from dmptui.core.errors import InvalidContent, UsageError
from dmptui.core.machine.files import read_file
from dmptui.core.text import _, labelled, ngettext

if TYPE_CHECKING:
    from dmptui.core.rules.matrix import Cell, Matrix

    Line = tuple[str, str, Cell]
    """Profession, document and answer."""


def add(commands: Commands) -> None:
    """Add them to the command line."""
    summary = _("la matrice d'habilitation en vigueur sur ce poste")
    acts = actions(family(commands, "matrix", summary))
    shown = command(acts, "show", _("l'affiche"), _show)
    shown.add_argument_group(_("Filtres")).add_argument(
        "--profession",
        metavar="CODE",
        help=_("ce que cette profession (JDV_J01, par exemple G15_60) peut lire, type par type"),
    )
    as_json(shown)
    imported = command(acts, "import", _("la remplace par celle d'un fichier, une fois vérifiée"), _import)
    imported.add_argument_group(_("Fichier")).add_argument(
        "file", metavar=_("FICHIER"), help=_("colonnes profession, document, read, source")
    )
    as_json(imported)


def _import(args: Namespace) -> None:
    """Replace the one in force; it stays when the file is not a matrix."""
    from dmptui.core.machine.matrix_file import keep_matrix, matrix_path
    from dmptui.core.rules.matrix import parse_matrix

    try:
        text = read_file(Path(args.file)).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidContent(_("Ce fichier n'est pas un texte en UTF-8. Enregistrez-le ainsi.")) from error
    matrix = parse_matrix(text)
    keep_matrix(matrix, args.settings.data_dir)
    if args.json:
        say_json([_as_json(*line) for line in _rows(matrix)])
        return
    count = len(matrix.cells)
    cells = ngettext("{n} case en vigueur", "{n} cases en vigueur", count).format(n=count)
    say(labelled(cells, str(matrix_path(args.settings.data_dir))))
    say(_("Un dmptui déjà ouvert la prendra à son prochain démarrage."))


def _show(args: Namespace) -> None:
    """Print it, or what a profession may read."""
    from dmptui.core.machine.matrix_file import matrix_in_force, matrix_path

    matrix = matrix_in_force(args.settings.data_dir)
    lines = list(_of(args.profession, matrix) if args.profession else _rows(matrix))
    if args.json:
        say_json([_as_json(*line) for line in lines])
        return
    imported = matrix_path(args.settings.data_dir).exists()
    say(
        _("Matrice importée sur ce poste.") if imported else _("Matrice du programme, aucune n'est importée.")
    )
    say()
    columns = (
        Column(_("Profession"), flexible=True),
        Column(_("Document"), flexible=True),
        Column("Code"),
        Column(_("Lecture")),
        Column(_("Source"), flexible=True),
    )
    say_table(columns, [_row(*line) for line in lines])


def _rows(matrix: "Matrix") -> "Iterator[Line]":
    """The rows as they are written."""
    return ((profession, document, cell) for (profession, document), cell in matrix.cells.items())


def _of(profession: str, matrix: "Matrix") -> "Iterator[Line]":
    """What a profession may read, type by type.

    Raises:
        UsageError: it is not of JDV_J01.
    """
    from dmptui.core.terminology.tables import document_types, rows

    if profession not in {row[0] for row in rows("professions")}:
        raise UsageError(
            _("« {code} » n'est pas une profession de JDV_J01, par exemple G15_60.").format(code=profession)
        )
    return ((profession, code, matrix.cell(profession, code)) for code in document_types())


def _as_json(profession: str, document: str, cell: "Cell") -> dict[str, object]:
    """One answer; documented in ``docs/cli.md``."""
    return {
        "profession": {"code": profession, "label": _profession(profession)},
        "document": {"code": document, "label": _document(document)},
        "read": cell.read,
        "example": cell.is_example,
        "source": cell.source,
    }


def _row(profession: str, document: str, cell: "Cell") -> list[str]:
    answer = _("oui") if cell.read else _("non")
    return [_profession(profession), _document(document), document, answer, cell.source]


def _profession(code: str) -> str:
    from dmptui.core.rules.matrix import EVERY
    from dmptui.core.terminology.tables import profession_label

    return _("toute autre profession") if code == EVERY else profession_label(code)


def _document(code: str) -> str:
    from dmptui.core.rules.matrix import EVERY
    from dmptui.core.terminology.tables import class_label, document_type

    if code == EVERY:
        return _("tout autre document")
    kind = document_type(code)
    return kind.label if kind else class_label(code.removeprefix("class:"))
