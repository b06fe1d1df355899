"""What a section says in codes only: a table of labels, values and dates, read whatever its models.

The pages of the record are made of the entries whose models are known (``cda.entries``); here nothing that
is coded may be missing, since no text says it.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from typing import NamedTuple

from dmptui.core.documents.blocks import Block, Cell, Emphasis, Paragraph, Row, Run, Table
from dmptui.core.documents.cda.entries.coded import (
    period_words,
    read_coded,
    read_period,
    read_quantity,
    read_value,
)
from dmptui.core.documents.cda.entries.codes import FLAGS
from dmptui.core.documents.cda.entries.narrative_rows import NarrativeRows
from dmptui.core.documents.cda.entries.place import ACTS, product, standing
from dmptui.core.documents.cda.xml import V3, Element, attribute, child, children, local_name, text_of
from dmptui.core.text import _, labelled

_MOST = 2_000
_RELATIONS = frozenset({V3 + "entryRelationship", V3 + "component"})
_HOLDERS = frozenset({"act", "organizer"})
_FILES = V3 + "observationMedia"
_PLAYERS = ("playingEntity", "playingDevice")


class CodedLine(NamedTuple):
    """What an entry says; any may be empty but the label."""

    label: str
    value: str
    date: str


class _Around(NamedTuple):
    """What the acts around one say of it."""

    labels: tuple[str, ...] = ()
    date: str = ""
    standing: str = ""


class CodedLines:
    """Reads the entries of sections that have no text."""

    def __init__(self, document: Element) -> None:
        self._document = document

    @cached_property
    def _rows(self) -> NarrativeRows:
        """The texts that entries may point at: in another section."""
        return NarrativeRows(self._document.iter(V3 + "section"))

    def blocks(self, entries: Iterable[Element]) -> tuple[Block, ...]:
        """How many coded facts the entries hold, and each of them; nothing when they hold none."""
        lines = [line for entry in entries for line in self._within(entry, _Around())]
        if not lines:
            return ()
        title = _("Données codées sans texte ({n})").format(n=len(lines))
        if len(lines) > _MOST:
            title = labelled(title, _("les {n} premières").format(n=_MOST))
        return Paragraph((Run(title, Emphasis.LIGHT),)), _table(lines[:_MOST])

    def _within(self, holder: Element, around: _Around) -> Iterator[CodedLine]:
        for part in holder:
            if part.tag in ACTS and part.tag != _FILES:
                yield from self._act(part, around)
            elif part.tag in _RELATIONS:
                yield from self._within(part, around)

    def _act(self, act: Element, around: _Around) -> Iterator[CodedLine]:
        if local_name(act) in _HOLDERS:
            lines = list(self._within(act, self._around(act, around)))
            if lines:
                yield from lines
                return
        label = " – ".join((*around.labels, self._label(act)))
        yield CodedLine(label, self._value(act, around), _date(act) or around.date)

    def _around(self, act: Element, around: _Around) -> _Around:
        label = self._name(act)
        return _Around(
            (*around.labels, label) if label and label not in around.labels else around.labels,
            _date(act) or around.date,
            _standing(act) or around.standing,
        )

    def _label(self, act: Element) -> str:
        label = self._name(act) or _("(sans libellé)")
        return _("Absence de : {label}").format(label=label) if standing(act).is_denial else label

    def _name(self, act: Element) -> str:
        """The code of an act, then what it is about: a medicine, an agent, a device."""
        code = read_coded(child(act, "code"), self._rows)
        words = code.text or self._rows.words(child(act, "text"))
        parts = (words, product(act, self._rows).text, *self._players(act))
        return reduce(labelled, dict.fromkeys(filter(None, parts))) if any(parts) else ""

    def _players(self, act: Element) -> Iterator[str]:
        for participant in children(act, "participant"):
            for name in _PLAYERS:
                player = child(participant, "participantRole", name)
                yield text_of(child(player, "name")) or read_coded(child(player, "code"), self._rows).text

    def _value(self, act: Element, around: _Around) -> str:
        has_agent = any(self._players(act))
        written = (each for each in children(act, "value") if not (has_agent and each.get("nullFlavor")))
        values = [read_value(each, self._rows).text for each in written]
        values += (read_quantity(child(act, name)).text for name in ("doseQuantity", "quantity"))
        text = child(act, "text")  # in the entry itself: nothing else shows it
        values.append("" if text is None or child(text, "reference") is not None else text_of(text))
        flags = (attribute(each, "code") for each in children(act, "interpretationCode"))
        values += (_(FLAGS[flag]) for flag in flags if flag in FLAGS)
        values.append(_standing(act) or around.standing)
        details = (line for part in act if part.tag in _RELATIONS for line in self._within(part, _Around()))
        values += (labelled(line.label, line.value) if line.value else line.label for line in details)
        return " ; ".join(dict.fromkeys(filter(None, values)))


def _standing(act: Element) -> str:
    """What becomes of it, in a word; a denial is said before its label."""
    found = standing(act)
    return "" if found.is_denial else found.word


def _date(act: Element) -> str:
    times = map(read_period, children(act, "effectiveTime"))
    return next(filter(None, map(period_words, times)), "")


def _table(lines: list[CodedLine]) -> Table:
    """Only the columns that hold something."""
    heads = (_("Donnée"), _("Valeur"), _("Date"))
    shown = [column for column in range(len(heads)) if any(line[column] for line in lines)]
    head = tuple(_cell(heads[column], is_header=True) for column in shown)
    rows: list[Row] = [tuple(_cell(line[column]) for column in shown) for line in lines]
    return Table((head,), tuple(rows))


def _cell(text: str, *, is_header: bool = False) -> Cell:
    return Cell((Paragraph((Run(text),)),) if text else (), is_header=is_header)
