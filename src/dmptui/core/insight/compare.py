"""Two texts, line by line: what stayed, what changed, what went, what came."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from itertools import takewhile, zip_longest
from typing import NamedTuple


class Change(Enum):
    """What became of a line."""

    SAME = " "
    CHANGED = "~"
    REMOVED = "-"
    ADDED = "+"


class Pair(NamedTuple):
    """A line of the old text beside one of the new, by their indexes; None where there is none."""

    change: Change
    old: int | None
    new: int | None


def compare(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Every line of both texts once, in order; how many blanks part two words is no difference."""
    before = [" ".join(line.split()) for line in old]
    after = [" ".join(line.split()) for line in new]
    head = _alike(before, after)
    tail = min(_alike(before[::-1], after[::-1]), min(len(before), len(after)) - head)
    pairs = [Pair(Change.SAME, n, n) for n in range(head)]
    pairs += _middle(before[head : len(before) - tail], after[head : len(after) - tail], head)
    ends = zip(range(len(before) - tail, len(before)), range(len(after) - tail, len(after)), strict=True)
    return pairs + [Pair(Change.SAME, one, other) for one, other in ends]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many first lines are the same."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _middle(before: Sequence[str], after: Sequence[str], head: int) -> Iterator[Pair]:
    for tag, low, high, first, last in SequenceMatcher(None, before, after).get_opcodes():
        lines = zip_longest(range(head + low, head + high), range(head + first, head + last))
        for old, new in lines:
            if tag == "equal":
                yield Pair(Change.SAME, old, new)
            elif old is None:
                yield Pair(Change.ADDED, None, new)
            elif new is None:
                yield Pair(Change.REMOVED, old, None)
            else:
                yield Pair(Change.CHANGED, old, new)
