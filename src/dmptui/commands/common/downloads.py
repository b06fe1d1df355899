"""The whole of a record on this machine, as a professional's command and the person's own give it."""

import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dmptui.commands.common.exits import DONE, REFUSED
from dmptui.commands.common.output import say, warn
from dmptui.commands.common.parser import Parser
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.machine.download_folder import Line
    from dmptui.core.model.content import Content
    from dmptui.core.model.document import Document
    from dmptui.core.model.patient import Patient


def folder(parser: Parser) -> None:
    """Where it is kept."""
    parser.add_argument_group(_("Dossier")).add_argument(
        "folder",
        metavar=_("DOSSIER"),
        type=Path,
        help=_("nouveau, vide, ou celui d'un téléchargement interrompu, qui reprend"),
    )


async def keep(
    path: Path,
    patient: "Patient",
    documents: "Sequence[Document]",
    read: "Callable[[Document], Awaitable[Content]]",
) -> int:
    """Keep all the documents, saying how far it is; the exit code.

    Args:
        path: of the folder.
        patient: whose record.
        documents: of it.
        read: gives the content of one.

    Raises:
        UsageError: the folder holds something else, or cannot be written.
        DmpError: the server does not answer any more.
    """
    from dmptui.core.machine.download_folder import DownloadFolder
    from dmptui.core.work.download import download

    kept = DownloadFolder(path, patient, _("Dossier médical partagé"))
    lines: list[Line] = []
    asked = 0
    async for step in download(documents, read, kept):
        lines.append(step.line)
        asked += step.asked
        _progress(step.done, step.total)
    return _end(path, lines, asked)


def _progress(done: int, total: int) -> None:
    """On a terminal, a line that is written over; nothing in a file of errors."""
    if sys.stderr.isatty():
        sys.stderr.write("\r" + _("{n} sur {total}").format(n=done, total=total) + "\n" * (done == total))
        sys.stderr.flush()


def _end(path: Path, lines: "Sequence[Line]", asked: int) -> int:
    count = sum(bool(line.sha256) for line in lines)
    size = sum(line.size for line in lines) / 1_000_000
    text = ngettext("{n} document, {size} Mo : {path}", "{n} documents, {size} Mo : {path}", count)
    say(text.format(n=count, size=f"{size:.1f}".replace(".", ","), path=path))
    if asked < len(lines):
        there = len(lines) - asked
        say(ngettext("{n} était déjà là.", "{n} étaient déjà là.", there).format(n=there))
    say(_("Vérifier : sha256sum -c SHA256SUMS, dans ce dossier. Lire : index.html."))
    for line in lines:
        if line.problem:
            warn(
                _("« {title} » n'a pas été gardé : {reason}").format(
                    title=line.document.title, reason=line.problem
                )
            )
        if line.altered:
            warn(_("« {title} » n'est pas ce qui a été déposé.").format(title=line.document.title))
    return REFUSED if any(line.problem for line in lines) else DONE
