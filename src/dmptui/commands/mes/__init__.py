"""`dmptui mes`: a person, or their legal representative, in Mon espace santé (sandbox)."""

from importlib import import_module

from dmptui.commands.common.options import Commands, actions, family, person
from dmptui.core.text import _

_FILES = (
    "documents",
    "download",
    "accesses",
    "traces",
    "notifications",
    "authorisations",
    "switches",
    "professionals",
    "changes",
    "deposit",
    "profile",
    "medical_profile",
)
"""In the order of the help."""


def add(commands: Commands) -> None:
    """Add them to the command line."""
    summary = _("ce que la personne fait de son DMP, côté Mon espace santé (bac à sable)")
    parser = family(commands, "mes", summary)
    person(parser)
    parser.add_argument_group(_("Qui agit")).add_argument(
        "--representative", action="store_true", help=_("un représentant légal, pour une personne mineure")
    )
    acts = actions(parser)
    for file in _FILES:
        import_module(f"{__name__}.{file}").add(acts)
