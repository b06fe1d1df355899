"""Reference ranges of a result: coded or in words, for everybody or for some."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dmptui.core.documents.cda.entries.coded import read_coded, read_value, shown_unit, xsi_type
from dmptui.core.documents.cda.entries.conditions import read_condition
from dmptui.core.documents.cda.entries.narrative_rows import NarrativeRows
from dmptui.core.documents.cda.xml import Element, attribute, child, children, local_name, text_of
from dmptui.core.model.clinical import Range, Value, When
from dmptui.core.model.clinical.conditions import Age, Ages, AgeUnit, Applies, Condition, Subject
from dmptui.core.model.clinical.quantities import interval
from dmptui.core.model.figures import PATTERN, figure
from dmptui.core.model.patient import Sex
from dmptui.core.terminology.units import unit_of
from dmptui.core.text import _

_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}
_AGE_UNITS = {
    **{unit.value: unit for unit in AgeUnit},
    "Y": AgeUnit.YEARS,
    "y": AgeUnit.YEARS,
    "M": AgeUnit.MONTHS,
    "D": AgeUnit.DAYS,
}
"""UCUM's, and those met in their place."""
_figure = PATTERN.replace("[-+\\u2212]?", "")
_LONGEST = 200
_whom = r"(?:(?P<whom>[^:]*[^\W\d_][^:]*?)\s*:\s*)?(?i:(?:v?n|vr|normale?|norme)\s+)?"
_sign = (
    r"<\s?ou\s?=|>\s?ou\s?=|<=|=<|>=|=>|[<>≤≥]|jusqu['\u2019][àa]"
    r"|(?:inf[ée]rieur|sup[ée]rieur)e?s?\s(?:ou\s[ée]gale?s?\s)?[àa]"
)
_of_ranges = re.compile(r"\b(?:valeurs?|intervalles?|references?|norm\w+|usuel\w+|de|d)\b|[()':]")
_BOUNDS = (re.compile(r"\b(?:min|inf|bas)"), re.compile(r"\b(?:max|sup|haut)"))
"""Of the headings of a range in two columns: « Norme min », « Norme max »."""
_two = re.compile(
    rf"{_whom}(?P<between>(?i:entre)\s)?(?P<low>{PATTERN})"
    rf"(?(between)\s(?i:et)\s|\s?(?:à|-|\u2013|\u2014|\u2212)\s?)(?P<high>[-+]?{_figure})\s?(?P<unit>.*)"
)
_one = re.compile(
    rf"{_whom}(?P<sign>{_sign})\s?(?P<bound>{_figure})\s?(?P<unit>.*)",
    re.IGNORECASE,
)
_next_whom = re.compile(
    r"\s*[;\n]\s*|\s+/\s+|\s+(?=(?:[hmf]|hommes?|femmes?|enfants?|adultes?)\s*:)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the ranges of a result of a person at a date; ``rows`` is the text of the document."""

    rows: NarrativeRows
    subject: Subject
    when: When

    def ranges(self, element: Element) -> Iterator[Range]:
        """Those that say something, in the order of the document."""
        for reference in children(element, "referenceRange"):
            bounds = child(reference, "observationRange")
            for value, whom in self._values(bounds):
                if value:
                    yield self._range(bounds, value, whom)

    def _range(self, bounds: Element | None, value: Value, whom: tuple[str, ...]) -> Range:
        code = read_coded(child(bounds, "code"), self.rows)
        criteria = list(_criteria(bounds))
        texts = [*whom, code.words or code.display]
        conditions = [*map(read_condition, filter(None, texts)), *map(_asked, criteria)]
        words = filter(None, (*texts, *map(_criterion_words, criteria)))
        return Range(
            value=value,
            meaning=attribute(child(bounds, "interpretationCode"), "code"),
            condition=", ".join(dict.fromkeys(words)),
            applies=_all(condition.applies(self.subject, self.when) for condition in conditions),
        )

    def _values(self, bounds: Element | None) -> Iterator[tuple[Value, tuple[str, ...]]]:
        """The ranges themselves, and what the words with each say of whom it is for."""
        element, words = child(bounds, "value"), self.rows.words(child(bounds, "text"))
        value = read_value(element, self.rows)
        if not words or not attribute(element, "nullFlavor"):
            if interval(value) is not None:
                yield value, (_restated(words, value),)
                return
            if value:
                for found, whom in ranges_in_words(value.text) or [(value, "")]:
                    yield found, (whom, words)
                return
        for found, whom in ranges_in_words(words) or [(Value(words), "")]:
            yield found, (whom,)


def ranges_of(columns: Iterable[tuple[str, str]], subject: Subject, when: When) -> Iterator[Range]:
    """Those of the row of a result that codes none.

    Args:
        columns: the headings, folded, and the cells of its row.
        subject: whom it is about. when: its date.
    """
    found = [(heading, cell) for heading, cell in columns if cell and is_heading_of_ranges(heading)]
    bounds = [cell for (heading, cell), bound in zip(found, _BOUNDS, strict=False) if bound.search(heading)]
    if len(bounds) == len(found) == len(_BOUNDS):
        found = [("", " - ".join(bounds))]
    for heading, cell in found:
        condition = read_condition(heading)
        is_for_some = condition.sex is not Sex.UNKNOWN or any(condition.ages)
        named = _whom_of(heading, condition) if is_for_some or len(found) > 1 else ""
        for value, whom in ranges_in_words(cell) or [(Value(cell), "")]:
            words = list(filter(None, (named, whom)))
            conditions = (condition, read_condition(whom)) if named else (read_condition(whom),)
            applies = _all(each.applies(subject, when) for each in conditions)
            yield Range(value, "", ", ".join(words), applies)


def _whom_of(heading: str, condition: Condition) -> str:
    """Whom the heading of a column of ranges names."""
    if condition.sex is not Sex.UNKNOWN and not any(condition.ages):
        return _("homme") if condition.sex is Sex.MALE else _("femme")
    return " ".join(_of_ranges.sub(" ", heading).split())


def ranges_in_words(words: str) -> list[tuple[Value, str]]:
    """As ``range_in_words``; several when each says whom it is for: « H : 13 - 17 ; F : 12 - 16 »."""
    parts = list(map(range_in_words, _next_whom.split(words.strip()))) if len(words) <= _LONGEST else []
    found = [part for part in parts if part is not None and part[1]]
    if len(parts) > 1 and len(found) == len(parts):
        return found
    whole = range_in_words(words)
    return [whole] if whole else []


def range_in_words(words: str) -> tuple[Value, str] | None:
    """The range that some words are, and whom they say it is for; None when they say anything else.

    « Hommes : 13 - 17 g/dL », « ≥ 1 500 », « 2,5 à 7,5 mmol/L ». What is after the figures must be a unit:
    « 2 à 12 ans » is no range, « 12 x 3 » no figure.
    """
    text = words.strip()
    found = (_two.fullmatch(text) or _one.fullmatch(text)) if len(text) <= _LONGEST else None
    if found is None or not _is_unit(found["unit"]):
        return None
    parts = found.groupdict()
    unit = parts["unit"].strip()
    label, whom = shown_unit(unit), parts["whom"] or ""
    text = text.removeprefix(whom).lstrip(" :\u00a0\u202f")
    if "sign" not in parts:
        low, high = figure(parts["low"]), figure(parts["high"])
        bounds = None if low is None else float(low), None if high is None else float(high)
        return Value(text, "", None, unit, label, "", *bounds), whom
    sign, bound = _comparator(parts["sign"]), figure(parts["bound"])
    number, is_open = None if bound is None else float(bound), sign in "<>"
    if sign in "<≤":
        return Value(text, "", None, unit, label, sign, high=number, high_open=is_open), whom
    return Value(text, "", None, unit, label, sign, low=number, low_open=is_open), whom


def is_heading_of_ranges(heading: str) -> bool:
    """Whether a column of this heading, folded, has the ranges: « Valeurs de référence », « Normes »."""
    return "reference" in heading or "norm" in heading or "usuel" in heading


def bounded(value: Value) -> Value:
    """A value in words that says a bound (« ≥ 1 500 µg/L »), with the bound; still as it is written."""
    found = None if interval(value) is not None or value.code else range_in_words(value.text)
    if found is None or not found[0].comparator or not re.match(_sign, value.text, re.IGNORECASE):
        return value
    return found[0]


def _comparator(sign: str) -> str:
    """Of a sign, or of words that stand for one: ``< ≤ > ≥``."""
    words = sign.lower()
    is_low, counts = words[0] in ">≥s" or words == "=>", re.search("[=≤≥j]|gal", words)
    return ("≥" if counts else ">") if is_low else "≤" if counts else "<"


def _is_unit(words: str) -> bool:
    return not words.strip() or unit_of(words) is not None


def _restated(words: str, value: Value) -> str:
    """Whom the words beside a range are for: nobody when they only say the range again."""
    again = range_in_words(words)
    if again is None:
        return words
    bounds, whom = again
    return whom if (bounds.low, bounds.high) == (value.low, value.high) else words


def _criteria(bounds: Element | None) -> Iterator[Element]:
    """What must be so for the range to be used (IHE XD-LAB, ``precondition``), whatever its namespace."""
    for part in () if bounds is None else bounds:
        if local_name(part) == "precondition":
            yield from (each for each in part if local_name(each) == "criterion")


def _part(criterion: Element, name: str) -> Element | None:
    return next((each for each in criterion if local_name(each) == name), None)


def _asked(criterion: Element) -> Condition:
    value = _part(criterion, "value")
    if value is None:
        return read_condition(_criterion_words(criterion) or "?")
    code = attribute(value, "code")
    if code in _SEXES:
        return Condition(_SEXES[code])
    if xsi_type(value) == "IVL_PQ":
        return _of_ages(child(value, "low"), child(value, "high"))
    return read_condition(_criterion_words(criterion) or "?")


def _of_ages(low: Element | None, high: Element | None) -> Condition:
    start, end = _age(low), _age(high)
    clear = (start is not None or not attribute(low, "value")) and (
        end is not None or not attribute(high, "value")
    )
    if not clear or start is end is None:
        return Condition(is_clear=False)
    surely_from = start.over if start and attribute(low, "inclusive") == "false" else start
    not_from = end.over if end and attribute(high, "inclusive") != "false" else end
    return Condition(ages=Ages(start, surely_from, end, not_from))


def _age(bound: Element | None) -> Age | None:
    number, unit = figure(attribute(bound, "value")), _AGE_UNITS.get(attribute(bound, "unit"))
    return Age(int(number), unit) if number is not None and number == int(number) and unit else None


def _criterion_words(criterion: Element) -> str:
    """A criterion as it is shown."""
    value, text = _part(criterion, "value"), _part(criterion, "text")
    code = attribute(value, "code")
    if code in _SEXES:
        return _("homme") if _SEXES[code] is Sex.MALE else _("femme")
    if value is not None and xsi_type(value) == "IVL_PQ":
        return _ages_in_words(child(value, "low"), child(value, "high"))
    return text_of(text) or attribute(value, "displayName") or text_of(value) or code


def _ages_in_words(low: Element | None, high: Element | None) -> str:
    start, end = (
        " ".join(filter(None, (attribute(each, "value"), shown_unit(attribute(each, "unit")))))
        for each in (low, high)
    )
    if start and end:
        return _("{low} à {high}").format(low=start, high=end)
    return f"≥ {start}" if start else f"≤ {end}" if end else ""


def _all(answers: Iterator[Applies]) -> Applies:
    found = set(answers)
    return next((each for each in (Applies.NO, Applies.UNCERTAIN) if each in found), Applies.YES)
