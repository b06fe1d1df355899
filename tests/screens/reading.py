"""A document of a record on the screen, and documents made to be odd."""

import sqlite3

from dmptui.core.machine.settings import Settings
from tests.screens.driver import Dmp


async def found(dmp: Dmp, words: str) -> None:
    """Filter the list and put the cursor on the first."""
    await dmp.keys("/")
    await dmp.types(words)
    await dmp.sees(f"« {words} »")
    await dmp.keys("enter")
    await dmp.sees_no("Chercher :")


def replace_content(settings: Settings, title: str, data: bytes) -> None:
    """Change what the DMP keeps of a document, without its knowing."""
    with sqlite3.connect(settings.database) as database:
        (found,) = database.execute(
            "SELECT id FROM resource WHERE kind = 'DocumentReference' AND json LIKE ?",
            (f"%{title}%",),
        ).fetchone()
        database.execute("UPDATE content SET data = ? WHERE id = ?", (data, found))
