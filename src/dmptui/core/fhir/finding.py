"""A search in contents (``_content``): excerpts beside each document found, and what could not be searched.

An excerpt is an extension of ``Bundle.entry.search``: ``texte``, then for each mark ``debut`` and
``longueur``, in Unicode characters of it. What could not be searched is an OperationOutcome among the
entries, one issue for each reason.
"""

from collections import Counter
from collections.abc import Iterator

from dmptui.core.fhir import document_reference, systems
from dmptui.core.fhir.json import Json, child, expect, extension, items, text
from dmptui.core.fhir.outcome import INCOMPLETE
from dmptui.core.model.hit import Excerpt, Hit, ResultPage
from dmptui.core.text import ngettext

_TEXT, _MARK, _START, _LENGTH = "texte", "marque", "debut", "longueur"
_WAITING, _WITHOUT_TEXT = INCOMPLETE, "informational"


def excerpt_to_fhir(excerpt: Excerpt) -> Json:
    """The extension of an excerpt."""
    marks: list[Json] = [
        {
            "url": _MARK,
            "extension": [
                {"url": _START, "valueUnsignedInt": start},
                {"url": _LENGTH, "valuePositiveInt": end - start},
            ],
        }
        for start, end in excerpt.marks
    ]
    return {"url": systems.EXCERPT, "extension": [{"url": _TEXT, "valueString": excerpt.text}, *marks]}


def outcome_of(waiting: int, without_text: int) -> Json | None:
    """The OperationOutcome of what could not be searched; None when all was."""
    issues = []
    if waiting:
        sentence = ngettext(
            "Au moins {n} document n'est pas encore indexé : relancez la recherche dans un instant.",
            "Au moins {n} documents ne sont pas encore indexés : relancez la recherche dans un instant.",
            waiting,
        )
        issues.append(_issue(_WAITING, sentence, waiting))
    if without_text:
        sentence = ngettext(
            "{n} document ne contient pas de texte lisible (image, document numérisé).",
            "{n} documents ne contiennent pas de texte lisible (images, documents numérisés).",
            without_text,
        )
        issues.append(_issue(_WITHOUT_TEXT, sentence, without_text))
    return {"resourceType": "OperationOutcome", "issue": issues} if issues else None


def found_from_fhir(bundle: object) -> ResultPage:
    """A page of what was found.

    Raises:
        InvalidContent: it is not a Bundle of documents.
    """
    hits: list[Hit] = []
    counts = Counter[str]()
    for entry in items(expect(bundle, "Bundle"), "entry"):
        resource, search = child(entry, "resource"), child(entry, "search")
        if resource.get("resourceType") == "OperationOutcome":
            for issue in items(resource, "issue"):
                counts[text(issue.get("code"))] += _count(issue)
        elif search.get("mode", "match") == "match":
            hits.append(Hit(document_reference.from_fhir(resource), tuple(_excerpts(search))))
    return ResultPage(tuple(hits), counts[_WAITING], counts[_WITHOUT_TEXT])


def _issue(code: str, sentence: str, count: int) -> Json:
    return {
        "severity": "information",
        "code": code,
        "diagnostics": sentence.format(n=count),
        "extension": [{"url": systems.COUNT, "valueInteger": count}],
    }


def _count(issue: Json) -> int:
    """How many documents; an index that is being made anew cannot tell, and may miss one."""
    return _number(extension(issue, systems.COUNT).get("valueInteger")) or issue.get("code") == INCOMPLETE


def _excerpts(search: Json) -> Iterator[Excerpt]:
    for found in items(search, "extension"):
        if found.get("url") == systems.EXCERPT:
            raw = extension(found, _TEXT).get("valueString")
            words = text(raw)
            # What is cleaned here was not sent by our server: its marks would stand elsewhere.
            yield Excerpt(words, tuple(_marks(found, len(words))) if words == raw else ())


def _marks(found: Json, length: int) -> Iterator[tuple[int, int]]:
    last = 0
    for mark in items(found, "extension"):
        if mark.get("url") == _MARK:
            start = _number(extension(mark, _START).get("valueUnsignedInt"))
            end = start + _number(extension(mark, _LENGTH).get("valuePositiveInt"))
            if last <= start < end <= length:
                yield start, end
                last = end


def _number(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
