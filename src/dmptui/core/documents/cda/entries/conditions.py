"""Whom a reference range is for, read in the words of French laboratories: « Femmes », « 2 à 12 ans »."""

import re

from dmptui.core.model.clinical.conditions import Age, Ages, AgeUnit, Condition
from dmptui.core.model.patient import Sex
from dmptui.core.terminology.folding import folded_words

_LONGEST = 200
_UNITS = {"j": AgeUnit.DAYS, "s": AgeUnit.WEEKS, "m": AgeUnit.MONTHS, "a": AgeUnit.YEARS}
"""By their first letter."""

_unit = r"(jours?|j|semaines?|sem|mois|annees?|ans?|a)\b\.?"
_plain = re.compile(
    r"\b(valeurs?|intervalles?|normes?|normale?s?|usuelle?s?|references?|habituelle?s?|attendue?s?|biologiques?"
    r"|sexe|sujets?|patiente?s?|agee?s?|age|chez|pour|par|selon|les?|la|des?|du|une?|d'|l'|et|ou|vr|vn)\b"
    r"|[dl]'|[:;,./()\[\]-]"
)
_refusals = re.compile(r"\b(non|sauf|hors|except\w*|sans|autres?|ni|pas)\b")
_sexes = (
    (re.compile(r"\b(hommes?|masculins?|males?|garcons?)\b"), re.compile(r"[hm]"), Sex.MALE),
    (re.compile(r"\b(femmes?|feminins?|females?|filles?)\b"), re.compile(r"f"), Sex.FEMALE),
)
_joins = re.compile(r"\b(?:et|ou)\b|/")
_both = re.compile(r"\b(?:[hm] ?[/+] ?f|f ?[/+] ?[hm])\b")

_ages = (
    ("within", re.compile(rf"\b(?:de |entre )?(\d+) ?(?:{_unit})? ?(?:a|-|–|—|et) ?(\d+) ?{_unit}")),
    ("from", re.compile(rf"(?:>=|≥|\ba partir de|\bdes) ?()()(\d+) ?{_unit}")),
    ("from", re.compile(rf"()()\b(\d+) ?{_unit} et (?:plus|\+)")),
    ("after", re.compile(rf"(?:>|\bplus de|\bau[- ]dela de|\bapres) ?()()(\d+) ?{_unit}")),
    ("until", re.compile(rf"(?:<=|≤|\bjusqu'a) ?()()(\d+) ?{_unit}")),
    ("until", re.compile(rf"()()\b(\d+) ?{_unit} et moins")),
    ("before", re.compile(rf"(?:<|\bmoins de|\bavant|\binferieur a) ?()()(\d+) ?{_unit}")),
)
"""How ages are said; the numbers and units are the groups 1 to 4."""


def _years(count: int) -> Age:
    return Age(count, AgeUnit.YEARS)


_MONTH = Age(28, AgeUnit.DAYS)
_groups = (
    (re.compile(r"\bnouveaux?[- ]nee?s?\b"), Ages(None, None, _MONTH, _MONTH.over)),
    (re.compile(r"\bnourrissons?\b"), Ages(_MONTH, Age(2, AgeUnit.MONTHS), _years(1), _years(3))),
    (re.compile(r"\benfants?\b"), Ages(_MONTH, _years(3), _years(12), _years(18))),
    (re.compile(r"\badultes?\b"), Ages(_years(15), _years(18), None, None)),
)
"""Ages that are words: surely meant, and surely not. Between the two, it is not known which was meant."""


def read_condition(words: str) -> Condition:
    """Whom some words mean; ``is_clear`` is false when they say more than a sex and an age."""
    if len(words) > _LONGEST:
        return Condition(is_clear=False)
    ages, left = _read_ages(folded_words(words))
    sexes, left = _read_sexes(left)
    joined = _joins.search(left) is not None and len(sexes) < 2
    left = " ".join(_plain.sub(" ", left).split())
    if _refusals.search(left) or (joined and (left or sexes or any(ages))):
        return Condition(
            is_clear=False
        )  # « sauf », « femmes et enfants »: it is not known whom it leaves out
    return Condition(sexes.pop() if len(sexes) == 1 else Sex.UNKNOWN, ages, is_clear=not left)


def _read_ages(words: str) -> tuple[Ages, str]:
    for kind, pattern in _ages:
        if found := pattern.search(words):
            low, low_unit, high, high_unit = found.groups()
            end = Age(int(high), _UNITS[high_unit[0]])
            start = Age(int(low), _UNITS[(low_unit or high_unit)[0]]) if low else None
            return _bounds(kind, start, end), _without(found, words)
    for pattern, group in _groups:
        if found := pattern.search(words):
            return group, _without(found, words)
    return Ages(), words


def _bounds(kind: str, start: Age | None, end: Age) -> Ages:
    match kind:
        case "within":
            return Ages(start, start, end, end.over)
        case "from":
            return Ages(end, end)
        case "after":
            return Ages(end, end.over)
        case "until":
            return Ages(None, None, end, end.over)
        case _:
            return Ages(None, None, end, end)


def _read_sexes(words: str) -> tuple[set[Sex], str]:
    words, both = _both.subn(" ", words)
    alone = " ".join(_plain.sub(" ", words).split())
    found = {Sex.MALE, Sex.FEMALE} if both else set()
    for word, letter, sex in _sexes:
        words, times = word.subn(" ", words)
        if letter.fullmatch(alone):
            return {sex}, ""
        if times:
            found.add(sex)
    return found, words


def _without(found: re.Match[str], words: str) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}"
