"""The elements of a narrative: which flow with the text, and what style each gives to it."""

from typing import NamedTuple

from dmptui.core.documents.blocks import Emphasis
from dmptui.core.documents.cda.xml import Element, local_name

LISTS = frozenset({"list", "ul", "ol"})
ITEMS = frozenset({"item", "li"})

_STYLES = {
    "bold": Emphasis.STRONG,
    "bolditalics": Emphasis.STRONG,
    "bolditalic": Emphasis.STRONG,
    "xtitle": Emphasis.STRONG,
    "emphasis": Emphasis.LIGHT,
    "italics": Emphasis.LIGHT,
    "italic": Emphasis.LIGHT,
    "underline": Emphasis.LIGHT,
}
_ELEMENTS = {
    **dict.fromkeys(("b", "strong", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "dt"), Emphasis.STRONG),
    **dict.fromkeys(("i", "em", "u"), Emphasis.LIGHT),
}
_STRUCK = frozenset({"s", "strike", "del", "delete"})
_STRIKES = frozenset({"strikethrough", "xstrikethrough", "linethrough", "line-through", "strike", "xstrike"})
_FIXED = ("mono", "xpre", "xfixed", "preformatted")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Style(NamedTuple):
    """How a text is written.

    ``struck`` is withdrawn by its author; ``link`` leads elsewhere; the spaces of a ``fixed`` one are kept.
    """

    emphasis: Emphasis = Emphasis.NONE
    struck: bool = False
    link: bool = False
    fixed: bool = False


PLAIN = Style()


def styled(part: Element, style: Style) -> Style:
    """The style inside an element that stands in a text of that style."""
    name = local_name(part)
    if not part.attrib and name not in _ELEMENTS and name not in _STRUCK and name != "pre":
        return style
    words = (part.get("styleCode") or "").lower().split()
    emphasis = style.emphasis
    for stronger in (_ELEMENTS.get(name), *map(_STYLES.get, words)):
        if stronger is not None and stronger.value > emphasis.value:
            emphasis = stronger
    return Style(
        emphasis,
        style.struck or is_struck(part),
        style.link,
        _is_fixed(part, name, words, inherited=style.fixed),
    )


def is_struck(part: Element) -> bool:
    """Whether its author struck it through, in any of the ways there are to say it."""
    if local_name(part) in _STRUCK or part.get("revised") == "delete":
        return True
    return not _STRIKES.isdisjoint((part.get("styleCode") or "").lower().split())


def _is_fixed(part: Element, name: str, words: list[str], *, inherited: bool) -> bool:
    if name == "pre" or part.get("mediaType") == "text/plain":
        return True
    if any(mark in word for word in words for mark in _FIXED):
        return True
    space = part.get(_SPACE)
    return inherited if space is None else space == "preserve"
