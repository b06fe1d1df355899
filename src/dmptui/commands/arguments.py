"""What the command line accepts. Nothing heavy may be imported here: it answers `dmptui --help`."""

import argparse
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from dmptui import __version__
from dmptui.commands.parser import Parser
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]

LEAST_WIDTH = 20
HOST, PORT = "127.0.0.1", 8765

_AFTER = N_("""\
Sans commande, ouvre le DMP à l'écran. « dmptui COMMANDE --help » en dit plus.

Codes de sortie : 0 fait ; 1 refusé par le DMP ; 2 demande ou fichier inutilisable ;
3 serveur, données ou machine indisponibles.""")
_WHO = N_("identifiant RPPS, ou une partie du nom qui ne désigne qu'une personne")


def build_parser() -> Parser:
    """The whole command line.

    ``module`` is the module of ``dmptui.commands`` to run, empty for the screens.
    """
    parser = Parser(
        prog="dmptui", description=_("Le DMP au clavier."), epilog=_(_AFTER), parents=[_general()]
    )
    parser.add_argument_group(_("Version")).add_argument(
        "--version",
        action="version",
        version=f"dmptui {__version__}",
        help=_("affiche la version et s'arrête"),
    )
    parser.set_defaults(module="", json=False)
    commands = parser.add_subparsers(title=_("Commandes"), metavar=_("COMMANDE"))
    for add in (_professionals, _patients, _documents, _show, _traces, _import, _view, _serve, _demo):
        add(commands)
    return parser


def asked_language(argv: Sequence[str]) -> str | None:
    """The language the command line asks for, known before its help is written; None when it does not."""
    for word, following in pairwise([*argv, ""]):
        if word.startswith("--lang"):
            return word.partition("=")[2] or following or None
    return None


def _general() -> Parser:
    """Options understood before and after the name of the command."""
    parent = Parser(argument_default=argparse.SUPPRESS)
    options = parent.add_argument_group(_("Options générales"))
    options.add_argument("-h", "--help", action="help", help=_("affiche cette aide et s'arrête"))
    options.add_argument("--data-dir", metavar=_("DOSSIER"), help=_("dossier des données de démonstration"))
    options.add_argument(
        "--server", metavar="URL", help=_("serveur du DMP, au lieu de celui de démonstration")
    )
    options.add_argument("--lang", choices=("fr", "en"), help=_("langue des textes"))
    return parent


def _command(commands: "Commands", name: str, module: str, summary: str) -> Parser:
    parser = commands.add_parser(name, help=summary, description=summary, parents=[_general()])
    parser.set_defaults(module=module)
    return parser


def _professionals(commands: "Commands") -> None:
    summary = _("les professionnels de démonstration et leurs situations d'exercice")
    _json(_command(commands, "professionals", "professionals", summary))


def _patients(commands: "Commands") -> None:
    parser = _command(commands, "patients", "patients", _("mes patients, ou une recherche de personne"))
    _as(parser)
    found = parser.add_argument_group(_("Recherche")).add_mutually_exclusive_group()
    found.add_argument("--search", metavar=_("NOM"), help=_("personnes dont le nom commence ainsi"))
    found.add_argument("--ins", help=_("la personne de cet INS (15 caractères)"))
    _json(parser)


def _documents(commands: "Commands") -> None:
    parser = _command(
        commands, "documents", "documents", _("les documents d'un DMP, les plus récents d'abord")
    )
    _patient(parser)
    filters = parser.add_argument_group(_("Filtres"))
    filters.add_argument("--type", metavar="CODE", help=_("code de type, par exemple 11502-2"))
    filters.add_argument(
        "--author", metavar=_("NOM"), help=_("une partie du nom de l'auteur ou de la structure")
    )
    _period(filters)
    filters.add_argument(
        "--text", metavar=_("MOTS"), help=_("mots du titre, du type, du commentaire, de l'auteur")
    )
    filters.add_argument("--all", action="store_true", help=_("avec les archivés et les anciennes versions"))
    _json(parser)


def _show(commands: "Commands") -> None:
    parser = _command(commands, "show", "show", _("lire un document d'un DMP"))
    _patient(parser)
    parser.add_argument_group(_("Document")).add_argument(
        "document",
        metavar="DOC",
        help=_("identifiant, début d'identifiant, ou numéro donné par « documents »"),
    )
    _layout(parser)
    parser.add_argument_group(_("Fichier")).add_argument(
        "--raw", metavar=_("FICHIER"), help=_("enregistre le contenu tel quel (« - » : sortie standard)")
    )
    _json(parser)


def _traces(commands: "Commands") -> None:
    parser = _command(commands, "traces", "traces", _("l'historique des accès à un DMP"))
    _patient(parser)
    filters = parser.add_argument_group(_("Filtres"))
    _period(filters)
    filters.add_argument("--refused", action="store_true", help=_("seulement les tentatives refusées"))
    filters.add_argument("--emergency", action="store_true", help=_("seulement les accès en urgence"))
    _json(parser)


def _import(commands: "Commands") -> None:
    parser = _command(commands, "import", "deposit", _("déposer des fichiers dans un DMP"))
    target = parser.add_argument_group(_("Dépôt"))
    target.add_argument("ins", metavar="INS", help=_("INS de la personne (15 caractères)"))
    target.add_argument(
        "files", metavar=_("FICHIER"), nargs="+", help=_("CDA (xml), pdf, txt, rtf, jpg, tif")
    )
    target.add_argument("--type", metavar="CODE", default="", help=_("code de type ; un CDA donne le sien"))
    target.add_argument(
        "--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut celui du CDA, ou le type")
    )
    _as(parser)
    _json(parser)


def _view(commands: "Commands") -> None:
    parser = _command(commands, "view", "view", _("lire un fichier (CDA, PDF, texte), sans ouvrir de DMP"))
    parser.add_argument_group(_("Fichier")).add_argument(
        "file", metavar=_("FICHIER"), help=_("le fichier à lire")
    )
    _layout(parser)


def _serve(commands: "Commands") -> None:
    parser = _command(commands, "serve", "serve", _("servir le DMP de démonstration à d'autres postes"))
    place = parser.add_argument_group(_("Adresse"))
    place.add_argument(
        "--host", metavar=_("ADRESSE"), default=HOST, help=_("par défaut %(default)s : ce poste seul")
    )
    place.add_argument("--port", type=_port, default=PORT, help=_("par défaut %(default)s"))


def _demo(commands: "Commands") -> None:
    parser = _command(commands, "demo", "demo", _("les données de démonstration"))
    actions = parser.add_subparsers(title=_("Actions"), metavar="ACTION", dest="action", required=True)
    summary = _("efface les données de démonstration et les crée à neuf")
    _command(actions, "reset", "demo", summary)


def _json(parser: Parser) -> None:
    parser.add_argument_group(_("Sortie")).add_argument(
        "--json", action="store_true", help=_("répond en JSON")
    )


def _as(parser: Parser) -> None:
    who = parser.add_argument_group(_("Professionnel"))
    who.add_argument("--as", dest="identity", metavar="RPPS", required=True, help=_(_WHO))
    who.add_argument(
        "--situation",
        metavar="N|STRUCT",
        default="",
        help=_("numéro ou structure, quand il y en a plusieurs"),
    )


def _patient(parser: Parser) -> None:
    """A record to open: whose, by whom, and on what ground."""
    parser.add_argument_group(_("Personne")).add_argument(
        "ins", metavar="INS", help=_("INS de la personne (15 caractères)")
    )
    _as(parser)
    group = parser.add_argument_group(_("Ouverture du DMP, sans autorisation en cours"))
    ground = group.add_mutually_exclusive_group()
    ground.add_argument(
        "--consent",
        choices=("information", "explicite"),
        help=_("j'atteste que la personne est informée (équipe de soins), ou qu'elle consent expressément"),
    )
    ground.add_argument(
        "--urgence", metavar=_("MOTIF"), help=_("bris de glace : la personne ne peut pas consentir")
    )
    ground.add_argument("--centre-15", action="store_true", help=_("régulation du SAMU"))
    group.add_argument(
        "--medecin-traitant", action="store_true", help=_("je suis son médecin traitant (avec --consent)")
    )


def _period(filters: argparse._ArgumentGroup) -> None:
    filters.add_argument(
        "--since", metavar="DATE", type=_day, help=_("depuis ce jour, AAAA-MM-JJ ou JJ/MM/AAAA")
    )
    filters.add_argument("--until", metavar="DATE", type=_day, help=_("jusqu'à ce jour compris"))


def _layout(parser: Parser) -> None:
    page = parser.add_argument_group(_("Mise en page"))
    page.add_argument("--width", metavar="N", type=_width, help=_("largeur ; par défaut celle du terminal"))
    page.add_argument("--plain", action="store_true", help=_("sans gras ni demi-teinte"))


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(
        _("« {text} » n'est pas une date (AAAA-MM-JJ ou JJ/MM/AAAA).").format(text=text)
    )


def _width(text: str) -> int:
    return _number(text, LEAST_WIDTH, 1000)


def _port(text: str) -> int:
    return _number(text, 0, 65535)


def _number(text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(
        _("« {text} » n'est pas un nombre de {least} à {most}.").format(text=text, least=least, most=most)
    )
