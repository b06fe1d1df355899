"""`dmptui summary`: what must be known of a record first."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dmptui.commands.common.facts import day_as_json, source_as_json, standing_as_json, value_as_json
from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, as_json, command, opening
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.remainder import Reason, Remainder, warn_of_failures
from dmptui.commands.common.sessions import in_record
from dmptui.core.errors import DmpError
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.insight.marks import DocumentFact
    from dmptui.core.insight.summary.digest import Block, Line, RecordOverview
    from dmptui.core.model.clinical import When
    from dmptui.core.work.record import Record

    Blocks = list[tuple[str, Block]]
    """Each under the name of its part of the page."""
    Page = tuple[str, list[str], Blocks, list[Remainder]]
    """Whose it is, who follows the person, what is shown, what could not be read."""


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "summary", _("ce qu'il faut savoir d'abord d'un DMP"), run)
    opening(parser)
    as_json(parser)


def run(args: Namespace) -> None:
    """Print the alerts, what is new, the synthesis, the last documents, biology and vaccinations."""
    whose, followers, blocks, failures = in_record(args, _page, "recapitulatif")
    if args.json:
        say_json([_as_json(part, block.title, line) for part, block in blocks for line in block.lines])
    else:
        for text in (whose, *followers):
            say(text)
        for _part, block in blocks:
            _print(block)
    warn_of_failures(failures)


async def _page(_args: Namespace, record: "Record") -> "Page":
    from dmptui.core.insight.summary.team import attending_words, circle_words
    from dmptui.core.work.overview import overview

    known = await overview(record)
    team = await record.care_team()
    followers = [attending_words(team, record.patient, myself=record.attending), circle_words(team)]
    return banner(record), followers, _blocks(known), _failures(known)


def _blocks(known: "RecordOverview") -> "Blocks":
    from dmptui.core.insight.summary.alerts import alerts, news
    from dmptui.core.insight.summary.digest import last_documents
    from dmptui.core.insight.summary.results import biology, vaccinations
    from dmptui.core.insight.summary.synthesis import synthesis

    return [
        ("alerts", alerts(known)),
        ("news", news(known)),
        *(("synthesis", block) for block in synthesis(known)),
        ("documents", last_documents(known)),
        ("biology", biology(known)),
        ("vaccinations", vaccinations(known)),
    ]


def _failures(known: "RecordOverview") -> list[Remainder]:
    doses = known.vaccination.readings if known.vaccination else ()
    readings = (known.synthesis, known.biology, *doses)
    return [
        Remainder(each.document, Reason.FAILED, (each.found.message,))
        for each in readings
        if each is not None and each.document is not None and isinstance(each.found, DmpError)
    ]


def _print(block: "Block") -> None:
    if block.title:
        say()
        say(block.title)
    for line in block.lines:
        say("  " + "  ".join(_parts(line)))
        shown = " · ".join(filter(None, (line.text, line.note)))
        for detail in line.details:
            if detail != shown:
                say(f"      {detail}")


def _parts(line: "Line") -> Iterator[str]:
    yield from filter(None, (line.label, " · ".join(filter(None, (line.text, line.note)))))
    if line.differs:
        yield _("≠ donnée codée")
    if line.aside:
        yield line.aside


def _as_json(part: str, title: str, line: "Line") -> dict[str, object]:
    """A line; documented in ``docs/cli.md``."""
    fact, document = line.fact, line.document
    source = fact.source if fact else None
    return {
        "part": part,
        "title": title,
        "label": line.label,
        "text": line.text,
        "note": line.note,
        "aside": line.aside,
        "weight": line.weight.value,
        "differs": line.differs,
        "details": line.details,
        "page": line.page,
        "fact": _fact_as_json(fact) if fact else None,
        "source": source_as_json(document, source, line.section) if document else None,
    }


def _fact_as_json(fact: "DocumentFact") -> dict[str, object]:
    """What the line says, when it says one fact and no more."""
    first, last = _dates(fact)
    value = getattr(fact, "value", None)  # only results and ways of life have one
    return {
        "kind": "".join(f"-{c.lower()}" if c.isupper() else c for c in type(fact).__name__).lstrip("-"),
        "date": day_as_json(fact.source.shown_date(first)),
        "until": day_as_json(last),
        "value": value_as_json(value),
        "flag": getattr(fact, "flag", ""),
        **standing_as_json(fact),
    }


def _dates(fact: "DocumentFact") -> "Sequence[When]":
    from dmptui.core.model.clinical import LabResult, Vaccination, When

    if isinstance(fact, Vaccination):
        return fact.when or fact.delivered, When()
    if isinstance(fact, LabResult):
        return fact.when, When()
    period = getattr(fact, "period")  # noqa: B009  every other fact has one
    return period.start, period.high
