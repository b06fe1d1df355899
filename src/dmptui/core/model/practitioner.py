"""The professional, and the situation in which they work (FHIR Practitioner, PractitionerRole)."""

from dmptui.core.model.base import Frozen

PHYSICIAN = "G15_10"
PHARMACIST = "G15_21"
DENTIST = "G15_40"
MIDWIFE = "G15_50"
NURSE = "G15_60"
PSYCHIATRIC_NURSE = "G15_69"
PHYSIOTHERAPIST = "G15_70"


class Organization(Frozen):
    """A structure: ``id`` is its Struct_IdNat (``1`` and the FINESS, ``3`` and the SIRET …)."""

    id: str
    name: str
    facility: str
    """Secteur d'activité, TRE_R02: ``SA01``, ``SA07``…"""


class Situation(Frozen):
    """One situation d'exercice: where, in which role, in which cadre."""

    organization: Organization
    role: str
    setting: str
    """Cadre d'exercice, JDV_J04: ``AMBULATOIRE``, ``ETABLISSEMENT``, ``SAMU_SMUR``…"""

    @property
    def is_regulation(self) -> bool:
        """Whether emergency calls are regulated here (centre 15)."""
        return self.setting == "SAMU_SMUR"


class Practitioner(Frozen):
    """A professional, identified nominatively.

    Attributes:
        id: PS_IdNat, ``8`` and the 11 digits of the RPPS.
        profession: code of JDV_J01, ``G15_10``…
        specialty: savoir-faire (``SM26``…) or empty.
    """

    id: str
    family: str
    given: str
    civility: str = ""
    profession: str
    specialty: str = ""
    situations: tuple[Situation, ...]

    @property
    def name(self) -> str:
        """``Dr ROUX Claire``."""
        return " ".join(part for part in (self.civility, self.family.upper(), self.given) if part)


class PractitionerRole(Frozen):
    """A professional at work: the person and the situation chosen at login."""

    practitioner: Practitioner
    situation: Situation
