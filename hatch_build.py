"""Compiles the catalogues of messages when the package is built, installed for development too."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """``dmptui.po`` becomes ``dmptui.mo`` beside it, where gettext looks for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  Hatch's names
        """Compile each language."""
        for source in Path(self.root, "src", "dmptui", "locale").rglob("*.po"):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text, locale=source.parents[1].name))
