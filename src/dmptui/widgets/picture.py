"""A picture, or the pages of a PDF, drawn in coloured cells: whole, as wide as the screen, or larger.

A page that shows documents mounts a ``PictureView``, gives it a file of ``picture.SHOWN`` with ``show``,
puts ``"picture"`` among its ``places`` and writes ``status`` in its footer at each ``Moved``. Left and right
are the keys of that page, which asks ``pan_across`` first.
"""

from typing import NamedTuple

from textual import events
from textual.cache import LRUCache
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dmptui.actions import Action, bindings, register
from dmptui.core.documents.picture import Pixels, render
from dmptui.core.documents.sniff import format_name, media_type, size_name
from dmptui.core.errors import InvalidContent
from dmptui.core.text import N_, _
from dmptui.theme import Tone, palette_of
from dmptui.widgets.cells import wrap
from dmptui.widgets.paint import centred, paint
from dmptui.widgets.quarters import segments

register(
    "picture",
    N_("Dans une image"),
    Action("zoom(1)", ("plus",), N_("agrandir")),
    Action("zoom(-1)", ("minus",), N_("réduire")),
    Action("whole", ("0",), N_("page entière")),
    Action("page(1)", ("n",), N_("page suivante")),
    Action("page(-1)", ("p",), N_("page précédente"), shown=False),
    Action(
        "screen(1)", ("space", "pagedown"), N_("suite"),
        N_("Descend d'un écran, puis passe à la page suivante."), shown=False,
    ),
    Action("screen(-1)", ("b", "pageup"), N_("retour"), N_("Remonte d'un écran."), shown=False),
    Action("line(1)", ("down", "j"), N_("plus bas"), shown=False),
    Action("line(-1)", ("up", "k"), N_("plus haut"), shown=False),
)  # fmt: skip

_ZOOMS = (0, 100, 150, 200, 300, 400, 600, 800)
"""Percents of the width of the screen; 0 is the whole page."""

_AS_WIDE = 1
_ANY_HEIGHT = 1_000_000
_WIDEST_SENTENCE = 72


class _Wish(NamedTuple):
    """What must be on the screen, as ``picture.render`` takes it."""

    content: bytes
    page: int
    width: int
    height: int


class PictureView(Widget, can_focus=True):
    """Shows one page of a picture, and moves in it; what is on the screen stays until the next is drawn.

    Terminals with fewer than 256 colours get a sentence instead.
    """

    BINDINGS = bindings("picture")
    ALLOW_SELECT = False
    DEFAULT_CSS = "PictureView { width: 1fr; height: 1fr; }"

    class Moved(Message):
        """Something else is on the screen: see ``status``."""

        def __init__(self, view: "PictureView") -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> "PictureView":
            """The view."""
            return self.view

    class _Drawn(Message):
        """A thread has an answer: the pixels, or a sentence that says why not."""

        def __init__(self, wish: _Wish, answer: Pixels | str) -> None:
            super().__init__()
            self.wish = wish
            self.answer = answer

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._content = b""
        self._page, self._pages = 0, 0
        self._zoom = _AS_WIDE
        self._pixels: Pixels | None = None
        self._failure = ""
        self._drawn: _Wish | None = None
        self._drawing = False
        self._left = self._top = 0
        self._strips: LRUCache[int, Strip] = LRUCache(512)

    # What a page asks

    def show(self, content: bytes) -> None:
        """Show the first page of another file, as wide as the screen.

        Args:
            content: a JPEG, a PNG, a TIFF or a PDF. Decoded in another process, at each change of page,
                of size or of zoom; a file that cannot be is told in place of the picture.
        """
        self._content, self._page, self._pages, self._zoom = content, 0, 0, _AS_WIDE
        self._pixels, self._failure, self._drawn = None, "", None
        self._left = self._top = 0
        self._repaint()
        self._draw()

    @property
    def status(self) -> str:
        """Where the reader is, for the footer: « page 2 sur 5 · zoom 200 % »."""
        if self._failure or not self._has_colours:
            return ""
        pixels = self._pixels
        if pixels is None:
            return _("L'image arrive…")
        zoom = round(50 * pixels.width / max(1, self.size.width))
        parts = [_("en entier") if not self._zoom else _("zoom {n} %").format(n=zoom)]
        if self._pages > 1:
            parts.insert(0, _("page {n} sur {total}").format(n=self._page + 1, total=self._pages))
        return " · ".join(parts)

    def pan_across(self, step: int) -> bool:
        """To the right or to the left; False when the picture is not wider than the screen."""
        if self._columns <= self.size.width:
            return False
        self._bring(self._left + 2 * step, self._top)
        return True

    # Keys

    def action_zoom(self, step: int) -> None:
        """Larger or smaller, around what is in the middle."""
        self._zoom = max(0, min(self._zoom + step, len(_ZOOMS) - 1))
        self._draw()

    def action_whole(self) -> None:
        """The whole page, or as wide as the screen again."""
        self._zoom = _AS_WIDE if not self._zoom else 0
        self._draw()

    def action_page(self, step: int) -> None:
        """To the top of another page."""
        page = self._page + step
        if 0 <= page < self._pages:
            self._page = page
            self._draw()

    def action_screen(self, step: int) -> None:
        """By screens, a line stays; then by pages."""
        before = self._top
        self._bring(self._left, before + step * max(1, self.size.height - 1))
        if self._top == before:
            self.action_page(step)

    def action_line(self, step: int) -> None:
        """By lines."""
        self._bring(self._left, self._top + step)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further."""
        event.stop()
        self._bring(self._left, self._top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Back."""
        event.stop()
        self._bring(self._left, self._top - 3)

    # Drawing

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._repaint()
        self._draw()

    @property
    def _wish(self) -> _Wish:
        width, height = 2 * self.size.width, 2 * self.size.height
        if self._zoom:
            width, height = width * _ZOOMS[self._zoom] // 100, _ANY_HEIGHT
        return _Wish(self._content, self._page, width, height)

    def _draw(self) -> None:
        """Ask for what must be on the screen; one process at a time, the wishes in between are dropped."""
        wish = self._wish
        if self._drawing or wish == self._drawn or not (wish.content and self.size and self._has_colours):
            return
        self._drawing = True

        def draw() -> None:
            try:
                answer: Pixels | str = render(*wish)
            except InvalidContent as error:
                answer = error.message
            self.post_message(self._Drawn(wish, answer))

        self.run_worker(draw, thread=True, group="picture", name="picture")

    def on_picture_view__drawn(self, message: "PictureView._Drawn") -> None:
        """Show it, unless something else is wanted by now."""
        message.stop()
        self._drawing = False
        wish, answer = message.wish, message.answer
        if wish != self._wish:
            self._draw()
            return
        before, shown = self._drawn, self._pixels
        self._drawn = wish
        if isinstance(answer, str):
            self._pixels, self._failure = None, answer
        else:
            self._pixels, self._pages, self._failure = answer, answer.pages, ""
            if shown is not None and before is not None and before.page == wish.page:
                self._keep_middle(shown, answer)
            else:
                self._left = self._top = 0
        self._bring(self._left, self._top)
        self._repaint()

    def _keep_middle(self, before: Pixels, now: Pixels) -> None:
        half_width, half_height = self.size.width / 2, self.size.height / 2
        across, down = now.width / before.width, now.height / before.height
        self._left = round((self._left + min(half_width, before.width / 4)) * across - half_width)
        self._top = round((self._top + min(half_height, before.height / 4)) * down - half_height)

    # Moving

    @property
    def _columns(self) -> int:
        return self._pixels.width // 2 if self._pixels else 0

    @property
    def _lines(self) -> int:
        return self._pixels.height // 2 if self._pixels else 0

    def _bring(self, left: int, top: int) -> None:
        left = max(0, min(left, self._columns - self.size.width))
        top = max(0, min(top, self._lines - self.size.height))
        if (left, top) != (self._left, self._top):
            if left != self._left:
                self._strips.clear()
            self._left, self._top = left, top
            self.refresh()
            self.post_message(self.Moved(self))

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()
        self.post_message(self.Moved(self))

    # Painting

    @property
    def _has_colours(self) -> bool:
        return not palette_of(self).theme.ansi

    def notify_style_update(self) -> None:
        """Another theme: paint all, and draw what a theme without colours did not ask for."""
        super().notify_style_update()
        self._strips.clear()
        self.refresh()
        self._draw()

    def render_line(self, y: int) -> Strip:
        """One line of the picture, or of what is said in its place."""
        palette, width = palette_of(self), self.size.width
        pixels, line = self._pixels, y + self._top
        if pixels is None or not self._has_colours:
            sentence = self._sentence(y)
            return paint([(centred(sentence, width), Tone.WARNING)], palette, width)
        if line >= self._lines:
            return Strip.blank(width, palette["normal"])
        strip = self._strips.get(line)
        if strip is None:
            blank = Strip.blank(max(0, width - self._columns) // 2, palette["normal"])
            strip = Strip.join([blank, Strip(segments(pixels, line, self._left, width))])
            self._strips[line] = strip = strip.adjust_cell_length(width, palette["normal"])
        return strip

    def _sentence(self, y: int) -> str:
        """A line of what is said in place of the picture, about a third from the top."""
        sentence = self._failure
        if self._content and not self._has_colours:
            sentence = _(
                "Ce terminal n'a pas assez de couleurs pour montrer une image. Enregistrez le fichier "
                "({format}, {size}) et ouvrez-le avec un autre programme."
            ).format(format=format_name(media_type(self._content)), size=size_name(len(self._content)))
        lines = wrap(sentence, min(_WIDEST_SENTENCE, self.size.width))
        index = y - max(0, (self.size.height - len(lines)) // 3)
        return lines[index] if 0 <= index < len(lines) else ""
