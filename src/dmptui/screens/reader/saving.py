"""A document in a file of this machine: which form of it, where, and the question before another is lost."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from textual.app import App

from dmptui.core.documents.blocks import Document as Read
from dmptui.core.documents.formats import FORMATS
from dmptui.core.documents.sniff import format_name, media_type, size_name
from dmptui.core.documents.text import clean
from dmptui.core.machine.file_names import file_name
from dmptui.core.machine.files import as_path
from dmptui.core.machine.saving import write_file
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.screens.reader.sheets import Sheet, Tab
from dmptui.screens.reader.source import Reading
from dmptui.theme import Tone
from dmptui.widgets.dialog import Deed, Dialog
from dmptui.widgets.form import Field, Form
from dmptui.widgets.picker import Choice, Picker


class Offer(NamedTuple):
    """Something a document can be saved as; ``content`` is made in a thread, when it is chosen."""

    title: str
    note: str
    suffix: str
    content: Callable[[], bytes]


def offers(sheet: Sheet, width: int) -> list[Offer]:
    """What is open, as files: as it was deposited, its PDF or image, a page, the text as it is shown.

    Args:
        sheet: what is open.
        width: of the text on the screen.
    """
    found = []
    if sheet.original:
        found.append(_file(_("Le fichier d'origine, tel que déposé"), sheet.original))
    if sheet.picture and sheet.picture != sheet.original:
        found.append(_file(_("Son PDF ou son image"), sheet.picture))
    if sheet.read is not None:
        read = sheet.read
        found.append(Offer(_("Une page HTML, pour un navigateur"), "HTML", ".html", lambda: _page(read)))
    found.append(Offer(_("Le texte, tel qu'affiché"), "TXT", ".txt", lambda: as_text(sheet, width).encode()))
    return found


def as_text(sheet: Sheet, width: int) -> str:
    """The words of the tab on the screen, on lines of this width; of the text when it is on a picture."""
    layout = sheet.layouts.get(sheet.at) or sheet.layouts[Tab.TEXT]
    lines = (clean("".join(text for text, _role in line)).rstrip() for line in layout(width).lines)
    return "\n".join(lines) + "\n"


def _page(read: Read) -> bytes:
    from dmptui.core.documents.html.writing import as_html

    return as_html(read)


def _file(title: str, content: bytes) -> Offer:
    found = media_type(content) or ("application/xml" if content.lstrip()[:1] == b"<" else "text/plain")
    note = f"{format_name(found)} {size_name(len(content))}"
    endings = FORMATS[found].endings if found in FORMATS else ()
    return Offer(title, note, next(iter(endings), ".txt"), lambda: content)


async def save(app: App[Any], reading: Reading, document: Document, found: Sequence[Offer]) -> Path | None:
    """Ask which form and where, and write it. Waits for screens: call it from a worker.

    Args:
        app: shows the questions.
        reading: what the document leaves.
        document: its title and its date name the file, nothing of the patient does.
        found: see ``offers``.

    Returns:
        The file; None when one gave up.

    Raises:
        UsageError: it cannot be written.
    """
    choices = [Choice(index, offer.title, offer.note) for index, offer in enumerate(found)]
    picked = (0,) if len(found) == 1 else await app.push_screen_wait(Picker(_("Enregistrer"), choices))
    if not picked:
        return None
    offer = found[int(str(picked[0]))]
    day = day_of(document.act_date)
    typed = file_name(document.title, day, offer.suffix, reading.patient)
    while (answer := await app.push_screen_wait(_form(offer, typed, reading))) is not None:
        typed = answer["path"]
        path = as_path(typed).absolute()
        exists = await asyncio.to_thread(path.exists)
        if exists and await app.push_screen_wait(_already_there(path)) is None:
            continue
        await asyncio.to_thread(_write, path, offer, over=exists)
        return path
    return None


def _write(path: Path, offer: Offer, *, over: bool) -> None:
    write_file(path, offer.content(), over=over)


def _form(offer: Offer, typed: str, reading: Reading) -> Form:
    return Form(
        offer.title,
        [Field("path", _("Fichier"))],
        typed={"path": typed},
        check=_problem,
        identity=words.boxed_identity(reading.patient, reading.today()),
        paragraphs=[
            _(
                "Ce fichier sort du dossier : il sera sous votre responsabilité, et plus aucune règle "
                "d'accès ne le protège. Il n'est lisible que par vous ; supprimez-le après usage."
            )
        ],
        send=_("enregistrer"),
        emergency=reading.mode.is_emergency,
    )


def _problem(typed: dict[str, str]) -> str:
    path = as_path(typed["path"])
    if not typed["path"] or path.is_dir():
        return _("Donnez un nom au fichier.")
    return "" if path.absolute().parent.is_dir() else _("Ce dossier n'existe pas sur cette machine.")


def _already_there(path: Path) -> Dialog:
    return Dialog(
        _("Ce fichier existe déjà"),
        facts=[(_("Fichier"), str(path))],
        paragraphs=[_("Ce qu'il contient sera perdu. Échap permet de donner un autre nom.")],
        deeds=[Deed("r", _("Remplacer le fichier"), tone=Tone.DANGER)],
    )
