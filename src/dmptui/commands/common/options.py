"""Options that several commands share. Nothing heavy may be imported here."""

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dmptui.commands.common.parser import Parser
from dmptui.core.model.days import read_day
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]
else:
    Commands = argparse._SubParsersAction
Action = Callable[[argparse.Namespace], int | None]

LEAST_WIDTH = 20

_WHO = N_("identifiant RPPS, ou une partie du nom qui ne désigne qu'une personne")


def general() -> Parser:
    """Options understood before and after the name of the command."""
    parent = Parser(argument_default=argparse.SUPPRESS)
    options = parent.add_argument_group(_("Options générales"))
    options.add_argument("-h", "--help", action="help", help=_("affiche cette aide et s'arrête"))
    options.add_argument("--data-dir", metavar=_("DOSSIER"), help=_("dossier des données de démonstration"))
    options.add_argument(
        "--server", metavar="URL", help=_("serveur du DMP, au lieu de celui de démonstration")
    )
    options.add_argument(
        "--zone", metavar=_("FUSEAU"), help=_("fuseau horaire des jours, par exemple America/Cayenne")
    )
    options.add_argument("--lang", choices=("fr", "en"), help=_("langue des textes"))
    return parent


def command(commands: Commands, name: str, summary: str, run: Action) -> Parser:
    """A command of the line, and what it does; its exit code is 0 unless it gives another."""
    parser = family(commands, name, summary)
    parser.set_defaults(run=run)
    return parser


def family(commands: Commands, name: str, summary: str) -> Parser:
    """A command made of several, which ``actions`` then takes."""
    return commands.add_parser(name, help=summary, description=summary, parents=[general()])


def actions(parser: Parser) -> Commands:
    """Where to add the commands of a family."""
    return parser.add_subparsers(title=_("Actions"), metavar="ACTION", dest="action", required=True)


def as_json(parser: Parser) -> None:
    """Answer in JSON."""
    parser.add_argument_group(_("Résultat")).add_argument(
        "--json", action="store_true", help=_("répond en JSON")
    )


def as_json_or_csv(parser: Parser) -> None:
    """Answer in JSON, or in lines for a spreadsheet."""
    chosen = parser.add_argument_group(_("Résultat")).add_mutually_exclusive_group()
    chosen.add_argument("--json", action="store_true", help=_("répond en JSON"))
    chosen.add_argument("--csv", action="store_true", help=_("répond en CSV, pour un tableur"))


def professional(parser: Parser) -> None:
    """Who is at work."""
    who = parser.add_argument_group(_("Professionnel"))
    who.add_argument("--as", dest="identity", metavar="RPPS", required=True, help=_(_WHO))
    who.add_argument(
        "--situation",
        metavar="N|STRUCT",
        default="",
        help=_("numéro ou structure, quand il y en a plusieurs"),
    )


def person(parser: Parser) -> None:
    """Whose record it is."""
    parser.add_argument_group(_("Personne")).add_argument(
        "ins", metavar="INS", help=_("INS de la personne (15 caractères)")
    )


def opening(parser: Parser) -> None:
    """A record to open: whose, by whom, and on what ground."""
    person(parser)
    professional(parser)
    group = parser.add_argument_group(_("Ouverture du DMP, sans autorisation en cours"))
    ground = group.add_mutually_exclusive_group()
    consent(ground)
    ground.add_argument(
        "--break-glass", metavar=_("MOTIF"), help=_("bris de glace : la personne ne peut pas consentir")
    )
    group.add_argument(
        "--secret",
        action="store_true",
        help=_("connexion secrète, à la demande d'un mineur : ses représentants légaux n'en savent rien"),
    )
    ground.add_argument("--centre-15", action="store_true", help=_("régulation du SAMU"))
    attending(group)


def consent(group: argparse._ActionsContainer, *, required: bool = False) -> None:
    """What the professional attests of the person's consent."""
    group.add_argument(
        "--consent",
        choices=("information", "explicit"),
        required=required,
        help=_(
            "j'atteste que la personne a donné son accord exprès : pour l'équipe de soins, ou hors équipe "
            "pour cette consultation (explicit) ; ou qu'elle est informée d'un accord déjà donné à l'équipe "
            "(information)"
        ),
    )


def attending(group: argparse._ActionsContainer) -> None:
    """« Je suis son médecin traitant »."""
    group.add_argument(
        "--attending", action="store_true", help=_("je suis son médecin traitant (avec --consent)")
    )


def type_code(filters: argparse._ArgumentGroup) -> None:
    """Only the documents of a type."""
    filters.add_argument("--type", metavar="CODE", help=_("code de type, par exemple 11502-2"))


def archives(filters: argparse._ArgumentGroup) -> None:
    """Those that are not shown by default too."""
    filters.add_argument("--all", action="store_true", help=_("avec les archivés et les anciennes versions"))


def yes(parser: Parser) -> None:
    """The answer, beforehand, to the question of what is without return."""
    parser.add_argument_group(_("Confirmation")).add_argument(
        "--yes", action="store_true", help=_("sans poser la question (nécessaire dans un script)")
    )


def period(filters: argparse._ArgumentGroup) -> None:
    """Two days, both included."""
    filters.add_argument(
        "--since", metavar="DATE", type=day, help=_("depuis ce jour, AAAA-MM-JJ ou JJ/MM/AAAA")
    )
    filters.add_argument("--until", metavar="DATE", type=day, help=_("jusqu'à ce jour compris"))


def act(group: argparse._ArgumentGroup) -> None:
    """The act that a deposited document is about."""
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


def layout(parser: Parser) -> None:
    """How a document is laid out."""
    page = parser.add_argument_group(_("Mise en page"))
    page.add_argument("--width", metavar="N", type=_width, help=_("largeur ; par défaut celle du terminal"))
    page.add_argument("--plain", action="store_true", help=_("sans gras ni demi-teinte"))


def day(text: str) -> date:
    """A day as it was typed."""
    found = read_day(text, "%Y-%m-%d", "%d/%m/%Y")
    if found is None:
        raise argparse.ArgumentTypeError(
            _("« {text} » n'est pas une date (AAAA-MM-JJ ou JJ/MM/AAAA).").format(text=text)
        )
    return found


_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


def span(text: str) -> timedelta:
    """A length of time as it was typed: minutes, hours, days or weeks."""
    number, unit = text[:-1], text[-1:]
    if number.isascii() and number.isdigit() and len(number) < 6 and unit in _UNITS:
        return int(number) * _UNITS[unit]
    raise argparse.ArgumentTypeError(
        _("« {text} » n'est pas une durée : 90m, 36h, 7d (jours) ou 6w (semaines).").format(text=text)
    )


def rank(text: str) -> int:
    """The rank of a dose."""
    return _number(text, 1, 99)


def _width(text: str) -> int:
    return _number(text, LEAST_WIDTH, 1000)


def port(text: str) -> int:
    """A port of this machine; 0 is any free one."""
    return _number(text, 0, 65535)


def _number(text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(
        _("« {text} » n'est pas un nombre de {least} à {most}.").format(text=text, least=least, most=most)
    )
