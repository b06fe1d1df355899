"""`dmptui message`: write to the patient, in their mailbox of Mon espace santé."""

from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dmptui.commands.common.listing import find, numbered
from dmptui.commands.common.options import Commands, as_json, command, opening
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.sessions import in_record
from dmptui.core.errors import UsageError
from dmptui.core.machine.files import read_file
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.work.record import Record


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "message", _("écrire à la personne, dans Mon espace santé"), run)
    opening(parser)
    group = parser.add_argument_group(_("Message"))
    group.add_argument("--subject", metavar=_("OBJET"), required=True, help=_("255 caractères au plus"))
    text = group.add_mutually_exclusive_group(required=True)
    text.add_argument("--text", metavar=_("TEXTE"), help=_("10 000 caractères au plus"))
    text.add_argument("--file", metavar=_("FICHIER"), help=_("le texte, en UTF-8"))
    group.add_argument(
        "--document", metavar="DOC", default="", help=_("un document du dossier, visible du patient")
    )
    as_json(parser)


def run(args: Namespace) -> None:
    """Send the message.

    Raises:
        UsageError: the file cannot be read, or no document is meant.
        Refused: the patient cannot be written to, or the document may not go with a message.
        InvalidContent: the message is empty or too long.
    """
    text = args.text if args.file is None else _text_of(Path(args.file))
    in_record(args, partial(_send, text))


def _text_of(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            _("Le fichier « {path} » n'est pas un texte en UTF-8.").format(path=path), cause="UTF-8"
        ) from error


async def _send(text: str, args: Namespace, record: "Record") -> None:
    document = find(await numbered(record), args.document) if args.document else None
    name = await record.write_message(args.subject, text, document)
    if args.json:
        say_json({"id": name, "subject": args.subject, "document": document.id if document else ""})
    else:
        say(_("Message envoyé à {name} : {subject}.").format(name=record.patient.name, subject=args.subject))
