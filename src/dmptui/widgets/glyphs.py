"""The glyphs, their words, and their twins for terminals that do not have them.

Widgets always write the glyph; the twins replace it at painting, cell for cell (see `safe_lines`).
"""

from collections.abc import Mapping
from typing import NamedTuple

from dmptui.core.text import N_


class Glyph(NamedTuple):
    """One sign: one cell wide, always next to its word or explained by the legend."""

    sign: str
    twin: str
    word: str


NEW = Glyph("●", "*", N_("nouveau"))
HIDDEN = Glyph("◌", "m", N_("masqué aux professionnels"))
UNSEEN = Glyph("⊘", "i", N_("non visible par le patient"))
ARCHIVED = Glyph("▣", "a", N_("archivé"))
OLD_VERSION = Glyph("↺", "v", N_("ancienne version"))
EMERGENCY = Glyph("✚", "+", N_("urgence"))
CURSOR = Glyph("▸", ">", N_("sélectionné"))
DOCTOR = Glyph("★", "*", N_("médecin traitant"))
THUMB = Glyph("▐", "#", N_("où l'on est dans la liste"))

MARKED = Glyph("✓", "x", N_("choisi"))
DIFFERS = Glyph("≠", "!", N_("deux sources ne disent pas la même chose"))

LEGEND = (NEW, HIDDEN, UNSEEN, ARCHIVED, OLD_VERSION, EMERGENCY, DOCTOR, DIFFERS, CURSOR, MARKED)
"""What the `?` page explains."""

_DRAWN = dict(zip("─│┌┐└┘├┤┬┴┼━┃═║╭╮╰╯", "-|+++++++++=|=|++++", strict=True))
_BARS = dict(zip("▁▂▃▄▅▆▇█", "_.-~=+*#", strict=True))
_DOTS = dict.fromkeys(map(chr, range(0x2801, 0x2900)), ".")
"""Braille, which curves are drawn with."""
_POINTS = {"▲": "^", "▼": "v", "◆": "#", "○": "o", "░": ":"}
"""The points of a curve, and the range they are expected in."""
_SIGNS = {glyph.sign: glyph.twin for glyph in (*LEGEND, THUMB)} | _BARS | _DOTS | _POINTS
_TYPED = {"…": ".", "‹": "<", "›": ">", "↑": "^", "↓": "v", "←": "<", "→": ">", "✕": "x", "×": "x",
          "–": "-", "—": "-", "’": "'", "•": "-", "≤": "<", "≥": ">", "·": "-"}  # fmt: skip
_UNACCENTED = dict(
    zip("àâäçéèêëîïôöùûüÿÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ«»°²³µ", 'aaaceeeeiioouuuyAAACEEEEIIOOUUUY""o23u', strict=True)
)


def twins(environ: Mapping[str, str]) -> dict[int, str]:
    """What a terminal cannot show, as a table for `str.translate`.

    Args:
        environ: ``TERM`` (the Linux console has accents and lines, not our signs), and the locale:
            ``LC_ALL``, ``LC_CTYPE``, ``LANG`` (the first that is set).

    Returns:
        Empty for a terminal in UTF-8; each replacement is one cell for one cell.
    """
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    if "utf8" not in locale.lower().replace("-", ""):
        return str.maketrans({**_SIGNS, **_DRAWN, **_TYPED, **_UNACCENTED})
    return str.maketrans(_SIGNS) if environ.get("TERM") == "linux" else {}
