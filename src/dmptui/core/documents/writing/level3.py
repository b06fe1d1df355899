"""CDA R2 level 3: titled sections with a narrative, and coded entries where there are any."""

from dataclasses import dataclass

from dmptui.core.documents.writing.codes import Code, code_element
from dmptui.core.documents.writing.header import HeaderFacts, clinical_document, template_ids
from dmptui.core.documents.writing.markup import Markup, element
from dmptui.core.documents.writing.narrative import Block, narrative


@dataclass(frozen=True, slots=True)
class Section:
    """A section.

    Attributes:
        blocks: its narrative.
        templates: OIDs of the models it follows.
        entries: whole ``entry`` elements.
        sections: what is nested in it.
    """

    title: str
    code: Code
    blocks: tuple[Block, ...] = ()
    templates: tuple[str, ...] = ()
    entries: tuple[Markup, ...] = ()
    sections: tuple["Section", ...] = ()


MEDICAL_DOCUMENT = ("1.3.6.1.4.1.19376.1.5.3.1.1.1",)
"""Model of a document that follows no particular volet (IHE PCC Medical Documents)."""


def level3(
    facts: HeaderFacts, sections: tuple[Section, ...], templates: tuple[str, ...] = MEDICAL_DOCUMENT
) -> bytes:
    """A structured document. ``templates`` names the model of the whole, beyond the common ones."""
    body = element("structuredBody", *(_component(section) for section in sections))
    return clinical_document(facts, templates, body)


def _component(section: Section) -> Markup:
    return element(
        "component",
        element(
            "section",
            template_ids(*section.templates),
            code_element("code", section.code),
            element("title", section.title),
            narrative(section.blocks) if section.blocks else None,
            *section.entries,
            *(_component(nested) for nested in section.sections),
        ),
    )
