"""Make what the documentation shows from the program itself: the keys, the rules, pictures of the screens.

    python docs/make.py             everything
    python docs/make.py documents   only this picture, the keys and the rules

The pictures are of the demonstration data on a fixed day, so that they change only when the screens do.
"""

import asyncio
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import NamedTuple

from textual.pilot import Pilot

import dmptui.screens
from dmptui.actions import markdown
from dmptui.app import DmpApp
from dmptui.core.connecting.embedded import reset
from dmptui.core.machine.settings import Settings
from dmptui.core.rules.table import markdown as rules
from dmptui.core.server.background.indexing import indexer_of
from dmptui.core.store.query import Query
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore

DOCS = Path(__file__).resolve().parent
IMAGES = DOCS / "images"
TODAY = datetime(2026, 11, 23, 14, 32, tzinfo=timezone(timedelta(hours=1)))
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "fr_FR.UTF-8"}
TYPED = "@"
"""Before a text that is typed, among keys."""
CALM = 4
"""Tenths of a second a screen must stay the same before the next key."""
PATIENCE = 150
"""Tenths of a second a screen may take to show what is wanted."""


class Picture(NamedTuple):
    """A picture of a screen.

    Attributes:
        keys: those that lead there from Connexion.
        shows: a text that the screen must show, or it is not the one that is wanted.
        size: of the terminal.
    """

    keys: Sequence[str]
    shows: str
    size: tuple[int, int] = (100, 30)


ROUX = ("enter", "enter")
LUCIE = (*ROUX, "enter")
OWN = ("u", "@bernard", "enter")
DEPOSIT = (*LUCIE, "2", "a", "enter", "@examens bio", "enter")

PICTURES: dict[str, Picture] = {
    "connexion": Picture((), "Qui travaille ici"),
    "patients": Picture(ROUX, "18 patients", (100, 26)),
    "consentement": Picture((*ROUX, "down", "down", "enter"), "Ouvrir le DMP de", (80, 24)),
    "refus": Picture((*ROUX, "/", "@lefèvre", "enter", "enter"), "Accès refusé", (100, 22)),
    "recapitulatif": Picture(LUCIE, "Synthèse médicale"),
    "documents": Picture((*LUCIE, "2"), "nouveau"),
    "recherche": Picture((*LUCIE, "2", "r", "@œdème", "enter"), "contient"),
    "parcours": Picture((*LUCIE, "3"), "Hospitalisations"),
    "vaccination": Picture((*LUCIE, "4"), "SHINGRIX"),
    "tendance": Picture((*LUCIE, "6", "/", "@hba1c", "enter", "enter"), "Source :"),
    "document": Picture((*LUCIE, "2", "enter"), "Lecture"),
    "depot": Picture(DEPOSIT, "▸ Titre", (100, 22)),
    "usager-accueil": Picture((*OWN, "1"), "activé", (100, 24)),
}


def keys_page() -> str:
    """The page of the keys, from the registry of actions."""
    for module in walk_packages(dmptui.screens.__path__, "dmptui.screens."):
        import_module(module.name)
    heading = "# Les touches\n\nÉcrit par `python docs/make.py` à partir du registre des actions.\n\n"
    return heading + markdown().rstrip() + "\n"


PRINTED = "<!-- imprimé par `dmptui rules` : python docs/make.py -->\n"
"""Before the tables, in the page of the rules."""


def rules_page() -> str:
    """The page of the rules: what is written of them, then the tables that they print themselves."""
    written = (DOCS / "regles.md").read_text(encoding="utf-8").partition(PRINTED)[0].rstrip()
    return f"{written}\n\n{PRINTED}\n{rules().rstrip()}\n"


async def draw(picture: Picture, folder: Path) -> str:
    """Draw one picture, on data that nothing else has changed.

    Raises:
        LookupError: the screen does not come to show what it should.
    """
    app = DmpApp(Settings(data_dir=folder), TERMINAL, clock=lambda: TODAY)
    async with app.run_test(size=picture.size) as pilot:
        for key in picture.keys:
            await calm(pilot)
            typed = ["space" if c == " " else c for c in key[1:]] if key.startswith(TYPED) else [key]
            await pilot.press(*typed)
        await calm(pilot, picture.shows)
        return app.export_screenshot(title="dmptui")


async def calm(pilot: Pilot[None], shows: str = "") -> None:
    """Wait until the screen shows a text, and does not change any more."""
    before, same = "", 0
    for _ in range(PATIENCE):
        await pilot.pause(0.1)
        now = "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())
        same = same + 1 if now == before and shows in now else 0
        if same == CALM:
            return
        before = now
    raise LookupError(f"no « {shows} » on a screen at rest:\n{before}")


@contextmanager
def elsewhere(folder: Path) -> Iterator[None]:
    """A home with one file to deposit, and the time of Paris: what a screen shows of the machine."""
    home = folder / "home"
    home.mkdir()
    file = home / "biologie.txt"
    file.write_text("Créatinine : 89 µmol/L.\n", encoding="utf-8")
    os.utime(file, (TODAY.timestamp(), TODAY.timestamp()))
    before = Path.cwd()
    os.environ |= {"HOME": str(home), "TZ": "CET-1CEST,M3.5.0,M10.5.0/3"}
    time.tzset()
    os.chdir(home)
    try:
        yield
    finally:
        os.chdir(before)


async def index(settings: Settings) -> None:
    """Read every document, so that what a search shows does not depend on the time it was given."""
    store = SqliteStore(Database(settings.database))
    indexer = indexer_of(store)
    assert indexer is not None
    for person in (await store.search(Query("Patient", count=500))).rows:
        while await indexer.complete(person.id):
            pass
    await store.close()


async def draw_all(names: Sequence[str], folder: Path) -> list[str]:
    """Draw these pictures; what could not be drawn, whose picture stays as it was."""
    fresh = Settings(data_dir=folder / "fresh")
    await reset(fresh, lambda: TODAY)
    await index(fresh)
    failures = []
    for name in names:
        data = Settings(data_dir=folder / name)
        data.data_dir.mkdir()
        copyfile(fresh.database, data.database)
        try:
            drawn = await draw(PICTURES[name], data.data_dir)
        except LookupError as error:
            failures.append(f"{name}: {error}")
        else:
            (IMAGES / f"{name}.svg").write_text(drawn, encoding="utf-8")
        data.database.unlink()
    return failures


def main(names: Sequence[str]) -> None:
    """Make everything, or only some pictures."""
    (DOCS / "touches.md").write_text(keys_page(), encoding="utf-8")
    (DOCS / "regles.md").write_text(rules_page(), encoding="utf-8")
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, elsewhere(Path(folder)):
        failures = asyncio.run(draw_all(names or list(PICTURES), Path(folder)))
    for path in IMAGES.glob("*.svg"):
        if path.stem not in PICTURES:
            path.unlink()
    if failures:
        sys.exit("\n\n".join(failures))


if __name__ == "__main__":
    main(sys.argv[1:])
