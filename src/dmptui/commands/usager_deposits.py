"""`dmptui usager … deposer`, `replace`: what the person deposits in their own record."""

from argparse import Namespace
from pathlib import Path

from dmptui.commands.deposit import as_json, naming, source_of
from dmptui.commands.listing import find
from dmptui.commands.output import say, say_json, warn
from dmptui.core.deposit.preparation import Prepared, Source, Wishes
from dmptui.core.model.document import Document, Visibility
from dmptui.core.text import _
from dmptui.core.work.patient_session import PatientSession


async def deposit(args: Namespace, session: PatientSession) -> None:
    """Check every file, then deposit them; sent again, a file is the same document.

    Raises:
        UsageError: a file cannot be read.
        DmpError: the message names the file; those before it are deposited.
    """
    sources = [source_of(Path(name)) for name in args.files]
    asked = {
        Visibility.HIDDEN_FROM_PROFESSIONALS: args.masked,
        Visibility.HIDDEN_FROM_REPRESENTATIVES: args.hidden_from_representatives,
    }
    hidden = frozenset(label for label, chosen in asked.items() if chosen)
    wishes = Wishes(type_code=args.type, title=args.title, visibility=hidden)
    ready = [(source, await _prepared(session, source, wishes)) for source in sources]
    receipts = []
    for source, prepared in ready:
        with naming(source):
            receipts.append(as_json(source.name, prepared, await session.deposit(prepared)))
        if not args.json:
            kind = prepared.document.type.display
            say(_("Déposé : {title} ({type}).").format(title=prepared.document.title, type=kind))
    if args.json:
        say_json(receipts)


async def replace(args: Namespace, session: PatientSession, listed: list[tuple[int, Document]]) -> None:
    """Deposit the new version of a document, as hidden as the old one.

    Raises:
        UsageError: the file cannot be read.
        DmpError: there is no such document, or a rule says no.
    """
    source, old = source_of(Path(args.file)), find(listed, args.document)
    wishes = Wishes(type_code=args.type or old.type.code, title=args.title or old.title)
    prepared = await _prepared(session, source, wishes)
    new_id = await session.replace(old, prepared)
    if args.json:
        receipt = as_json(source.name, prepared, new_id) | {"visibility": sorted(old.visibility)}
        say_json(receipt | {"replaces": old.id})
    else:
        say(_("Remplacé : {old} par {new}.").format(old=old.title, new=prepared.document.title))


async def _prepared(session: PatientSession, source: Source, wishes: Wishes) -> Prepared:
    with naming(source):
        prepared = await session.prepare_deposit(source, wishes)
    for sentence in prepared.warnings:
        warn(f"{source.name} : {sentence}")
    return prepared
