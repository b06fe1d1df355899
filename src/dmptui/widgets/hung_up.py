"""Whether the terminal is still there: a line that is cut does not always send SIGHUP."""

import select


def hung_up(fileno: int) -> bool:
    """Whether the other end of a terminal is gone: nobody reads it, nobody types any more."""
    poll = select.poll()
    poll.register(fileno, 0)  # a hang-up is told whatever is asked
    return any(told & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _file, told in poll.poll(0))
