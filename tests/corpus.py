"""Where the public example files are; tests that need them skip without."""

import os
from pathlib import Path

import pytest

CORPUS = Path(os.environ.get("DMPTUI_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus")


def corpus_files(pattern: str) -> list[Path]:
    """The files of the corpus that match, or none."""
    return sorted(CORPUS.glob(pattern))


needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the public corpus is not here (DMPTUI_CORPUS)")
