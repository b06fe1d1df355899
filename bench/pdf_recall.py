"""The words of PDFs as they are shown, against those ``pdftotext -layout`` finds in the same files.

    python -m bench.pdf_recall [FOLDER ...] [--worst 5]

FOLDER holds PDFs, or clinical documents that carry some; without it, the public corpus (``tests/corpus.py``).
Any public set does: the manuals of a Debian system (``/usr/share/doc``, the packages expeyes-doc-fr,
dblatex-doc, freefem-doc). A file without text, or that is refused, is counted apart. It skips where
``pdftotext`` (poppler-utils) is missing.

Words are compared as letters and digits, compatibility forms undone: how often each occurs, the lesser of the
two counts over that of ``pdftotext``. It ends with 1 when the median is below 0.99.
"""

import argparse
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median

from dmptui.core.documents.cda.reader import read_cda
from dmptui.core.documents.pdf import document as pdf
from dmptui.core.documents.sniff import media_type
from dmptui.core.errors import InvalidContent
from tests.corpus import CORPUS

TARGET = 0.99
_word = re.compile(r"[^\W_]+")


def pdfs_under(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The PDFs of a folder, and those its clinical documents carry; each once."""
    seen: set[bytes] = set()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        for content in _pdfs_of(path):
            if content not in seen:
                seen.add(content)
                yield path.name, content


def _pdfs_of(path: Path) -> Iterator[bytes]:
    if path.suffix.lower() not in (".pdf", ".xml"):
        return
    content = path.read_bytes()
    if media_type(content) == "application/pdf":
        yield content
        return
    try:
        attachments = read_cda(content).attachments
        yield from (each.content() for each in attachments if each.media_type == "application/pdf")
    except InvalidContent:
        return


def our_words(content: bytes) -> tuple[Counter[str], int]:
    """What the reader shows, and the last page it shows in words."""
    pages = pdf.read_pages(content)
    words = " ".join(text for page in pages for line in page.lines for *_ends, text in line.phrases)
    return counted(words), max((page.number for page in pages if page.lines), default=1)


def their_words(content: bytes, pages: int) -> Counter[str]:
    """What ``pdftotext`` finds in the first pages."""
    command = ["pdftotext", "-layout", "-l", str(pages), "-", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    return counted(done.stdout.decode("utf-8", "replace")) if not done.returncode else Counter()


def counted(text: str) -> Counter[str]:
    """Its words."""
    return Counter(_word.findall(unicodedata.normalize("NFKC", text)))


def recall(ours: Counter[str], theirs: Counter[str]) -> float:
    """The share of their words that we have."""
    return (ours & theirs).total() / theirs.total()


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--worst", type=int, default=5, help="how many files to name")
    args = parser.parse_args()
    if not shutil.which("pdftotext"):
        print("pdftotext (poppler-utils) is missing: nothing measured")
        return 0
    measures: list[tuple[float, str, Counter[str]]] = []
    refused = silent = 0
    for folder in args.folders or [CORPUS]:
        for name, content in pdfs_under(folder):
            try:
                ours, last = our_words(content)
            except InvalidContent:
                refused += 1
                continue
            theirs = their_words(content, last)
            if theirs:
                measures.append((recall(ours, theirs), name, theirs - ours))
            else:
                silent += 1
    return report(measures, refused, silent, args.worst)


def report(measures: list[tuple[float, str, Counter[str]]], refused: int, silent: int, worst: int) -> int:
    """Say it; 1 when the target is missed."""
    print(f"{len(measures)} PDFs with text, {silent} without, {refused} refused")
    if not measures:
        return 0
    shares = [share for share, *_rest in measures]
    print(f"recall: median {median(shares):.4f}, mean {mean(shares):.4f}, least {min(shares):.4f}")
    for share, name, missing in sorted(measures, key=lambda each: each[0])[:worst]:
        print(f"  {share:.4f} {name}: {' '.join(missing)[:150]}")
    return 1 if median(shares) < TARGET else 0


if __name__ == "__main__":
    sys.exit(main())
