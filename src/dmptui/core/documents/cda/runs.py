"""Runs of text as HTML would show them: spaces collapsed across markup, super- and subscripts in Unicode."""

from collections.abc import Iterable

from dmptui.core.documents.blocks import Run

_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


_BLANK = " \n\u00a0"  # authors pad empty cells with non-breaking spaces


def to_script(run: Run, name: str) -> Run:
    """A run raised (``"sup"``) or lowered (``"sub"``), when every character of it has such a form.

    10⁹ read as 109 would be another number; what has no form is written after ``^`` or ``_``.
    """
    table = _SUPERSCRIPT if name == "sup" else _SUBSCRIPT
    text = run.text
    if not text.strip():
        return run
    if all(ord(character) in table for character in text):
        return Run(text.translate(table), run.emphasis, run.link)
    if text.isalpha():  # 1er, CO2eq: letters cannot be mistaken for a number
        return run
    return Run(("^" if name == "sup" else "_") + text, run.emphasis, run.link)


def join_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs of a paragraph, neighbours of one style joined, without blanks at the ends of its lines."""
    joined: list[tuple[Run, list[str]]] = []  # the style of a run, and its pieces of text
    after_space = True
    for run in runs:
        text = run.text
        if text == "\n":
            _strip_end(joined)
            after_space = True
        else:
            if after_space:
                text = text.removeprefix(" ")
            if not text:
                continue
            after_space = text.endswith(" ")
        if joined and joined[-1][0].emphasis is run.emphasis and joined[-1][0].link is run.link:
            joined[-1][1].append(text)
        else:
            joined.append((run, [text]))
    return _trimmed([Run("".join(texts), style.emphasis, style.link) for style, texts in joined])


def _strip_end(joined: list[tuple[Run, list[str]]]) -> None:
    if joined and joined[-1][1][-1].endswith(" "):
        texts = joined[-1][1]
        texts[-1] = texts[-1][:-1]


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    runs = [run for run in runs if run.text]
    while runs and not runs[-1].text.strip(_BLANK):
        runs.pop()
    start = next((index for index, run in enumerate(runs) if run.text.strip(_BLANK)), 0)
    runs = runs[start:]
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(_BLANK), runs[-1].emphasis, runs[-1].link)
        runs[0] = Run(runs[0].text.lstrip(_BLANK), runs[0].emphasis, runs[0].link)
    return tuple(runs)
