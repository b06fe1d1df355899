"""The documents of the demonstration, read back."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from lxml import etree

from dmptui.core.demo.population import Record
from dmptui.core.documents.cda.entries import entries
from dmptui.core.model.clinical import Entries
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document

DATES = (date(2026, 11, 23), date(2027, 3, 1), date(2028, 2, 29))
_CDA = "text/xml"


@dataclass(frozen=True)
class Paper:
    """A document, with whose it is."""

    record: Record
    meta: Document
    content: bytes

    @property
    def day(self) -> date:
        """Of the act."""
        return day_of(self.meta.act_date)

    @property
    def is_cda(self) -> bool:
        return self.meta.attachment.content_type == _CDA

    @cached_property
    def root(self) -> Any:
        """The parsed CDA, None of another content."""
        return etree.fromstring(self.content) if self.is_cda else None

    @cached_property
    def entries(self) -> Entries:
        """Its coded facts, none of another content."""
        return entries(self.content) if self.is_cda else Entries()

    @cached_property
    def text(self) -> str:
        """All its words, but those of a PDF."""
        return " ".join(self.root.itertext()) if self.is_cda else ""

    @property
    def where(self) -> str:
        """To tell which one is wrong."""
        return f"{self.record.patient.name}, {self.day} : {self.meta.title}"


def of_type(papers: list[Paper], *codes: str) -> list[Paper]:
    """The documents of some types."""
    return [paper for paper in papers if paper.meta.type.code in codes]
