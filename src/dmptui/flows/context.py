"""Contextual access: the program opened in one record, for one professional, by the software they work in."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dmptui.core.connecting.sign_in import log_in
from dmptui.core.machine.matrix_file import matrix_in_force
from dmptui.core.machine.settings import Settings
from dmptui.core.model.ins import Ins
from dmptui.core.model.practitioner import Practitioner
from dmptui.core.work.session import Session

if TYPE_CHECKING:
    from dmptui.core.connecting.connect import Connection


class RecordContext(NamedTuple):
    """What the other software asks for.

    Attributes:
        ins: whose record.
        worker: picks, among those who may log in, the professional and the index of their situation
            d'exercice; raises UsageError when nobody, or several, are meant.
        page: the place of the page to begin on.
    """

    ins: Ins
    worker: Callable[[Sequence[Practitioner]], tuple[Practitioner, int]]
    page: str


async def sign_in(context: RecordContext, connection: "Connection", settings: Settings) -> Session:
    """The session of the professional that the context names.

    Raises:
        DmpError: the server does not know them, or cannot be reached.
    """
    person, situation = context.worker(await connection.client.identities())
    matrix = matrix_in_force(settings.data_dir)
    return await log_in(connection.client, person, situation, connection.clock, matrix)
