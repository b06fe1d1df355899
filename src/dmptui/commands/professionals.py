"""`dmptui professionals`: the identities of demonstration."""

import asyncio
from argparse import Namespace

from dmptui.commands.output import Column, say_json, say_table
from dmptui.commands.who import connected
from dmptui.core.machine.settings import Settings
from dmptui.core.model.practitioner import Practitioner
from dmptui.core.terminology import profession_label, setting_label, specialty_label
from dmptui.core.text import _


def run(args: Namespace, settings: Settings) -> None:
    """Print them, each situation on its line."""
    people = asyncio.run(_professionals(settings))
    if args.json:
        say_json([as_json(person) for person in people])
        return
    columns = (
        Column("RPPS"),
        Column(_("Professionnel")),
        Column(_("Profession"), flexible=True),
        Column(_("N"), right=True),
        Column(_("Structure"), flexible=True),
        Column(_("Cadre"), flexible=True),
    )
    say_table(columns, [row for person in people for row in _rows(person)])


async def _professionals(settings: Settings) -> tuple[Practitioner, ...]:
    async with connected(settings) as connection:
        return await connection.client.identities()


def as_json(person: Practitioner) -> dict[str, object]:
    """One professional; documented in ``docs/cli.md``."""
    return {
        "id": person.id,
        "rpps": person.id[1:],
        "name": person.name,
        "profession": person.profession,
        "specialty": person.specialty,
        "situations": [
            {
                "number": number,
                "structure": situation.organization.id,
                "name": situation.organization.name,
                "role": situation.role,
                "setting": situation.setting,
            }
            for number, situation in enumerate(person.situations, 1)
        ],
    }


def _rows(person: Practitioner) -> list[list[str]]:
    trade = (
        specialty_label(person.profession, person.specialty)
        if person.specialty
        else profession_label(person.profession)
    )
    first = [person.id[1:], person.name, trade]
    return [
        [
            *(first if number == 1 else ["", "", ""]),
            str(number),
            situation.organization.name,
            setting_label(situation.setting),
        ]
        for number, situation in enumerate(person.situations, 1)
    ]
