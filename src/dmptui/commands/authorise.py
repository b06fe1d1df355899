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
from dmptui.commands.common.who import parse_ins, practitioner_id
from dmptui.core.errors import Refused
from dmptui.core.model import days
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
    group.add_argument(
        "--for",
        dest="other",
        metavar="RPPS",
        default="",
        help=_("pour la consultation d'un autre professionnel, nommé à la personne"),
    )
    as_json(parser)


def run(args: Namespace) -> None:
    """Declare it: for the team, once; outside one, for the next consultation; or for another's.

    Raises:
        UsageError: the other professional is not known.
        Refused: the rules say no, or an express consent is needed.
    """
    from dmptui.core.rules.care_team import name_of

    approach, authorisation = at_work(args, _authorised)
    until = authorisation.until
    if args.json:
        say_json(
            {
                "ins": approach.ins.value,
                "kind": authorisation.kind.value,
                "team": name_of(authorisation.team) if authorisation.team else None,
                "professional": authorisation.practitioner_id or None,
                "collector": authorisation.collector.id if authorisation.collector else None,
                "since": days.iso(authorisation.since),
                "until": days.iso(until) if until else None,
                "attending": approach.attending or args.attending,
            }
        )
        return
    name, end = approach.patient.name if approach.patient else "", days.in_figures(until) if until else "…"
    if authorisation.team is not None:
        sentence = _("Accord de {name} pour {team}, jusqu'au {until}.")
        say(sentence.format(name=name, team=name_of(authorisation.team), until=end))
    else:
        end = days.to_the_minute(until) if until else "…"
        sentence = _("Accord de {name} pour une consultation, au maximum jusqu'au {until}.")
        say(sentence.format(name=name, until=end))
    if args.attending:
        say(_("Vous êtes son médecin traitant."))


async def _authorised(args: Namespace, session: "Session") -> "tuple[Approach, Authorisation]":
    declaration = declaration_of(args)
    approach = await session.approach(parse_ins(args.ins))
    try:
        if args.other:
            other = practitioner_id(await session.professionals(), args.other)
            return approach, await session.authorise_another(approach, other)
        return approach, await session.authorise(approach, declaration)
    except Refused as refused:
        if needs_consent(approach.decide(declaration=declaration)):
            raise Refused(f"{refused.message} {consent_advice(approach)}", refused.source) from refused
        raise
