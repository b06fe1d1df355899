"""The `:` palette: every action of a place by its name, made from the registry."""

from collections.abc import Collection

from dmptui.actions import Action, key_label, palette
from dmptui.core.text import _
from dmptui.widgets.picker import Choice, Picker


def command_palette(*places: str, refused: Collection[str] = ()) -> Picker:
    """A picker of actions; the key it gives back is an id for ``Screen.run_action``.

    Args:
        places: names in the registry, the page first.
        refused: ids of actions that are not possible now: they are left out.
    """
    actions = [a for a in palette(*places) if a.id not in refused and a.id not in ("palette", "back")]
    widest = max((len(_(action.title)) for action in actions), default=0) + 2
    choices = [Choice(a.id, _described(a, widest), key_label(a.keys[0])) for a in actions]
    return Picker(_("Aller"), choices)


def _described(action: Action, width: int) -> str:
    """The title, then what it does, in columns."""
    title = _(action.title)
    return f"{title[:1].upper()}{title[1:]:{width}}{_(action.help)}"
