"""`dmptui chercher`: the documents of a record whose content holds some words."""

import asyncio
from argparse import Namespace
from dataclasses import replace

from dmptui.commands.documents import as_json
from dmptui.commands.opening import banner, open_record
from dmptui.commands.output import say, say_json, say_marked, warn
from dmptui.commands.who import at_work
from dmptui.core.machine.settings import Settings
from dmptui.core.model.hit import Excerpt, Found, Hit
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.text import ngettext
from dmptui.core.work.record import Record

_TRIES = 15
_INDENT = "    "
_SHORT_ID = 8


def run(args: Namespace, settings: Settings) -> None:
    """Print the documents found, with a few words around what was found."""
    whose, found, is_new = asyncio.run(_found(args, settings))
    if args.json:
        say_json([_as_json(hit, new=new) for hit, new in zip(found.hits, is_new, strict=True)])
    else:
        say(whose)
        say()
        for hit in found.hits:
            _print(hit)
        say(ngettext("{n} document", "{n} documents", len(found.hits)).format(n=len(found.hits)))
    _tell_limits(found)


async def _found(args: Namespace, settings: Settings) -> tuple[str, Found, list[bool]]:
    async with at_work(args, settings) as session:
        record = await open_record(session, args)
        found = await _search(record, args)
        for _again in range(_TRIES):
            if not found.waiting:
                break
            found = await _search(record, args)  # each waits a while for the documents to be read
        hits = tuple(hit for hit in found.hits if args.all or not hidden_by_default(hit.document))
        is_new = [record.discovery.is_new(hit.document) for hit in hits]
        return banner(record, session.clock().date()), replace(found, hits=hits), is_new


async def _search(record: Record, args: Namespace) -> Found:
    query: dict[str, str | list[str]] = {"status": "current,superseded" if args.all else "current"}
    bounds = [f"{prefix}{day}" for prefix, day in (("ge", args.since), ("le", args.until)) if day]
    query |= ({"period": bounds} if bounds else {}) | ({"type": args.type} if args.type else {})
    pages = [page async for page in record.listing.search(" ".join(args.words), query)]
    return replace(pages[0], hits=tuple(hit for page in pages for hit in page))


def _as_json(hit: Hit, *, new: bool) -> dict[str, object]:
    """One document; documented in ``docs/cli.md``."""
    line = as_json(0, hit.document, new)
    del line["number"]  # its rank in the record is not known: the record was not listed
    return line | {"excerpts": [_excerpt_as_json(excerpt) for excerpt in hit.excerpts]}


def _excerpt_as_json(excerpt: Excerpt) -> dict[str, object]:
    marks = [{"start": start, "length": end - start} for start, end in excerpt.marks]
    return {"text": excerpt.text, "marks": marks}


def _print(hit: Hit) -> None:
    document = hit.document
    author = document.author.name or document.author.organization
    say("  ".join((f"{document.act_date:%d/%m/%Y}", document.id[:_SHORT_ID], document.title, author)))
    for excerpt in hit.excerpts:
        say_marked(_INDENT, excerpt.text, excerpt.marks)
    say()


def _tell_limits(found: Found) -> None:
    """Say what was not searched."""
    if found.waiting:
        sentence = ngettext(
            "Au moins {n} document n'est pas encore indexé : relancez la commande dans un instant.",
            "Au moins {n} documents ne sont pas encore indexés : relancez la commande dans un instant.",
            found.waiting,
        )
        warn(sentence.format(n=found.waiting))
    if found.without_text:
        sentence = ngettext(
            "{n} document n'a pas pu être cherché : il ne contient pas de texte lisible.",
            "{n} documents n'ont pas pu être cherchés : ils ne contiennent pas de texte lisible.",
            found.without_text,
        )
        warn(sentence.format(n=found.without_text))
