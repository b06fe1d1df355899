"""What the names and the styles of HTML elements mean for a text: inline, hidden, stressed, withdrawn."""

import re

from dmptui.core.documents.blocks import Emphasis
from dmptui.core.documents.cda.xml import Element, local_name

DROPPED = frozenset({"script", "style", "template", "head", "datalist", "noframes"})
"""Elements whose content is never shown to a reader."""
_ON_THE_LINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark meter nobr "
    "output progress q rb rp rt ruby s samp select small span strike strong sub sup time tt u var wbr"
)
INLINE = frozenset(_ON_THE_LINE.split())
"""Every other element starts a line: two drugs must not become one."""
STRUCK = frozenset({"del", "s", "strike"})
_STRONG = frozenset({"b", "strong", "th", "dt", "caption", "legend", "summary", "mark"})
_LIGHT = frozenset({"i", "em", "u", "cite", "dfn", "var"})
_hidden = re.compile(r"(?:display:none|visibility:(?:hidden|collapse)|font-size:0(?:px|pt|em|%)?)(?:;|!|$)")
_bold = re.compile(r"font-weight:(?:bold|[6-9]00)")
_slanted = re.compile(r"font-style:(?:italic|oblique)|text-decoration[\w-]*:[^;]*underline")
_blanks = re.compile(r"\s+")


def is_hidden(element: Element) -> bool:
    """Whether a reader of the page would not see it."""
    name = name_of(element)
    return (
        name in DROPPED
        or element.get("hidden") is not None
        or (name == "input" and (element.get("type") or "").lower() == "hidden")
        or _hidden.search(_style(element)) is not None
    )


def is_inline(element: Element) -> bool:
    """Whether its words go on the line; what an office program adds (``o:p``) does too."""
    name = name_of(element)
    return name in INLINE or ":" in name


def is_struck(element: Element) -> bool:
    """Whether its author withdrew it."""
    return name_of(element) in STRUCK or "line-through" in _style(element)


def is_kept_as_written(element: Element) -> bool:
    """Whether its spaces and line ends matter."""
    return name_of(element) in ("pre", "textarea", "xmp", "listing", "plaintext") or (
        "white-space:pre" in _style(element) and not is_inline(element)
    )


def is_at_right(element: Element) -> bool:
    """Whether a cell is set against its right edge: figures."""
    return (element.get("align") or "").lower() == "right" or "text-align:right" in _style(element)


def stressed(element: Element, emphasis: Emphasis) -> Emphasis:
    """The emphasis of an element inside another."""
    name, style = name_of(element), _style(element)
    if name in _STRONG or _bold.search(style):
        return Emphasis.STRONG
    if emphasis is Emphasis.NONE and (name in _LIGHT or _slanted.search(style)):
        return Emphasis.LIGHT
    return emphasis


def name_of(element: Element) -> str:
    """The name of an element in lower case; empty for a comment."""
    return local_name(element).lower()


def _style(element: Element) -> str:
    written = element.get("style")
    return _blanks.sub("", written).lower() if written else ""
