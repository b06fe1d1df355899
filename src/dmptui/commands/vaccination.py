"""`dmptui vaccination`: the note of a vaccination, from its fields."""

import asyncio
from argparse import Namespace

from dmptui.commands.opening import open_record
from dmptui.commands.output import say, say_json
from dmptui.commands.who import at_work
from dmptui.core.deposit.vaccination_note import ROUTES, SITES
from dmptui.core.documents.text import clean_line
from dmptui.core.machine.settings import Settings
from dmptui.core.text import _
from dmptui.core.writing.vaccination import BOOSTER, FIRST_SERIES, Shot


def run(args: Namespace, settings: Settings) -> None:
    """Write the note and deposit it.

    Raises:
        Refused: the profession may not write one, or the record does not open.
        InvalidContent: the fields say something impossible.
    """
    shot = _shot(args)
    name, document_id = asyncio.run(_written(args, settings, shot))
    if args.json:
        say_json(_as_json(args, shot, document_id))
    else:
        say(
            _("Note de vaccination déposée dans le DMP de {name} : {vaccine}, le {date}.").format(
                name=name, vaccine=shot.vaccine, date=shot.on.strftime("%d/%m/%Y")
            )
        )


async def _written(args: Namespace, settings: Settings, shot: Shot) -> tuple[str, str]:
    async with at_work(args, settings) as session:
        record = await open_record(session, args)
        return record.patient.name, await record.write_vaccination_note(shot)


def _shot(args: Namespace) -> Shot:
    """What was given.

    A note has no place of its own for the diseases: its comment says them, in French as the note is,
    whatever the language of the screen.
    """
    diseases = ", ".join(map(clean_line, args.disease))
    return Shot(
        on=args.date,
        vaccine=clean_line(args.vaccine),
        lot=clean_line(args.lot),
        rank=args.rank,
        kind=BOOSTER if args.booster else FIRST_SERIES,
        route=ROUTES[args.route] if args.route else None,
        site=SITES[args.site] if args.site else None,
        comment=f"Maladies visées : {diseases}" if diseases else "",
    )


def _as_json(args: Namespace, shot: Shot, document_id: str) -> dict[str, object]:
    """The note; documented in ``docs/cli.md``."""
    return {
        "id": document_id,
        "vaccine": shot.vaccine,
        "date": shot.on.isoformat(),
        "lot": shot.lot,
        "rank": shot.rank,
        "booster": args.booster,
        "route": shot.route.code if shot.route else "",
        "site": shot.site.code if shot.site else "",
        "diseases": args.disease,
    }
