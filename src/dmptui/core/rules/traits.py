"""One INS trait against another: the same, close, different, or not comparable (RNIV, this project)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import normalise
from dmptui.core.model.patient import Patient, Sex

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_PROVISIONAL = re.compile(
    r"(?:bebe|bb|nouveau ne|nouvelle nee|nne?|enfant|foetus|fille|garcon|fils|jumeau|jumelle|triplee?"
    r"|sans prenom|prenom inconnu|inconnue?|x+)(?:\b|(?=\d)).*"
)
_RANK = re.compile(r"([1-9])$")
_INS = re.compile(r"[1-478]\d{4}(?:\d\d|2[AB])\d{6}(?:\d\d)?")
_MONTHS = 12


class Match(Enum):
    """How a trait that is given stands against that of the record."""

    SAME = "same"
    CLOSE = "close"
    """Another name of the same person, or a spelling that is not the first given name's."""
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    """One of the two is not given, or cannot be compared."""


class InsMatch(Enum):
    """How the INS that are given stand against that of the record."""

    SAME = "same"
    WAITING = "waiting"
    """One is a NIA, the other a NIR: the number changed when the person was registered."""
    OTHER = "other"
    UNREADABLE = "unreadable"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Somebody against the person of a record, trait by trait.

    Attributes:
        other_ins: another person's INS stands beside the record's.
        wrong_key: the record's matricule is told with another key.
        rank: of a multiple birth.
    """

    ins: InsMatch
    other_ins: bool
    wrong_key: bool
    name: Match
    given: Match
    sex: Match
    birth: Match
    place: Match
    rank: Match

    @property
    def strict_contradictions(self) -> tuple[str, ...]:
        """Those of the four traits that decide that contradict."""
        return tuple(trait for trait in STRICT if getattr(self, trait) is Match.DIFFERENT)

    @property
    def contradictions(self) -> tuple[str, ...]:
        """All traits that contradict."""
        return tuple(trait for trait in TRAITS if getattr(self, trait) is Match.DIFFERENT)

    @property
    def all_strict_same(self) -> bool:
        """Whether the four traits that decide are given, and the same."""
        return all(getattr(self, trait) is Match.SAME for trait in STRICT)

    @property
    def is_odd(self) -> bool:
        """Whether anything is not as the record has it; what is not given is not odd."""
        close = Match.CLOSE in (self.name, self.given)
        return bool(self.contradictions) or close or self.other_ins or self.wrong_key

    @property
    def is_twin(self) -> bool:
        """Whether it may be somebody born of the same mother the same day."""
        born_together = self.birth is Match.SAME and self.name in (Match.SAME, Match.CLOSE)
        return born_together and Match.DIFFERENT in (self.given, self.rank)


STRICT = ("name", "given", "sex", "birth")
"""The traits whose contradictions are counted: a place code changes with the municipalities."""

TRAITS = (*STRICT, "place", "rank")


def compare(found: Identity, patient: Patient) -> Comparison:
    """Somebody against the person of a record."""
    return Comparison(
        ins=ins_match(found, patient),
        other_ins=has_other_ins(found, patient),
        wrong_key=wrong_key(found, patient),
        name=name_match(found, patient),
        given=given_match(found, patient),
        sex=sex_match(found, patient),
        birth=birth_match(found, patient),
        place=place_match(found, patient),
        rank=rank_match(found, patient),
    )


def fold(text: str) -> str:
    """A name in lower case, without accents; hyphens, apostrophes and what else parts words are spaces."""
    lowered = text.casefold().translate(_LIGATURES)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def compact(text: str) -> str:
    """A name folded, in one piece: « LE GOFF » and « Legoff » are one."""
    return fold(text).replace(" ", "")


def ins_match(found: Identity, patient: Patient) -> InsMatch:
    """The INS that are given, against the record's; one that is the same is enough."""
    numbers = found.ins
    if not numbers:
        return InsMatch.NONE
    own = patient.ins.value[:13]
    matricules = [(oid, normalise(value)) for oid, value in numbers]
    read = [(oid, value) for oid, value in matricules if _is_ins(value)]
    if any(value[:13] == own for _oid, value in read):
        return InsMatch.SAME
    if not read:
        return InsMatch.UNREADABLE
    waiting = [is_nia(oid, value) != is_nia(patient.ins.oid, own) for oid, value in read]
    return InsMatch.WAITING if all(waiting) else InsMatch.OTHER


def has_other_ins(found: Identity, patient: Patient) -> bool:
    """Whether an INS that is given is another person's; the NIA that a NIR took the place of is not."""
    own = patient.ins.value[:13]
    matricules = [(oid, normalise(value)) for oid, value in found.ins]
    return any(
        value[:13] != own and is_nia(oid, value) == is_nia(patient.ins.oid, own)
        for oid, value in matricules
        if _is_ins(value)
    )


def wrong_key(found: Identity, patient: Patient) -> bool:
    """Whether the record's own matricule is given with another key than its own."""
    matricules = [normalise(value) for _oid, value in found.ins]
    own = [value for value in matricules if value[:13] == patient.ins.value[:13] and len(value) == 15]
    return bool(own) and patient.ins.value not in own


def is_nia(oid: str, value: str) -> bool:
    """Whether an INS is a number of somebody who is still to be registered (it begins with 7 or 8)."""
    return oid == "1.2.250.1.213.1.4.9" or value[:1] in ("7", "8")


def _is_ins(value: str) -> bool:
    """Whether it has the shape of a matricule, with its key or without."""
    return bool(_INS.fullmatch(value))


def name_match(found: Identity, patient: Patient) -> Match:
    """The birth name; the name used in its place is close."""
    name = compact(found.birth_name)
    own, used = compact(patient.birth_name), compact(patient.used_name)
    if not name:
        name = compact(found.used_name)
        return Match.UNKNOWN if not name else Match.CLOSE if name in (own, used) else Match.DIFFERENT
    if own in (name, *map(compact, found.other_names)):
        return Match.SAME
    others = {compact(found.used_name), name} - {""}
    return Match.CLOSE if others & {own, used} - {""} else Match.DIFFERENT


def given_match(found: Identity, patient: Patient) -> Match:
    """The first given name of birth; another of theirs, an initial or half of a compound one is close."""
    given, own = [[name for name in names if compact(name)] for names in (_given(found), patient.given_names)]
    if not given or not own:
        return Match.UNKNOWN
    if is_provisional(given[0]) or is_provisional(own[0]):
        return Match.UNKNOWN
    same = compact(given[0]) in _beginnings(own) or compact(own[0]) in _beginnings(given)
    if same or compact(own[0]) in map(compact, found.other_given):
        return Match.SAME
    return Match.CLOSE if _share_a_name([*given, found.used_given], own) else Match.DIFFERENT


def unlisted_given(found: Identity, patient: Patient) -> tuple[str, ...]:
    """The given names that are told, as written, which the record does not have."""
    own = _words(patient.given_names)
    names = dict.fromkeys((*found.given_names, found.used_given))
    return tuple(name for name in names if not set(fold(name).split()) <= own)


def is_provisional(given: str) -> bool:
    """Whether a given name stands for one that a newborn does not have yet: « Bébé », « fille de »."""
    return bool(_PROVISIONAL.fullmatch(fold(given)))


def rank_match(found: Identity, patient: Patient) -> Match:
    """The rank of a multiple birth, as given or as a provisional name tells it (« Bébé 2 »)."""
    named = _RANK.search(fold(found.given)) if is_provisional(found.given) else None
    rank = found.birth_rank or (named[1] if named else "")
    if not rank.isdigit() or patient.birth_rank is None:
        return Match.UNKNOWN
    return Match.SAME if int(rank) == patient.birth_rank else Match.DIFFERENT


def sex_match(found: Identity, patient: Patient) -> Match:
    """The sex; indeterminate and unknown compare with nothing."""
    if found.sex not in (Sex.FEMALE, Sex.MALE) or patient.sex is Sex.UNKNOWN:
        return Match.UNKNOWN
    return Match.SAME if found.sex == patient.sex else Match.DIFFERENT


def birth_match(found: Identity, patient: Patient) -> Match:
    """The date of birth, as far as it is given: a lunar date compares by its year, or its year and month."""
    birth, own = known_birth(found.birth), patient.birth_date
    if not birth:
        return Match.UNKNOWN
    if birth != (own.year, own.month, own.day)[: len(birth)]:
        return Match.DIFFERENT
    return Match.SAME if len(birth) == 3 else Match.CLOSE


def known_birth(digits: str) -> tuple[int, ...]:
    """Year, month and day of a date of birth, as far as they are real.

    « 00 » is not known; a month over 12 is fictitious (1331); an impossible day is not known.
    """
    if not digits[:4].isdigit() or len(digits) < 4 or digits[:4] == "0000":
        return ()
    year, month, day = digits[:4], digits[4:6], digits[6:8]
    if not month.isdigit() or not 1 <= int(month) <= _MONTHS:
        return (int(year),)
    if not day.isdigit() or not _is_a_day(int(year), int(month), int(day)):
        return int(year), int(month)
    return int(year), int(month), int(day)


def place_match(found: Identity, patient: Patient) -> Match:
    """The INSEE code of the place of birth."""
    place, own = found.birth_place.strip().upper(), patient.birth_place.upper()
    if not place or not own:
        return Match.UNKNOWN
    return Match.SAME if place == own else Match.DIFFERENT


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _given(found: Identity) -> tuple[str, ...]:
    return found.given_names or (found.used_given,)


def _beginnings(names: Sequence[str]) -> set[str]:
    """The first name, the first two in one piece, …: « Jean Noël » may be one name or two."""
    words = [name for text in names for name in text.split()]
    return {"".join(map(compact, words[:n])) for n in range(1, len(words) + 1)} - {""}


def _share_a_name(given: Iterable[str], own: Iterable[str]) -> bool:
    mine, theirs = _words(given), _words(own)
    initials = {word[0] for word in mine} & theirs | {word[0] for word in theirs} & mine
    return bool(mine & theirs or initials)


def _words(names: Iterable[str]) -> set[str]:
    found = [fold(name) for name in names]
    return {word for name in found for word in (*name.split(), name.replace(" ", "")) if word}
