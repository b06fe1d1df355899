"""What was done in a visit, in a few words: « 3 documents lus, 1 dépôt »."""

from collections.abc import Iterator

from dmptui.core.model.trace import ACTION_WORDS, Trace, TraceAction
from dmptui.core.model.visit import Visit, display_words
from dmptui.core.text import _, ngettext

_CHANGES = (TraceAction.MASK, TraceAction.UNMASK, TraceAction.VISIBILITY, TraceAction.ARCHIVE)
_ALWAYS = (TraceAction.OPEN, TraceAction.LIST, TraceAction.LOGIN, TraceAction.TRACES, TraceAction.MESSAGES)
"""What a visit hardly goes without: told when nothing else was done."""


def summary(visit: Visit, *, usual: bool = True) -> str:
    """What was done, refusals first; when nothing but the usual was, that too, or nothing."""
    done = [*_counted(visit), *_others(visit)]
    return ", ".join(done or (_least(visit) if usual else ()))


def line_words(trace: Trace) -> str:
    """What a line of a visit is called, a refusal apart."""
    return _(display_words(trace) if trace.is_display else ACTION_WORDS[trace.action])


def _counted(visit: Visit) -> Iterator[str]:
    done = dict(visit.done)
    if visit.refusals:
        yield ngettext("{n} refus", "{n} refus", visit.refusals).format(n=visit.refusals)
    if visit.read:
        yield ngettext("{n} document lu", "{n} documents lus", visit.read).format(n=visit.read)
    if n := done.get(TraceAction.DEPOSIT, 0):
        yield ngettext("{n} dépôt", "{n} dépôts", n).format(n=n)
    if n := done.get(TraceAction.REPLACE, 0):
        yield ngettext("{n} remplacement", "{n} remplacements", n).format(n=n)
    if n := done.get(TraceAction.DELETE, 0):
        yield ngettext("{n} suppression", "{n} suppressions", n).format(n=n)
    if n := sum(done.get(change, 0) for change in _CHANGES):
        yield ngettext("{n} modification", "{n} modifications", n).format(n=n)
    if n := done.get(TraceAction.MESSAGE, 0):
        yield ngettext("{n} message", "{n} messages", n).format(n=n)
    if visit.displayed:
        n = visit.displayed
        yield ngettext("{n} lu par une page", "{n} lus par les pages", n).format(n=n)


_COUNTED = (
    *_CHANGES,
    TraceAction.READ,
    TraceAction.DEPOSIT,
    TraceAction.REPLACE,
    TraceAction.DELETE,
    TraceAction.MESSAGE,
    TraceAction.DISPLAY,
)


def _others(visit: Visit) -> Iterator[str]:
    for action, _number in visit.done:
        if action not in _COUNTED and action not in _ALWAYS:
            yield _(ACTION_WORDS[action])


def _least(visit: Visit) -> list[str]:
    """What can be said of a visit where nothing else was done: what was done last of the usual."""
    if any(action is TraceAction.DISPLAY for action, _number in visit.done):
        return [_(ACTION_WORDS[TraceAction.DISPLAY])]
    return [_(ACTION_WORDS[action]) for action, _number in visit.done][-1:]
