"""What the transactions take and give, that is not of the domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dmptui.core.fhir import systems
from dmptui.core.model.access import AuthorisationStatus
from dmptui.core.model.days import end_of_day, start_of_day
from dmptui.core.model.patient import Patient

UNREAD = {"status": "current", "_tag": f"{systems.READ_STATE}|{systems.UNREAD}"}
"""Finds the documents that who asks has not read."""

Query = Mapping[str, str | Sequence[str]]
"""Search parameters; several values of one must all hold."""


def between(since: date | None, until: date | None) -> list[str]:
    """The values of a date parameter that keep two days and those between: days of here, as instants."""
    after = [f"ge{start_of_day(since).isoformat()}"] if since else []
    return after + ([f"lt{end_of_day(until).isoformat()}"] if until else [])


@dataclass(frozen=True, slots=True)
class RecordToken:
    """The right to one patient's record, for a while.

    Attributes:
        last_visit: this professional's opening before this one, or None.
    """

    value: str
    last_visit: datetime | None


@dataclass(frozen=True, slots=True)
class MyPatient:
    """A line of « Mes patients » (TD0.4).

    Attributes:
        status: of the professional, in the situation of the session, as the server computed it.
        news: documents new since ``last_visit``; None when the authorisation is not valid.
    """

    patient: Patient
    status: AuthorisationStatus
    last_visit: datetime | None
    last_document: datetime | None
    news: int | None


@dataclass(frozen=True, slots=True)
class Traits:
    """What a search by identity traits may give; empty means not given."""

    family: str = ""
    given: str = ""
    birth_date: date | None = None
    gender: str = ""
    postal_code: str = ""

    def as_query(self) -> dict[str, str]:
        """The FHIR search parameters of TD0.5."""
        query = {
            "family": self.family,
            "given": self.given,
            "birthdate": self.birth_date.isoformat() if self.birth_date else "",
            "gender": self.gender,
            "address-postalcode": self.postal_code,
        }
        return {name: value for name, value in query.items() if value}
