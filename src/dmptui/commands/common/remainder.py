"""The documents that a page does not show whole: unreadable, without codes, apart, or saying more."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from dmptui.commands.common.output import say, warn
from dmptui.core.model.days import in_figures, iso
from dmptui.core.text import labelled

if TYPE_CHECKING:
    from dmptui.core.insight.findings import Findings
    from dmptui.core.model.clinical import NarrativeSection
    from dmptui.core.model.document import Document

_INDENT = "  "


class Reason(StrEnum):
    """Why a document is to be opened."""

    FULLER = "fuller"
    """Its text says more than the facts that were taken from it."""
    NOTHING = "nothing"
    """It gave no fact: a file, a text without codes."""
    FAILED = "failed"
    APART = "apart"
    """It is about somebody else."""


class Remainder(NamedTuple):
    """A document to open, ``lines`` of its text that nothing stands for, or the sentence of an error."""

    document: "Document"
    reason: Reason
    lines: tuple[str, ...] = ()


def fuller(document: "Document", sections: "Iterable[NarrativeSection]") -> Remainder:
    """One whose text says more, with what it says."""
    return Remainder(document, Reason.FULLER, tuple(line for each in sections for line in each.remaining))


def unread(documents: "Iterable[Document]", findings: "Findings") -> list[Remainder]:
    """Those that could not be read, then those that are about somebody else."""
    listed = list(documents)
    failed = [d for d in listed if d.id in findings.failures and d.id not in findings.apart]
    return [
        *(Remainder(d, Reason.FAILED, (findings.failures[d.id].message,)) for d in failed),
        *(Remainder(d, Reason.APART) for d in listed if d.id in findings.apart),
    ]


def warn_of_failures(found: Iterable[Remainder]) -> None:
    """Say on stderr what could not be read, and why."""
    for document, reason, lines in found:
        if reason is Reason.FAILED:
            warn(labelled(_named(document), " ".join(lines)))


def print_remainder(found: Iterable[Remainder], titles: "Mapping[Reason, Callable[[int], str]]") -> None:
    """Print them under their titles, in that order; those that failed are on stderr.

    Args:
        titles: the title of each reason, made of how many documents there are.
    """
    listed = list(found)
    for reason, title in titles.items():
        of_reason = [each for each in listed if each.reason is reason]
        if of_reason:
            say()
            say(title(len(of_reason)))
        for each in of_reason:
            say(f"{_INDENT}{_named(each.document)}")
            for line in each.lines:
                say(f"{_INDENT * 2}{line}")


def as_json(found: Iterable[Remainder]) -> list[dict[str, object]]:
    """Documented in ``docs/cli.md``."""
    return [
        {
            "document": document.id,
            "title": document.title,
            "date": iso(document.act_day),
            "reason": reason.value,
            "lines": lines,
        }
        for document, reason, lines in found
    ]


def _named(document: "Document") -> str:
    return f"{in_figures(document.act_date)}  {document.title}"
