"""The documentation that the program writes is the program's own."""

import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize(("page", "made"), [("touches.md", "keys_page"), ("regles.md", "rules_page")])
def test_what_the_program_prints_is_what_the_page_says(page: str, made: str) -> None:
    code = "import runpy, sys; sys.stdout.write(runpy.run_path(sys.argv[1])[sys.argv[2]]())"
    printed = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(DOCS / "make.py"), made],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert printed.stdout == (DOCS / page).read_text(encoding="utf-8"), "run python docs/make.py"


def test_the_readme_shows_pictures_that_exist() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    shown = [line.rpartition("(")[2].rstrip(")") for line in readme.splitlines() if line.startswith("![")]
    assert shown
    assert all((DOCS.parent / path).is_file() for path in shown)
