"""A few values in as many cells: how they moved, and where the reference range lies."""

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
"""From the lowest to the highest; their twins are in ``glyphs``."""

_MIDDLE = len(BARS) // 2 - 1


def sparkline(values: Sequence[float], low: float | None = None, high: float | None = None) -> str:
    """One bar a value, in the order given.

    The scale holds the values and the reference range: what is normal is never drawn as an extreme.

    Args:
        values: finite, in one unit, the oldest first.
        low, high: bounds of the reference range; None for one that is not known.

    Returns:
        As many cells as values; bars of the same middle height when nothing gives a scale.
    """
    scale = [*values, *(bound for bound in (low, high) if bound is not None)]
    if not values:
        return ""
    bottom, top = min(scale), max(scale)
    if bottom / 2 == top / 2:
        return BARS[_MIDDLE] * len(values)
    span = top / 2 - bottom / 2  # halves: the difference of two large numbers may not be one
    return "".join(BARS[round((value / 2 - bottom / 2) / span * (len(BARS) - 1))] for value in values)
