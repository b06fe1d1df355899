"""The state of a person: what a synthèse médicale or a vaccination record says."""

from dataclasses import dataclass, field
from enum import StrEnum

from dmptui.core.model.clinical.basics import CodedValue, Period, Person, Product, Value, When
from dmptui.core.model.clinical.source import Source
from dmptui.core.model.clinical.standing import Standing


@dataclass(frozen=True, slots=True)
class Vaccination:
    """A dose of vaccine.

    Attributes:
        when: of the injection; unknown in child certificates and when only the delivery is known.
        delivered: when the vaccine was delivered (données de l'Assurance Maladie).
        rank: of the dose in its series, from 1.
        kind: first series, booster…
        standing: whether it was given, or what became of it.
        reactions, dose, comment: in words.
    """

    product: Product
    when: When
    source: Source
    delivered: When = field(default_factory=When)
    rank: int | None = None
    kind: CodedValue = field(default_factory=CodedValue)
    route: CodedValue = field(default_factory=CodedValue)
    site: CodedValue = field(default_factory=CodedValue)
    dose: str = ""
    reactions: tuple[str, ...] = ()
    comment: str = ""
    by: Person = field(default_factory=Person)
    prescriber: Person = field(default_factory=Person)
    standing: Standing = Standing.STATED

    @property
    def key(self) -> tuple[str, str, str, int | None]:
        """What makes two entries the same dose: never their identifiers, which the examples repeat."""
        return (
            self.product.atc or self.product.cis or self.product.cip,
            self.when.figures,
            self.product.lot,
            self.rank,
        )


@dataclass(frozen=True, slots=True)
class Manifestation:
    """How an allergy shows itself, and how badly."""

    what: CodedValue
    severity: CodedValue = field(default_factory=CodedValue)


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergy, or a statement about allergies; see ``Problem`` for the two kinds of statement."""

    agent: CodedValue
    period: Period
    source: Source
    kind: CodedValue = field(default_factory=CodedValue)
    status: CodedValue = field(default_factory=CodedValue)
    reaction: CodedValue = field(default_factory=CodedValue)
    criticality: CodedValue = field(default_factory=CodedValue)
    certainty: CodedValue = field(default_factory=CodedValue)
    manifestations: tuple[Manifestation, ...] = ()
    comment: str = ""
    is_absence: bool = False
    standing: Standing = Standing.STATED


class ProblemKind(StrEnum):
    """In which list a problem stands."""

    ACTIVE = "active"
    HISTORY = "history"
    FAMILY = "family"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Problem:
    """A pathology, past or present, or a statement about pathologies.

    Attributes:
        status: coded, or a bare HL7 act status (``active``, ``completed``).
        relative: who had it, of a family history.
        is_absence: it is a statement that there is none, to show as it is: « Pas de problème connu ».
        standing: what becomes of it; ``DENIED`` says that this one is *not* so.
    """

    code: CodedValue
    period: Period
    source: Source
    kind: ProblemKind = ProblemKind.OTHER
    status: CodedValue = field(default_factory=CodedValue)
    severity: CodedValue = field(default_factory=CodedValue)
    certainty: CodedValue = field(default_factory=CodedValue)
    relative: str = ""
    comment: str = ""
    is_absence: bool = False
    standing: Standing = Standing.STATED


@dataclass(frozen=True, slots=True)
class Procedure:
    """An act that was done, or is planned (``standing``); ``status`` is HL7's.

    Statements are as in ``Problem``.
    """

    code: CodedValue
    period: Period
    source: Source
    status: str = ""
    reasons: tuple[CodedValue, ...] = ()
    by: Person = field(default_factory=Person)
    comment: str = ""
    is_absence: bool = False
    standing: Standing = Standing.STATED


@dataclass(frozen=True, slots=True)
class Treatment:
    """A medicine that is or was taken, or is planned (``standing``). Statements are as in ``Problem``.

    ``posology`` is in the author's words when there are some, else worded from the coded dose and times.
    """

    product: Product
    period: Period
    source: Source
    posology: str = ""
    dose: Value = field(default_factory=Value)
    route: CodedValue = field(default_factory=CodedValue)
    reasons: tuple[CodedValue, ...] = ()
    status: str = ""
    by: Person = field(default_factory=Person)
    comment: str = ""
    is_absence: bool = False
    standing: Standing = Standing.STATED


@dataclass(frozen=True, slots=True)
class Device:
    """A medical device carried or delivered; ``udi`` is its identifier. Statements are as in ``Problem``."""

    code: CodedValue
    period: Period
    source: Source
    udi: str = ""
    quantity: Value = field(default_factory=Value)
    by: Person = field(default_factory=Person)
    prescriber: Person = field(default_factory=Person)
    comment: str = ""
    is_absence: bool = False
    standing: Standing = Standing.STATED


@dataclass(frozen=True, slots=True)
class VitalSign:
    """A measure: blood pressure, weight…"""

    code: CodedValue
    value: Value
    when: When
    source: Source
    comment: str = ""
    standing: Standing = Standing.STATED


class LifestyleKind(StrEnum):
    """What a fact of life is about."""

    LIFESTYLE = "lifestyle"
    PREGNANCY = "pregnancy"


@dataclass(frozen=True, slots=True)
class LifestyleFact:
    """A habit (tobacco, alcohol…) or a fact about pregnancy."""

    code: CodedValue
    value: Value
    period: Period
    source: Source
    kind: LifestyleKind = LifestyleKind.LIFESTYLE
    comment: str = ""
    standing: Standing = Standing.STATED


@dataclass(frozen=True, slots=True)
class Directive:
    """An advance directive: what is wanted or not, or the signed paper itself.

    ``attachment`` is the identifier, in the document, of a file that holds it; then ``code`` may be empty.
    """

    code: CodedValue
    value: Value
    period: Period
    source: Source
    attachment: str = ""
    comment: str = ""
    standing: Standing = Standing.STATED
