"""`dmptui documents`: what a record holds."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence

from dmptui.commands.listing import numbered
from dmptui.commands.opening import banner, open_record
from dmptui.commands.output import Column, say, say_json, say_table
from dmptui.commands.who import at_work
from dmptui.core.machine.settings import Settings
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.store.indexes import fold
from dmptui.core.text import N_, _, ngettext

_VISIBILITIES = {
    Visibility.HIDDEN_FROM_PROFESSIONALS: N_("masqué"),
    Visibility.HIDDEN_FROM_PATIENT: N_("non visible du patient"),
    Visibility.HIDDEN_FROM_REPRESENTATIVES: N_("non visible des représentants"),
}
_SHORT_ID = 8

Line = tuple[int, Document, bool]
"""Number in the whole record, the document, and whether it is new since the last visit."""


def run(args: Namespace, settings: Settings) -> None:
    """Print the documents that pass the filters."""
    whose, lines = asyncio.run(_lines(args, settings))
    if args.json:
        say_json([as_json(*line) for line in lines])
        return
    say(whose)
    say()
    print_lines(lines)


async def _lines(args: Namespace, settings: Settings) -> tuple[str, list[Line]]:
    async with at_work(args, settings) as session:
        record = await open_record(session, args)
        found = await numbered(record)
        return banner(record, session.clock().date()), [
            (number, document, record.discovery.is_new(document))
            for number, document in found
            if _passes(document, args)
        ]


def _passes(document: Document, args: Namespace) -> bool:
    day = document.act_date.date()
    return (
        (args.all or not hidden_by_default(document))
        and (args.type is None or document.type.code == args.type)
        and (args.since is None or day >= args.since)
        and (args.until is None or day <= args.until)
        and _said(args.author, [f"{a.name} {a.organization}" for a in document.authors])
        and _said(args.text, [_all_words(document)])
    )


def _said(wanted: str | None, texts: Sequence[str]) -> bool:
    """Whether one of the texts holds every word wanted, whatever the case and accents."""
    words = fold(wanted or "").split()
    return not words or any(all(word in fold(text) for word in words) for text in texts)


def _all_words(document: Document) -> str:
    authors = (f"{a.name} {a.organization}" for a in document.authors)
    return " ".join((document.title, document.description, document.type.display, *authors))


def as_json(number: int, document: Document, new: bool) -> dict[str, object]:
    """One line; documented in ``docs/cli.md``."""
    author = document.author
    return {
        "number": number,
        "id": document.id,
        "master_identifier": document.master_identifier,
        "title": document.title,
        "type": {"code": document.type.code, "label": document.type.display},
        "category": {"code": document.category.code, "label": document.category.display},
        "act_date": document.act_date.isoformat(),
        "deposit_date": document.date.isoformat(),
        "author": {"id": author.id, "name": author.name, "organization": author.organization},
        "status": document.status.value,
        "archived": document.archived,
        "visibility": sorted(document.visibility),
        "new": new,
        "content_type": document.attachment.content_type,
        "size": document.attachment.size,
    }


def print_lines(lines: Sequence[Line]) -> None:
    """Print the table, and how many there are."""
    if lines:
        columns = (
            Column(_("N"), right=True),
            Column(_("Date")),
            Column(_("Document"), flexible=True),
            Column(_("Auteur"), flexible=True),
            Column(_("État"), flexible=True),
            Column("Id"),
        )
        say_table(columns, [_row(*line) for line in lines])
        say()
    say(ngettext("{n} document", "{n} documents", len(lines)).format(n=len(lines)))


def _row(number: int, document: Document, new: bool) -> list[str]:
    author = document.author
    return [
        str(number),
        document.act_date.strftime("%d/%m/%Y"),
        document.title,
        author.name or author.organization,
        ", ".join(_state(document, new=new)),
        document.id[:_SHORT_ID],
    ]


def _state(document: Document, *, new: bool) -> list[str]:
    found = [_("nouveau")] if new else []
    found += [_(_VISIBILITIES[visibility]) for visibility in sorted(document.visibility)]
    if document.archived:
        found.append(_("archivé"))
    if document.status is DocumentStatus.SUPERSEDED:
        found.append(_("ancienne version"))
    return found
