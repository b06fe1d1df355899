"""`dmptui care-path`: what was done for a person, what was reimbursed, who cares for them."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dmptui.commands.common.facts import (
    coded_as_json,
    day_as_json,
    source_as_json,
    standing_as_json,
    value_as_json,
)
from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, archives, as_json, command, opening, period
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.periods import is_in
from dmptui.commands.common.remainder import Reason, Remainder, print_remainder, unread, warn_of_failures
from dmptui.commands.common.remainder import as_json as remainder_as_json
from dmptui.commands.common.sessions import in_record
from dmptui.commands.documents import state_words
from dmptui.core.model.days import day_of, in_figures, iso
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.insight.care_circle import Carer
    from dmptui.core.insight.care_path import Event
    from dmptui.core.insight.episodes import Episode
    from dmptui.core.model.clinical import Reimbursement
    from dmptui.core.model.document import Document
    from dmptui.core.work.record import Record


class _Page(NamedTuple):
    """What is printed.

    Attributes:
        whose: the person.
        episodes: stays and visits, the latest first.
        paid: the reimbursements, the latest first.
        circle, others: the cercle de soins, then who deposited without being of it.
        remainder: données de remboursement to open.
    """

    whose: str
    episodes: "Sequence[Episode]"
    paid: "Sequence[Event]"
    circle: "Sequence[Carer]"
    others: "Sequence[Carer]"
    remainder: Sequence[Remainder]


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "care-path", _("le parcours de soins : épisodes, remboursements, cercle"), run)
    opening(parser)
    filters = parser.add_argument_group(_("Filtres"))
    period(filters)
    archives(filters)
    as_json(parser)


def run(args: Namespace) -> None:
    """Print the episodes with their documents, the reimbursements, then the cercle de soins."""
    page = in_record(args, _page, "parcours-de-soins")
    if args.json:
        say_json(_as_json(page))
    else:
        say(page.whose)
        _print_episodes(page.episodes)
        _print_paid(page.paid)
        _print_carers(_("Cercle de soins"), page.circle)
        _print_carers(_("Ont déposé, hors du cercle de soins"), page.others)
        print_remainder(page.remainder, _titles())
    warn_of_failures(page.remainder)


async def _page(args: Namespace, record: "Record") -> _Page:
    from dmptui.core.insight.care_circle import carers
    from dmptui.core.insight.care_path import Kind, kind_of, order_of, paid_events
    from dmptui.core.insight.episodes import episodes
    from dmptui.core.rules.reading import hidden_by_default

    listed = [d async for page in record.listing.whole() for d in page]
    wanted = [d for d in listed if args.all or not hidden_by_default(d)]
    reimbursed = [d for d in wanted if kind_of(d) is Kind.REIMBURSEMENT]
    told = [d for d in wanted if kind_of(d) is not Kind.REIMBURSEMENT]
    read = [each async for each in record.findings.of_many(reimbursed)]
    paid = [event for document, entries in read for event in paid_events(document, entries)]
    paid.sort(key=order_of, reverse=True)
    nothing = [Remainder(d, Reason.NOTHING) for d, entries in read if not entries.reimbursements]
    return _Page(
        banner(record),
        [each for each in episodes(told) if is_in(day_of(each.start), args, day_of(each.end))],
        [event for event in paid if is_in(event.first, args, event.last)],
        *carers(await record.care_team(), record.patient, [d for d in listed if d not in reimbursed]),
        [*nothing, *unread(reimbursed, record.findings)],
    )


def _titles() -> "dict[Reason, Callable[[int], str]]":
    from dmptui.core.rules.identity_words import set_apart

    return {Reason.NOTHING: lambda _count: _("Sans remboursement codé"), Reason.APART: set_apart}


def _print_episodes(found: "Sequence[Episode]") -> None:
    for year, episodes in groupby(found, key=lambda episode: day_of(episode.start).year):
        say()
        say(str(year))
        for episode in episodes:
            say("  " + "  ".join(_episode_words(episode)))
            for document in episode.documents:
                say("      " + "  ".join(_act_words(document)))
    say()
    say(ngettext("{n} épisode", "{n} épisodes", len(found)).format(n=len(found)))


def _episode_words(episode: "Episode") -> Iterator[str]:
    from dmptui.core.insight.care_path_words import maker_of

    start, end = in_figures(episode.start), in_figures(episode.end)
    yield start if start == end else f"{start} → {end}"
    yield episode.main.title
    if episode.stay:
        yield ngettext("{n} nuit", "{n} nuits", episode.nights).format(n=episode.nights)
    if by := maker_of(episode):
        yield by


def _act_words(document: "Document") -> Iterator[str]:
    """An act of an episode: its day, its kind, its title, who made it, its state."""
    from dmptui.core.insight.care_path import event_of
    from dmptui.core.insight.care_path_words import day_of as day_words
    from dmptui.core.insight.care_path_words import nature, who

    event = event_of(document)
    parts = (day_words(event), nature(event), document.title, who(event))
    yield from filter(None, (*parts, ", ".join(state_words(document, new=False))))


def _print_paid(found: "Iterable[Event]") -> None:
    for number, event in enumerate(found):
        if not number:
            say()
            say(_("Remboursements"))
        if event.paid is not None:
            _print_reimbursement(event, event.paid)


def _print_reimbursement(event: "Event", paid: "Reimbursement") -> None:
    from dmptui.core.insight.care_path_words import day_of as day_words
    from dmptui.core.insight.care_path_words import differs, label_of, nature, paid_words
    from dmptui.core.insight.marks import marks

    parts = (day_words(event), label_of(event), nature(event), *marks(paid), differs(event))
    say("  " + "  ".join(filter(None, parts)))
    for text, _weight in paid_words(event, paid):
        say(f"      {text}")


def _print_carers(title: str, found: "Sequence[Carer]") -> None:
    if found:
        say()
        say(f"{title} ({len(found)})")
    for carer in found:
        say("  " + "  ".join(filter(None, _carer_words(carer))))


def _carer_words(carer: "Carer") -> Iterator[str]:
    """The name, what they are, the structure, the last deposit, how many there are."""
    from dmptui.core.insight.care_path_words import profession_of

    attending = _("médecin traitant") if carer.attending else ""
    roles = (attending, carer.role, profession_of(carer))
    yield carer.name
    yield from {role.casefold(): role for role in roles}.values()
    yield carer.author.organization
    count = len(carer.documents)
    if carer.last is None:
        yield _("aucun dépôt")
    else:
        yield _("dernier dépôt le {day}").format(day=in_figures(carer.last.date))
        yield ngettext("{n} document", "{n} documents", count).format(n=count)


def _as_json(page: _Page) -> dict[str, object]:
    """The page; documented in ``docs/cli.md``."""
    return {
        "episodes": [_episode_as_json(episode) for episode in page.episodes],
        "reimbursements": [_paid_as_json(event, event.paid) for event in page.paid if event.paid],
        "circle": [
            _carer_as_json(carer, member=member)
            for member, carers in ((True, page.circle), (False, page.others))
            for carer in carers
        ],
        "to_open": remainder_as_json(page.remainder),
    }


def _episode_as_json(episode: "Episode") -> dict[str, object]:
    return {
        "start": iso(episode.start),
        "end": iso(episode.end),
        "stay": episode.stay,
        "nights": episode.nights,
        "title": episode.main.title,
        "document": episode.main.id,
        "acts": [_act_as_json(document) for document in episode.documents],
    }


def _act_as_json(document: "Document") -> dict[str, object]:
    from dmptui.core.insight.care_path import kind_of

    author = document.author
    return {
        "kind": kind_of(document).value,
        "date": iso(document.act_day),
        "title": document.title,
        "author": {"id": author.id, "name": author.name, "organization": author.organization},
        "status": document.status.value,
        "archived": document.archived,
        "visibility": sorted(document.visibility),
        "document": document.id,
    }


def _paid_as_json(event: "Event", paid: "Reimbursement") -> dict[str, object]:
    from dmptui.core.insight.care_path_words import label_of

    return {
        "kind": paid.kind.value,
        "date": day_as_json(paid.source.shown_date(paid.period.start)),
        "until": day_as_json(paid.period.high),
        "label": label_of(event),
        "code": coded_as_json(paid.code),
        "quantity": value_as_json(paid.quantity),
        "nature": paid.nature,
        "prescriber": paid.prescriber.text,
        "performer": paid.by.text,
        "comment": paid.comment,
        **standing_as_json(paid),
        "source": source_as_json(event.document, paid.source),
    }


def _carer_as_json(carer: "Carer", *, member: bool) -> dict[str, object]:
    return {
        "id": carer.key,
        "name": carer.name,
        "member": member,
        "attending": carer.attending,
        "role": carer.role,
        "profession": carer.author.profession,
        "organization": carer.author.organization,
        "last_document": iso(carer.last.date) if carer.last else None,
        "documents": len(carer.documents),
    }
