"""Excerpts: a few words around what was found, and how they travel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.fhir.finding import excerpt_to_fhir, found_from_fhir, outcome_of
from dmptui.core.model.hit import Excerpt
from dmptui.core.server.documents.excerpts import excerpts
from dmptui.core.store.base import Write
from dmptui.core.store.texts import END, MARK, MarkedText
from tests.core.server.dmp_world import document, kept, person

FILLER = "mot " * 60


def marked(text: str) -> str:
    return text.replace("[", MARK).replace("]", END)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("un [fer] bas", ["un [fer] bas"]),
        ("[fer]", ["[fer]"]),
        (f"{FILLER}[fer] bas {FILLER}", [f"…{'mot ' * 12}[fer] bas {'mot ' * 10}mot…"]),
        ("[fer] et [bas]", ["[fer] et [bas]"]),
    ],
)
def test_one_excerpt(body: str, expected: list[str]) -> None:
    assert [shown(e) for e in excerpts(MarkedText("", marked(body)))] == expected


def test_the_three_that_say_most_in_the_order_of_the_document() -> None:
    body = FILLER.join(("[un]", "[un] [deux]", "[un]", "[un] [deux] [trois]", "[deux]"))
    found = [shown(e) for e in excerpts(MarkedText("", marked(body)))]
    assert ["[un] [deux]" in e for e in found] == [False, True, True]
    assert "[trois]" in found[2]


def test_the_title_when_the_text_says_nothing() -> None:
    assert [shown(e) for e in excerpts(MarkedText(marked("IRM du [genou]"), "texte"))] == ["IRM du [genou]"]


@given(
    st.lists(st.tuples(st.text("a é·œ", max_size=200), st.text("xyz", min_size=1, max_size=9)), min_size=1)
)
def test_marks_are_where_the_words_are(parts: list[tuple[str, str]]) -> None:
    body = "".join(f"{before}{MARK}{word}{END}" for before, word in parts)
    whole = "".join(before + word for before, word in parts)
    found = excerpts(MarkedText("", body))
    assert 1 <= len(found) <= 3
    for excerpt in found:
        assert excerpt.marks
        assert excerpt.text.strip("…") in whole
        assert {excerpt.text[start:end] for start, end in excerpt.marks} <= {word for _b, word in parts}
        assert len(excerpt.text) < 400


def test_on_the_wire() -> None:
    sent = Excerpt("un œdème aigu", ((3, 8), (9, 13)))
    page = found_from_fhir(bundle([excerpt_to_fhir(sent)], outcome_of(2, 1)))
    assert [hit.excerpts for hit in page] == [(sent,)]
    assert (page.waiting, page.without_text) == (2, 1)
    assert outcome_of(0, 0) is None


@pytest.mark.parametrize("marks", [((5, 3),), ((0, 99),), ((0, 2), (1, 3))])
def test_marks_of_a_wrong_server_are_left_out(marks: tuple[tuple[int, int], ...]) -> None:
    (hit,) = found_from_fhir(bundle([excerpt_to_fhir(Excerpt("abc", marks))]))
    assert hit.excerpts[0].marks in ((), ((0, 2),))


def test_an_excerpt_is_cleaned() -> None:
    (hit,) = found_from_fhir(bundle([excerpt_to_fhir(Excerpt("a\x1b[31mb", ((0, 1),)))]))
    assert hit.excerpts == (Excerpt("a\ufffd[31mb"),)


def bundle(extension: list[object], outcome: object = None) -> dict[str, object]:
    reference = kept(document(), person(1))[0]
    assert isinstance(reference, Write)
    search = {"extension": extension, "mode": "match"}
    entries: list[object] = [{"resource": reference.resource, "search": search}]
    if outcome:
        entries.insert(0, {"resource": outcome, "search": {"mode": "outcome"}})
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def shown(excerpt: Excerpt) -> str:
    """The text, its marks in brackets."""
    text = excerpt.text
    for start, end in reversed(excerpt.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text
