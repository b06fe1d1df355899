"""What a group of an RTF inherits from the one around it, and its fields."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dmptui.core.documents.rtf.flow import Flow

_link = re.compile(r'HYPERLINK\s+"([^"]{1,2000})"')
_NO_ANSWER = 25
"""How a form says that the default is kept."""


@dataclass(slots=True)
class Field:
    """A field: its instruction, and what was answered to it."""

    words: list[str] = field(default_factory=list)
    chosen: int = _NO_ANSWER
    default: int = 0
    choices: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where a link goes; empty when it is not one."""
        found = _link.search("".join(self.words))
        return found[1].removeprefix("mailto:") if found else ""

    def form(self) -> str:
        """The answer to a box or a list of a form; empty when it is neither."""
        instruction = "".join(self.words)
        if "FORMCHECKBOX" in instruction:
            return "[x]" if self.answer else "[ ]"
        if "FORMDROPDOWN" in instruction and self.answer < len(self.choices):
            return self.choices[self.answer]
        return ""

    @property
    def answer(self) -> int:
        """0 or 1 of a box; the index of a choice."""
        return max(0, self.default if self.chosen == _NO_ANSWER else self.chosen)

    def keep_choice(self, start: int) -> Callable[[], None]:
        """When the group that began at a word of the instruction ends: it was a choice."""

        def keep() -> None:
            self.choices.append("".join(self.words[start:]).strip())
            del self.words[start:]

        return keep


@dataclass(slots=True)
class State:
    """What a group inherits from the one around it."""

    flow: Flow
    silent: bool = False
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    script: str = ""
    encoding: str = "cp1252"
    blanks_for: int = 1
    """Characters after ``\\u`` for programs that cannot read it."""
    in_table: bool = False
    depth: int = 0
    in_list_mark: bool = False
    in_fonts: bool = False
    field: Field | None = None
    instruction: bool = False
    pictures: bool = True
    """Whether those of the group are ones of the page, and not another version of one."""
    closing: Callable[[], None] | None = None
