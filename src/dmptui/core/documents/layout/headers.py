"""Where a table says its labels: not always in its ``thead``, and sometimes again further down."""

from dmptui.core.documents.blocks import Cell, Emphasis, Paragraph, Row, Table

_MOST_PROMOTED = 3


def by_header(table: Table) -> list[Table]:
    """The table cut before each row of labels inside its body, with these rows as header.

    A row of ``th`` is one, unless a value of a row above holds for it too. A row in bold is one when it comes
    first, nothing else gives labels and it looks like them (three cells or more, no figure), or when it
    repeats them: a result in bold must never become the label of the results below it.
    """
    parts: list[tuple[list[Row], list[Row]]] = [(list(table.head), [])]
    known = {_texts(row) for row in table.head if len(_written(row)) > 1}
    only_titles = True  # nothing but titles over the whole width, so far in this part
    promoted = 0
    reached = 0  # the row until which a cell of those above reaches down
    for number, row in enumerate(table.body, 1):
        head, body = parts[-1]
        is_value = number == len(table.body) or reached >= number
        if is_value or not _is_label_row(row, known, at_top=only_titles):
            body.append(row)
            reached = max([reached, *(number + cell.rowspan - 1 for cell in row)])
            only_titles = only_titles and len(_written(row)) < 2
            continue
        known.add(_texts(row))
        if only_titles and promoted < _MOST_PROMOTED:
            head += [*body, row]
            body.clear()
            promoted += 1
        else:
            parts.append(([row], []))
            only_titles, promoted = True, 1
    parts[-1][1].extend(table.foot)
    return [Table(head=tuple(head), body=tuple(body)) for head, body in parts]


def _is_label_row(row: Row, known: set[tuple[str, ...]], *, at_top: bool) -> bool:
    cells = _written(row)
    if len(cells) > 1 and all(cell.is_header for cell in cells):
        return True
    if not all(map(_is_strong, cells)):
        return False
    texts = _texts(row)
    looks_like = len(cells) > 2 and not any(map(str.isdigit, "".join(texts)))
    return looks_like and (texts in known or (at_top and not known))


def _written(row: Row) -> list[Cell]:
    return [cell for cell in row if cell.blocks]


def _is_strong(cell: Cell) -> bool:
    return all(
        isinstance(block, Paragraph) and all(run.emphasis is Emphasis.STRONG for run in block.runs)
        for block in cell.blocks
    )


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(block.text for cell in row for block in cell.blocks if isinstance(block, Paragraph))
