"""`dmptui vaccinations`: the carnet de vaccination, each injection once, with the documents that tell it."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from dmptui.commands.common.facts import coded_as_json, day_as_json, source_as_json, standing_as_json
from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, as_json, command, opening, period
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.periods import is_in
from dmptui.commands.common.remainder import (
    Reason,
    Remainder,
    fuller,
    print_remainder,
    unread,
    warn_of_failures,
)
from dmptui.commands.common.remainder import as_json as remainder_as_json
from dmptui.commands.common.sessions import in_record
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.insight.vaccination_record import Dose, Lookalikes, Mention
    from dmptui.core.insight.vaccination_words import Remark
    from dmptui.core.model.clinical import Entries
    from dmptui.core.model.document import Document
    from dmptui.core.work.record import Record

    Read = tuple[Document, Entries]
    Page = tuple[str, Sequence[Dose], list[Remainder]]
    """Whose it is, the injections, the documents to open."""


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "vaccinations", _("le carnet de vaccination d'un DMP"), run)
    opening(parser)
    filters = parser.add_argument_group(_("Filtres"))
    period(filters)
    filters.add_argument(
        "--certificates",
        action="store_true",
        help=_("avec ce que disent les examens de l'enfant et la dernière synthèse"),
    )
    as_json(parser)


def run(args: Namespace) -> None:
    """Print the injections, the latest first, and all that each document tells of them."""
    whose, found, remainder = in_record(args, _page, "vaccination")
    if args.json:
        injections = _all_as_json(found)
        say_json({"injections": injections, "to_open": remainder_as_json(remainder)})
    else:
        say(whose)
        _print(found)
        print_remainder(remainder, _titles())
        say()
        say(_count(found))
    warn_of_failures(remainder)


async def _page(args: Namespace, record: "Record") -> "Page":
    from dmptui.core.insight.findings import may_hold_entries
    from dmptui.core.insight.vaccination_record import doses, to_read
    from dmptui.core.work.vaccination_documents import VaccinationDocuments

    asked = VaccinationDocuments(record, others=args.certificates)
    listed = [document async for page in asked.pages() for document in page]
    documents = to_read(listed, others=args.certificates)
    read = [each async for each in record.findings.of_many(filter(may_hold_entries, documents))]
    found = [dose for dose in doses(read) if is_in(dose.when.first_day, args)]
    return banner(record), found, [*_remainder(documents, read), *unread(documents, record.findings)]


def _remainder(documents: "Iterable[Document]", read: "Iterable[Read]") -> list[Remainder]:
    """The documents whose text says more, then those of vaccination that gave nothing."""
    from dmptui.core.insight.findings import may_hold_entries
    from dmptui.core.insight.vaccination_record import SECTION
    from dmptui.core.rules.first_search import VACCINATION_TYPES

    listed = list(read)
    empty = {document.id for document, entries in listed if not entries.vaccinations}
    nothing = [
        d
        for d in documents
        if d.type.code in VACCINATION_TYPES and (d.id in empty or not may_hold_entries(d))
    ]
    with_more = ((d, entries.remaining(SECTION)) for d, entries in listed if d not in nothing)
    return [
        *(fuller(document, sections) for document, sections in with_more if sections),
        *(Remainder(document, Reason.NOTHING) for document in nothing),
    ]


def _titles() -> "dict[Reason, Callable[[int], str]]":
    from dmptui.core.insight.vaccination_words import fuller as fuller_words
    from dmptui.core.insight.vaccination_words import to_open
    from dmptui.core.rules.identity_words import set_apart

    return {Reason.NOTHING: to_open, Reason.FULLER: fuller_words, Reason.APART: set_apart}


def _print(found: "Sequence[Dose]") -> None:
    from dmptui.core.insight.vaccination_record import Lookalikes
    from dmptui.core.insight.vaccination_words import about, badge, by_standing, dated, short_name, told_by

    alike = Lookalikes(found)
    for title, doses in by_standing(found):
        say()
        say(title or _("Faites"))
        for dose in doses:
            parts = (dated(dose), short_name(dose), dose.standing.word, badge(dose, alike))
            say("  " + "  ".join(part for part in parts if part))
            _print_remarks(about(dose, alike))
            for mention in dose.mentions:
                say(f"    {mention.document.title}")
                _print_remarks(told_by(mention, dose.vaccine))


def _print_remarks(remarks: "Iterable[Remark]") -> None:
    for label, text, _weight in remarks:
        if text:
            say("      " + (_("{label} : {text}").format(label=label, text=text) if label else text))


def _count(found: "Sequence[Dose]") -> str:
    from dmptui.core.insight.vaccination_words import count_words

    return count_words(found)


def _all_as_json(found: "Sequence[Dose]") -> list[dict[str, object]]:
    from dmptui.core.insight.vaccination_record import Lookalikes

    alike = Lookalikes(found)
    return [_as_json(dose, alike) for dose in found]


def _as_json(dose: "Dose", alike: "Lookalikes") -> dict[str, object]:
    """An injection; documented in ``docs/cli.md``."""
    first = dose.mentions[0].vaccination
    return {
        "date": day_as_json(dose.when),
        "vaccine": dose.vaccine,
        "diseases": dose.diseases,
        "rank": dose.rank,
        "lot": dose.lot,
        "route": dose.route,
        "site": dose.site,
        "performer": dose.performer,
        **standing_as_json(first),
        "coded": dose.coded,
        "differences": [{"detail": d.detail.value, "values": d.values} for d in dose.differences],
        "lookalikes": [
            {"vaccine": other.vaccine, "date": day_as_json(other.when)} for other in alike.of(dose)
        ],
        "sources": [_mention_as_json(mention) for mention in dose.mentions],
    }


def _mention_as_json(mention: "Mention") -> dict[str, object]:
    """What a document tells of it."""
    vaccination, product = mention.vaccination, mention.vaccination.product
    return {
        **source_as_json(mention.document, vaccination.source),
        **standing_as_json(vaccination),
        "given": day_as_json(mention.when),
        "delivered": day_as_json(vaccination.delivered),
        "vaccine": mention.vaccine,
        "cis": product.cis,
        "cip": product.cip,
        "atc": product.atc,
        "lot": mention.lot,
        "rank": vaccination.rank,
        "series": coded_as_json(vaccination.kind),
        "route": coded_as_json(vaccination.route),
        "site": coded_as_json(vaccination.site),
        "dose": vaccination.dose,
        "performer": vaccination.by.text,
        "prescriber": vaccination.prescriber.text,
        "reactions": vaccination.reactions,
        "comment": vaccination.comment,
    }
