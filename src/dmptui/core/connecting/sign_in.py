"""The sandbox login: a demonstration professional is chosen, not proved."""

from collections.abc import Callable
from datetime import datetime

from dmptui.core.client import DmpClient
from dmptui.core.errors import NotFound
from dmptui.core.model.ins import Ins
from dmptui.core.model.practitioner import Practitioner, PractitionerRole
from dmptui.core.rules.matrix import Matrix, packaged_matrix
from dmptui.core.text import _
from dmptui.core.work.patient_session import PatientSession
from dmptui.core.work.session import Session


async def log_in(
    client: DmpClient,
    practitioner: Practitioner,
    situation: int,
    clock: Callable[[], datetime],
    matrix: Matrix | None = None,
) -> Session:
    """Open a session.

    Args:
        client: of the DMP server.
        practitioner: one of ``client.identities()``.
        situation: index of the situation d'exercice they work in.
        clock: gives the time, aware.
        matrix: the matrice d'habilitation in force; the package's when None.

    Raises:
        DmpError: the server does not know them, or cannot be reached.
    """
    chosen = practitioner.situations[situation]
    token = await client.log_in(practitioner.id, chosen.organization.id)
    role = PractitionerRole(practitioner=practitioner, situation=chosen)
    return Session(client, token, role, matrix=matrix or packaged_matrix(), clock=clock)


async def enter(
    client: DmpClient, ins: Ins, clock: Callable[[], datetime], *, representative: bool = False
) -> PatientSession:
    """Enter Mon espace santé as a demonstration patient, or as a legal representative of a minor.

    Args:
        client: of the DMP server.
        ins: whose record it is.
        clock: gives the time, aware.
        representative: somebody who acts for them.

    Raises:
        DmpError: nobody has this INS, the profile is opposed or closed, the person is not a minor.
    """
    token = await client.changes.enter(ins, representative=representative)
    patient = await client.find_patient(token, ins)
    if patient is None:
        raise NotFound(_("Cet INS n'est pas connu ici."))
    return PatientSession(client, token, patient, clock=clock, representative=representative)
