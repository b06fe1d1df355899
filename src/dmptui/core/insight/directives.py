"""Directives anticipées: what the person wrote, and what the latest synthesis recalls of it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dmptui.core.insight.findings import Findings, may_hold_entries
from dmptui.core.model.clinical import Directive
from dmptui.core.model.document import Document
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.text import N_, _

DIRECTIVES = "EXPPAT_3"

KINDS = {
    DIRECTIVES: N_("Directives anticipées"),
    "EXPPAT_1": N_("Volontés, droits et personne de confiance"),
    "EXPPAT_2": N_("Autres documents de la personne"),
}
"""The types of what a person writes about the end of life and their rights (TRE_A05), in the order shown."""

SYNTHESES = ("60591-5", "SYNTH")
"""Types of the documents whose coded entries may recall a directive: patient summary, synthèse médicale."""


class DirectiveRecall(NamedTuple):
    """A directive that a synthesis recalls, and that synthesis."""

    directive: Directive
    document: Document


async def recalled_by(documents: Iterable[Document], findings: Findings) -> list[DirectiveRecall]:
    """What the latest synthesis recalls; the others are older words of the same professionals.

    Args:
        documents: the latest first.
        findings: of their record.
    """
    syntheses = [d for d in documents if d.type.code in SYNTHESES and not hidden_by_default(d)]
    for latest in filter(may_hold_entries, syntheses):
        found = [each async for each in findings.of_many([latest])]
        if latest.id not in findings.apart:  # one about somebody else gives its place to the one before
            return [
                DirectiveRecall(each, document) for document, entries in found for each in entries.directives
            ]
    return []


def statements(directive: Directive) -> Iterator[str]:
    """What a recalled directive says, part by part."""
    label, value = directive.code.text, directive.value.text
    yield _("{label} : {value}").format(label=label, value=value) if label and value else label or value
    yield directive.comment
    yield directive.source.narrative
