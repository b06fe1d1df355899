"""`dmptui authorise`: the consent of a person, declared without opening the record."""

import asyncio
from argparse import Namespace

from dmptui.commands.opening import KINDS, consent_asked
from dmptui.commands.output import say, say_json
from dmptui.commands.who import at_work, parse_ins
from dmptui.core.errors import Refused
from dmptui.core.machine.settings import Settings
from dmptui.core.model.access import Authorisation, Declaration
from dmptui.core.rules.decision import Outcome
from dmptui.core.text import _
from dmptui.core.work.session import Approach


def run(args: Namespace, settings: Settings) -> None:
    """Declare it, which renews an authorisation still in force.

    Raises:
        Refused: the rules say no, or another kind of consent is needed.
    """
    approach, authorisation = asyncio.run(_authorised(args, settings))
    until = authorisation.until
    if args.json:
        say_json(
            {
                "ins": approach.ins.value,
                "kind": authorisation.kind.value,
                "since": authorisation.since.isoformat(),
                "until": until.isoformat() if until else None,
                "attending": approach.attending or args.medecin_traitant,
            }
        )
        return
    say(
        _("Autorisation sur le DMP de {name}, jusqu'au {until}.").format(
            name=approach.patient.name if approach.patient else "",
            until=until.astimezone().strftime("%d/%m/%Y") if until else "…",
        )
    )
    if args.medecin_traitant:
        say(_("Vous êtes son médecin traitant."))


async def _authorised(args: Namespace, settings: Settings) -> tuple[Approach, Authorisation]:
    declaration = Declaration(kind=KINDS[args.consent], attending=args.medecin_traitant)
    async with at_work(args, settings) as session:
        approach = await session.approach(parse_ins(args.ins))
        try:
            return approach, await session.authorise(approach, declaration)
        except Refused as refused:
            if approach.decide(declaration=declaration).outcome is Outcome.CONSENT_NEEDED:
                raise Refused(f"{refused.message} {consent_asked(approach)}", refused.source) from refused
            raise
