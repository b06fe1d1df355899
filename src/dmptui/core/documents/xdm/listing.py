"""An archive that is not a lot of documents: its listing, and what to do."""

from dmptui.core.documents.blocks import Block, Cell, Document, Kind, Paragraph, Run, Table
from dmptui.core.documents.sniff import size_name
from dmptui.core.documents.text import clean_line
from dmptui.core.documents.xdm.archive import Archive, open_archive
from dmptui.core.text import _, ngettext

_MOST_LISTED = 200


def read_zip(content: bytes) -> Document:
    """What an archive holds, by name and size; nothing of it is opened.

    Raises:
        InvalidContent: see ``open_archive``.
    """
    archive = open_archive(content)
    return Document(Kind.ARCHIVE, blocks=(Paragraph((Run(no_lot()),)), *_listing(archive)))


def no_lot() -> str:
    """What to do with an archive that is not a lot."""
    return _(
        "Archive ZIP sans lot de documents IHE XDM : ouvrez-la avec un autre programme, puis déposez ses "
        "documents un à un."
    )


def _listing(archive: Archive) -> tuple[Block, ...]:
    rows = [(clean_line(path), size_name(size)) for path, size in archive.sizes.items()]
    left = len(rows) - _MOST_LISTED
    if left > 0:
        more = ngettext("… et {n} autre fichier", "… et {n} autres fichiers", left)
        rows[_MOST_LISTED:] = [(more.format(n=left), "")]
    if not rows:
        return (Paragraph((Run(_("Cette archive est vide.")),)),)
    head = (_cell(_("Fichier"), is_header=True), _cell(_("Taille"), is_header=True))
    return (Table((head,), tuple((_cell(name), _cell(size)) for name, size in rows)),)


def _cell(text: str, *, is_header: bool = False) -> Cell:
    return Cell((Paragraph((Run(text),)),), is_header=is_header)
