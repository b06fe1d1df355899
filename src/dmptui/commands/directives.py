"""`dmptui directives`: what the person wrote of the end of life and their rights, and who recalls it."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dmptui.commands.common.facts import day_as_json, source_as_json, standing_as_json
from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, archives, as_json, command, opening
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.remainder import Reason, Remainder, print_remainder, unread, warn_of_failures
from dmptui.commands.common.remainder import as_json as remainder_as_json
from dmptui.commands.common.sessions import in_record
from dmptui.commands.documents import SHORT_ID, state_words
from dmptui.core.model.days import in_figures, iso
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    from dmptui.core.insight.directives import DirectiveRecall
    from dmptui.core.model.document import Document
    from dmptui.core.work.record import Record

    Page = tuple[str, Sequence[Document], Sequence[DirectiveRecall], list[Remainder]]
    """Whose they are, the documents, what a synthesis recalls, the syntheses that could not be read."""


_RECALLED = N_("Inscrites dans une synthèse médicale")


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "directives", _("les directives anticipées d'un DMP"), run)
    opening(parser)
    archives(parser.add_argument_group(_("Filtres")))
    as_json(parser)


def run(args: Namespace) -> None:
    """Print them by kind, the latest first, then what the latest synthesis recalls."""
    from dmptui.core.rules.identity_words import set_apart

    whose, documents, recalled, remainder = in_record(args, _page, "directives")
    if args.json:
        found = [*map(_document_as_json, documents), *map(_recalled_as_json, recalled)]
        say_json({"directives": found, "to_open": remainder_as_json(remainder)})
    else:
        say(whose)
        _print(documents, recalled)
        print_remainder(remainder, {Reason.APART: set_apart})
    warn_of_failures(remainder)


async def _page(args: Namespace, record: "Record") -> "Page":
    from dmptui.core.insight.directives import KINDS, SYNTHESES, recalled_by
    from dmptui.core.rules.reading import hidden_by_default

    listed = [d async for page in record.listing.of_types(*KINDS, *SYNTHESES) for d in page]
    listed.sort(key=lambda document: document.act_date, reverse=True)
    wanted = [d for d in listed if d.type.code in KINDS and (args.all or not hidden_by_default(d))]
    recalled = await recalled_by(listed, record.findings)
    return banner(record), wanted, recalled, unread(listed, record.findings)


def _print(documents: "Sequence[Document]", recalled: "Sequence[DirectiveRecall]") -> None:
    from dmptui.core.insight.directives import DIRECTIVES, KINDS

    if not any(document.type.code == DIRECTIVES for document in documents):
        say()
        say(_("Aucune directive anticipée dans ce DMP que vous puissiez lire."))
    for code, title in KINDS.items():
        _print_lines(_(title), [_document_words(d) for d in documents if d.type.code == code])
    lines = [line for each in recalled for line in _recalled_words(each)]
    _print_lines(_(_RECALLED), lines)


def _print_lines(title: str, lines: Sequence[str]) -> None:
    if lines:
        say()
        say(title)
    for line in lines:
        say(f"  {line}")


def _document_words(document: "Document") -> str:
    state = ", ".join(state_words(document, new=False)) or _("version courante")
    author = document.author.name or document.author.organization
    return "  ".join((in_figures(document.act_date), document.id[:SHORT_ID], document.title, author, state))


def _recalled_words(recalled: "DirectiveRecall") -> Iterator[str]:
    """Its date, what it says part by part, the marks, and where it is written."""
    from dmptui.core.insight.directives import statements
    from dmptui.core.insight.marks import marks

    directive, document = recalled
    first, *others = [part for part in statements(directive) if part] or [_("Directive anticipée")]
    when = directive.source.shown_date(directive.period.start).short() or in_figures(document.act_date)
    yield "  ".join((when, ", ".join((first, *marks(directive)))))
    yield from (f"  {part}" for part in others)
    source = _("Inscrit dans : {title}, {date}")
    yield "  " + source.format(title=document.title, date=in_figures(document.act_date))


def _document_as_json(document: "Document") -> dict[str, object]:
    """A document of the person; documented in ``docs/cli.md``."""
    from dmptui.core.insight.directives import KINDS

    return {
        "kind": document.type.code,
        "label": _(KINDS.get(document.type.code, _RECALLED)),
        "text": document.title,
        "comment": document.description,
        "date": iso(document.act_day),
        "author": document.author.name or document.author.organization,
        "version": document.status.value,
        "archived": document.archived,
        "status": "stated",
        "marks": [],
        "coded": True,
        "contradictions": [],
        "source": source_as_json(document),
    }


def _recalled_as_json(recalled: "DirectiveRecall") -> dict[str, object]:
    """The same, of what a synthesis recalls."""
    from dmptui.core.insight.directives import statements

    directive, document = recalled
    said = [part for part in statements(directive) if part]
    return _document_as_json(document) | {
        "kind": "recalled",
        "text": said[0] if said else "",
        "comment": directive.comment,
        "date": day_as_json(directive.source.shown_date(directive.period.start)),
        **standing_as_json(directive),
        "source": source_as_json(document, directive.source),
    }
