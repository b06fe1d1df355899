"""The lines of the Récapitulatif as they are painted, and what the pane says of the one under the cursor."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from dmptui.core.insight.summary.digest import Block, Line, Weight, source_of
from dmptui.core.text import _
from dmptui.screens.pages import PAGES
from dmptui.screens.summary.lines import Heading, Paragraph
from dmptui.theme import Role, Tone
from dmptui.widgets import glyphs
from dmptui.widgets.cells import fit, wrap
from dmptui.widgets.paint import Spans

_WIDEST_LABEL = 24

_ROLES: dict[Weight, Role] = {
    Weight.PLAIN: Tone.NORMAL,
    Weight.QUIET: Tone.DIM,
    Weight.NEW: Tone.STRONG,
    Weight.WARNING: Tone.WARNING,
    Weight.DANGER: Tone.DANGER,
}


def parts(blocks: Iterable[Block], *, late: bool) -> Iterator[Heading | Paragraph]:
    """What is painted; nothing comes after a block that waits, so that nothing moves when it has come.

    Args:
        blocks: in the order of the screen.
        late: whether one has waited long enough to say so.
    """
    waits = _("…") if late else ""
    for number, block in enumerate(blocks):
        if block.title:
            yield Heading(block.title, part=block.part)
        if block.waiting:
            yield Paragraph(None, [(waits, Tone.DIM)])
            return
        indent = _indent(block)
        for at, line in enumerate(block.lines):
            yield _paragraph(line, (number, at), indent, waits)


def detail(line: Line, width: int) -> list[Spans]:
    """What the pane says: where Enter leads, and what more there is to know."""
    if line.document is not None:
        leads = _("Entrée : lire {source}").format(source=source_of(line.document))
    else:
        leads = _("Entrée : page {page}").format(page=_title_of(line.page))
    room = max(10, width)
    return [
        [(fit(leads, room), Tone.DIM)],
        *([(text, Tone.NORMAL)] for sentence in line.details for text in wrap(sentence, room)),
    ]


def _title_of(place: str) -> str:
    return _(next(entry.title for entry in PAGES if entry.place == place))


def _indent(block: Block) -> int:
    """Cells of the labels and of the blank after them; 0 when one is too long for a column."""
    widest = max((cell_len(line.label) for line in block.lines), default=0)
    return widest + 2 if 0 < widest <= _WIDEST_LABEL else 0


def _paragraph(line: Line, key: tuple[int, int], indent: int, waits: str) -> Paragraph:
    role = _ROLES[line.weight]
    alert = line.weight in (Weight.WARNING, Weight.DANGER)
    spans: list[tuple[str, Role]] = [] if indent or not line.label else [(line.label, Tone.NORMAL)]
    spans.append((line.text or waits, role))
    if line.note:
        spans += [("·", Tone.DIM), (line.note, Tone.DIM if line.weight is Weight.QUIET else Tone.NORMAL)]
    if line.differs:
        spans.append((_("≠ donnée codée"), Tone.WARNING))
    if line.aside:
        spans += [("·", Tone.DIM)] * (not line.aside.startswith("("))
        spans.append((line.aside, Tone.DIM))
    return Paragraph(
        key if line.document is not None or line.page else None,
        spans,
        (line.label, Tone.NORMAL if alert else Tone.DIM),
        indent,
        glyphs.NEW.sign if line.weight is Weight.NEW and line.document else "",
        brief=line.brief,
    )
