"""The `:` palette: every action of a place by its name, made from the registry."""

from collections.abc import Collection

from dmptui.actions import key_label, palette
from dmptui.core.text import _
from dmptui.widgets.picker import Choice, Picker


def command_palette(*places: str, refused: Collection[str] = ()) -> Picker:
    """A picker of actions; the key it gives back is an id for ``Screen.run_action``.

    Args:
        places: names in the registry, the page first.
        refused: ids of actions that are not possible now: they are left out.
    """
    choices = [
        Choice(action.id, _capital(_(action.title)), key_label(action.keys[0]))
        for action in palette(*places)
        if action.id not in refused and action.id not in ("palette", "back")
    ]
    return Picker(_("Aller"), choices)


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
