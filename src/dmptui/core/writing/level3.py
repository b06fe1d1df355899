"""CDA R2 level 3: titled sections with a narrative, and coded entries where there are any."""

from dataclasses import dataclass

from dmptui.core.writing.codes import Code, code_element
from dmptui.core.writing.header import HeaderFacts, clinical_document, entry_id, template_ids
from dmptui.core.writing.markup import Markup, element
from dmptui.core.writing.narrative import Block, narrative


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
    body = element("structuredBody", *_components(sections, facts, "section"))
    return clinical_document(facts, templates, body)


def _components(sections: tuple[Section, ...], facts: HeaderFacts, path: str) -> list[Markup]:
    return [_component(section, facts, f"{path}-{number}") for number, section in enumerate(sections, 1)]


def _component(section: Section, facts: HeaderFacts, path: str) -> Markup:
    return element(
        "component",
        element(
            "section",
            template_ids(*section.templates),
            entry_id(facts, path),
            code_element("code", section.code),
            element("title", section.title),
            narrative(section.blocks) if section.blocks else None,
            *section.entries,
            *_components(section.sections, facts, path),
        ),
    )
