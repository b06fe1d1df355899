"""What is said of something late: once, and never after it came."""

from collections.abc import Callable
from unittest.mock import Mock

import pytest

from dmptui.widgets.awaited import LOADING_DELAY, Awaited


@pytest.fixture
def widget() -> Mock:
    made = Mock(spec=["set_timer"])
    made.set_timer.side_effect = lambda *_args: Mock()
    return made


def due(widget: Mock) -> Callable[[], None]:
    """What the last timer calls when its time has come."""
    delay, late = widget.set_timer.call_args.args
    assert delay == LOADING_DELAY
    found: Callable[[], None] = late
    return found


def test_it_is_said_when_it_is_late(widget: Mock) -> None:
    awaited, say = Awaited(), Mock()
    awaited.begin(widget, say)
    assert awaited
    due(widget)()
    say.assert_called_once_with()


def test_a_timer_that_was_due_when_it_came_says_nothing(widget: Mock) -> None:
    awaited, say = Awaited(), Mock()
    awaited.begin(widget, say)
    late = due(widget)
    awaited.end()
    late()
    assert not awaited
    say.assert_not_called()


def test_nor_when_something_else_is_awaited_since(widget: Mock) -> None:
    awaited, first, second = Awaited(), Mock(), Mock()
    awaited.begin(widget, first)
    late = due(widget)
    awaited.begin(widget, second)
    late()
    due(widget)()
    first.assert_not_called()
    second.assert_called_once_with()
