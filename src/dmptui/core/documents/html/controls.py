"""What a form of a page was filled with."""

from dmptui.core.documents.cda.xml import Element
from dmptui.core.documents.html import styles
from dmptui.core.documents.text import clean_line

NAMES = frozenset({"input", "select", "meter", "progress"})
"""Controls that stand on a line of text."""
_SILENT = frozenset({"hidden", "image", "password", "file", "reset", "submit", "button"})


def words(control: Element) -> str:
    """The value of a control, as one reads it on paper."""
    match styles.name_of(control):
        case "input":
            return _input(control)
        case "select":
            return _chosen(control)
        case _:
            return clean_line(control.get("value"))


def _input(control: Element) -> str:
    kind = (control.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "[x]" if control.get("checked") is not None else "[ ]"
    return "" if kind in _SILENT else clean_line(control.get("value"))


def _chosen(control: Element) -> str:
    """The options that are chosen; all of them when none is."""
    options = [each for each in control.iter() if styles.name_of(each) == "option"]
    chosen = [each for each in options if each.get("selected") is not None] or options
    return " / ".join(filter(None, (clean_line("".join(map(str, each.itertext()))) for each in chosen)))
