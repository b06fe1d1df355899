"""Of all rows of clinical lists in the text of documents, how many are on the pages made of them.

    python -m bench.rows FILE…      CDA documents; without any, those of the demonstration

The rows are read from the XML by themselves. One is shown when every word of it is in a fact of the pages or
in what « le texte en dit plus » lists; it is told when the words are only in the text of its section, which
the page shows whole. Exit 1 when a row is lost.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from dmptui.core.documents.cda.entries import entries
from dmptui.core.errors import InvalidContent
from dmptui.core.model.clinical import Entries

V3 = "{urn:hl7-org:v3}"
LISTS = {
    "48765-2": "allergies",
    "11450-4": "problèmes",
    "11348-0": "problèmes",
    "10160-0": "traitements",
    "47519-4": "actes",
    "46264-8": "dispositifs",
    "11369-6": "vaccinations",
    "18719-5": "résultats",
    "18720-3": "résultats",
    "18723-7": "résultats",
    "18725-2": "résultats",
    "30954-2": "résultats",
}
"""The lists that are measured, by the LOINC code of their section."""

_word = re.compile(r"[^\W_]+")


def main(paths: list[str]) -> int:
    """Measure and print; the exit code."""
    counts: Counter[tuple[str, str]] = Counter()
    lost: list[str] = []
    for name, content in _documents(paths):
        try:
            found = entries(content)
        except InvalidContent as error:
            print(f"{name} : {error.message}")
            continue
        for kind, row in _rows(content):
            where = _where(row, found)
            counts[kind, where] += 1
            if where == "perdue":
                lost.append(f"{name} : {kind} : {' '.join(row)[:80]}")
    for kind in sorted(set(LISTS.values())):
        each = {where: counts[kind, where] for where in ("codée", "non codée", "dit plus", "texte", "perdue")}
        total = sum(each.values())
        if total:
            said = ", ".join(f"{where} {count}" for where, count in each.items() if count)
            print(f"{kind:14} {total:5} lignes : {said}")
    print(*lost[:40], sep="\n")
    return bool(lost)


def _documents(paths: list[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        yield Path(path).name, Path(path).read_bytes()
    if not paths:
        from dmptui.core.demo.population import generate

        for record in generate(date(2026, 11, 23)).records:
            for document in record.documents:
                content = document.content
                if content.lstrip()[:1] == b"<":
                    yield document.meta.title, content


def _rows(content: bytes) -> Iterator[tuple[str, list[str]]]:
    """The words of each row of a table's body, and of each item, of the lists."""
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True, remove_comments=True)
    for section in etree.fromstring(content, parser).iter(V3 + "section"):
        code, text = section.find(V3 + "code"), section.find(V3 + "text")
        kind = LISTS.get(code.get("code") or "") if code is not None else None
        if text is None or kind is None:
            continue
        for row in text.iter(V3 + "tr", V3 + "item"):
            is_head = next(row.iterancestors(V3 + "thead"), None) is not None or row.find(V3 + "td") is None
            if not _is_title(row) if row.tag == V3 + "item" else not is_head:
                words = _words(" ".join(map(str, row.itertext())))
                if words:
                    yield kind, words


def _is_title(item: etree._Element) -> bool:
    """Whether the only item of a list is bold, before what it names."""
    holder = item.getparent()
    if holder is None or len(holder) != 1 or (following := holder.getnext()) is None:
        return False
    bold = item.find(V3 + "content")
    is_bold = bold is not None and "Bold" in (bold.get("styleCode") or "")
    return is_bold and following.tag in (V3 + "table", V3 + "list")


def _words(text: str) -> list[str]:
    return _word.findall(unicodedata.normalize("NFKC", text).casefold())


def _where(row: list[str], found: Entries) -> str:
    wanted = set(row)
    kinds = (kind for kind in found.__slots__ if kind != "narratives")
    facts = [fact.source for kind in kinds for fact in getattr(found, kind)]
    for where, lines in (
        ("codée", (source.narrative for source in facts if source.coded)),
        ("non codée", (source.narrative for source in facts if not source.coded)),
        ("dit plus", (line for section in found.narratives for line in section.remaining)),
        ("texte", ("\n".join(s.lines) for s in found.narratives if not s.entries or s.is_absence)),
    ):
        if any(wanted <= set(_words(line)) for line in lines):
            return where
    return "perdue"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
