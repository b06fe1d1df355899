"""What is said beside a fact of a document: what became of it, that it is not coded, what it denies."""

import re
from typing import Protocol

from dmptui.core.model.clinical import (
    Allergy,
    Device,
    Fact,
    LifestyleFact,
    NarrativeSection,
    Prescription,
    Problem,
    Procedure,
    Source,
    Standing,
    Treatment,
    Vaccination,
)
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _, ngettext


class DocumentFact(Protocol):
    """Any fact of a document."""

    @property
    def source(self) -> Source:
        """Where it stands."""

    @property
    def standing(self) -> Standing:
        """What becomes of it."""


Deniable = Allergy | Device | LifestyleFact | Problem | Procedure | Treatment

_DENIALS: dict[type[Deniable], str] = {
    Allergy: N_("Pas d'allergie à : {what}"),
    Device: N_("Pas de dispositif : {what}"),
    Procedure: N_("Acte non réalisé : {what}"),
    Treatment: N_("Pas de traitement par : {what}"),
}
"""How each kind says that one thing is not so; any other is an absence."""

_NAMED = (Allergy, Device, Prescription, Problem, Procedure, Treatment, Vaccination)
"""Facts of which the name says all: of a measure or a habit, it is the value."""
_LONGEST = 60

_negation = re.compile(
    r"\b(?:pas|non|ne|aucune?s?|absen[ct]\w*|sans|jamais|negati\w*|refus\w*|exclu\w*|contre[ -]indiqu\w*)\b"
    r"|\bn['’]|\bno\b|\bnot\b"
)
"""Words that deny, folded."""

_NAMES_OF_ALLERGIES = ("allerg", "intol", "hypersens", "réaction", "reaction")


def marks(fact: DocumentFact) -> tuple[str, ...]:
    """What must be read with a fact: « annulé », « non codé »; nothing for what is simply so."""
    is_named = fact.standing is Standing.DENIED and isinstance(fact, Deniable)  # its name says it
    standing = "" if is_named else fact.standing.word
    return tuple(filter(None, (standing, uncoded(fact.source), other_words(fact))))


def other_words(fact: DocumentFact) -> str:
    """« texte : HTA », of a fact that the text names in words of which none is the entry's."""
    words = fact.source.other_words
    if not words or not isinstance(fact, _NAMED) or getattr(fact, "is_absence", False):
        return ""
    return _("texte : {words}").format(words=words if len(words) <= _LONGEST else words[:_LONGEST] + "…")


def uncoded(source: Source) -> str:
    """« non codé », of a line that only the text says."""
    return "" if source.coded else _("non codé")


def denial(fact: Deniable) -> str:
    """What a fact denies, by its name: « Pas d'allergie à : Aspirine »."""
    what = fact.source.shown(Fact.LABEL, name_of(fact))
    is_kind = isinstance(fact, Allergy) and what.casefold().startswith(_NAMES_OF_ALLERGIES)
    sentence = N_("Absence de : {what}") if is_kind else _DENIALS.get(type(fact), N_("Absence de : {what}"))
    return _(sentence).format(what=what)


def unspoken_denial(fact: DocumentFact) -> str:
    """The text of a fact that its entry denies, where no word of the text does; else nothing."""
    said = fact.source.narrative or fact.source.words
    is_denied = fact.standing.is_denial and fact.source.coded and not _negation.search(fold(said))
    return said if is_denied else ""


def name_of(fact: Deniable) -> str:
    """What a fact is about."""
    match fact:
        case Allergy():
            return fact.agent.text or fact.reaction.text or fact.kind.text
        case Treatment():
            return fact.product.text
        case _:
            return fact.code.text


def more(section: NarrativeSection) -> str:
    """« Le texte en dit plus : 2 lignes », of a section whose lines are not all facts."""
    count = len(section.remaining)
    sentence = ngettext("Le texte en dit plus : {n} ligne", "Le texte en dit plus : {n} lignes", count)
    return sentence.format(n=count)
