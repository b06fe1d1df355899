"""What becomes of what an entry says: one closed table, used wherever a fact is counted, judged or shown.

Sources: HL7 version 3 vocabulary as CDA R2 uses it: ActMood (``moodCode``), ActStatus (``statusCode``),
``negationInd`` and ``nullFlavor`` of an act (POCD_MT000040), ActNoImmunizationReason for a refusal.
"""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from dmptui.core.text import N_, _


class Terms(NamedTuple):
    """How a standing is shown, and what may be made of the fact.

    Attributes:
        word: beside the fact; empty when there is nothing to add.
        counts: whether it is one more dose, one more point of a curve, one more problem.
        judged: whether its flag and its reference range are worth an alert.
        withdrawn: whether the author took it back: it is shown, never as something current.
    """

    word: str
    counts: bool
    judged: bool
    withdrawn: bool


class Standing(Enum):
    """What becomes of a fact, the one that wins over all others first."""

    ERRONEOUS = Terms(N_("saisi par erreur"), counts=False, judged=False, withdrawn=True)
    STRUCK = Terms(N_("barré dans le texte"), counts=False, judged=False, withdrawn=True)
    CANCELLED = Terms(N_("annulé"), counts=False, judged=False, withdrawn=True)
    OBSOLETE = Terms(N_("remplacé"), counts=False, judged=False, withdrawn=True)
    FORBIDDEN = Terms(N_("à ne pas faire"), counts=False, judged=False, withdrawn=False)
    REFUSED = Terms(N_("refusé"), counts=False, judged=False, withdrawn=False)
    DENIED = Terms(N_("non fait"), counts=False, judged=False, withdrawn=False)
    ABORTED = Terms(N_("interrompu"), counts=False, judged=False, withdrawn=False)
    SUSPENDED = Terms(N_("suspendu"), counts=False, judged=False, withdrawn=False)
    HELD = Terms(N_("en attente"), counts=False, judged=False, withdrawn=False)
    UNSURE = Terms(N_("état inconnu"), counts=False, judged=False, withdrawn=False)
    DEFINITION = Terms(N_("définition"), counts=False, judged=False, withdrawn=False)
    RISK = Terms(N_("risque"), counts=False, judged=False, withdrawn=False)
    GOAL = Terms(N_("objectif"), counts=False, judged=False, withdrawn=False)
    PROPOSED = Terms(N_("proposé"), counts=False, judged=False, withdrawn=False)
    PLANNED = Terms(N_("à faire"), counts=False, judged=False, withdrawn=False)
    UPCOMING = Terms(N_("date à venir"), counts=False, judged=False, withdrawn=False)
    UNFINISHED = Terms(N_("en cours"), counts=False, judged=False, withdrawn=False)
    PRESCRIBED = Terms(N_("prescrit"), counts=True, judged=True, withdrawn=False)
    MASKED = Terms(N_("valeur masquée"), counts=False, judged=False, withdrawn=False)
    MISSING = Terms(N_("non renseigné"), counts=False, judged=False, withdrawn=False)
    STATED = Terms("", counts=True, judged=True, withdrawn=False)

    @property
    def word(self) -> str:
        """What to say beside the fact; empty when it simply is so."""
        return _(self.value.word)

    @property
    def counts(self) -> bool:
        """Whether it is one more of its kind."""
        return self.value.counts

    @property
    def judged(self) -> bool:
        """Whether it may raise an alert, be flagged, be drawn."""
        return self.value.judged

    @property
    def withdrawn(self) -> bool:
        """Whether its author took it back."""
        return self.value.withdrawn

    @property
    def is_denial(self) -> bool:
        """Whether it names what is not so."""
        return self in (Standing.DENIED, Standing.REFUSED, Standing.FORBIDDEN)

    @property
    def is_planned(self) -> bool:
        """Whether it is still to come, or only wished."""
        return self in (Standing.PLANNED, Standing.PROPOSED, Standing.GOAL, Standing.UPCOMING)


class Kind(Enum):
    """The kinds of acts of which some codes do not mean what they mean of the others."""

    ACT = "act"
    TREATMENT = "treatment"
    VACCINATION = "vaccination"


MOODS = {
    "": Standing.STATED,
    "EVN": Standing.STATED,
    "INT": Standing.PLANNED,
    "RQO": Standing.PLANNED,
    "ARQ": Standing.PLANNED,
    "APT": Standing.PLANNED,
    "PRMS": Standing.PLANNED,
    "SLOT": Standing.PLANNED,
    "EXPEC": Standing.PLANNED,
    "PRP": Standing.PROPOSED,
    "RMD": Standing.PROPOSED,
    "OPT": Standing.PROPOSED,
    "GOL": Standing.GOAL,
    "RSK": Standing.RISK,
    "DEF": Standing.DEFINITION,
    "EVN.CRT": Standing.DEFINITION,
    "CRT": Standing.DEFINITION,
}
STATUSES = {
    "": Standing.STATED,
    "normal": Standing.STATED,
    "active": Standing.STATED,
    "completed": Standing.STATED,
    "new": Standing.PLANNED,
    "held": Standing.HELD,
    "suspended": Standing.SUSPENDED,
    "aborted": Standing.ABORTED,
    "cancelled": Standing.CANCELLED,
    "obsolete": Standing.OBSOLETE,
    "nullified": Standing.ERRONEOUS,
}
OF_A_KIND = {
    Kind.ACT: {},
    Kind.TREATMENT: {"INT": Standing.PRESCRIBED, "RQO": Standing.PRESCRIBED},
    Kind.VACCINATION: {"active": Standing.UNFINISHED, "normal": Standing.UNSURE},
}
"""What the moods and the statuses above mean of one kind: a medicine is prescribed to be taken, an injection
is one only once it is finished."""
_SPELLINGS = {
    "canceled": "cancelled",
    "complete": "completed",
    "entered-in-error": "nullified",
    "entered in error": "nullified",
}
"""Met in real documents, meant as these."""
REFUSALS = frozenset({"PATOBJ", "PHILISOP", "RELIG", "VACEFF", "VACSAF"})
"""Reasons not to vaccinate that are the person's own, HL7 ActNoImmunizationReason."""

_ORDER = {standing: rank for rank, standing in enumerate(Standing)}


def strongest(standings: Iterable[Standing]) -> Standing:
    """The one that wins over the others; ``STATED`` when there is none."""
    return min(standings, key=_ORDER.__getitem__, default=Standing.STATED)


def standing_of(
    mood: str,
    status: str = "",
    kind: Kind = Kind.ACT,
    *,
    negated: bool = False,
    missing: str = "",
    refused: bool = False,
) -> Standing:
    """What becomes of an act.

    Args:
        mood: HL7 ``moodCode``; empty is an event.
        status: HL7 ``statusCode``, in any case.
        kind: of the act.
        negated: its ``negationInd``.
        missing: its own ``nullFlavor``.
        refused: a reason says that the person did not want it.
    """
    written, own = status.strip().casefold(), OF_A_KIND[kind]
    written = _SPELLINGS.get(written, written)
    intent = own.get(mood) or MOODS.get(mood, Standing.UNSURE)
    found = [intent, own.get(written) or STATUSES.get(written, Standing.UNSURE)]
    if negated:
        found.append(_denial(intent, refused=refused))
    if missing:
        found.append(Standing.MASKED if missing == "MSK" else Standing.MISSING)
    return strongest(found)


def _denial(intent: Standing, *, refused: bool) -> Standing:
    if refused:
        return Standing.REFUSED
    is_to_come = intent.is_planned or intent is Standing.PRESCRIBED
    return Standing.FORBIDDEN if is_to_come else Standing.DENIED
