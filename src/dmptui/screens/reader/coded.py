"""The coded data of a document on a screen of some width: a kind after the other, an entry a line."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len

from dmptui.core.model.clinical import Check, Entries, Fact
from dmptui.core.text import N_, _, ngettext
from dmptui.screens.reader.facts import Group, groups
from dmptui.screens.reader.facts import Line as Entry
from dmptui.screens.reader.wrap import wrap
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import fit

_WIDEST = 110
_DATE = 10
_GAP = 2
_INDENT = 2
_NARROW = 50
"""Cells under which a value stands below its label."""

_FACTS = {
    Fact.DATE: N_("date"),
    Fact.VALUE: N_("valeur"),
    Fact.LABEL: N_("libellé"),
    Fact.LOT: N_("lot"),
    Fact.ANSWER: N_("réponse"),
}

Line = list[tuple[str, Role]]


class CodedSection(NamedTuple):
    """Where a kind begins."""

    line: int
    title: str


class CodedPage(NamedTuple):
    """The entries as the reader shows them."""

    lines: list[Line]
    sections: list[CodedSection]


def coded_page(entries: Entries, width: int) -> CodedPage:
    """Lay the entries out; when there is none, the page says so."""
    width = min(width, _WIDEST)
    found = groups(entries)
    lines: list[Line] = []
    sections: list[CodedSection] = []
    if not found:
        sentence = _("Ce document ne contient pas de données codées : son texte est dans « Lecture » (1).")
        lines = [[(line, Tone.DIM)] for line in wrap(sentence, width)]
    for group in found:
        lines += [[], []] if lines else []
        sections.append(CodedSection(len(lines), group.title))
        lines += _heading(group, width)
        section: tuple[str, ...] | None = None
        for entry in group.lines:
            if entry.source.path != section:
                section = entry.source.path
                lines += [[], *_section(section, width)]
            lines += _entry(entry, width)
    return CodedPage(lines, sections)


def _heading(group: Group, width: int) -> Iterator[Line]:
    count = ngettext("{n} entrée", "{n} entrées", len(group.lines)).format(n=len(group.lines))
    wrong = sum(bool(entry.source.contradictions) for entry in group.lines)
    if wrong:
        count += " · " + ngettext("{n} ≠ donnée codée", "{n} ≠ données codées", wrong).format(n=wrong)
    rest = width - cell_len(group.title) - cell_len(count) - 2
    if rest < 1:
        for text, role in ((group.title, "section"), (count, Tone.DIM)):
            for line in wrap(text, width):
                yield [(line, role)]
        return
    yield [(group.title + " ", "section"), ("─" * rest + " ", "rule"), (count, Tone.DIM)]


def _section(path: tuple[str, ...], width: int) -> Iterator[Line]:
    for line in wrap(" › ".join(path) or _("hors section"), width):
        yield [(line, "subsection")]


def _entry(entry: Entry, width: int) -> Iterator[Line]:
    yield from _first_lines(entry, width)
    room = width - 2 * _INDENT
    blank = " " * 2 * _INDENT
    for line in wrap(entry.trend, room):
        yield [(blank + line, Tone.NORMAL)]
    named = " · ".join(
        _("{label} : {value}").format(label=name, value=text) for name, text in entry.details if name
    )
    for text in filter(None, (named, *(text for name, text in entry.details if not name))):
        for line in wrap(text, room):
            yield [(blank + line, Tone.DIM)]
    for check in entry.source.contradictions:
        for line in wrap(_badge(check), room):
            yield [(blank + line, Tone.WARNING)]


def _first_lines(entry: Entry, width: int) -> Iterator[Line]:
    """The label, the value and the date side by side; one under the other when it is narrow."""
    tone = Tone.WARNING if entry.abnormal else Tone.NORMAL
    left, gap = " " * _INDENT, " " * _GAP
    if width < _NARROW:
        for text, role in ((entry.label, Tone.STRONG), (entry.value, tone), (entry.date, Tone.DIM)):
            for line in wrap(text, width - _INDENT):
                yield [(left + line, role)]
        return
    room = width - _INDENT - _DATE - 2 * _GAP
    wide = room * 2 // 5
    cells = (wrap(entry.label, room - wide), wrap(entry.value, wide), wrap(entry.date, _DATE))
    for label, value, date in zip_longest(*cells, fillvalue=""):
        yield [
            (left + fit(label, room - wide) + gap, Tone.STRONG),
            (fit(value, wide) + gap, tone),
            (date, Tone.DIM),
        ]


def _badge(check: Check) -> str:
    sentence = _("≠ donnée codée ({fact}) : texte « {narrative} » / entrée « {coded} »")
    return sentence.format(fact=_(_FACTS[check.fact]), narrative=check.narrative, coded=check.coded)
