"""A document as a page of HTML that stands alone: no script, nothing fetched, every text escaped."""

from collections.abc import Iterator
from html import escape

from dmptui.core.documents.blocks import (
    Block,
    Cell,
    Document,
    Emphasis,
    ListBlock,
    Media,
    Page,
    Paragraph,
    Preformatted,
    Row,
    Run,
    Section,
    Table,
)
from dmptui.core.documents.layout.heading import heading_lines, reference_lines
from dmptui.core.documents.layout.lines import Line, line_text
from dmptui.core.documents.layout.page import page_lines
from dmptui.core.documents.sniff import format_name, size_name
from dmptui.core.text import _

_WIDTH = 100
_STYLE = (
    "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .5em;text-align:left;"
    "vertical-align:top}pre{white-space:pre-wrap}"
)
_MARKS = {Emphasis.STRONG: "b", Emphasis.LIGHT: "i"}


def as_html(document: Document) -> bytes:
    """The page, in UTF-8; the files a document carries are named, not held."""
    title = escape(document.header.title or _("Document"))
    body = "".join(_body(document))
    page = (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}</body></html>\n"
    )
    return page.encode("utf-8", "replace")


def _body(document: Document) -> Iterator[str]:
    yield _lines(heading_lines(document, _WIDTH))
    yield _blocks(document.blocks)
    for section in document.sections:
        yield from _section(section)
    if references := reference_lines(document.header, _WIDTH):
        yield f"<h2>{escape(_('À propos de ce document'))}</h2>\n{_lines(references)}"


def _section(section: Section) -> Iterator[str]:
    level = min(6, section.level + 2)
    if section.title:
        yield f"<h{level}>{escape(section.title)}</h{level}>\n"
    notes = section.notes
    if not (notes or section.blocks or section.sections):
        notes = (_("Aucune information dans cette section."),)
    for note in notes:
        yield f"<p><i>{escape(note)}</i></p>\n"
    yield _blocks(section.blocks)
    for below in section.sections:
        yield from _section(below)


def _blocks(blocks: tuple[Block, ...]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"<p>{_runs(block.runs)}</p>\n"
        case ListBlock():
            return _list(block)
        case Table():
            return _table(block)
        case Preformatted():
            return f"<pre>{escape(chr(10).join(block.lines))}</pre>\n"
        case Page():
            return _lines(page_lines(block, _WIDTH))
        case Media():
            return f"<p>[{escape(_media(block))}]</p>\n"


def _list(block: ListBlock) -> str:
    name = "ol" if block.ordered else "ul"
    items = "".join(f"<li>{_blocks(item)}</li>" for item in block.items)
    caption = f"<p>{_runs(block.caption)}</p>\n" if block.caption else ""
    return f"{caption}<{name}>{items}</{name}>\n"


def _table(block: Table) -> str:
    caption = f"<caption>{_runs(block.caption)}</caption>" if block.caption else ""
    groups = (("thead", block.head), ("tbody", block.body), ("tfoot", block.foot))
    inside = "".join(f"<{name}>{''.join(map(_row, rows))}</{name}>" for name, rows in groups if rows)
    return f"<table>{caption}{inside}</table>\n"


def _row(row: Row) -> str:
    return f"<tr>{''.join(map(_cell, row))}</tr>"


def _cell(cell: Cell) -> str:
    name = "th" if cell.is_header else "td"
    spans = (("colspan", cell.colspan), ("rowspan", cell.rowspan))
    attributes = "".join(f' {span}="{n}"' for span, n in spans if n > 1)
    return f"<{name}{attributes}>{_blocks(cell.blocks)}</{name}>"


def _runs(runs: tuple[Run, ...]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    mark = _MARKS.get(run.emphasis)
    return f"<{mark}>{text}</{mark}>" if mark else text


def _media(media: Media) -> str:
    attached = media.attachment
    what = f"{format_name(attached.media_type)}, {size_name(attached.size)}" if attached else media.reference
    return " · ".join(
        filter(None, (_("Pièce jointe"), media.caption or (attached.title if attached else ""), what))
    )


def _lines(lines: list[Line]) -> str:
    text = "\n".join(line_text(line).rstrip() for line in lines)
    return f"<pre>{escape(text)}</pre>\n" if text else ""
