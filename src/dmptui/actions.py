"""The registry of actions: bindings, footer, `?` page, `:` palette and documentation are made from it.

A place is a page (``"documents"``) or a reusable part (``"list"``). Its module registers it once, then
binds it; an action ``open`` calls the method ``action_open``::

    register("documents", N_("Documents"), Action("open", ("enter",), N_("Lire"), N_("Ouvre le document.")))

    class DocumentsScreen(Screen[None]):
        PLACE = "documents"
        BINDINGS = bindings(PLACE)
"""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from dmptui.core.text import N_, _

GLOBAL = "global"

KEY_NAMES = {
    "enter": N_("Entrée"),
    "escape": N_("Échap"),
    "space": N_("Espace"),
    "tab": "Tab",
    "shift+tab": N_("Maj+Tab"),
    "plus": "+",
    "minus": "-",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": N_("Page préc."),
    "pagedown": N_("Page suiv."),
    "home": N_("Début"),
    "end": N_("Fin"),
    **{f"f{n}": f"F{n}" for n in range(1, 11)},
}
"""Keys with a name. The others are one letter, one digit or one of ``/ ? :``: what every keyboard has
without AltGr, and no control key, because a terminal cannot tell ctrl+h, i, j, m and [ from backspace,
tab, newline, enter and escape."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do in a place.

    Attributes:
        id: name of the method, without ``action_``; may hold arguments: ``"go(1)"``.
        keys: the first is the one shown, the others are second spellings.
        title: French, short, the verb first.
        help: a sentence for the `?` page; the title when empty.
        shown: in the footer.
        group: heading under which the `?` page puts it; the place's own when empty.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str = ""
    shown: bool = True
    group: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where actions apply: a page, or a part several pages have."""

    name: str
    title: str
    actions: tuple[Action, ...]


_places: dict[str, Place] = {}


def register(name: str, title: str, *actions: Action) -> Place:
    """Declare a place and its actions.

    Args:
        name: unique, English, the ``PLACE`` of the screen.
        title: French, heading of the `?` page.
        actions: in the order of the footer.

    Raises:
        ValueError: the place exists, a key is bound twice or is not on every keyboard.
    """
    if name in _places:
        raise ValueError(f"place {name!r} is registered twice")
    place = Place(name, title, actions)
    if faults := [*_bad_keys(place), *_clashes(place, *_others(name))]:
        raise ValueError("; ".join(faults))
    _places[name] = place
    return place


def bindings(name: str) -> list[BindingType]:
    """Textual bindings of a place, one a key: the body of ``BINDINGS``."""
    return [
        Binding(key, action.id, action.title, show=action.shown, id=f"{name}.{action.id}.{key}")
        for action in _places[name].actions
        for key in action.keys
    ]


def footer(*names: str) -> tuple[Action, ...]:
    """What the footer shows: the actions of the places given, then the global ones."""
    return tuple(action for action in palette(*names) if action.shown)


def help_sections(*names: str) -> list[tuple[str, list[Action]]]:
    """The `?` page: (heading, actions) of the places given, then of what works everywhere."""
    sections: dict[str, list[Action]] = {}
    for name in dict.fromkeys((*names, GLOBAL)):
        place = _places[name]
        for action in place.actions:
            sections.setdefault(_(action.group or place.title), []).append(action)
    return list(sections.items())


def palette(*names: str) -> list[Action]:
    """The `:` palette: every action of the places given, then the global ones."""
    return [action for name in dict.fromkeys((*names, GLOBAL)) for action in _places[name].actions]


def clashes(*names: str) -> list[str]:
    """Keys bound by several of these places: those of one page and of the parts it shows."""
    first, *rest = (_places[name] for name in names)
    return _clashes(first, *rest)


def key_label(key: str) -> str:
    """A key as the footer writes it: ``enter`` is « Entrée »."""
    return _(KEY_NAMES[key]) if key in KEY_NAMES else key


def markdown() -> str:
    """Every registered place as Markdown tables, for the documentation."""
    return "\n".join(line for place in _places.values() for line in _table(place))


def _table(place: Place) -> Iterator[str]:
    yield f"## {_(place.title)}\n"
    yield f"| {_('Touches')} | {_('Action')} | {_('Effet')} |"
    yield "|---|---|---|"
    for action in place.actions:
        keys = ", ".join(f"`{key_label(key)}`" for key in action.keys)
        yield f"| {keys} | {_(action.title)} | {_(action.help)} |"
    yield ""


def _others(name: str) -> list[Place]:
    return [] if name == GLOBAL else [_places[GLOBAL]]


def _bad_keys(place: Place) -> list[str]:
    return [
        f"{place.name}: {key!r} is not on every keyboard"
        for action in place.actions
        for key in action.keys
        if key not in KEY_NAMES
        and not (len(key) == 1 and (key in "/?:" or (key.isascii() and key.isalnum())))
    ]


def _clashes(*places: Place) -> list[str]:
    owners: dict[str, str] = {}
    faults = []
    for place in places:
        for action in place.actions:
            for key in action.keys:
                owner = f"{place.name}.{action.id}"
                if key in owners:
                    faults.append(f"{key!r} is bound by {owners[key]} and {owner}")
                owners.setdefault(key, owner)
    return faults


register(
    GLOBAL,
    N_("Partout"),
    Action("palette", (":",), N_("aller"), N_("Choisit une action par son nom.")),
    Action("help", ("?", "f1"), N_("aide"), N_("Montre les touches de cette page.")),
    Action(
        "resources",
        ("f2",),
        N_("aide et ressources"),
        N_("Le vocabulaire du DMP, les règles d'accès, des questions et leurs réponses."),
        shown=False,
    ),
    Action("back", ("escape",), N_("revenir"), N_("Revient d'un pas en arrière."), shown=False),
    Action("quit", ("q",), N_("quitter"), N_("Quitte le programme."), shown=False),
    Action(
        "toggle_mouse",
        ("f8",),
        N_("souris"),
        N_("Donne la souris au programme, ou la rend au terminal pour sélectionner du texte."),
        shown=False,
    ),
    Action("change_theme", ("f9",), N_("couleurs"), N_("Passe au thème suivant."), shown=False),
)
