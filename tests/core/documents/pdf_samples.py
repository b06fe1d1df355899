"""Small PDFs, written by hand."""

from collections.abc import Sequence


def pdf_of(
    *pages: str, extra: Sequence[str] = (), annotations: str = "", catalog: str = "", width: int = 595
) -> bytes:
    """A PDF of pages from their drawing, in Helvetica /F1 and Courier /F2.

    Args:
        pages: drawing operators of each.
        extra: other objects, numbered from 10 on.
        annotations: references of the first page.
        catalog: entries of the catalog.
        width: of each page, in points.
    """
    first = 10 + len(extra)
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(pages)))
    numbered = {
        1: f"<</Type/Catalog/Pages 2 0 R {catalog}>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
    }
    numbered |= dict(enumerate(extra, 10))
    for index, drawn in enumerate(pages):
        notes = f"/Annots[{annotations}]" if annotations and not index else ""
        numbered[first + 2 * index] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} 842]{notes}/Contents {first + 2 * index + 1} 0 R"
            "/Resources<</Font<</F1 3 0 R/F2 4 0 R/F3 10 0 R>>/XObject<</X 10 0 R>>>>>>"
        )
        numbered[first + 2 * index + 1] = f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream"
    return _file(numbered)


def text(*lines: tuple[float, float, str], size: float = 10, font: str = "F1") -> str:
    """Operators that draw texts at ``(x, y)``, y upwards."""
    drawn = " ".join(f"1 0 0 1 {x} {y} Tm ({words}) Tj" for x, y, words in lines)
    return f"BT /{font} {size} Tf {drawn} ET"


def _file(numbered: dict[int, str]) -> bytes:
    body = "%PDF-1.7\n"
    places = {}
    for number, content in sorted(numbered.items()):
        places[number] = len(body)
        body += f"{number} 0 obj{content}\nendobj\n"
    start = len(body)
    body += "xref\n0 1\n0000000000 65535 f \n"
    body += "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in sorted(places.items()))
    body += f"trailer<</Size {max(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return body.encode("latin-1")
