"""`dmptui authorise`: the consent of a person, declared without opening the record."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.opening import consent_advice, declaration_of, needs_consent
from dmptui.commands.common.options import (
    Commands,
    as_json,
    attending,
    command,
    consent,
    person,
    professional,
)
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.sessions import at_work
from dmptui.commands.common.who import parse_ins
from dmptui.core.errors import Refused
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.model.access import Authorisation
    from dmptui.core.work.session import Approach, Session


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "authorise", _("déclarer le consentement d'une personne"), run)
    person(parser)
    professional(parser)
    group = parser.add_argument_group(_("Consentement"))
    consent(group, required=True)
    attending(group)
    as_json(parser)


def run(args: Namespace) -> None:
    """Declare it, which renews an authorisation still in force.

    Raises:
        Refused: the rules say no, or another kind of consent is needed.
    """
    approach, authorisation = at_work(args, _authorised)
    until = authorisation.until
    if args.json:
        say_json(
            {
                "ins": approach.ins.value,
                "kind": authorisation.kind.value,
                "since": authorisation.since.isoformat(),
                "until": until.isoformat() if until else None,
                "attending": approach.attending or args.attending,
            }
        )
        return
    say(
        _("Autorisation sur le DMP de {name}, jusqu'au {until}.").format(
            name=approach.patient.name if approach.patient else "",
            until=until.astimezone().strftime("%d/%m/%Y") if until else "…",
        )
    )
    if args.attending:
        say(_("Vous êtes son médecin traitant."))


async def _authorised(args: Namespace, session: "Session") -> "tuple[Approach, Authorisation]":
    declaration = declaration_of(args)
    approach = await session.approach(parse_ins(args.ins))
    try:
        return approach, await session.authorise(approach, declaration)
    except Refused as refused:
        if needs_consent(approach.decide(declaration=declaration)):
            raise Refused(f"{refused.message} {consent_advice(approach)}", refused.source) from refused
        raise
