"""Make what the documentation shows from the program itself: the keys, and pictures of the screens.

    python docs/make.py

The pictures are of the demonstration data on a fixed day, so that they change only when the screens do.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory

import dmptui.screens
from dmptui.actions import markdown
from dmptui.app import DmpApp
from dmptui.core.settings import Settings

DOCS = Path(__file__).parent
TODAY = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "fr_FR.UTF-8"}

PICTURES: dict[str, tuple[tuple[int, int], Sequence[str]]] = {
    "patients": ((100, 26), ("enter", "enter")),
    "consentement": ((80, 24), ("enter", "enter", "down", "down", "enter")),
    "documents": ((100, 26), ("enter", "enter", "enter")),
    "document": ((100, 30), ("enter", "enter", "enter", "enter")),
    "acces": ((120, 26), ("enter", "enter", "enter", "2")),
}
"""Size, and the keys that lead there from Connexion."""


def keys_page() -> str:
    """The page of the keys, from the registry of actions."""
    for module in walk_packages(dmptui.screens.__path__, "dmptui.screens."):
        import_module(module.name)
    heading = "# Les touches\n\nÉcrit par `python docs/make.py` à partir du registre des actions.\n\n"
    return heading + markdown().rstrip() + "\n"


async def draw(name: str, folder: Path) -> None:
    """Draw one picture."""
    size, keys = PICTURES[name]
    app = DmpApp(Settings(data_dir=folder), TERMINAL, clock=lambda: TODAY)
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.pause(1.0)
            await pilot.press(key)
        await pilot.pause(1.0)
        (DOCS / "images" / f"{name}.svg").write_text(app.export_screenshot(title="dmptui"), encoding="utf-8")


def main() -> None:
    """Make everything."""
    (DOCS / "touches.md").write_text(keys_page(), encoding="utf-8")
    (DOCS / "images").mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        for name in PICTURES:
            asyncio.run(draw(name, Path(folder)))


if __name__ == "__main__":
    main()
