"""Golden screens: the text of a whole screen, kept in a file beside the tests.

``pytest --update-goldens`` writes them anew; the difference is then read in ``git diff``.
"""

from pathlib import Path

from textual.screen import ModalScreen

FOLDER = Path(__file__).parent / "goldens"


def check(name: str, lines: list[str], *, update: bool, screen: object = None) -> None:
    """Compare a screen with its golden file, line by line.

    Args:
        name: of the file, without its suffix.
        lines: of the screen.
        update: write the file instead.
        screen: on the top; a dialog is the same at every size, and is kept at 80×24 only.
    """
    path = FOLDER / f"{name}.txt"
    if isinstance(screen, ModalScreen) and name.endswith("-120x40"):
        if update:
            path.unlink(missing_ok=True)
        return
    if update:
        FOLDER.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return
    assert path.exists(), f"no golden screen {path.name}: run pytest --update-goldens"
    assert lines == path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
