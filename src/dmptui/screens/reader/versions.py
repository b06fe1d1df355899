"""Two versions of a document: which one to compare with, and what differs on a screen of some width."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rich.cells import cell_len

from dmptui.core.documents.blocks import Document as Read
from dmptui.core.documents.header import Header
from dmptui.core.documents.layout.document import lay_out
from dmptui.core.documents.layout.lines import Line as TextOf
from dmptui.core.documents.layout.lines import line_text
from dmptui.core.insight.compare import Change, Pair, compare
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.text import _, ngettext
from dmptui.screens.parts import words
from dmptui.theme import Role, Tone
from dmptui.widgets.picker import Choice

_BESIDE = 112
"""Cells from which the two texts stand side by side: what a screen of 120 columns leaves."""
_SIGN = 2
_BETWEEN = 1
_AROUND = 3
"""Lines that are kept around a change, to know where it is."""

_ROLES: dict[Change, Role] = {
    Change.SAME: Tone.NORMAL,
    Change.CHANGED: Tone.WARNING,
    Change.REMOVED: Tone.DANGER,
    Change.ADDED: Tone.GOOD,
}

Line = list[tuple[str, Role]]


class Difference(NamedTuple):
    """Where a difference begins."""

    line: int
    title: str


class Comparison(NamedTuple):
    """Two texts as the reader shows them: its sections are the differences."""

    lines: list[Line]
    sections: list[Difference]


def choices(versions: Sequence[Document], current: Document) -> list[Choice]:
    """The other versions, the latest first."""
    return [
        Choice(
            each.id,
            f"{words.minute(each.date)} · {each.title}",
            _("version courante") if each.status is DocumentStatus.CURRENT else _("ancienne version"),
        )
        for each in versions
        if each.id != current.id
    ]


def title_of(old: Document, new: Document) -> str:
    """« Version du 10/10/2024 → version du 09/10/2025 »."""
    return _("Versions du {old} → du {new}").format(old=words.minute(old.date), new=words.minute(new.date))


def differences(old: Read, new: Read, width: int) -> Comparison:
    """What differs between two versions, the older one on the left or with the sign « - ».

    Identifiers and dates of the versions differ always and are left out: they are in « Métadonnées ».
    """
    beside = width >= _BESIDE
    room = (width - _BETWEEN) // 2 - _SIGN if beside else width - _SIGN
    before, after = (lay_out(_timeless(each), room).lines for each in (old, new))
    pairs = compare([line_text(line) for line in before], [line_text(line) for line in after])
    changes = _changes(pairs)
    if not changes:
        return Comparison([[(_("Aucune différence entre les textes de ces deux versions."), Tone.GOOD)]], [])
    paint = _beside if beside else _unified
    count = ngettext("{n} différence", "{n} différences", len(changes)).format(n=len(changes))
    legend = _("- retiré   + ajouté   ~ modifié   n suivante   p précédente")
    lines: list[Line] = [[(count + "   ", Tone.STRONG), (legend, Tone.DIM)], []]
    sections: list[Difference] = []
    done = 0
    for first, last in changes:
        start, end = max(done, first - _AROUND), min(len(pairs), last + _AROUND)
        lines += _skipped(start - done)
        lines += paint(pairs[start:first], before, after, room)
        sections.append(Difference(len(lines), _named(pairs[first:last], before, after)))
        lines += paint(pairs[first:last], before, after, room)
        following = next((low for low, _high in changes if low >= last), len(pairs))
        done = min(end, following)
        lines += paint(pairs[last:done], before, after, room)
    return Comparison([*lines, *_skipped(len(pairs) - done)], sections)


def _timeless(read: Read) -> Read:
    header = read.header
    kept = Header(
        title=header.title,
        code=header.code,
        confidentiality=header.confidentiality,
        patient=header.patient,
        authors=header.authors,
        parties=header.parties,
        custodian=header.custodian,
        acts=header.acts,
    )
    return replace(read, header=kept)


def _changes(pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    """The runs of lines that differ: first, and past the last."""
    found: list[tuple[int, int]] = []
    for index, pair in enumerate(pairs):
        if pair.change is Change.SAME:
            continue
        if found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def _named(pairs: Sequence[Pair], before: Sequence[TextOf], after: Sequence[TextOf]) -> str:
    """The first words of a difference."""
    texts = (
        line_text(after[pair.new] if pair.new is not None else before[pair.old or 0]).strip()
        for pair in pairs
    )
    return next(filter(None, texts), _("lignes vides"))


def _skipped(count: int) -> list[Line]:
    if count < 1:
        return []
    sentence = ngettext("{n} ligne identique", "{n} lignes identiques", count).format(n=count)
    return [[(f"  … {sentence}", Tone.DIM)]]


def _unified(
    pairs: Sequence[Pair], before: Sequence[TextOf], after: Sequence[TextOf], _room: int
) -> Iterator[Line]:
    """What went, then what came."""
    for pair in pairs:
        if pair.change is Change.SAME and pair.new is not None:
            yield [("  ", Tone.NORMAL), *after[pair.new]]
    for index in [pair.old for pair in pairs if pair.change is not Change.SAME]:
        if index is not None:
            yield [("- " + line_text(before[index]), _ROLES[Change.REMOVED])]
    for index in [pair.new for pair in pairs if pair.change is not Change.SAME]:
        if index is not None:
            yield [("+ " + line_text(after[index]), _ROLES[Change.ADDED])]


def _beside(
    pairs: Sequence[Pair], before: Sequence[TextOf], after: Sequence[TextOf], room: int
) -> Iterator[Line]:
    for pair in pairs:
        sign = f"{pair.change.value} "
        left = _side(before, pair.old, sign, pair.change)
        used = sum(cell_len(text) for text, _role in left)
        blank: tuple[str, Role] = (" " * (room + _SIGN - used + _BETWEEN), Tone.NORMAL)
        yield [*left, blank, *_side(after, pair.new, sign, pair.change)]


def _side(lines: Sequence[TextOf], index: int | None, sign: str, change: Change) -> Line:
    if index is None:
        return []
    if change is Change.SAME:
        return [(sign, Tone.NORMAL), *lines[index]]
    return [(sign + line_text(lines[index]), _ROLES[change])]
