"""What `dmptui usager` accepts: a person, or their legal representative, in Mon espace santé."""

import argparse
from typing import TYPE_CHECKING

from dmptui.commands.options import as_json, as_json_or_csv, command, period, person
from dmptui.commands.parser import Parser
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]

_MODULE = "usager"
_LISTS = {
    "documents": N_("ses documents"),
    "notifications": N_("ce qui lui a été notifié"),
    "authorisations": N_("les professionnels autorisés, ou bloqués"),
}
_ACTS = {"block": N_("bloquer un professionnel"), "unblock": N_("lever un blocage")}
_CHANGES = {
    "mask": N_("masquer un document aux professionnels"),
    "unmask": N_("démasquer un document"),
}
_PROFESSIONAL = N_("RPPS, identifiant PS, ou une partie du nom")


def add(commands: "Commands") -> None:
    """Add them to the command line."""
    summary = _("ce que la personne fait de son DMP, côté Mon espace santé (bac à sable)")
    parser = command(commands, "usager", _MODULE, summary)
    person(parser)
    parser.add_argument_group(_("Qui agit")).add_argument(
        "--representative", action="store_true", help=_("un représentant légal, pour une personne mineure")
    )
    actions = parser.add_subparsers(title=_("Actions"), metavar="ACTION", dest="action", required=True)
    for name, said in _LISTS.items():
        as_json(command(actions, name, _MODULE, _(said)))
    _traces(actions)
    _switches(actions)
    for name, said in _ACTS.items():
        _professional(command(actions, name, _MODULE, _(said)))
    named = command(actions, "attending", _MODULE, _("nommer un médecin traitant"))
    _professional(named)
    named.add_argument_group(_("Fin")).add_argument(
        "--end", action="store_true", help=_("mettre fin à cette qualité")
    )
    for name, said in _CHANGES.items():
        _document(command(actions, name, _MODULE, _(said)))


def _traces(actions: "Commands") -> None:
    parser = command(actions, "traces", _MODULE, _("qui a fait quoi sur son DMP"))
    period(parser.add_argument_group(_("Filtres")))
    as_json_or_csv(parser)


def _switches(actions: "Commands") -> None:
    parser = command(actions, "switches", _MODULE, _("ses accès en urgence ; une option les change"))
    group = parser.add_argument_group(_("Interrupteurs"))
    for option, said in (
        ("--centre-15", N_("la régulation du SAMU peut entrer")),
        ("--break-glass", N_("un professionnel peut entrer en bris de glace")),
        ("--masked", N_("en urgence, les documents masqués se lisent")),
    ):
        group.add_argument(option, choices=("on", "off"), help=_(said))
    as_json(parser)


def _professional(parser: Parser) -> None:
    parser.add_argument_group(_("Professionnel")).add_argument(
        "professional", metavar="PS", help=_(_PROFESSIONAL)
    )
    as_json(parser)


def _document(parser: Parser) -> None:
    parser.add_argument_group(_("Document")).add_argument(
        "documents", metavar="DOC", nargs="+", help=_("identifiants, ou numéros donnés par « documents »")
    )
    as_json(parser)
