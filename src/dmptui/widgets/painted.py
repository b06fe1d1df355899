"""What the terminal shows, so that it is sent only what changes.

Textual paints again every line of a widget that moves, grows or comes back, the same or not. A slow line
(a hospital's gateway, a telephone) is spared those that are the same.
"""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

Piece = tuple[int, int, Strip]
"""Line, column, and what is there."""


class Painted:
    """Remembers each piece of a line that was sent, while nothing has covered it."""

    def __init__(self) -> None:
        self._lines: dict[int, dict[int, Strip]] = {}

    def forget(self) -> None:
        """The terminal may show something else: send everything again."""
        self._lines.clear()

    def changes(self, update: RenderableType | None) -> RenderableType | None:
        """The pieces of an update that are not on the screen yet; None when all of them are."""
        if update is None:
            return None
        if isinstance(update, LayoutUpdate):
            pieces = _whole(update)
        elif isinstance(update, ChopsUpdate):
            pieces = _parts(update)
        else:
            self.forget()
            return update
        changed = [piece for piece in pieces if self._put(*piece)]
        return _Pieces(changed) if changed else None

    def _put(self, y: int, x: int, strip: Strip) -> bool:
        """Remember a piece; False when it was there."""
        line = self._lines.setdefault(y, {})
        if line.get(x) == strip:
            return False
        end = x + strip.cell_length
        for covered in [at for at, piece in line.items() if at < end and at + piece.cell_length > x]:
            del line[covered]
        line[x] = strip
        return True


class _Pieces(ChopsUpdate):
    def __init__(self, pieces: list[Piece]) -> None:
        super().__init__((), [], [])
        self._pieces = pieces

    def render_segments(self, console: Console) -> str:
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for y, x, strip in self._pieces)


def _whole(update: LayoutUpdate) -> Iterator[Piece]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield y, x, strip
            x += strip.cell_length


def _parts(update: ChopsUpdate) -> Iterator[Piece]:
    """The strips that an update touches, cut where it ends, as Textual sends them."""
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < right and end > left:
                yield y, x, strip if end <= right else strip.crop(0, right - x)
