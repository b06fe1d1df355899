"""`dmptui show`: read one document of a record."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dmptui.commands.common.listing import find, numbered
from dmptui.commands.common.options import Commands, as_json, command, layout, opening
from dmptui.commands.common.output import say_json, say_layout, terminal_width, warn
from dmptui.commands.common.sessions import in_record
from dmptui.commands.documents import line_as_json
from dmptui.core.errors import UsageError
from dmptui.core.machine.printing import PAGE, print_text
from dmptui.core.machine.saving import write_file
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.model.content import Content
    from dmptui.core.work.record import Record

_STDOUT = "-"


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "show", _("lire un document d'un DMP"), run)
    opening(parser)
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


def run(args: Namespace) -> None:
    """Print the document laid out, or write its content as it is."""
    from dmptui.core.documents.layout import lay_out
    from dmptui.core.documents.read import read

    to_stdout = args.raw == _STDOUT
    if to_stdout and sys.stdout.isatty():
        raise UsageError(_("Le contenu brut ne s'écrit pas sur un terminal. Redirigez la sortie."))
    if to_stdout and args.json:
        raise UsageError(_("--raw - et --json s'excluent : la sortie ne peut être que l'un des deux."))
    content, line, warnings = in_record(args, _read)
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
    page = lay_out(document, args.width or terminal_width())
    if args.json:
        say_json(line | {"altered": content.altered, "text": page.plain()})
    else:
        say_layout(page, plain=args.plain)


async def _read(args: Namespace, record: "Record") -> "tuple[Content, dict[str, object], tuple[str, ...]]":
    from dmptui.core.documents.identities import identities_in
    from dmptui.core.rules.identity import judge

    found = await numbered(record)
    document = find(found, args.document)
    number = next(number for number, other in found if other is document)
    line = line_as_json(number, document, record.discovery.is_new(document))
    content = await record.read(document)
    whose = judge(identities_in(content.data, content.content_type), record.patient).warnings
    return content, line, tuple(dict.fromkeys((*whose, *record.warnings_on(document))))
