"""Files deposited, or the new version of one: by a professional, or by the person."""

from argparse import Namespace
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dmptui.commands.common.output import say, say_json, warn
from dmptui.core.errors import DmpError
from dmptui.core.machine.files import read_file, written_at
from dmptui.core.model.days import iso, now
from dmptui.core.text import labelled

if TYPE_CHECKING:
    from dmptui.core.deposit.preparation import PreparedDocument, Source, Wishes
    from dmptui.core.model.document import Document

    Preparation = Callable[[Source, Wishes], Awaitable[PreparedDocument]]


def source_of(name: str) -> "Source":
    """A file to deposit.

    Raises:
        UsageError: it cannot be read.
    """
    from dmptui.core.deposit.preparation import Source

    path = Path(name)
    content = read_file(path)
    return Source(path.name, content, written_at(path, now()))


def sources_of(name: str) -> "list[Source]":
    """The file to deposit, or the documents of the IHE XDM lot that it is.

    Raises:
        UsageError: it cannot be read.
        InvalidContent: a lot that is damaged, incomplete or not safe; the sentence names it.
    """
    from dmptui.core.deposit.lots import is_lot, sources_of_lot

    source = source_of(name)
    if not is_lot(source.content):
        return [source]
    with _naming(source):
        return sources_of_lot(source)


async def deposit(
    args: Namespace,
    sources: "Sequence[Source]",
    prepare: "Preparation",
    send: "Callable[[PreparedDocument], Awaitable[str]]",
    sentence: "Callable[[PreparedDocument], str]",
) -> None:
    """Check every file, then deposit them, and print the receipts; each is a sentence when not in JSON.

    Raises:
        DmpError: the message names the file. Nothing was sent unless the server itself refused one, in
            which case those before it are deposited.
    """
    wishes = _wishes(args)
    ready = [(source, await _prepared(prepare, source, wishes)) for source in sources]
    receipts = []
    for source, prepared in ready:
        _warn(source, prepared)
        with _naming(source):
            receipts.append(_as_json(source, prepared, await send(prepared)))
        if not args.json:
            say(sentence(prepared))
    if args.json:
        say_json(receipts)


async def replace(
    args: Namespace,
    source: "Source",
    old: "Document",
    prepare: "Preparation",
    send: "Callable[[Document, PreparedDocument], Awaitable[str]]",
    sentence: str,
) -> None:
    """Deposit the new version of a document, as hidden as the old one, and print its receipt.

    Args:
        sentence: the receipt when not in JSON; ``name``, ``old`` and ``new`` are put in it.

    Raises:
        DmpError: the message names the file, or the rule that refuses.
    """
    prepared = await _prepared(prepare, source, _wishes_after(args, source, old))
    new_id = await send(old, prepared)
    _warn(source, prepared)
    if args.json:
        hidden = sorted(prepared.document.visibility | old.visibility)
        say_json(_as_json(source, prepared, new_id) | {"visibility": hidden, "replaces": old.id})
    else:
        say(sentence.format(name=prepared.patient.name, old=old.title, new=prepared.document.title))


def _wishes(args: Namespace) -> "Wishes":
    """What the options say of a new document."""
    from dmptui.core.deposit.preparation import Wishes
    from dmptui.core.model.document import Visibility

    labels = {
        Visibility.HIDDEN_FROM_PROFESSIONALS: args.masked,
        Visibility.HIDDEN_FROM_PATIENT: args.hidden_from_patient,
        Visibility.HIDDEN_FROM_REPRESENTATIVES: args.hidden_from_representatives,
    }
    hidden = frozenset(label for label, chosen in labels.items() if chosen)
    return Wishes(args.type, args.title, hidden, args.date, args.setting, args.comment)


def _wishes_after(args: Namespace, source: "Source", old: "Document") -> "Wishes":
    """What the options say of a new version: it keeps the type and the title, unless a CDA tells its own."""
    from dmptui.core.deposit.preparation import CDA, Wishes, content_type_of

    tells_itself = content_type_of(source.name) == CDA
    return Wishes(
        type_code=args.type or ("" if tells_itself else old.type.code),
        title=args.title or ("" if tells_itself else old.title),
        acted=args.date,
        setting=args.setting,
        comment=args.comment,
    )


async def _prepared(prepare: "Preparation", source: "Source", wishes: "Wishes") -> "PreparedDocument":
    with _naming(source):
        return await prepare(source, wishes)


@contextmanager
def _naming(source: "Source") -> Iterator[None]:
    """Put the name of the file before the sentence of an error."""
    try:
        yield
    except DmpError as error:
        error.message = labelled(source.name, error.message)
        raise


def _warn(source: "Source", prepared: "PreparedDocument") -> None:
    for sentence in prepared.warnings:
        warn(labelled(source.name, sentence))


def _as_json(source: "Source", prepared: "PreparedDocument", document_id: str) -> dict[str, object]:
    """One receipt; documented in ``docs/cli.md``."""
    document = prepared.document
    return {
        "file": source.name,
        "id": document_id,
        "master_identifier": document.master_identifier,
        "title": document.title,
        "type": {"code": document.type.code, "label": document.type.display},
        "act_date": iso(document.act_day),
        "setting": document.setting.code if document.setting else "",
        "comment": document.description,
        "size": len(prepared.content),
        "visibility": sorted(document.visibility),
        "warnings": list(prepared.warnings),
    }
