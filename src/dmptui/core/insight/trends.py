"""How a result changed: the earlier ones that a report recalls, with its own."""

from typing import NamedTuple

from dmptui.core.model.clinical import LabResult, When


class Point(NamedTuple):
    """One result: its number, as it is shown, and when."""

    number: float
    text: str
    when: When


def trend(result: LabResult) -> tuple[Point, ...]:
    """The results of one analysis in one document, the earliest first, its own last.

    Only plain numbers of the same unit are compared: « < 5 », a range or another unit is left out. Nothing
    when there is no earlier one, or when the report's own result is not such a number.
    """
    own = result.value
    if own.number is None or own.comparator:
        return ()
    earlier = [
        Point(each.value.number, each.value.text, each.when)
        for each in result.earlier
        if each.value.number is not None and each.value.unit == own.unit and not each.value.comparator
    ]
    if not earlier:
        return ()
    return (*sorted(earlier, key=lambda point: point.when.order), Point(own.number, own.text, result.when))
