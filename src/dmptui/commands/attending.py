"""`dmptui attending --end`: no longer médecin traitant of a person."""

import asyncio
from argparse import Namespace

from dmptui.commands.output import say, say_json
from dmptui.commands.who import at_work, parse_ins
from dmptui.core.errors import NotFound
from dmptui.core.machine.settings import Settings
from dmptui.core.model.patient import Patient
from dmptui.core.text import _


def run(args: Namespace, settings: Settings) -> None:
    """Declare it; the record is not opened.

    Raises:
        NotFound: nobody has this INS.
        Refused: one is not.
    """
    patient = asyncio.run(_ended(args, settings))
    if args.json:
        say_json({"ins": patient.ins.value, "attending": False})
    else:
        say(_("Vous n'êtes plus médecin traitant de {name}.").format(name=patient.name))


async def _ended(args: Namespace, settings: Settings) -> Patient:
    ins = parse_ins(args.ins)
    async with at_work(args, settings) as session:
        patient = (await session.approach(ins)).patient
        if patient is None:
            raise NotFound(_("Aucun DMP n'existe pour cet INS. Vérifiez l'INS et les traits d'identité."))
        await session.end_attending(patient)
        return patient
