"""A folder that a whole record is downloaded into: ``documents/``, ``index.html``, ``SHA256SUMS``.

Everything is readable by its owner alone: it is health data, which the person that asked for it now keeps.
"""

import hashlib
import html
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from dmptui.core.documents.formats import ending_of
from dmptui.core.errors import UsageError
from dmptui.core.machine.file_names import stem_of
from dmptui.core.model.days import day_in, in_figures
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.model.patient import Patient
from dmptui.core.text import N_, _

T = TypeVar("T")

INDEX, SUMS, DOCUMENTS = "index.html", "SHA256SUMS", "documents"
_MARK = "dmptui.json"
"""Says whose record the folder holds, so that two never mix."""
_STATES = {
    DocumentStatus.CURRENT: "",
    DocumentStatus.SUPERSEDED: N_("ancienne version"),
    DocumentStatus.DELETED: N_("supprimé"),
}


class Line(NamedTuple):
    """A document of the download.

    Attributes:
        document: which one.
        sha256: of what was kept, in hexadecimal; empty when nothing could be.
        size: in bytes.
        altered: what was read is not what the record announces; it is kept all the same.
        problem: why nothing was kept.
    """

    document: Document
    sha256: str = ""
    size: int = 0
    altered: bool = False
    problem: str = ""


class DownloadFolder:
    """Opens or makes the folder.

    Args:
        path: a new or empty folder, or that of an earlier download of the same record.
        patient: whose record.
        title: of the index.

    Raises:
        UsageError: it holds something else, or cannot be written.
    """

    def __init__(self, path: Path, patient: Patient, title: str) -> None:
        self._path = path
        self._patient = patient
        self._title = title
        self._written(self._begin)

    def kept(self, document: Document) -> bytes | None:
        """What is there of a document, or None."""
        path = self._of(document)
        return self._written(lambda: path.read_bytes() if path.is_file() else None)

    def keep(self, document: Document, data: bytes) -> None:
        """Write a document, whole or not at all."""
        self._written(lambda: _write(self._of(document), data))

    def finish(self, lines: Sequence[Line]) -> None:
        """Write the index, then the sums of all there is, itself among them."""
        page = "\n".join(_page(self._title, self._patient, lines, self.name_of)).encode()
        kept = [(line.sha256, self.name_of(line.document)) for line in lines if line.sha256]
        sums = [*kept, (hashlib.sha256(page).hexdigest(), INDEX)]
        text = "".join(f"{sha256}  {name}\n" for sha256, name in sums)

        def write() -> None:
            _write(self._path / INDEX, page)
            _write(self._path / SUMS, text.encode())

        self._written(write)

    def name_of(self, document: Document) -> str:
        """The name of a document, from the folder: it does not change when the record grows."""
        whole = document.master_identifier or document.id
        mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
        day, stem = day_in(document.act_day).isoformat(), stem_of(document.title, self._patient)
        return f"{DOCUMENTS}/{day}-{stem}-{mark}{ending_of(document.attachment.content_type)}"

    def _of(self, document: Document) -> Path:
        return self._path / self.name_of(document)

    def _begin(self) -> None:
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark = self._path / _MARK
        if mark.is_file():
            if _whose(mark) != self._patient.ins.value:
                raise UsageError(
                    _("Ce dossier contient le DMP d'une autre personne. Choisissez-en un autre.")
                )
        elif any(self._path.iterdir()):
            raise UsageError(
                _("Le dossier « {path} » n'est pas vide. Choisissez-en un nouveau.").format(path=self._path)
            )
        else:
            _write(mark, json.dumps({"ins": self._patient.ins.value}).encode())
        (self._path / DOCUMENTS).mkdir(mode=0o700, exist_ok=True)

    def _written(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except OSError as error:
            raise UsageError(
                _(
                    "Le dossier « {path} » ne peut pas être écrit. Vérifiez vos droits et la place libre, "
                    "puis relancez : ce qui est déjà là n'est pas redemandé."
                ).format(path=self._path),
                cause=type(error).__name__,
            ) from error


def _write(path: Path, data: bytes) -> None:
    """Write a file beside, then put it in its place: a cut leaves the old one, or none."""
    part = path.with_name(f"{path.name}.part")
    part.touch(mode=0o600)
    part.write_bytes(data)
    part.replace(path)


def _whose(mark: Path) -> object:
    try:
        return json.loads(mark.read_bytes()).get("ins")
    except (ValueError, AttributeError):
        return None


class _Cell(NamedTuple):
    text: str
    link: str = ""


def _page(
    title: str, patient: Patient, lines: Sequence[Line], name_of: Callable[[Document], str]
) -> Iterator[str]:
    """The index: a table, the most recent act first, each title a link."""
    whose = f"{patient.name} · {in_figures(patient.birth_date)} · INS {patient.ins.value}"
    heads = (_("Date"), _("Document"), _("Auteur"), _("Structure"), _("État"), _("Empreinte SHA-256"))
    yield "<!doctype html>"
    yield f'<html lang="{_("fr")}"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
    yield "<style>body{font:15px sans-serif;margin:2em}td,th{padding:.2em .8em .2em 0;text-align:left;"
    yield "vertical-align:top}td:last-child{font:12px monospace}</style></head><body>"
    yield f"<h1>{html.escape(title)}</h1><p>{html.escape(whose)}</p>"
    yield f"<p>{html.escape(_('Vérifier les empreintes :'))} <code>sha256sum -c {SUMS}</code></p>"
    yield f"<table><tr>{''.join(f'<th>{html.escape(head)}</th>' for head in heads)}</tr>"
    for line in sorted(lines, key=lambda each: each.document.act_date, reverse=True):
        yield f"<tr>{''.join(map(_cell, _cells(line, name_of)))}</tr>"
    yield "</table></body></html>"


def _cells(line: Line, name_of: Callable[[Document], str]) -> Iterator[_Cell]:
    document = line.document
    yield _Cell(in_figures(document.act_day))
    yield _Cell(document.title, name_of(document) if line.sha256 else "")
    yield _Cell(document.author.name)
    yield _Cell(document.author.organization)
    states = [
        _(_STATES[document.status]) if _STATES[document.status] else "",
        _("archivé") if document.archived else "",
        _("différent de ce qui a été déposé") if line.altered else "",
        line.problem,
    ]
    yield _Cell(", ".join(filter(None, states)))
    yield _Cell(line.sha256)


def _cell(cell: _Cell) -> str:
    text = html.escape(cell.text)
    return f'<td><a href="{html.escape(cell.link)}">{text}</a></td>' if cell.link else f"<td>{text}</td>"
