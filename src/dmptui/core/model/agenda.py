"""The appointments that a person notes in their agenda."""

from datetime import datetime

from dmptui.core.model.base import Frozen


class Appointment(Frozen):
    """An appointment somebody noted for themselves (FHIR Appointment).

    Attributes:
        id, version: of the resource; empty before it is kept.
        about: what it is, in a line.
        place: with whom or where; may be empty.
        by_representative: noted by a legal representative, not by the person.
    """

    id: str = ""
    version: str = ""
    start: datetime
    about: str
    place: str = ""
    by_representative: bool = False
