"""Well-formed documents that follow no rule: read with what sense they make, never an exception."""

from contextlib import suppress
from copy import deepcopy
from xml.sax.saxutils import quoteattr

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from dmptui.core.documents.facts import describe
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import line_text
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent
from tests.core.documents.cda_samples import narrative, section, structured

NARRATIVE = (
    "table thead tbody tfoot tr td th list item paragraph content br caption footnote renderMultiMedia "
    "linkHtml sup sub pre autre"
)
WHOLE = structured(
    section(
        "<table><tbody><tr><td ID='a'>x</td><td>y</td></tr></tbody></table>",
        more="<entry><observationMedia ID='a'><value representation='B64'>QUJD</value>"
        "</observationMedia></entry>"
        "<subject><relatedSubject><code displayName='mère'/></relatedSubject></subject>"
        f"<component>{section('b')}</component>",
    )
)
ATTRIBUTES = {
    "colspan": ["0", "2", "70", "x"],
    "rowspan": ["-1", "3", "70"],
    "styleCode": ["Bold", "italics strikethrough", "?"],
    "align": ["right", "center"],
    "listType": ["ordered"],
    "ID": ["a", ""],
    "referencedObject": ["a", "a b", ""],
    "href": ["#a", "javascript:x", "https://exemple.fr/" + "x" * 90],
    "value": ["20260230", "tel:", "1", "20260101"],
    "code": ["F", "R", ""],
    "nullFlavor": ["NAV", "?"],
    "representation": ["B64"],
    "compression": ["DF"],
    "qualifier": ["BR", "CL"],
    "typeCode": ["RPLC", "INF"],
    "displayName": ["Libellé"],
    "root": ["1.2"],
    "extension": ["\u202e7"],
}


def elements(names: str) -> st.SearchStrategy[str]:
    """Trees of elements of those names, as XML."""
    texts = st.sampled_from(["", " ", "mot", "deux mots", "漢字", "\u00a0", "x" * 100, "\u009b31m"])
    attributes = st.lists(st.sampled_from(sorted(ATTRIBUTES)), max_size=3, unique=True).flatmap(
        lambda keys: st.tuples(*(st.sampled_from(ATTRIBUTES[key]) for key in keys)).map(
            lambda values: "".join(
                f" {key}={quoteattr(value)}" for key, value in zip(keys, values, strict=True)
            )
        )
    )

    def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        content = st.lists(inside, max_size=5).map("".join)
        return st.builds("<{0}{1}>{2}</{0}>".format, st.sampled_from(names.split()), attributes, content)

    return st.recursive(texts, element, max_leaves=25)


def shown_at_two_widths(content: bytes) -> None:
    document = read(content)
    describe(document)
    for width in (40, 80):
        for line in lay_out(document, width).lines:
            assert cell_len(line_text(line)) <= width


@settings(max_examples=200, deadline=None)
@given(st.lists(elements(NARRATIVE), max_size=4).map("".join))
def test_any_narrative(text):
    shown_at_two_widths(narrative(text))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 3)), max_size=8))
def test_any_document_cut_and_sewn(changes):
    root = etree.fromstring(WHOLE)
    for first, second, change in changes:
        parts = list(root.iter())[1:]
        if not parts:
            break
        one, other = parts[first % len(parts)], parts[second % len(parts)]
        if change == 0:
            one.getparent().remove(one)
        elif change == 1:
            other.append(deepcopy(one))
        elif change == 2:
            one.tag = other.tag
        else:
            one.attrib.clear()
    with suppress(InvalidContent):
        shown_at_two_widths(etree.tostring(root))
