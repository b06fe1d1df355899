"""Documents broken on purpose, byte by byte and element by element: read, laid out, never a surprise.

    python -m bench.fuzz FOLDER [--minutes 10] [--seed 1951] [--out /tmp/fuzz]

A surprise is an exception other than ``DmpError``, a character a terminal acts on or that hides, a line too
wide, or a case over two seconds. Each is kept in ``--out``; the same seed gives the same cases. The
ends of the heavy machinery, PDF and pictures, run in processes of their own and are not sought here.
"""

import argparse
import sys
import traceback
from collections import Counter
from copy import deepcopy
from pathlib import Path
from random import Random
from time import perf_counter
from unicodedata import category

from lxml import etree

from dmptui.core.documents.blocks import Document
from dmptui.core.documents.cda.entries import entries
from dmptui.core.documents.facts import describe
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import line_text
from dmptui.core.documents.read import read
from dmptui.core.errors import DmpError

SLOWEST = 2.0
WIDTHS = (20, 34, 49, 60, 80, 120, 200)
V3 = "{urn:hl7-org:v3}"
NAMES = [
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "col",
    "colgroup",
    "list",
    "item",
    "paragraph",
    "content",
    "br",
    "caption",
    "footnote",
    "footnoteRef",
    "renderMultiMedia",
    "linkHtml",
    "sup",
    "sub",
    "pre",
    "text",
    "title",
    "section",
    "component",
    "entry",
    "observation",
    "value",
    "code",
    "name",
    "given",
    "family",
    "time",
    "effectiveTime",
    "low",
    "high",
    "structuredBody",
    "nonXMLBody",
    "observationMedia",
]
ATTRIBUTES = [
    "colspan",
    "rowspan",
    "styleCode",
    "align",
    "listType",
    "ID",
    "referencedObject",
    "href",
    "value",
    "code",
    "nullFlavor",
    "representation",
    "compression",
    "qualifier",
    "typeCode",
    "displayName",
    "root",
    "extension",
    "mediaType",
    "unit",
    "codeSystem",
]
VALUES = (
    "", "0", "-1", "2", "70", "2000000000", "x", "Bold", "italics strikethrough", "#a", "javascript:x", "B64",
    "DF", "application/pdf", "text/plain", "NAV", "RPLC", "20260230", "20260101", "1e999", "nan", "²", "٣",
)  # fmt: skip
TEXTS = (
    "", " ", "\n", "mot", "deux mots", "漢字" * 30, "\u00a0", "x" * 3000, "\u009b31m", "\u202eabc\u202c",
    "a\u200bb", "\U000e0041\U000e0042", "e" + "\u0301" * 50, "👩‍👩‍👧‍👦", "\u0e33\u0e33", "ﷺ" * 40, "1" * 400,
    "\u2028", "\u3000" * 9, "👍🏽" * 40, "\u1100\u1161\u11a8" * 30, "[bold]", "\u0085",
)  # fmt: skip
BYTES = (b"\x1b]52;c;AAAA\x07", b"\xc2\x9b31m", b"\xff", b"&#x1b;", b"&#x9b;", b"<", b">", b"]]>", b"\x00")


def main() -> int:
    """Run for the minutes asked; the exit code is 1 when there was a surprise."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="clinical documents (XML) to break")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1951)
    parser.add_argument("--out", type=Path, default=Path("fuzz"))
    args = parser.parse_args()
    sources = [path.read_bytes() for path in sorted(args.folder.rglob("*.xml"))]
    sources = [content for content in sources if b"nonXMLBody" not in content]
    rng, end, found = Random(args.seed), perf_counter() + args.minutes * 60, Counter[str]()
    slowest = 0.0
    while perf_counter() < end:
        case = mutated(rng.choice(sources), rng)
        start = perf_counter()
        outcome = tried(case, rng.choice(WIDTHS))
        taken = perf_counter() - start
        slowest = max(slowest, taken)
        if taken > SLOWEST:
            outcome = f"slow {taken:.1f} s"
        if outcome not in ("read", "refused") and not found[outcome]:
            args.out.mkdir(parents=True, exist_ok=True)
            (args.out / f"{found.total():07}.xml").write_bytes(case)
            print(f"{found.total():07} {outcome}", flush=True)
        found[outcome] += 1
    print(
        f"{found.total()} cases, slowest {slowest:.2f} s; " + "; ".join(f"{n} {k}" for k, n in found.items())
    )
    return int(bool(found.keys() - {"read", "refused"}))


def tried(content: bytes, width: int) -> str:
    """« read », « refused », or what surprised."""
    try:
        document = read(content, "text/xml")
        describe(document)
        entries(content)
        return misprinted(document, width)
    except DmpError:
        return "refused"
    except Exception as error:  # noqa: BLE001  what is looked for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno} {str(error)[:60]!r}"


def misprinted(document: Document, width: int) -> str:
    """« read », or what is wrong with the lines on a screen of some width."""
    layout = lay_out(document, width)
    shown = [line_text(line) for line in layout.lines] + [mark.title for mark in layout.sections]
    for line in shown:
        if not (line.isascii() and line.isprintable()):
            bad = {category(letter) for letter in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
            if bad:
                return f"characters {sorted(bad)}"
    if any(cell_len(line_text(line)) > width for line in layout.lines):
        return f"line wider than {width}"
    return "read"


def mutated(content: bytes, rng: Random) -> bytes:
    """The document with a few of its elements, then maybe of its bytes, changed."""
    if rng.random() < 0.8:
        content = _other_elements(content, rng)
    if rng.random() < 0.4:
        content = _other_bytes(content, rng)
    return content


def _other_bytes(content: bytes, rng: Random) -> bytes:
    made = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at, length = rng.randrange(len(made) + 1), rng.choice((1, 2, 8, 64, 1024))
        match rng.randrange(5):
            case 0:
                del made[at : at + length]
            case 1:
                made[at:at] = rng.choice(BYTES)
            case 2:
                made[at:at] = made[max(0, at - length) : at]
            case 3:
                made[at : at + 1] = rng.randbytes(1)
            case _:
                start = rng.randrange(len(made) + 1)
                made[at : at + length] = made[start : start + length]
    return bytes(made)


def _other_elements(content: bytes, rng: Random) -> bytes:
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return content
    parts = [part for part in root.iter() if isinstance(part.tag, str)]
    inside = [part for text in root.iter(V3 + "text") for part in text.iter() if isinstance(part.tag, str)]
    for _ in range(rng.choice((1, 2, 5, 15, 60))):
        one = rng.choice(inside if inside and rng.random() < 0.6 else parts)
        _change(one, rng.choice(inside or parts), rng)
    return etree.tostring(root)


def _change(one: etree._Element, other: etree._Element, rng: Random) -> None:
    above = one.getparent()
    match rng.randrange(8):
        case 0 if above is not None:
            above.remove(one)
        case 1 if sum(1 for _ in other.iter()) < 300:
            one.insert(rng.randrange(len(one) + 1), deepcopy(other))
        case 2:
            one.tag = V3 + rng.choice(NAMES)
        case 3:
            one.set(rng.choice(ATTRIBUTES), rng.choice(VALUES))
        case 4:
            one.text = rng.choice(TEXTS)
        case 5:
            one.tail = rng.choice(TEXTS)
        case 6:
            one.attrib.clear()
        case _ if above is not None:
            wrapper = etree.SubElement(above, V3 + rng.choice(NAMES))
            wrapper.append(one)
        case _:
            one.text = rng.choice(TEXTS)


if __name__ == "__main__":
    sys.exit(main())
