"""`dmptui professionals`: the identities of demonstration."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.output import Column, say_json, say_table
from dmptui.commands.common.sessions import connected
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.model.practitioner import Practitioner


def add(commands: Commands) -> None:
    """Add it to the command line."""
    summary = _("les professionnels de démonstration et leurs situations d'exercice")
    as_json(command(commands, "professionals", summary, run))


def run(args: Namespace) -> None:
    """Print them, each situation on its line."""
    people = connected(args, lambda _args, connection: connection.client.identities())
    if args.json:
        say_json([_as_json(person) for person in people])
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


def _as_json(person: "Practitioner") -> dict[str, object]:
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


def _rows(person: "Practitioner") -> list[list[str]]:
    from dmptui.core.terminology import profession_label, setting_label, specialty_label

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
