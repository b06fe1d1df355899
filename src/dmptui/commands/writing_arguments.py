"""What the commands of a professional who writes accept: documents, consents. Nothing heavy here."""

import argparse
from typing import TYPE_CHECKING

from dmptui.commands.options import as_json, at_work, attending, command, consent, day, patient, person, rank
from dmptui.commands.parser import Parser
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]

ROUTES = ("intramusculaire", "sous-cutanee", "intradermique", "orale", "nasale")
"""Ways to give a vaccine."""
SITES = ("deltoide-gauche", "deltoide-droit", "cuisse-gauche", "cuisse-droite")
"""Places where it is given."""

_CHANGES = {
    "delete": N_("supprimer des documents dont vous êtes l'auteur"),
    "mask": N_("masquer des documents aux professionnels"),
    "unmask": N_("démasquer des documents"),
    "archive": N_("archiver des documents"),
    "unarchive": N_("sortir des documents des archives"),
}
_WHOM = ("patient", "representatives")


def add(commands: "Commands") -> None:
    """Add them to the command line."""
    _import(commands)
    _replace(commands)
    for name, summary in _CHANGES.items():
        _changed(commands, name, _(summary), asks=name == "delete")
    _hide(commands)
    _reveal(commands)
    _vaccination(commands)
    _message(commands)
    _authorise(commands)
    _attending(commands)


def _import(commands: "Commands") -> None:
    parser = command(commands, "import", "deposit", _("déposer des fichiers dans un DMP"))
    target = parser.add_argument_group(_("Dépôt"))
    target.add_argument("ins", metavar="INS", help=_("INS de la personne (15 caractères)"))
    target.add_argument(
        "files", metavar=_("FICHIER"), nargs="+", help=_("CDA (xml), pdf, txt, rtf, jpg, tif, lot XDM (zip)")
    )
    target.add_argument("--type", metavar="CODE", default="", help=_("code de type ; un CDA donne le sien"))
    target.add_argument(
        "--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut celui du CDA, ou le type")
    )
    _act(target)
    hidden = parser.add_argument_group(_("Visibilité"))
    hidden.add_argument("--masked", action="store_true", help=_("masqué aux professionnels"))
    hidden.add_argument(
        "--hidden-from-patient",
        action="store_true",
        help=_("non visible du patient, un mois au plus : à lui annoncer d'abord"),
    )
    hidden.add_argument(
        "--hidden-from-representatives",
        action="store_true",
        help=_("non visible des représentants légaux"),
    )
    at_work(parser)
    as_json(parser)


def _replace(commands: "Commands") -> None:
    parser = command(commands, "replace", "replace", _("déposer une nouvelle version d'un document"))
    patient(parser)
    group = parser.add_argument_group(_("Document"))
    group.add_argument("document", metavar="DOC", help=_("la version à remplacer"))
    group.add_argument("file", metavar=_("FICHIER"), help=_("CDA (xml), pdf, txt, rtf, jpg, tif"))
    group.add_argument(
        "--type", metavar="CODE", default="", help=_("code de type ; par défaut celui du CDA, ou l'ancien")
    )
    group.add_argument(
        "--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut celui du CDA, ou l'ancien")
    )
    _act(group)
    as_json(parser)


def _act(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--date", metavar="DATE", type=day, help=_("jour de l'acte ; par défaut celui du CDA, ou du fichier")
    )
    group.add_argument(
        "--setting",
        metavar="CODE",
        default="",
        help=_("cadre d'exercice (JDV_J04) ; par défaut celui du CDA, ou de la situation d'exercice"),
    )
    group.add_argument("--comment", metavar=_("TEXTE"), default="", help=_("commentaire"))


def _changed(commands: "Commands", name: str, summary: str, *, asks: bool = False) -> Parser:
    parser = command(commands, name, "changes", summary)
    parser.set_defaults(change=name)
    patient(parser)
    parser.add_argument_group(_("Documents")).add_argument(
        "documents",
        metavar="DOC",
        nargs="+",
        help=_("identifiants, débuts d'identifiants, ou numéros donnés par « documents »"),
    )
    if asks:
        parser.add_argument_group(_("Confirmation")).add_argument(
            "--yes", action="store_true", help=_("sans poser la question (nécessaire dans un script)")
        )
    as_json(parser)
    return parser


def _hide(commands: "Commands") -> None:
    parser = _changed(commands, "hide", _("rendre des documents non visibles du patient"))
    parser.add_argument_group(_("À qui")).add_argument(
        "--from",
        dest="whom",
        choices=_WHOM,
        required=True,
        help=_("le patient, ou ses représentants légaux (possible au dépôt seulement)"),
    )


def _reveal(commands: "Commands") -> None:
    summary = _("rendre des documents visibles du patient, ou des représentants légaux")
    parser = _changed(commands, "reveal", summary, asks=True)
    parser.add_argument_group(_("À qui")).add_argument(
        "--to",
        dest="whom",
        choices=_WHOM,
        required=True,
        help=_("le patient, ou ses représentants légaux (sans retour)"),
    )


def _vaccination(commands: "Commands") -> None:
    parser = command(commands, "vaccination", "vaccination", _("écrire une note de vaccination"))
    patient(parser)
    shot = parser.add_argument_group(_("Vaccination"))
    shot.add_argument("--vaccine", metavar=_("NOM"), required=True, help=_("nom du vaccin"))
    shot.add_argument("--date", metavar="DATE", type=day, required=True, help=_("jour de la vaccination"))
    shot.add_argument("--lot", default="", help=_("numéro de lot"))
    shot.add_argument("--rank", metavar="N", type=rank, help=_("rang de la dose, à partir de 1"))
    shot.add_argument("--booster", action="store_true", help=_("un rappel, et non la première série"))
    shot.add_argument("--route", choices=ROUTES, help=_("voie d'administration"))
    shot.add_argument("--site", choices=SITES, help=_("région d'administration"))
    shot.add_argument(
        "--disease",
        metavar=_("MALADIE"),
        action="append",
        default=[],
        help=_("maladie visée ; l'option peut être répétée"),
    )
    as_json(parser)


def _message(commands: "Commands") -> None:
    parser = command(commands, "message", "message", _("écrire à la personne, dans Mon espace santé"))
    patient(parser)
    group = parser.add_argument_group(_("Message"))
    group.add_argument("--subject", metavar=_("OBJET"), required=True, help=_("255 caractères au plus"))
    text = group.add_mutually_exclusive_group(required=True)
    text.add_argument("--text", metavar=_("TEXTE"), help=_("10 000 caractères au plus"))
    text.add_argument("--file", metavar=_("FICHIER"), help=_("le texte, en UTF-8"))
    group.add_argument(
        "--document", metavar="DOC", default="", help=_("un document du dossier, visible du patient")
    )
    as_json(parser)


def _authorise(commands: "Commands") -> None:
    parser = command(commands, "authorise", "authorise", _("déclarer le consentement d'une personne"))
    person(parser)
    at_work(parser)
    group = parser.add_argument_group(_("Consentement"))
    consent(group, required=True)
    attending(group)
    as_json(parser)


def _attending(commands: "Commands") -> None:
    parser = command(commands, "attending", "attending", _("ne plus être médecin traitant d'une personne"))
    person(parser)
    at_work(parser)
    parser.add_argument_group(_("Médecin traitant")).add_argument(
        "--end",
        action="store_true",
        required=True,
        help=_("je ne suis plus son médecin traitant (pour l'être : authorise --medecin-traitant)"),
    )
    as_json(parser)
