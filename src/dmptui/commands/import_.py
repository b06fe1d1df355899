"""`dmptui import`: deposit files in a record."""

from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from dmptui.commands.common.deposits import deposit, sources_of
from dmptui.commands.common.options import Commands, act, as_json, command, professional
from dmptui.commands.common.sessions import at_work
from dmptui.commands.common.who import parse_ins
from dmptui.core.errors import UsageError
from dmptui.core.model.days import in_figures
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.deposit.preparation import PreparedDocument, Source
    from dmptui.core.model.ins import Ins
    from dmptui.core.work.session import Session


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "import", _("déposer des fichiers dans un DMP"), run)
    target = parser.add_argument_group(_("Dépôt"))
    target.add_argument("ins", metavar="INS", help=_("INS de la personne (15 caractères)"))
    target.add_argument(
        "files", metavar=_("FICHIER"), nargs="+", help=_("CDA (xml), pdf, txt, rtf, jpg, tif, lot XDM (zip)")
    )
    target.add_argument("--type", metavar="CODE", default="", help=_("code de type ; un CDA donne le sien"))
    target.add_argument(
        "--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut celui du CDA, ou le type")
    )
    act(target)
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
    professional(parser)
    as_json(parser)


def run(args: Namespace) -> None:
    """Check every file, then deposit them; sent again, a file is the same document.

    Raises:
        UsageError: a file cannot be read, or its type is not given.
        DmpError: the message names the file. Nothing was sent unless the server itself refused one, in
            which case those before it are deposited.
    """
    ins = parse_ins(args.ins)
    sources = [source for name in args.files for source in sources_of(name)]
    if not args.type and any(map(_lacks_type, sources)):
        raise UsageError(
            _("Donnez le type du document avec --type, par exemple 11488-4 : seul un CDA contient le sien.")
        )
    at_work(args, partial(_deposit, ins, sources))


def _lacks_type(source: "Source") -> bool:
    """Whether nothing but ``--type`` can tell the type of a document."""
    from dmptui.core.deposit.preparation import CDA, content_type_of

    type_code = source.entry is not None and source.entry.type.value
    return not type_code and content_type_of(source.name) not in (CDA, "")


async def _deposit(ins: "Ins", sources: "Sequence[Source]", args: Namespace, session: "Session") -> None:
    await deposit(args, sources, partial(session.prepare_deposit, ins), session.deposit, _sentence)


def _sentence(prepared: "PreparedDocument") -> str:
    patient, document = prepared.patient, prepared.document
    return _("Déposé dans le DMP de {name}, né(e) le {born} : {title} ({type}).").format(
        name=patient.name,
        born=in_figures(patient.birth_date),
        title=document.title,
        type=document.type.display,
    )
