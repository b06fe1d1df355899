"""What the pages of a record say of a fact, in JSON: day, value, what became of it, where it stands."""

from typing import TYPE_CHECKING

from dmptui.core.model.days import iso

if TYPE_CHECKING:
    from dmptui.core.insight.marks import DocumentFact
    from dmptui.core.model.clinical import CodedValue, Source, Value, When
    from dmptui.core.model.document import Document

# Each of these objects is documented in ``docs/cli.md``.


def day_as_json(when: "When") -> str | None:
    """ISO 8601, no more precise than it is known; None when it is not."""
    return when.iso or None


def coded_as_json(coded: "CodedValue") -> dict[str, str]:
    """A code, its terminology and its words."""
    return {"code": coded.code, "system": coded.system, "label": coded.text}


def value_as_json(value: "Value | None") -> dict[str, object] | None:
    """A value as it is shown, and its number in its unit; None when there is none."""
    if not value:
        return None
    return {
        "text": value.text,
        "number": value.number,
        "comparator": value.comparator,
        "low": value.low,
        "high": value.high,
        "unit": value.unit,
        "shown_unit": value.shown_unit,
    }


def standing_as_json(fact: "DocumentFact") -> dict[str, object]:
    """What became of a fact, and where its text and its code differ: three fields of the object it is in."""
    from dmptui.core.insight.marks import marks

    return {
        "status": fact.standing.name.lower(),
        "marks": marks(fact),
        "coded": fact.source.coded,
        "contradictions": [
            {"fact": check.fact.value, "text": check.narrative, "coded": check.coded}
            for check in fact.source.contradictions
        ],
    }


def source_as_json(
    document: "Document", source: "Source | None" = None, section: int | None = None
) -> dict[str, object]:
    """The document, and the section: of the fact, else the one given."""
    index = source.section_index if source else section
    return {
        "document": document.id,
        "title": document.title,
        "date": iso(document.act_day),
        "section": index,
        "section_code": source.section_code if source else "",
        "section_title": source.section if source else "",
        "text": source.narrative if source else "",
    }
