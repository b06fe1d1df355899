"""What is filtered, a chip each, in the room there is."""

_LEAST = 9
"""Characters of a chip that is cut most."""


def squeezed(chips: list[str], room: int) -> list[str]:
    """The chips in ``room`` characters with three between them: the longest give way, none disappears."""
    chips, available = list(chips), room - 3 * (len(chips) - 1)
    while chips and sum(map(len, chips)) > available:
        longest = max(range(len(chips)), key=lambda i: len(chips[i]))
        if len(chips[longest]) <= _LEAST:
            break
        chips[longest] = chips[longest].removesuffix("…")[:-1] + "…"
    return chips
