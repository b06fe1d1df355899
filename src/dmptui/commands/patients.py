"""`dmptui patients`: « Mes patients », or a search."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dmptui.commands.output import Column, say, say_json, say_table
from dmptui.commands.who import at_work, parse_ins
from dmptui.core.client.client import MyPatient, Traits
from dmptui.core.machine.settings import Settings
from dmptui.core.model.access import AuthorisationStatus
from dmptui.core.model.patient import DmpState, Patient
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.session import Session

_STATES = {
    DmpState.NOTIFIED: N_("à venir"),
    DmpState.OPEN: N_("ouvert"),
    DmpState.ACTIVATED: N_("ouvert"),
    DmpState.OPPOSED: N_("opposé"),
    DmpState.CLOSED: N_("fermé"),
}
_STATUSES = {
    AuthorisationStatus.NONE: N_("aucune"),
    AuthorisationStatus.VALID: N_("valide"),
    AuthorisationStatus.EXPIRED: N_("expirée"),
    AuthorisationStatus.FORBIDDEN: N_("bloquée"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A line. ``status`` is None after a search by name, which does not ask for it."""

    patient: Patient
    status: AuthorisationStatus | None = None
    attending: bool = False
    last_visit: datetime | None = None
    last_document: datetime | None = None
    news: int | None = None


def run(args: Namespace, settings: Settings) -> None:
    """Print the people found."""
    found, now = asyncio.run(_found(args, settings))
    if args.json:
        say_json([as_json(line) for line in found])
        return
    if found:
        _print(found, now.date())
    elif args.search is not None or args.ins is not None:
        say(_("Personne n'a été trouvé. Vérifiez ce que vous avez saisi."))
    else:
        say(_("Vous n'avez encore ouvert aucun DMP."))


async def _found(args: Namespace, settings: Settings) -> tuple[list[Found], datetime]:
    """The people found, and the time of the DMP."""
    ins = parse_ins(args.ins) if args.ins is not None else None
    async with at_work(args, settings) as session:
        if ins is not None:
            approach = await session.approach(ins)
            patient = approach.patient
            found = [Found(patient, approach.status, approach.attending)] if patient else []
        elif args.search is not None:
            found = [Found(patient) for patient in await session.search(Traits(family=args.search))]
        else:
            found = [_mine(line, session) for line in await session.my_patients()]
        return found, session.clock()


def _mine(line: MyPatient, session: Session) -> Found:
    return Found(
        line.patient,
        line.authorisation.status(session.clock()),
        session.role.practitioner.id in line.patient.attending,
        line.last_visit,
        line.last_document,
        line.news,
    )


def as_json(line: Found) -> dict[str, object]:
    """One line; documented in ``docs/cli.md``."""
    patient = line.patient
    return {
        "ins": patient.ins.value,
        "ins_oid": patient.ins.oid,
        "birth_name": patient.birth_name,
        "used_name": patient.used_name,
        "given_names": list(patient.given_names),
        "sex": patient.sex.value,
        "birth_date": patient.birth_date.isoformat(),
        "dmp": patient.state.value,
        "authorisation": line.status.value if line.status else None,
        "attending": line.attending,
        "last_visit": line.last_visit.isoformat() if line.last_visit else None,
        "last_document": line.last_document.isoformat() if line.last_document else None,
        "new_documents": line.news,
    }


def _print(found: Sequence[Found], today: date) -> None:
    columns = (
        Column(_("Patient"), flexible=True),
        Column(_("Sexe")),
        Column(_("Né(e) le")),
        Column(_("Âge"), right=True),
        Column("INS"),
        Column("DMP"),
        Column(_("Accès")),
        Column(_("Nouveau"), right=True),
    )
    say_table(columns, [_row(line, str(line.patient.age(today))) for line in found])
    say()
    say(ngettext("{n} patient", "{n} patients", len(found)).format(n=len(found)))


def _row(line: Found, age: str) -> list[str]:
    patient = line.patient
    access = _(_STATUSES[line.status]) if line.status else ""
    return [
        patient.name,
        patient.sex.value,
        patient.birth_date.strftime("%d/%m/%Y"),
        age,
        patient.ins.value,
        _(_STATES[patient.state]),
        f"{access} ★" if line.attending else access,
        str(line.news) if line.news else "",
    ]
