"""When what grows is shown again."""


class Growth:
    """Each time it has grown by a few, then by a fourth of itself.

    Showing costs what there is: shown so, all the showings together cost a few times the last one.

    Args:
        few: how many, while there is little.
    """

    def __init__(self, few: int = 1) -> None:
        self._few = few
        self._next = few

    def is_due(self, size: int) -> bool:
        """Whether to show what is now so large; it is then taken as shown."""
        if size < self._next:
            return False
        self._next = size + max(self._few, size // 4)
        return True
