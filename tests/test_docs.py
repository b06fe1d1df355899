"""The documentation that the program writes is the program's own."""

import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def test_the_keys_are_those_of_the_registry() -> None:
    code = "import runpy, sys; sys.stdout.write(runpy.run_path(sys.argv[1])['keys_page']())"
    made = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(DOCS / "make.py")],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert made.stdout == (DOCS / "touches.md").read_text(encoding="utf-8"), "run python docs/make.py"


def test_the_readme_shows_pictures_that_exist() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    shown = [line.rpartition("(")[2].rstrip(")") for line in readme.splitlines() if line.startswith("![")]
    assert shown
    assert all((DOCS.parent / path).is_file() for path in shown)
