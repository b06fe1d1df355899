"""The `:` palette: every action of a place by its name, made from the registry."""

from collections.abc import Collection, Sequence

from dmptui.actions import Action, key_label, palette
from dmptui.core.text import _
from dmptui.widgets.picker import Choice, Picker


def command_palette(
    *places: str,
    refused: Collection[str] = (),
    first: Sequence[Choice] = (),
    others: Sequence[Choice] = (),
) -> Picker:
    """A picker of actions; the key it gives back is an id for ``Screen.run_action``.

    Args:
        places: names in the registry, the page first.
        refused: ids of actions that are not possible now: they are left out.
        first: what else can be chosen, before the actions; a key may be the id of an action.
        others: the same, after the actions.
    """
    left_out = {*refused, "palette", "back", *(choice.key for choice in first)}
    actions = [action for action in palette(*places) if action.id not in left_out]
    widest = max((len(_(action.title)) for action in actions), default=0) + 2
    choices = [Choice(a.id, _described(a, widest), key_label(a.keys[0])) for a in actions]
    return Picker(_("Aller"), [*first, *choices, *others])


def _described(action: Action, width: int) -> str:
    """The title, then what it does, in columns."""
    title = _(action.title)
    return f"{title[:1].upper()}{title[1:]:{width}}{_(action.help)}"
