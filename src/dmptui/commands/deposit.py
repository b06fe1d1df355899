"""`dmptui import`: deposit files in a record."""

import asyncio
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dmptui.commands.files import read_file
from dmptui.commands.output import say, say_json, warn
from dmptui.commands.who import at_work, parse_ins
from dmptui.core.deposits import CDA, Prepared, Source, Wishes, content_type_of
from dmptui.core.errors import DmpError, UsageError
from dmptui.core.model.ins import Ins
from dmptui.core.session import Session
from dmptui.core.settings import Settings
from dmptui.core.text import _


def run(args: Namespace, settings: Settings) -> None:
    """Check every file, then deposit them; sent again, a file is the same document.

    Raises:
        UsageError: a file cannot be read, or its type is not given.
        DmpError: the message names the file. Nothing was sent unless the server itself refused one, in
            which case those before it are deposited.
    """
    ins = parse_ins(args.ins)
    sources = [_source(Path(name)) for name in args.files]
    if not args.type and any(content_type_of(source.name) != CDA for source in sources):
        raise UsageError(
            _("Donnez le type du document avec --type, par exemple 11488-4 : seul un CDA contient le sien.")
        )
    asyncio.run(_deposit(args, settings, ins, sources))


def _source(path: Path) -> Source:
    content = read_file(path)
    return Source(path.name, content, datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone())


async def _deposit(args: Namespace, settings: Settings, ins: Ins, sources: Sequence[Source]) -> None:
    wishes = Wishes(type_code=args.type, title=args.title)
    async with at_work(args, settings) as session:
        ready = [await _prepared(session, ins, source, wishes) for source in sources]
        receipts = []
        for source, prepared in zip(sources, ready, strict=True):
            for sentence in prepared.warnings:
                warn(f"{source.name} : {sentence}")
            with _naming(source):
                receipts.append(as_json(source.name, prepared, await session.deposit(prepared)))
            if not args.json:
                say(_sentence(prepared))
    if args.json:
        say_json(receipts)


async def _prepared(session: Session, ins: Ins, source: Source, wishes: Wishes) -> Prepared:
    with _naming(source):
        return await session.prepare_deposit(ins, source, wishes)


@contextmanager
def _naming(source: Source) -> Iterator[None]:
    """Put the name of the file before the sentence of an error."""
    try:
        yield
    except DmpError as error:
        error.message = f"{source.name} : {error.message}"
        raise


def as_json(name: str, prepared: Prepared, document_id: str) -> dict[str, object]:
    """One receipt; documented in ``docs/cli.md``."""
    document = prepared.document
    return {
        "file": name,
        "id": document_id,
        "master_identifier": document.master_identifier,
        "title": document.title,
        "type": {"code": document.type.code, "label": document.type.display},
        "act_date": document.act_date.isoformat(),
        "size": len(prepared.content),
        "warnings": list(prepared.warnings),
    }


def _sentence(prepared: Prepared) -> str:
    patient, document = prepared.patient, prepared.document
    return _("Déposé dans le DMP de {name}, né(e) le {born} : {title} ({type}).").format(
        name=patient.name,
        born=patient.birth_date.strftime("%d/%m/%Y"),
        title=document.title,
        type=document.type.display,
    )
