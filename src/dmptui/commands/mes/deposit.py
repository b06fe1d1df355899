"""`dmptui mes … deposit`, `replace`: what the person deposits in their own record."""

from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from dmptui.commands.common import deposits
from dmptui.commands.common.listing import find
from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.sessions import at_home
from dmptui.commands.mes.documents import numbered
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.deposit.preparation import PreparedDocument, Source
    from dmptui.core.work.patient_session import PatientSession


def add(acts: Commands) -> None:
    """Add them to the command line."""
    _add_deposit(acts)
    _add_replace(acts)


def _add_deposit(acts: Commands) -> None:
    parser = command(acts, "deposit", _("déposer ses propres documents"), deposit)
    parser.set_defaults(hidden_from_patient=False, date=None, setting="", comment="")
    files = parser.add_argument_group(_("Dépôt"))
    files.add_argument("files", metavar=_("FICHIER"), nargs="+", help=_("pdf, txt, rtf, jpg, tif"))
    files.add_argument("--type", metavar="CODE", required=True, help=_("DOCPAT01 à 09, EXPPAT_1 à 3"))
    files.add_argument("--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut le type"))
    hidden = parser.add_argument_group(_("Visibilité"))
    hidden.add_argument("--masked", action="store_true", help=_("masqué aux professionnels"))
    hidden.add_argument(
        "--hidden-from-representatives",
        action="store_true",
        help=_("non visible des représentants légaux, pour une personne mineure"),
    )
    as_json(parser)


def _add_replace(acts: Commands) -> None:
    parser = command(acts, "replace", _("déposer une nouvelle version d'un de ses documents"), replace)
    parser.set_defaults(date=None, setting="", comment="")
    group = parser.add_argument_group(_("Document"))
    group.add_argument("document", metavar="DOC", help=_("la version à remplacer"))
    group.add_argument("file", metavar=_("FICHIER"), help=_("pdf, txt, rtf, jpg, tif"))
    group.add_argument("--type", metavar="CODE", default="", help=_("code de type ; par défaut l'ancien"))
    group.add_argument("--title", metavar=_("TITRE"), default="", help=_("titre ; par défaut l'ancien"))
    as_json(parser)


def deposit(args: Namespace) -> None:
    """Check every file, then deposit them; sent again, a file is the same document.

    Raises:
        UsageError: a file cannot be read.
        DmpError: the message names the file; those before it are deposited.
    """
    at_home(args, partial(_deposit, [deposits.source_of(name) for name in args.files]))


async def _deposit(sources: "Sequence[Source]", args: Namespace, session: "PatientSession") -> None:
    await deposits.deposit(args, sources, session.prepare_deposit, session.deposit, _sentence)


def _sentence(prepared: "PreparedDocument") -> str:
    document = prepared.document
    return _("Déposé : {title} ({type}).").format(title=document.title, type=document.type.display)


def replace(args: Namespace) -> None:
    """Send it, as hidden as the old one.

    Raises:
        UsageError: the file cannot be read.
        DmpError: there is no such document, or a rule says no.
    """
    at_home(args, partial(_replace, deposits.source_of(args.file)))


async def _replace(source: "Source", args: Namespace, session: "PatientSession") -> None:
    old = find(await numbered(session), args.document)
    sentence = _("Remplacé : {old} par {new}.")
    await deposits.replace(args, source, old, session.prepare_deposit, session.replace, sentence)
