"""`dmptui show`: read one document of a record."""

import asyncio
import sys
from argparse import Namespace
from pathlib import Path

from dmptui.commands import documents
from dmptui.commands.listing import find, numbered
from dmptui.commands.opening import open_record
from dmptui.commands.output import say_json, say_layout, terminal_width, warn
from dmptui.commands.who import at_work
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.errors import UsageError
from dmptui.core.machine.printing import PAGE, print_text
from dmptui.core.machine.saving import write_file
from dmptui.core.machine.settings import Settings
from dmptui.core.model.content import Content
from dmptui.core.text import _

_STDOUT = "-"


def run(args: Namespace, settings: Settings) -> None:
    """Print the document laid out, or write its content as it is."""
    to_stdout = args.raw == _STDOUT
    if to_stdout and sys.stdout.isatty():
        raise UsageError(_("Le contenu brut ne s'écrit pas sur un terminal. Redirigez la sortie."))
    if to_stdout and args.json:
        raise UsageError(_("--raw - et --json s'excluent : la sortie ne peut être que l'un des deux."))
    content, line, warnings = asyncio.run(_read(args, settings))
    for sentence in warnings:
        warn(sentence)
    if content.altered:
        warn(
            _("Attention, ce contenu n'est pas celui qui a été déposé : sa taille ou son empreinte diffère.")
        )
    if to_stdout:
        sys.stdout.buffer.write(content.data)
        return
    if args.raw is not None:
        write_file(Path(args.raw), content.data)
    if args.raw is not None and not args.json:
        return
    document = read(content.data, content.content_type)
    if args.print:
        print_text(lay_out(document, PAGE).plain())
        warn(_("Envoyé à l'imprimante."))
        return
    layout = lay_out(document, args.width or terminal_width())
    if args.json:
        say_json(line | {"altered": content.altered, "text": layout.plain()})
    else:
        say_layout(layout, plain=args.plain)


async def _read(args: Namespace, settings: Settings) -> tuple[Content, dict[str, object], tuple[str, ...]]:
    async with at_work(args, settings) as session:
        record = await open_record(session, args)
        found = await numbered(record)
        document = find(found, args.document)
        number = next(number for number, other in found if other is document)
        line = documents.as_json(number, document, record.discovery.is_new(document))
        return await record.read(document), line, record.warnings_on(document)
