"""A document to the printer of this machine, once one has said yes."""

import asyncio
from typing import Any

from textual.app import App

from dmptui.core.machine.printing import PAGE, print_text
from dmptui.core.model.document import Document
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.screens.reader.saving import as_text
from dmptui.screens.reader.sheets import Sheet
from dmptui.screens.reader.source import Reading
from dmptui.widgets.dialog import Deed, Dialog


async def print_sheet(app: App[Any], reading: Reading, document: Document, sheet: Sheet) -> bool:
    """Ask, then print the words of the tab on the screen. Waits for a screen: call it from a worker.

    Args:
        app: shows the question.
        reading: what the document leaves.
        document: its title.
        sheet: what is open.

    Returns:
        Whether it was printed.

    Raises:
        Unavailable: this machine has no printer, or it refuses.
    """
    dialog = Dialog(
        _("Imprimer ce document"),
        identity=words.boxed_identity(reading.patient, reading.today()),
        facts=[(_("Document"), document.title)],
        paragraphs=[
            _("La copie imprimée sort du dossier : elle sera sous votre responsabilité. Prenez-la aussitôt.")
        ],
        deeds=[Deed("i", _("Imprimer"))],
        emergency=reading.mode.is_emergency,
    )
    if await app.push_screen_wait(dialog) is None:
        return False
    await asyncio.to_thread(print_text, as_text(sheet, PAGE))
    return True
