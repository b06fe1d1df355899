"""Who sends a request: a professional, or the person whose DMP it is; what their token says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from dmptui.core.model.access import AccessMode
from dmptui.core.model.base import Frozen
from dmptui.core.model.practitioner import PractitionerRole


class Holder(Frozen):
    """The person whose DMP it is, or a legal representative, in Mon espace santé.

    ``name`` is what a trace calls them.
    """

    name: str
    representative: bool = False


class Claims(Frozen):
    """What a token says: who, and for a record token which patient and how it was opened.

    Attributes:
        role: the professional; None for the patient.
        holder: the patient; None for a professional.
        secret: connexion secrète (CSP L1111-5).
        visit, visit_start: the opening of the record, or the entrance of the patient, and its moment.
    """

    role: PractitionerRole | None = None
    holder: Holder | None = None
    patient_id: str = ""
    mode: AccessMode = AccessMode.NORMAL
    reason: str = ""
    secret: bool = False
    visit: str = ""
    visit_start: datetime | None = None

    def visiting(self, now: datetime) -> "Claims":
        """The same, of a visit that begins."""
        return self.model_copy(update={"visit": str(uuid4()), "visit_start": now})

    @property
    def professional(self) -> PractitionerRole:
        """The professional; the routes let nobody else reach what asks for it."""
        if self.role is None:
            raise ValueError("not a professional's token")
        return self.role


@dataclass(frozen=True, slots=True)
class Asker:
    """Who sends a request, by the token it carries.

    Attributes:
        digest: SHA-256 of the token.
        session: SHA-256 of the token of its session.
        expires: microseconds since 1970.
    """

    claims: Claims
    digest: bytes
    session: bytes
    expires: int

    @property
    def is_patient(self) -> bool:
        """The patient or a legal representative, not a professional."""
        return self.claims.role is None

    @property
    def ps_id(self) -> str:
        """PS_IdNat; empty for the patient."""
        return self.claims.role.practitioner.id if self.claims.role else ""

    @property
    def profession(self) -> str:
        """Code of JDV_J01; empty for the patient."""
        return self.claims.role.practitioner.profession if self.claims.role else ""
