"""A clinical document from its bytes: header, body, attachments."""

from dmptui.core.documents.blocks import Document, Kind, Media, Section
from dmptui.core.documents.cda.attachments import File, read_files
from dmptui.core.documents.cda.body import read_bodies
from dmptui.core.documents.cda.header import read_header
from dmptui.core.documents.cda.narrative import Narrative
from dmptui.core.documents.cda.notes import Notes
from dmptui.core.documents.cda.sections import Sections
from dmptui.core.documents.cda.xml import (
    V3,
    parse,
)
from dmptui.core.documents.header import Header
from dmptui.core.text import _


def read_cda(content: bytes) -> Document:
    """A CDA R2 document, structured (level 3) or not (level 1), or both.

    Oddities become warnings. Blocks when the body is a PDF or an RTF (read by another process).

    Raises:
        InvalidContent: not a CDA, or refused by the limits of ``cda.xml``.
    """
    root, warnings = parse(content)
    header = read_header(root)
    files = read_files(root)
    narrative = Narrative(files.named, Notes(root))
    reading = Sections(root, narrative, files)
    outside = reading.outside()
    sections = reading.read()
    body = read_bodies(root, narrative)
    is_structured = bool(sections) or next(root.iter(V3 + "structuredBody"), None) is not None
    uncited = _uncited(files.named, narrative.cited)
    if uncited:
        sections = (*sections, Section(_("Pièces jointes non citées"), blocks=uncited))
    if not (is_structured or outside or body.blocks or body.sections or body.warnings):
        warnings.append(_("Ce document n'a pas de contenu."))
    attachments = (*body.attachments, *(file.attachment for file in files.named.values() if file.attachment))
    return Document(
        kind=Kind.STRUCTURED if is_structured else Kind.UNSTRUCTURED,
        header=header,
        blocks=(*outside, *body.blocks, *narrative.notes.take()),
        sections=(*sections, *body.sections),
        attachments=tuple(dict.fromkeys(attachments)),
        warnings=tuple(
            dict.fromkeys(
                (*_several_patients(header), *warnings, *files.warnings, *body.warnings, *narrative.warnings)
            )
        ),
    )


def _uncited(files: dict[str, File], cited: set[str]) -> tuple[Media, ...]:
    """The files no text shows, each once whatever its names."""
    shown = {id(files[identifier]) for identifier in cited if identifier in files}
    found = []
    for identifier, file in files.items():
        if id(file) not in shown:
            shown.add(id(file))
            found.append(file.shown(identifier))
    return tuple(found)


def _several_patients(header: Header) -> tuple[str, ...]:
    if not header.others:
        return ()
    sentence = _(
        "Ce document porte l'identité de plusieurs patients ({n}). "
        "Vérifiez de qui parle chaque partie avant de l'utiliser."
    )
    return (sentence.format(n=len(header.others) + 1),)
