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
    "archive": N_("archiver un document qu'elle a déposé"),
    "unarchive": N_("le sortir des archives"),
    "delete": N_("supprimer un document qu'elle a déposé"),
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
        _document(command(actions, name, _MODULE, _(said)), asks=name == "delete")
    _deposits(actions)
    _profile(actions)


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


def _document(parser: Parser, *, asks: bool) -> None:
    parser.add_argument_group(_("Document")).add_argument(
        "documents", metavar="DOC", nargs="+", help=_("identifiants, ou numéros donnés par « documents »")
    )
    if asks:
        parser.add_argument_group(_("Confirmation")).add_argument(
            "--yes", action="store_true", help=_("sans poser la question (nécessaire dans un script)")
        )
    as_json(parser)


def _deposits(actions: "Commands") -> None:
    added = command(actions, "deposer", _MODULE, _("déposer ses propres documents"))
    files = added.add_argument_group(_("Dépôt"))
    files.add_argument("files", metavar=_("FICHIER"), nargs="+", help=_("pdf, txt, rtf, jpg, tif"))
    files.add_argument("--type", metavar="CODE", required=True, help=_("DOCPAT01 à 09, EXPPAT_1 à 3"))
    files.add_argument("--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut le type"))
    hidden = added.add_argument_group(_("Visibilité"))
    hidden.add_argument("--masked", action="store_true", help=_("masqué aux professionnels"))
    hidden.add_argument(
        "--hidden-from-representatives",
        action="store_true",
        help=_("non visible des représentants légaux, pour une personne mineure"),
    )
    as_json(added)
    replaced = command(actions, "replace", _MODULE, _("déposer une nouvelle version d'un de ses documents"))
    group = replaced.add_argument_group(_("Document"))
    group.add_argument("document", metavar="DOC", help=_("la version à remplacer"))
    group.add_argument("file", metavar=_("FICHIER"), help=_("pdf, txt, rtf, jpg, tif"))
    group.add_argument("--type", metavar="CODE", default="", help=_("code de type ; par défaut l'ancien"))
    group.add_argument("--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut l'ancien"))
    as_json(replaced)


def _profile(actions: "Commands") -> None:
    as_json(command(actions, "oppose", _MODULE, _("s'opposer à la création de son profil")))
    closed = command(actions, "close", _MODULE, _("fermer son profil"))
    closed.add_argument_group(_("Fermeture")).add_argument(
        "--reason", metavar=_("RAISON"), default="", help=_("sa raison, qu'elle ne doit à personne")
    )
    as_json(closed)
    as_json(command(actions, "reopen", _MODULE, _("rouvrir son profil, ou le créer sans attendre")))
