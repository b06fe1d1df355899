"""What is remembered of what is kept once, so that the store is not asked about it at each request."""

Mark = tuple[bytes, str]
"""The digest of a token, and what is kept once for it."""
MOST = 20_000
"""Marks remembered; one that was forgotten is looked up again."""


class Once:
    """What the store is known to keep; nothing that is kept once is ever taken away."""

    def __init__(self) -> None:
        self._marks: dict[Mark, None] = {}

    def __contains__(self, mark: Mark) -> bool:
        return mark in self._marks

    def add(self, mark: Mark) -> None:
        """Remember a mark, and forget the oldest when there are too many."""
        self._marks[mark] = None
        if len(self._marks) > MOST:
            del self._marks[next(iter(self._marks))]
