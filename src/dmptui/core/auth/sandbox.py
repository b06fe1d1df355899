"""The sandbox login: a demonstration professional is chosen, not proved."""

from collections.abc import Callable
from datetime import datetime

from dmptui.core.client import DmpClient
from dmptui.core.model.practitioner import Practitioner, PractitionerRole
from dmptui.core.rules.matrix import packaged_matrix
from dmptui.core.session import Session


async def log_in(
    client: DmpClient, practitioner: Practitioner, situation: int, clock: Callable[[], datetime]
) -> Session:
    """Open a session.

    Args:
        client: of the DMP server.
        practitioner: one of ``client.identities()``.
        situation: index of the situation d'exercice they work in.
        clock: gives the time, aware.

    Raises:
        DmpError: the server does not know them, or cannot be reached.
    """
    chosen = practitioner.situations[situation]
    token = await client.log_in(practitioner.id, chosen.organization.id)
    role = PractitionerRole(practitioner=practitioner, situation=chosen)
    return Session(client, token, role, matrix=packaged_matrix(), clock=clock)
