"""`dmptui replace`: the new version of a document."""

import asyncio
from argparse import Namespace
from pathlib import Path

from dmptui.commands import deposit
from dmptui.commands.listing import find, numbered
from dmptui.commands.opening import open_record
from dmptui.commands.output import say, say_json, warn
from dmptui.commands.who import at_work
from dmptui.core.deposit.preparation import CDA, Prepared, Source, Wishes, content_type_of
from dmptui.core.machine.settings import Settings
from dmptui.core.model.document import Document
from dmptui.core.text import _


def run(args: Namespace, settings: Settings) -> None:
    """Send it, as hidden as the old one.

    Raises:
        UsageError: the file cannot be read.
        DmpError: the message names the file, or the rule that refuses.
    """
    source = deposit.source_of(Path(args.file))
    old, prepared, new_id = asyncio.run(_replaced(args, settings, source))
    for sentence in prepared.warnings:
        warn(f"{source.name} : {sentence}")
    if args.json:
        hidden = prepared.document.visibility | old.visibility
        receipt = deposit.as_json(source.name, prepared, new_id) | {"visibility": sorted(hidden)}
        say_json(receipt | {"replaces": old.id})
    else:
        say(
            _("Remplacé dans le DMP de {name} : {old} par {new}.").format(
                name=prepared.patient.name, old=old.title, new=prepared.document.title
            )
        )


async def _replaced(args: Namespace, settings: Settings, source: Source) -> tuple[Document, Prepared, str]:
    async with at_work(args, settings) as session:
        record = await open_record(session, args)
        old = find(await numbered(record), args.document)
        tells_itself = content_type_of(source.name) == CDA
        wishes = Wishes(
            type_code=args.type or ("" if tells_itself else old.type.code),
            title=args.title or ("" if tells_itself else old.title),
            acted=args.date,
            setting=args.setting,
            comment=args.comment,
        )
        prepared = await deposit.prepared(session, record.patient.ins, source, wishes)
        return old, prepared, await record.replace(old, prepared)
