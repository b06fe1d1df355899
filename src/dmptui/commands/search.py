"""`dmptui search`: the documents of a record whose content holds some words."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, archives, as_json, command, opening, period, type_code
from dmptui.commands.common.output import say, say_json, say_marked, warn
from dmptui.commands.common.sessions import in_record
from dmptui.commands.documents import SHORT_ID, line_as_json
from dmptui.core.model.days import in_figures
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.model.hit import Excerpt, Hit, ResultPage
    from dmptui.core.work.record import Record

_TRIES = 15
_INDENT = "    "


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "search", _("les documents d'un DMP dont le contenu a ces mots"), run)
    opening(parser)
    parser.add_argument_group(_("Recherche")).add_argument(
        "words",
        nargs="+",
        metavar=_("MOT"),
        help=_("tous doivent y être, sans égard aux accents ; le dernier peut être un début de mot"),
    )
    filters = parser.add_argument_group(_("Filtres"))
    type_code(filters)
    period(filters)
    archives(filters)
    as_json(parser)


def run(args: Namespace) -> None:
    """Print the documents found, with a few words around what was found."""
    whose, found, is_new = in_record(args, _found)
    if args.json:
        say_json([_as_json(hit, new=new) for hit, new in zip(found.hits, is_new, strict=True)])
    else:
        say(whose)
        say()
        for hit in found.hits:
            _print(hit)
        say(ngettext("{n} document", "{n} documents", len(found.hits)).format(n=len(found.hits)))
    _tell_limits(found)


async def _found(args: Namespace, record: "Record") -> "tuple[str, ResultPage, list[bool]]":
    found = await _search(record, args)
    for _again in range(_TRIES):
        if not found.waiting:
            break
        found = await _search(record, args)  # each waits a while for the documents to be read
    return banner(record), found, [record.discovery.is_new(hit.document) for hit in found.hits]


async def _search(record: "Record", args: Namespace) -> "ResultPage":
    from dataclasses import replace

    from dmptui.core.client.values import between
    from dmptui.core.rules.reading import hidden_by_default

    query: dict[str, str | list[str]] = {"status": "current,superseded" if args.all else "current"}
    bounds = between(args.since, args.until)
    query |= ({"period": bounds} if bounds else {}) | ({"type": args.type} if args.type else {})
    pages = [page async for page in record.listing.search(" ".join(args.words), query)]
    hits = (hit for page in pages for hit in page if args.all or not hidden_by_default(hit.document))
    return replace(pages[0], hits=tuple(hits))


def _as_json(hit: "Hit", *, new: bool) -> dict[str, object]:
    """One document; documented in ``docs/cli.md``."""
    line = line_as_json(0, hit.document, new)
    del line["number"]  # its rank in the record is not known: the record was not listed
    return line | {"excerpts": [_excerpt_as_json(excerpt) for excerpt in hit.excerpts]}


def _excerpt_as_json(excerpt: "Excerpt") -> dict[str, object]:
    marks = [{"start": start, "length": end - start} for start, end in excerpt.marks]
    return {"text": excerpt.text, "marks": marks}


def _print(hit: "Hit") -> None:
    document = hit.document
    author = document.author.name or document.author.organization
    say("  ".join((in_figures(document.act_date), document.id[:SHORT_ID], document.title, author)))
    for excerpt in hit.excerpts:
        say_marked(_INDENT, excerpt.text, excerpt.marks)
    say()


def _tell_limits(found: "ResultPage") -> None:
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
