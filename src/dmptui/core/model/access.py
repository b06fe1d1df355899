"""Consent and authorisation: may a professional open this record, and how."""

from datetime import datetime
from enum import StrEnum

from dmptui.core.model.base import Frozen


class AccessMode(StrEnum):
    """Mode of access, TRE_R248."""

    NORMAL = "normal"
    BREAK_GLASS = "bris_de_glace"
    CENTRE_15 = "centre_15"

    @property
    def is_emergency(self) -> bool:
        """Whether the patient could not be asked."""
        return self is not AccessMode.NORMAL


class AuthorisationStatus(StrEnum):
    """What one professional's authorisation on one DMP is worth now."""

    NONE = "NON_EXISTE"
    VALID = "VALIDE"
    EXPIRED = "EXPIRE"
    FORBIDDEN = "INTERDIT"


class ConsentKind(StrEnum):
    """What the professional attests (CSP L1110-4)."""

    INFORMATION = "information"
    """Member of the équipe de soins: the patient was informed, and did not object."""
    EXPLICIT = "explicit"
    """Outside the team: the patient agreed, expressly."""


class Authorisation(Frozen):
    """A recorded authorisation, or its denial by the patient.

    Attributes:
        permitted: False when the patient has blocked the professional.
        until: end of validity; None on a denial.
    """

    practitioner_id: str
    permitted: bool
    since: datetime
    until: datetime | None = None
    kind: ConsentKind = ConsentKind.EXPLICIT

    def status(self, now: datetime) -> AuthorisationStatus:
        """VALID, EXPIRED or FORBIDDEN at ``now``."""
        if not self.permitted:
            return AuthorisationStatus.FORBIDDEN
        if self.until is not None and now >= self.until:
            return AuthorisationStatus.EXPIRED
        return AuthorisationStatus.VALID


class EmergencySwitches(Frozen):
    """What the patient lets happen in an emergency; open by default (CSP L1111-17)."""

    centre_15: bool = True
    break_glass: bool = True
    masked_documents: bool = False


class Declaration(Frozen):
    """What the professional declares, by an explicit act, to open a record."""

    kind: ConsentKind
    attending: bool = False
    """« Je suis son médecin traitant »."""
    secret: bool = False
    """For a connexion secrète (CSP L1111-5): the legal representatives learn nothing of it."""


class CareTeamMember(Frozen):
    """A member of the cercle de soins: a professional, or a whole structure.

    ``identifier`` is a PS_IdNat or a Struct_IdNat.
    """

    identifier: str
    name: str
    role: str = ""
    is_organization: bool = False
