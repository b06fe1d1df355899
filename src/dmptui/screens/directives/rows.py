"""The lines of the page Directives: what the person wrote, by kind, and what a synthesis says of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dmptui.core.model.clinical import Directive
from dmptui.core.model.document import Document
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.screens.parts.document_rows import state_of
from dmptui.theme import Tone
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Key, Row

DIRECTIVES = "EXPPAT_3"

KINDS = {
    DIRECTIVES: N_("Directives anticipées"),
    "EXPPAT_1": N_("Volontés, droits et personne de confiance"),
    "EXPPAT_2": N_("Autres documents de la personne"),
}
"""The types of what a person writes about the end of life and their rights (TRE_A05), in the order shown."""

SYNTHESES = ("60591-5", "SYNTH")
"""Types of the documents whose coded entries may recall a directive: patient summary, synthèse médicale."""


class Recalled(NamedTuple):
    """A directive that a synthesis recalls, and that synthesis."""

    directive: Directive
    document: Document


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [
        Column(_("Date"), 10),
        Column(_("Document"), 24, weight=3),
        Column(_("Auteur"), 17, weight=1, priority=1),
        Column(_("Version"), 16),
    ]


def rows(documents: Iterable[Document], recalled: Sequence[Recalled], *, old: bool) -> list[Row | Group]:
    """The rows under the header of their kind, the latest first.

    Args:
        documents: of the types of ``KINDS``.
        recalled: what a synthesis says.
        old: whether replaced and archived documents are shown.
    """
    found = sorted((d for d in documents if old or not hidden_by_default(d)), key=_date, reverse=True)
    lines: list[Row | Group] = []
    for code, title in KINDS.items():
        of_kind = [_document_row(d) for d in found if d.type.code == code]
        lines += _titled(_(title), of_kind)
    return lines + _titled(_("Inscrites dans une synthèse médicale"), [_recalled_row(r) for r in recalled])


def said_by(directive: Directive) -> Iterator[str]:
    """What a recalled directive says, part by part."""
    label, value = directive.code.text, directive.value.text
    yield _("{label} : {value}").format(label=label, value=value) if label and value else label or value
    yield directive.comment
    yield directive.source.narrative


def key_of(recalled: Recalled) -> Key:
    """The key of its row."""
    return recalled.document.id, recalled.directive.source.narrative, recalled.directive.code.text


def _titled(title: str, lines: list[Row]) -> list[Row | Group]:
    return [Group(f"{title} ({len(lines)})"), *lines] if lines else []


def _date(document: Document) -> float:
    return document.act_date.timestamp()


def _document_row(document: Document) -> Row:
    state, sign = state_of(document)
    version = f"{sign} {state}" if state else _("version courante")
    author = document.author.name or document.author.organization
    tone = Tone.DIM if hidden_by_default(document) else Tone.NORMAL
    return Row(document.id, (words.day(document.act_date), document.title, author, version), tone)


def _recalled_row(recalled: Recalled) -> Row:
    directive, document = recalled
    said = next((part for part in said_by(directive) if part), _("Directive anticipée"))
    when = directive.period.start.short() or words.day(document.act_date)
    author = document.author.name or document.author.organization
    return Row(key_of(recalled), (when, said, author, document.type.display))
