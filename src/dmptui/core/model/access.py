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
    """What the professional attests (``rules.laws.CONSENT``)."""

    INFORMATION = "information"
    """Member of a team that has the patient's consent: the patient was informed. It is no consent."""
    EXPLICIT = "explicit"
    """The patient agreed, expressly: for the team, or outside one for a consultation."""


class Team(Frozen):
    """Those who share one consent of a patient: a structure, or the circle that the patient recognised.

    ``identifier`` is a Struct_IdNat, or the id of the Patient for the circle, which has no ``name``.
    """

    identifier: str
    name: str = ""
    is_organization: bool = True


class Collector(Frozen):
    """The professional who collected a consent: PS_IdNat, and the name as it was then."""

    id: str
    name: str = ""


class Authorisation(Frozen):
    """A patient's consent, what stands for one in an older store, or the denial of a professional.

    Attributes:
        practitioner_id: whom it is about; empty for a team's.
        team: whose consent it is; None for that of a consultation.
        permitted: False when the patient has blocked the professional.
        since: when it was collected.
        until: end of validity; None on a denial.
        collector: None on a denial, and on what is no consent.
        organization_id: Struct_IdNat of the situation it was given in, for a consultation; empty for any.
        consultation: names the session that a consultation's consent is of; empty for any.
    """

    practitioner_id: str = ""
    team: Team | None = None
    permitted: bool
    since: datetime
    until: datetime | None = None
    kind: ConsentKind = ConsentKind.EXPLICIT
    collector: Collector | None = None
    organization_id: str = ""
    consultation: str = ""

    def status(self, now: datetime) -> AuthorisationStatus:
        """VALID, EXPIRED or FORBIDDEN at ``now``; NONE for an information, which opens nothing by itself."""
        if not self.permitted:
            return AuthorisationStatus.FORBIDDEN
        if self.kind is ConsentKind.INFORMATION:
            return AuthorisationStatus.NONE
        if self.until is not None and now >= self.until:
            return AuthorisationStatus.EXPIRED
        return AuthorisationStatus.VALID


class EmergencySwitches(Frozen):
    """What the patient lets happen in an emergency; open by default."""

    centre_15: bool = True
    break_glass: bool = True
    masked_documents: bool = False


class Declaration(Frozen):
    """What the professional declares, by an explicit act, to open a record."""

    kind: ConsentKind
    attending: bool = False
    """« Je suis son médecin traitant »."""
    trusted: bool = False
    """The personne de confiance agreed, for a person who cannot (sapeurs-pompiers)."""
    secret: bool = False
    """For a connexion secrète: the legal representatives learn nothing of it."""


class CareTeamMember(Frozen):
    """A member of the cercle de soins: a professional, or a whole structure.

    ``identifier`` is a PS_IdNat or a Struct_IdNat.
    """

    identifier: str
    name: str
    role: str = ""
    is_organization: bool = False
