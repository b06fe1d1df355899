"""`dmptui import`: deposit files in a record."""

import asyncio
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dmptui.commands.output import say, say_json, warn
from dmptui.commands.who import at_work, parse_ins
from dmptui.core.deposit.preparation import CDA, Prepared, Source, Wishes, content_type_of
from dmptui.core.errors import DmpError, UsageError
from dmptui.core.machine.files import read_file, written_at
from dmptui.core.machine.settings import Settings
from dmptui.core.model.document import Visibility
from dmptui.core.model.ins import Ins
from dmptui.core.text import _
from dmptui.core.work.session import Session


def run(args: Namespace, settings: Settings) -> None:
    """Check every file, then deposit them; sent again, a file is the same document.

    Raises:
        UsageError: a file cannot be read, or its type is not given.
        DmpError: the message names the file. Nothing was sent unless the server itself refused one, in
            which case those before it are deposited.
    """
    ins = parse_ins(args.ins)
    sources = [source for name in args.files for source in sources_of(Path(name))]
    if not args.type and any(map(_lacks_type, sources)):
        raise UsageError(
            _("Donnez le type du document avec --type, par exemple 11488-4 : seul un CDA contient le sien.")
        )
    asyncio.run(_deposit(args, settings, ins, sources))


def sources_of(path: Path) -> list[Source]:
    """The file to deposit, or the documents of the IHE XDM lot that it is.

    Raises:
        UsageError: it cannot be read.
        InvalidContent: a lot that is damaged, incomplete or not safe; the sentence names it.
    """
    from dmptui.core.deposit.lots import is_lot, sources_of_lot  # reads XML: not before it is needed

    source = source_of(path)
    if not is_lot(source.content):
        return [source]
    with naming(source):
        return sources_of_lot(source)


def _lacks_type(source: Source) -> bool:
    """Whether nothing but ``--type`` can tell the type of a document."""
    told = source.entry is not None and source.entry.type.value
    return not told and content_type_of(source.name) not in (CDA, "")


def source_of(path: Path) -> Source:
    """A file to deposit.

    Raises:
        UsageError: it cannot be read.
    """
    content = read_file(path)
    return Source(path.name, content, written_at(path))


async def _deposit(args: Namespace, settings: Settings, ins: Ins, sources: Sequence[Source]) -> None:
    wishes = Wishes(args.type, args.title, _visibility(args), args.date, args.setting, args.comment)
    async with at_work(args, settings) as session:
        ready = [await prepared(session, ins, source, wishes) for source in sources]
        receipts = []
        for source, document in zip(sources, ready, strict=True):
            for sentence in document.warnings:
                warn(f"{source.name} : {sentence}")
            with naming(source):
                receipts.append(as_json(source.name, document, await session.deposit(document)))
            if not args.json:
                say(_sentence(document))
    if args.json:
        say_json(receipts)


def _visibility(args: Namespace) -> frozenset[Visibility]:
    asked = {
        Visibility.HIDDEN_FROM_PROFESSIONALS: args.masked,
        Visibility.HIDDEN_FROM_PATIENT: args.hidden_from_patient,
        Visibility.HIDDEN_FROM_REPRESENTATIVES: args.hidden_from_representatives,
    }
    return frozenset(label for label, chosen in asked.items() if chosen)


async def prepared(session: Session, ins: Ins, source: Source, wishes: Wishes) -> Prepared:
    """A file made ready; the sentence of an error names it."""
    with naming(source):
        return await session.prepare_deposit(ins, source, wishes)


@contextmanager
def naming(source: Source) -> Iterator[None]:
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
        "setting": document.setting.code if document.setting else "",
        "comment": document.description,
        "size": len(prepared.content),
        "visibility": sorted(document.visibility),
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
