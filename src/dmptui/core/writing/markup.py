"""XML made of strings: what is not markup yet is cleaned and escaped, so no text can break a document."""

from functools import lru_cache

from dmptui.core.documents.text import clean, clean_line


class Markup(str):
    """Well-formed XML; any other ``str`` is text still to be escaped."""

    __slots__ = ()


def element(tag: str, *children: str | None, **attributes: str | None) -> Markup:
    """An element of the default namespace.

    Args:
        tag: the local name.
        children: ``Markup`` goes in as it is, other text is escaped, None is skipped.
        attributes: in order; None is skipped, and ``xsi_type`` is written ``xsi:type``.
    """
    opening = tag
    for name, value in attributes.items():
        if value is not None:
            opening += f' {"xsi:type" if name == "xsi_type" else name}="{_in_attribute(value)}"'
    content = "".join(
        [child if type(child) is Markup else _in_text(child) for child in children if child is not None]
    )
    return Markup(f"<{opening}>{content}</{tag}>" if content else f"<{opening}/>")


def joined(parts: list[Markup]) -> Markup:
    """Siblings, one after the other."""
    return Markup("".join(parts))


NOTHING = Markup("")


@lru_cache(maxsize=8192)
def _in_text(text: str) -> str:
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=8192)
def _in_attribute(text: str) -> str:
    escaped = clean_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;")
