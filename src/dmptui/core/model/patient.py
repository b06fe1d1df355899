"""The person whose record it is."""

from datetime import date
from enum import StrEnum

from dmptui.core.model.base import Frozen
from dmptui.core.model.ins import Ins

MAJORITY = 18


class Sex(StrEnum):
    """Administrative sex, an INS trait."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "I"


class DmpState(StrEnum):
    """Where a person's profile stands in its lifecycle (CSP R1111-26 and following)."""

    NOTIFIED = "notifie"
    """Told of the coming creation; six weeks to oppose it. No DMP yet."""
    OPEN = "ouvert"
    """Created; the person has not logged in yet. The DMP works."""
    ACTIVATED = "active"
    """The person has logged in at least once."""
    OPPOSED = "oppose"
    """The person refused it: there is no DMP."""
    CLOSED = "ferme"

    @property
    def exists(self) -> bool:
        """Whether there is a record that may be fed and read."""
        return self in (DmpState.OPEN, DmpState.ACTIVATED)


class Closure(Frozen):
    """When and why a DMP was closed (extension ``dmp-fermeture``)."""

    date: date
    motif: str
    reason: str = ""


class LegalRepresentative(Frozen):
    """A holder of parental authority, or a guardian."""

    name: str
    relationship: str


class Patient(Frozen):
    """A person, by the INS traits, and the state of the DMP.

    Attributes:
        id: the server's technical id, never an INS.
        birth_name, given_names, sex, birth_date, birth_place: INS traits
            (``birth_place`` is an INSEE code, ``99…`` abroad).
        attending: PS ids of the médecins traitants the patient declared.
        notified: when the person was notified that a profile would be made, while it is not.
        birth_rank: of a multiple birth, the first one is 1; None when it is not known.
        deceased: whether the person died; death is the day, when it is known.
    """

    id: str = ""
    ins: Ins
    birth_name: str
    used_name: str = ""
    given_names: tuple[str, ...]
    sex: Sex
    birth_date: date
    birth_place: str = ""
    postal_code: str = ""
    city: str = ""
    state: DmpState = DmpState.OPEN
    closure: Closure | None = None
    attending: frozenset[str] = frozenset()
    representatives: tuple[LegalRepresentative, ...] = ()
    notified: date | None = None
    birth_rank: int | None = None
    deceased: bool = False
    death: date | None = None

    @property
    def name(self) -> str:
        """``DA SILVA (DUPUIS) Maria``: birth name, used name when it differs, first given name."""
        used = f" ({self.used_name.upper()})" if self.used_name and self.used_name != self.birth_name else ""
        return f"{self.birth_name.upper()}{used} {self.given_names[0]}"

    def age(self, today: date) -> int:
        """Age in whole years, never negative; at death, of who died."""
        today = self.death or today
        had_birthday = (today.month, today.day) >= (self.birth_date.month, self.birth_date.day)
        return max(0, today.year - self.birth_date.year - (not had_birthday))

    def is_minor(self, today: date) -> bool:
        """Under 18."""
        return self.age(today) < MAJORITY
