"""`dmptui mes`: a person, or their legal representative, in Mon espace santé (sandbox)."""

from typing import TYPE_CHECKING

from dmptui.commands.common.options import actions, family, person
from dmptui.commands.mes import (
    authorisations,
    changes,
    deposit,
    documents,
    notifications,
    professionals,
    profile,
    replace,
    switches,
    traces,
)
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.commands.common.options import Commands


def add(commands: "Commands") -> None:
    """Add them to the command line."""
    summary = _("ce que la personne fait de son DMP, côté Mon espace santé (bac à sable)")
    parser = family(commands, "mes", summary)
    person(parser)
    parser.add_argument_group(_("Qui agit")).add_argument(
        "--representative", action="store_true", help=_("un représentant légal, pour une personne mineure")
    )
    acts = actions(parser)
    for module in (
        documents,
        traces,
        notifications,
        authorisations,
        switches,
        professionals,
        changes,
        deposit,
        replace,
        profile,
    ):
        module.add(acts)
