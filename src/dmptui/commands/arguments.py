"""What the command line accepts. Nothing heavy may be imported here: it answers `dmptui --help`."""

import argparse
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from dmptui import __version__
from dmptui.commands import usager_arguments, writing_arguments
from dmptui.commands.options import (
    as_json,
    as_json_or_csv,
    at_work,
    command,
    general,
    layout,
    patient,
    period,
    port,
    span,
)
from dmptui.commands.parser import Parser
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]

HOST, PORT = "127.0.0.1", 8765

_AFTER = N_("""\
Sans commande, ouvre le DMP à l'écran. « dmptui COMMANDE --help » en dit plus.

Codes de sortie : 0 fait ; 1 refusé par le DMP ; 2 demande ou fichier inutilisable ;
3 serveur, données ou machine indisponibles.""")


def build_parser() -> Parser:
    """The whole command line.

    ``module`` is the module of ``dmptui.commands`` to run, empty for the screens.
    """
    parser = Parser(prog="dmptui", description=_("Le DMP au clavier."), epilog=_(_AFTER), parents=[general()])
    parser.add_argument_group(_("Version")).add_argument(
        "--version",
        action="version",
        version=f"dmptui {__version__}",
        help=_("affiche la version et s'arrête"),
    )
    parser.set_defaults(module="", json=False)
    commands = parser.add_subparsers(title=_("Commandes"), metavar=_("COMMANDE"))
    for add in (_professionals, _patients, _documents, _chercher, _show, _traces):
        add(commands)
    writing_arguments.add(commands)
    usager_arguments.add(commands)
    for add in (_matrice, _regles, _view, _print, _serve, _demo):
        add(commands)
    return parser


def asked_language(argv: Sequence[str]) -> str | None:
    """The language the command line asks for, known before its help is written; None when it does not."""
    for word, following in pairwise([*argv, ""]):
        if word.startswith("--lang"):
            return word.partition("=")[2] or following or None
    return None


def _professionals(commands: "Commands") -> None:
    summary = _("les professionnels de démonstration et leurs situations d'exercice")
    as_json(command(commands, "professionals", "professionals", summary))


def _patients(commands: "Commands") -> None:
    parser = command(commands, "patients", "patients", _("mes patients, ou une recherche de personne"))
    at_work(parser)
    found = parser.add_argument_group(_("Recherche")).add_mutually_exclusive_group()
    found.add_argument("--search", metavar=_("NOM"), help=_("personnes dont le nom commence ainsi"))
    found.add_argument("--ins", help=_("la personne de cet INS (15 caractères)"))
    as_json(parser)


def _documents(commands: "Commands") -> None:
    parser = command(
        commands, "documents", "documents", _("les documents d'un DMP, les plus récents d'abord")
    )
    patient(parser)
    filters = parser.add_argument_group(_("Filtres"))
    filters.add_argument("--type", metavar="CODE", help=_("code de type, par exemple 11502-2"))
    filters.add_argument(
        "--author", metavar=_("NOM"), help=_("une partie du nom de l'auteur ou de la structure")
    )
    period(filters)
    filters.add_argument(
        "--text", metavar=_("MOTS"), help=_("mots du titre, du type, du commentaire, de l'auteur")
    )
    filters.add_argument("--all", action="store_true", help=_("avec les archivés et les anciennes versions"))
    as_json(parser)


def _chercher(commands: "Commands") -> None:
    parser = command(commands, "chercher", "chercher", _("les documents d'un DMP dont le contenu a ces mots"))
    patient(parser)
    parser.add_argument_group(_("Recherche")).add_argument(
        "words",
        nargs="+",
        metavar="MOT",
        help=_("tous doivent y être, sans égard aux accents ; le dernier peut être un début de mot"),
    )
    filters = parser.add_argument_group(_("Filtres"))
    filters.add_argument("--type", metavar="CODE", help=_("code de type, par exemple 11502-2"))
    period(filters)
    filters.add_argument("--all", action="store_true", help=_("avec les archivés et les anciennes versions"))
    as_json(parser)


def _show(commands: "Commands") -> None:
    parser = command(commands, "show", "show", _("lire un document d'un DMP"))
    patient(parser)
    parser.add_argument_group(_("Document")).add_argument(
        "document",
        metavar="DOC",
        help=_("identifiant, début d'identifiant, ou numéro donné par « documents »"),
    )
    layout(parser)
    parser.add_argument_group(_("Fichier")).add_argument(
        "--raw", metavar=_("FICHIER"), help=_("enregistre le contenu tel quel (« - » : sortie standard)")
    )
    parser.add_argument_group(_("Impression")).add_argument(
        "--print", action="store_true", help=_("envoie le texte à l'imprimante")
    )
    as_json(parser)


def _traces(commands: "Commands") -> None:
    parser = command(commands, "traces", "traces", _("l'historique des accès à un DMP"))
    patient(parser)
    filters = parser.add_argument_group(_("Filtres"))
    period(filters)
    filters.add_argument("--refused", action="store_true", help=_("seulement les tentatives refusées"))
    filters.add_argument("--emergency", action="store_true", help=_("seulement les accès en urgence"))
    as_json_or_csv(parser)


def _matrice(commands: "Commands") -> None:
    parser = command(commands, "matrice", "matrice", _("la matrice d'habilitation en vigueur sur ce poste"))
    actions = parser.add_subparsers(title=_("Actions"), metavar="ACTION", dest="action", required=True)
    shown = command(actions, "show", "matrice", _("l'affiche"))
    shown.add_argument_group(_("Filtres")).add_argument(
        "--profession",
        metavar="CODE",
        help=_("ce que cette profession (JDV_J01, par exemple G15_60) peut lire, type par type"),
    )
    as_json(shown)
    kept = command(actions, "import", "matrice", _("la remplace par celle d'un fichier, une fois vérifiée"))
    kept.add_argument_group(_("Fichier")).add_argument(
        "file", metavar=_("FICHIER"), help=_("colonnes profession, document, read, source")
    )
    as_json(kept)


def _regles(commands: "Commands") -> None:
    command(commands, "regles", "regles", _("qui peut faire quoi, en Markdown"))


def _view(commands: "Commands") -> None:
    parser = command(
        commands, "view", "view", _("lire un fichier (CDA, PDF, FHIR, lot XDM…), sans ouvrir de DMP")
    )
    parser.add_argument_group(_("Fichier")).add_argument(
        "file", metavar=_("FICHIER"), help=_("le fichier à lire")
    )
    layout(parser)


def _print(commands: "Commands") -> None:
    parser = command(commands, "print", "printing", _("imprimer un fichier en texte, sans ouvrir de DMP"))
    parser.add_argument_group(_("Fichier")).add_argument(
        "file", metavar=_("FICHIER"), help=_("le fichier à imprimer")
    )


def _serve(commands: "Commands") -> None:
    parser = command(commands, "serve", "serve", _("servir le DMP de démonstration à d'autres postes"))
    place = parser.add_argument_group(_("Adresse"))
    place.add_argument(
        "--host", metavar=_("ADRESSE"), default=HOST, help=_("par défaut %(default)s : ce poste seul")
    )
    place.add_argument("--port", type=port, default=PORT, help=_("par défaut %(default)s"))
    safety = parser.add_argument_group(_("Chiffrement (nécessaire ailleurs que sur ce poste)"))
    safety.add_argument("--tls-cert", metavar=_("FICHIER"), default="", help=_("certificat, PEM"))
    safety.add_argument(
        "--tls-key", metavar=_("FICHIER"), default="", help=_("sa clé, PEM sans mot de passe")
    )
    safety.add_argument(
        "--insecure", action="store_true", help=_("sans chiffrement : un autre équipement s'en charge")
    )
    kept = parser.add_argument_group(_("Données"))
    kept.add_argument(
        "--store", metavar="URL", default="", help=_("serveur FHIR R4 qui les garde, au lieu de ce poste")
    )
    kept.add_argument(
        "--demo",
        action="store_true",
        help=_("avec --store : y écrit d'abord la population fictive, s'il n'a aucun professionnel"),
    )


def _demo(commands: "Commands") -> None:
    parser = command(commands, "demo", "demo", _("les données de démonstration"))
    actions = parser.add_subparsers(title=_("Actions"), metavar="ACTION", dest="action", required=True)
    summary = _("efface les données de démonstration et les crée à neuf")
    command(actions, "reset", "demo", summary)
    moved = command(actions, "avancer", "demo", _("avance l'heure des données de démonstration"))
    moved.add_argument_group(_("Durée")).add_argument(
        "span", metavar=_("DURÉE"), type=span, help=_("par exemple 90m, 36h, 7j ou 6s (semaines)")
    )
