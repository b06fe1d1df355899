"""Is this document about the person whose record it is? One table, however it comes in or is read.

It compares all who are named: every INS, every trait (référentiel INS, RNIV). The answers are this project's:

========== ============================ ======== ======
INS         strict traits that contradict  deposit  pages
========== ============================ ======== ======
same        none                         accepted  fed
same        one                          warned    fed
same        two                          warned    apart
same        three or four                refused   apart
same, other any                          refused   apart
NIA / NIR   none, all four compared      warned    fed
NIA / NIR   else                         refused   apart
another     any                          refused   apart
none        none                         warned    fed
none        one                          warned    apart
none        two; a twin                  refused   apart
========== ============================ ======== ======

An unreadable INS is none; « same, other » is the record's beside another person's. Of several persons the one
closest to the record decides; when another one is somebody else, it is warned and apart, since nothing says
which line is about whom.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from dmptui.core.errors import Refused
from dmptui.core.model.identity import Identity
from dmptui.core.model.patient import Patient
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.rules.identity_words import describe, reasons, uncompared, unlisted
from dmptui.core.rules.traits import Comparison, InsMatch, Match, compare
from dmptui.core.text import _

_APART_FROM = 2
"""Strict traits that contradict, with the record's INS, from which a document feeds no page."""
_REFUSED_FROM = 3
_REFUSED_WITHOUT_INS = 2


class Outcome(IntEnum):
    """What the table says of a deposit, the gravest last."""

    ACCEPTED = 0
    WARNED = 1
    REFUSED = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a document is about the person of the record.

    Attributes:
        outcome: of a deposit.
        apart: no page may take anything from it.
        name: who it names, « GUÉRIN Julien, né(e) le 10/10/1988 »; empty when it names nobody else.
        reasons: French sentences: what contradicts, what is missing; empty when accepted.
        uncompared: French sentences about what could not be compared.
    """

    outcome: Outcome = Outcome.ACCEPTED
    apart: bool = False
    name: str = ""
    reasons: tuple[str, ...] = ()
    uncompared: tuple[str, ...] = ()

    @property
    def decision(self) -> Decision:
        """The answer to a deposit; its reason, which is traced, names nobody."""
        if self.outcome is not Outcome.REFUSED:
            return allowed(PROJECT)
        advice = _("Vérifiez le fichier et la personne choisie.")
        advice = " ".join(filter(None, (self.sentence, *self.reasons[:1], advice)))
        return refused(
            _("Ce document est au nom d'une autre personne : il ne peut pas entrer dans ce DMP."),
            PROJECT,
            advice,
        )

    @property
    def sentence(self) -> str:
        """« Ce document est au nom de … », or nothing."""
        return _("Ce document est au nom de {name}.").format(name=self.name) if self.name else ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be known before it is used: whose it is, why, and that no page takes anything from it."""
        if self.outcome is Outcome.ACCEPTED:
            return ()
        apart = _("Mis à part : ses données n'entrent dans aucune page.") if self.apart else ""
        return tuple(filter(None, (self.sentence, *self.reasons, apart)))


ACCEPTED = Verdict()
"""Nothing contradicts."""


class OtherPerson(Refused):
    """A document is about somebody else than the person of the record, or about several.

    Attributes:
        decision: the rule's answer, whose reason names nobody: it is what may be traced.
    """

    def __init__(self, verdict: Verdict) -> None:
        self.decision = verdict.decision
        message = self.decision.error().message if self.decision.refused else " ".join(verdict.warnings)
        super().__init__(message, PROJECT)


def judge(found: Iterable[Identity], patient: Patient) -> Verdict:
    """The verdict on all who a document names; a document that names nobody is not judged."""
    named = [identity for identity in dict.fromkeys(found) if identity]
    verdicts = sorted((_judge_one(identity, patient) for identity in named), key=_gravity)
    if not verdicts:
        return ACCEPTED
    closest, gravest = verdicts[0], verdicts[-1]
    if gravest.outcome is not Outcome.REFUSED or closest.outcome is Outcome.REFUSED:
        return gravest
    names = [describe(identity) for identity in named]
    return Verdict(
        Outcome.WARNED,
        apart=True,
        name=_(" et de ").join(dict.fromkeys(filter(None, names))),
        reasons=(
            _("Rien ne dit lesquelles de ses données sont celles de {name}.").format(name=patient.name),
        ),
        uncompared=closest.uncompared,
    )


def judge_metadata(found: Iterable[Identity], patient: Patient) -> Verdict:
    """The verdict on who metadata name: one person, often by a number alone, so only contradictions count."""
    verdict = gravest(*(judge([identity], patient) for identity in found))
    return verdict if verdict.name else ACCEPTED


def gravest(*verdicts: Verdict) -> Verdict:
    """The gravest of several."""
    return max(verdicts, key=_gravity, default=ACCEPTED)


def _judge_one(found: Identity, patient: Patient) -> Verdict:
    compared = compare(found, patient)
    outcome, apart = _decide(compared)
    other_ins = compared.other_ins or compared.ins in (InsMatch.OTHER, InsMatch.WAITING)
    contradicted = compared.strict_contradictions or other_ins
    return Verdict(
        outcome,
        apart,
        name=describe(found) if contradicted else "",
        reasons=reasons(compared, found, patient),
        uncompared=(*uncompared(compared, found), *unlisted(compared, found, patient)),
    )


def _decide(compared: Comparison) -> tuple[Outcome, bool]:
    """The table: what becomes of a deposit, and whether the document is set apart."""
    against = len(compared.strict_contradictions)
    match compared.ins:
        case InsMatch.OTHER:
            return Outcome.REFUSED, True
        case InsMatch.WAITING:
            same = compared.all_strict_same and compared.place is not Match.DIFFERENT
            return (Outcome.WARNED, False) if same else (Outcome.REFUSED, True)
        case InsMatch.SAME if compared.other_ins:
            return Outcome.REFUSED, True
        case InsMatch.SAME:
            outcome = Outcome.REFUSED if against >= _REFUSED_FROM else Outcome.WARNED
            return (outcome if compared.is_odd else Outcome.ACCEPTED), against >= _APART_FROM
        case _:
            refusal = against >= _REFUSED_WITHOUT_INS or compared.is_twin
            return (Outcome.REFUSED if refusal else Outcome.WARNED), refusal or against > 0


def _gravity(verdict: Verdict) -> tuple[int, bool, int]:
    return verdict.outcome, verdict.apart, len(verdict.reasons)
