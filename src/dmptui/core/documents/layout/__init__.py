"""Documents laid out for a screen: lines of spans with meanings, no colours and no terminal."""

from dmptui.core.documents.layout.document import lay_out
from dmptui.core.documents.layout.lines import Layout, Line, Role, SectionMark, Span

__all__ = ["Layout", "Line", "Role", "SectionMark", "Span", "lay_out"]
