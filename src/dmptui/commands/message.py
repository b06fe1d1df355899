"""`dmptui message`: write to the patient, in their mailbox of Mon espace santé."""

import asyncio
from argparse import Namespace
from pathlib import Path

from dmptui.commands.listing import find, numbered
from dmptui.commands.opening import open_record
from dmptui.commands.output import say, say_json
from dmptui.commands.who import at_work
from dmptui.core.errors import UsageError
from dmptui.core.machine.files import read_file
from dmptui.core.machine.settings import Settings
from dmptui.core.text import _


def run(args: Namespace, settings: Settings) -> None:
    """Send the message.

    Raises:
        UsageError: the file cannot be read, or no document is meant.
        Refused: the patient cannot be written to, or the document may not go with a message.
        InvalidContent: the message is empty or too long.
    """
    text = args.text if args.file is None else _text_of(Path(args.file))
    asyncio.run(_send(args, settings, text))


def _text_of(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            _("Le fichier « {path} » n'est pas un texte en UTF-8.").format(path=path), cause="UTF-8"
        ) from error


async def _send(args: Namespace, settings: Settings, text: str) -> None:
    async with at_work(args, settings) as session:
        record = await open_record(session, args)
        document = find(await numbered(record), args.document) if args.document else None
        name = await record.write_message(args.subject, text, document)
    if args.json:
        say_json({"id": name, "subject": args.subject, "document": document.id if document else ""})
        return
    say(_("Message envoyé à {name} : {subject}.").format(name=record.patient.name, subject=args.subject))
