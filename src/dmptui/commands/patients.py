"""`dmptui patients`: « Mes patients », or a search."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from dmptui.commands.common.options import Commands, as_json, command, professional
from dmptui.commands.common.output import Column, say, say_json, say_table
from dmptui.commands.common.sessions import at_work
from dmptui.commands.common.who import compare_scanned, parse_ins
from dmptui.core.model import days
from dmptui.core.text import N_, _, ngettext

if TYPE_CHECKING:
    from dmptui.core.client.client import MyPatient
    from dmptui.core.model.access import AuthorisationStatus
    from dmptui.core.model.ins import Ins
    from dmptui.core.model.patient import Patient
    from dmptui.core.work.session import Session

_STATES = {
    "notifie": N_("à venir"),
    "ouvert": N_("ouvert"),
    "active": N_("ouvert"),
    "oppose": N_("opposé"),
    "ferme": N_("fermé"),
}
_STATUSES = {
    "NON_EXISTE": N_("aucune"),
    "VALIDE": N_("valide"),
    "EXPIRE": N_("expirée"),
    "INTERDIT": N_("bloquée"),
}


class Line(NamedTuple):
    """A line. ``status`` is None after a search by name, which does not ask for it."""

    patient: "Patient"
    status: "AuthorisationStatus | None" = None
    attending: bool = False
    last_visit: datetime | None = None
    last_document: datetime | None = None
    news: int | None = None


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "patients", _("mes patients, ou une recherche de personne"), run)
    professional(parser)
    search = parser.add_argument_group(_("Recherche")).add_mutually_exclusive_group()
    search.add_argument("--search", metavar=_("NOM"), help=_("personnes dont le nom commence ainsi"))
    search.add_argument("--ins", help=_("la personne de cet INS (15 caractères)"))
    as_json(parser)


def run(args: Namespace) -> None:
    """Print the people found."""
    ins = parse_ins(args.ins) if args.ins is not None else None
    found, now = at_work(args, partial(_found, ins))
    if args.json:
        say_json([_as_json(line) for line in found])
        return
    if found:
        _print(found, days.day_of(now))
    elif args.search is not None or args.ins is not None:
        say(_("Personne n'a été trouvé. Vérifiez ce que vous avez saisi."))
    else:
        say(_("Vous n'avez encore ouvert aucun DMP."))


async def _found(ins: "Ins | None", args: Namespace, session: "Session") -> tuple[list[Line], datetime]:
    """The people found, and the time of the DMP."""
    from dmptui.core.client.client import Traits

    if ins is not None:
        approach = await session.approach(ins)
        patient = approach.patient
        if patient is not None:
            compare_scanned(args.ins, patient)
        found = [Line(patient, approach.status, approach.attending)] if patient else []
    elif args.search is not None:
        found = [Line(patient) for patient in await session.search(Traits(family=args.search))]
    else:
        found = [_mine(line, session) for line in await session.my_patients()]
    return found, session.clock()


def _mine(line: "MyPatient", session: "Session") -> Line:
    return Line(
        line.patient,
        line.status,
        session.role.practitioner.id in line.patient.attending,
        line.last_visit,
        line.last_document,
        line.news,
    )


def _as_json(line: Line) -> dict[str, object]:
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
        "last_visit": days.iso(line.last_visit) if line.last_visit else None,
        "last_document": days.iso(line.last_document) if line.last_document else None,
        "new_documents": line.news,
    }


def _print(found: Sequence[Line], today: date) -> None:
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


def _row(line: Line, age: str) -> list[str]:
    patient = line.patient
    access = _(_STATUSES[line.status]) if line.status else ""
    return [
        patient.name,
        patient.sex.value,
        days.in_figures(patient.birth_date),
        age,
        patient.ins.value,
        _(_STATES[patient.state]),
        f"{access} ★" if line.attending else access,
        str(line.news) if line.news else "",
    ]
