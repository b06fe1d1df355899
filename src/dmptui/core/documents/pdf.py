"""The text of a PDF, read by another process.

A PDF of 100 KB can ask for minutes of work or a gigabyte of memory, and decoding it in this process could
not be interrupted: ``pdf_worker`` does it under limits, and is killed when it does not answer.
"""

import json
import subprocess
import sys

from dmptui.core.documents.blocks import Page, PageLine, Paragraph, Run
from dmptui.core.documents.text import clean_line
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_PATIENCE = 5.0  # seconds


def read_pages(content: bytes) -> tuple[Page, ...]:
    """The pages that have text, in order; empty when there is none (a scan). Blocks up to 5 seconds.

    Raises:
        InvalidContent: damaged, protected, or too heavy to be read within the limits.
    """
    command = [sys.executable, "-P", "-m", "dmptui.core.documents.pdf_worker"]
    try:
        done = subprocess.run(  # noqa: S603  a constant command
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InvalidContent(
            _("Ce PDF est trop lourd pour être affiché ici. Ouvrez-le avec un autre programme."),
            "PDF timeout",
        ) from error
    if done.returncode:
        raise InvalidContent(
            _("Ce PDF est abîmé ou protégé : son texte est illisible. Ouvrez-le avec un autre programme."),
            f"PDF worker exit {done.returncode}",
        )
    pages = ((number, [_line(*line) for line in lines]) for number, lines in json.loads(done.stdout))
    found = (Page(number, tuple(line for line in lines if line.phrases)) for number, lines in pages)
    return tuple(page for page in found if page.lines)


def no_text() -> Paragraph:
    """What to say of a PDF without text."""
    sentence = _("Ce PDF est une image (document numérisé) : il ne contient pas de texte à afficher ici.")
    return Paragraph((Run(sentence),))


def _line(y: float, size: float, phrases: list[tuple[float, float, str]]) -> PageLine:
    cleaned = ((left, right, clean_line(text)) for left, right, text in phrases)
    return PageLine(y, size, tuple(phrase for phrase in cleaned if phrase[2]))
