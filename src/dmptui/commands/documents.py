"""`dmptui documents`: what a record holds."""

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dmptui.commands.common.listing import numbered
from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, archives, as_json, command, opening, period, type_code
from dmptui.commands.common.output import Column, say, say_json, say_table
from dmptui.commands.common.sessions import in_record
from dmptui.core.model import days
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _, ngettext

if TYPE_CHECKING:
    from dmptui.core.model.document import Document
    from dmptui.core.work.record import Record

    Line = tuple[int, Document, bool]
    """Number in the whole record, the document, and whether it is new for who asks."""

_VISIBILITIES = {
    "MASQUE_PS": N_("masqué"),
    "INVISIBLE_PATIENT": N_("non visible du patient"),
    "INVISIBLE_REPRESENTANTS_LEGAUX": N_("non visible des représentants"),
}
SHORT_ID = 8
"""Characters of an id that are shown; ``show`` finds a document by them."""


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "documents", _("les documents d'un DMP, les plus récents d'abord"), run)
    opening(parser)
    filters = parser.add_argument_group(_("Filtres"))
    type_code(filters)
    filters.add_argument(
        "--author", metavar=_("NOM"), help=_("une partie du nom de l'auteur ou de la structure")
    )
    period(filters)
    filters.add_argument(
        "--text", metavar=_("MOTS"), help=_("mots du titre, du type, du commentaire, de l'auteur")
    )
    filters.add_argument(
        "--unread", action="store_true", help=_("ceux que vous n'avez ni lus ni marqués vus")
    )
    archives(filters)
    as_json(parser)


def run(args: Namespace) -> None:
    """Print the documents that pass the filters."""
    whose, lines = in_record(args, _lines)
    if args.json:
        say_json([line_as_json(*line) for line in lines])
        return
    say(whose)
    say()
    print_lines(lines)


async def _lines(args: Namespace, record: "Record") -> "tuple[str, list[Line]]":
    return banner(record), [
        (number, document, record.discovery.is_new(document))
        for number, document in await numbered(record)
        if _passes(document, args) and (not args.unread or record.discovery.is_new(document))
    ]


def _passes(document: "Document", args: Namespace) -> bool:
    from dmptui.core.rules.reading import hidden_by_default

    day = days.day_of(document.act_date)
    return (
        (args.all or not hidden_by_default(document))
        and (args.type is None or document.type.code == args.type)
        and (args.since is None or day >= args.since)
        and (args.until is None or day <= args.until)
        and _holds(args.author, [f"{a.name} {a.organization}" for a in document.authors])
        and _holds(args.text, [_all_words(document)])
    )


def _holds(value: str | None, texts: Sequence[str]) -> bool:
    """Whether one of the texts holds every word wanted, whatever the case and accents."""
    words = fold(value or "").split()
    return not words or any(all(word in fold(text) for word in words) for text in texts)


def _all_words(document: "Document") -> str:
    authors = (f"{a.name} {a.organization}" for a in document.authors)
    return " ".join((document.title, document.description, document.type.display, *authors))


def line_as_json(number: int, document: "Document", new: bool) -> dict[str, object]:
    """One line; documented in ``docs/cli.md``."""
    author = document.author
    return {
        "number": number,
        "id": document.id,
        "master_identifier": document.master_identifier,
        "title": document.title,
        "type": {"code": document.type.code, "label": document.type.display},
        "category": {"code": document.category.code, "label": document.category.display},
        "act_date": days.iso(document.act_day),
        "deposit_date": days.iso(document.date),
        "author": {"id": author.id, "name": author.name, "organization": author.organization},
        "status": document.status.value,
        "archived": document.archived,
        "visibility": sorted(document.visibility),
        "new": new,
        "content_type": document.attachment.content_type,
        "size": document.attachment.size,
    }


def print_lines(lines: "Sequence[Line]") -> None:
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


def _row(number: int, document: "Document", new: bool) -> list[str]:
    author = document.author
    return [
        str(number),
        days.in_figures(document.act_date),
        document.title,
        author.name or author.organization,
        ", ".join(state_words(document, new=new)),
        document.id[:SHORT_ID],
    ]


def state_words(document: "Document", *, new: bool) -> list[str]:
    """What is particular about a document, in short words."""
    from dmptui.core.model.document import DocumentStatus

    found = [_("nouveau")] if new else []
    found += [_(_VISIBILITIES[visibility]) for visibility in sorted(document.visibility)]
    if document.archived:
        found.append(_("archivé"))
    if document.status is DocumentStatus.SUPERSEDED:
        found.append(_("ancienne version"))
    return found
