"""Messages in the order they are read: each followed by its answers."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from dmptui.core.model.message import Message, MessageKind, threads

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def message(name: str, hour: int, answers: str = "") -> Message:
    return Message(
        id=name,
        sent=START + timedelta(hours=hour),
        kind=MessageKind.MESSAGE,
        text="…",
        in_response_to=answers,
    )


def test_each_message_is_followed_by_its_answers_whatever_order_they_come_in() -> None:
    found = [
        message("first", 0),
        message("second", 1),
        message("late", 5, "first"),
        message("soon", 2, "first"),
        message("orphan", 3, "gone"),
    ]
    for order in permutations(found):
        assert [m.id for m in threads(order)] == ["orphan", "second", "first", "soon", "late"]


def test_no_message_is_lost_nor_shown_twice_when_answers_are_answered() -> None:
    found = [message("a", 0), message("b", 1, "a"), message("c", 2, "b"), message("d", 3, "d")]
    assert sorted(m.id for m in threads(found)) == ["a", "b", "c", "d"]
