"""A lot: each document of its metadata with its file, and what does not agree."""

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from dmptui.core.documents.text import clean_line
from dmptui.core.documents.xdm.archive import Archive, open_archive
from dmptui.core.documents.xdm.metadata import DocumentEntry, Metadata, SubmissionSet, read_metadata
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _, labelled

_METADATA = "METADATA.XML"
_AROUND = frozenset({"INDEX.HTM", "INDEX.HTML", "README.TXT", "AUTORUN.INF", _METADATA})
"""Files that present the lot and are no document of it."""
_MOST_METADATA = 20


@dataclass(frozen=True, slots=True)
class LotDocument:
    """A document of a lot.

    Attributes:
        path: of its file in the archive; empty when the archive does not hold it.
        submission: the sending that brought it; None when none says so.
        problems: French sentences about what the metadata say and the file belies.
    """

    entry: DocumentEntry
    path: str = ""
    content: bytes = field(default=b"", repr=False)
    submission: SubmissionSet | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lot:
    """A whole lot.

    Attributes:
        documents: those its metadata name, sending by sending.
        unnamed: paths of the files no metadata name.
        problems: French sentences about the lot itself.
    """

    sets: tuple[SubmissionSet, ...]
    documents: tuple[LotDocument, ...]
    unnamed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def read_lot(content: bytes) -> Lot:
    """A lot from the bytes of its archive.

    Raises:
        InvalidContent: the archive is not safe, has no metadata, or none that can be read.
    """
    archive = open_archive(content)
    places = [path for path in archive.sizes if posixpath.basename(path).upper() == _METADATA]
    if not places or len(places) > _MOST_METADATA:
        raise InvalidContent(_("Cette archive ne contient pas de lot de documents IHE XDM."), "metadata")
    found: list[LotDocument] = []
    sets: list[SubmissionSet] = []
    problems: list[str] = []
    for place in places:
        try:
            metadata = read_metadata(archive.content(place))
        except InvalidContent as error:
            if len(places) == 1:
                raise
            problems.append(labelled(clean_line(place), error.message))
            continue
        sets += metadata.sets
        found += _documents(archive, posixpath.dirname(place), metadata)
    named = {document.path for document in found}
    unnamed = [p for p in archive.sizes if p not in named and posixpath.basename(p).upper() not in _AROUND]
    return Lot(tuple(sets), tuple(found), tuple(map(clean_line, unnamed)), tuple(problems))


def _documents(archive: Archive, folder: str, metadata: Metadata) -> Iterator[LotDocument]:
    for entry in metadata.entries:
        path = _path(archive, folder, entry.uri)
        content = archive.content(path) if path else b""
        yield LotDocument(
            entry, path, content, _sending(entry, metadata), tuple(_problems(entry, path, content))
        )


def _sending(entry: DocumentEntry, metadata: Metadata) -> SubmissionSet | None:
    if len(metadata.sets) == 1:
        return metadata.sets[0]
    return next((each for each in metadata.sets if entry.id in each.members), None)


def _path(archive: Archive, folder: str, uri: str) -> str:
    """The file of a URI, whatever the case of its name; empty when there is none."""
    if not uri:
        return ""
    by_name = {path.lower(): path for path in archive.sizes}
    for written in (uri, unquote(uri)):
        place = posixpath.normpath(posixpath.join(folder, written.replace("\\", "/"))).lower()
        if place in by_name:
            return by_name[place]
    return ""


def _problems(entry: DocumentEntry, path: str, content: bytes) -> Iterator[str]:
    if not path:
        yield _("Le fichier de ce document manque dans l'archive. Demandez-le à son expéditeur.")
        return
    if entry.size is not None and entry.size != len(content):
        yield _("La taille du fichier ({found} o) n'est pas celle annoncée ({told} o).").format(
            found=len(content), told=entry.size
        )
    if entry.hash and entry.hash not in _digests(content):
        yield _("L'empreinte du fichier n'est pas celle annoncée : son contenu a changé en chemin.")


def _digests(content: bytes) -> tuple[str, ...]:
    """SHA-1 as XDS asks, SHA-256 as some senders write."""
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    return sha1, hashlib.sha256(content).hexdigest()
