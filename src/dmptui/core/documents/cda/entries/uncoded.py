"""Facts of lines that no entry stands for: what their cells say under their headings, and nothing else."""

import re
from collections.abc import Callable
from dataclasses import replace

from dmptui.core.documents.cda.entries.absences import states_absence
from dmptui.core.documents.cda.entries.check import MONTHS, ClinicalFact, days_in
from dmptui.core.documents.cda.entries.folding import folded
from dmptui.core.documents.cda.entries.pieces import Piece, Role
from dmptui.core.documents.cda.entries.ranges import is_heading_of_ranges, ranges_of
from dmptui.core.documents.cda.entries.taken_back import is_denied, may_be, standings_said
from dmptui.core.model.clinical import (
    Allergy,
    CodedValue,
    Device,
    LabResult,
    LifestyleFact,
    LifestyleKind,
    Manifestation,
    Period,
    Problem,
    ProblemKind,
    Procedure,
    Product,
    Source,
    Standing,
    Treatment,
    Vaccination,
    Value,
    When,
)
from dmptui.core.model.clinical.conditions import Subject
from dmptui.core.model.clinical.standing import strongest
from dmptui.core.text import _

_DATE = re.compile(
    r"date(?: (?:de |d['e]|du |de l['a] ?)?(?:debut|vaccination|injection|administration|realisation|acte"
    r"|survenue|diagnostic|intervention|apparition|prelevement|mesure|pose|implantation|inclusion))?"
    r"|debut|depuis|le|annee|periode"
)
"""The headings of the day something was or began; a « date de péremption » is none."""
_END = ("date de fin", "date fin", "fin")
_VALUE = ("resultat", "valeur", "mesure", "observation", "description", "quantite")
_NAMES: dict[type[ClinicalFact], tuple[str, ...]] = {
    Allergy: ("agent", "allergene", "substance", "allergie", "libelle", "produit", "nom"),
    Problem: ("pathologie", "probleme", "antecedent", "diagnostic", "maladie", "libelle", "affection", "nom"),
    Procedure: ("acte", "intervention", "antecedent", "chirurgie", "procedure", "libelle", "nom"),
    Treatment: ("medicament", "specialite", "traitement", "produit", "dci", "libelle", "nom", "denomination"),
    Device: ("dispositif", "libelle", "produit", "nom", "type", "description"),
    Vaccination: ("vaccin", "specialite", "produit", "medicament", "nom", "libelle"),
    LabResult: ("analyse", "examen", "parametre", "test", "libelle", "nom"),
    LifestyleFact: ("type", "facteur", "libelle", "habitude", "mode de vie"),
}
"""How the columns that name a fact begin, folded, the surest first."""

KINDS: dict[str, type[ClinicalFact]] = {
    "48765-2": Allergy,
    "11450-4": Problem,
    "11348-0": Problem,
    "10157-6": Problem,
    "47519-4": Procedure,
    "10160-0": Treatment,
    "46264-8": Device,
    "11369-6": Vaccination,
    "29762-2": LifestyleFact,
    "10162-6": LifestyleFact,
}
"""What the lists of these sections (LOINC) hold."""
_NAMED_BY_THEIR_LINE = (Allergy, Problem, Procedure, Treatment, Vaccination)
"""A line of their lists that has no heading is one of them; of the others, it may be a detail."""
_PROBLEMS = {
    "11450-4": ProblemKind.ACTIVE,
    "11348-0": ProblemKind.HISTORY,
    "10157-6": ProblemKind.FAMILY,
}

_LONGEST_DAY = 40
_elsewhere = re.compile(r"(?:cf|voir|idem|se reporter|se referer)\b.*|\W+")
_lot = re.compile(r"(?=.*\d)[^\W_][\w ./-]+")
_named_month = re.compile(r"(?:en )?([a-z]+)\.? (\d{4})")
_leading_date = re.compile(r"(?:le )?(\d{1,2}/\d{1,2}/\d{4})\s*[:,·-]?\s*")


def uncoded(kind: type[ClinicalFact], piece: Piece, place: Source) -> ClinicalFact | None:
    """The fact of a line; None when what it says cannot be told from its cells.

    Args:
        kind: what the list of its section holds.
        place: the section.
    """
    name = _name(kind, piece)
    if piece.role is not Role.ROW or not name or _names_nothing(kind, name):
        return None
    standing, mark = _standing(kind, piece, name), _("[barré : ")
    if standing is Standing.STRUCK:  # said once, by the standing
        name = name.removeprefix(mark).removesuffix("]") if name.startswith(mark) else name
    made = _READERS[kind](replace(place, words=name, narrative=piece.text, coded=False), name, piece)
    return made and replace(made, standing=standing)


def _names_nothing(kind: type[ClinicalFact], name: str) -> bool:
    """Whether it states or denies something, or sends elsewhere: « Voir courrier », « ? ».

    An analysis is named by its column and by as little as « Na ».
    """
    if kind is LabResult:
        return False
    return states_absence(name) or is_denied(name) or bool(_elsewhere.fullmatch(folded(name)))


def _name(kind: type[ClinicalFact], piece: Piece) -> str:
    """The cell that names the fact; of a line without headings all of it, but for its date.

    Nothing where the headings name something else, or where a line without headings may be anything.
    """
    if piece.headings:
        return _column(piece, *_NAMES[kind])
    if kind not in _NAMED_BY_THEIR_LINE:
        return ""
    named = [cell for cell in piece.cells if cell and not _day(cell)]
    return named[0] if len(named) == 1 else piece.text


def _column(piece: Piece, *headings: str) -> str:
    """The cell under the first heading that begins with one of these, the first of them first."""
    found = (cell for name in headings for heading, cell in piece.columns if cell and _begins(heading, name))
    return next(found, "")


def _begins(heading: str, name: str) -> bool:
    """« Vaccins », « Vaccin administré » begin with « vaccin »; « Vaccinateur » does not."""
    is_other = heading[len(name) :].removeprefix("s")[:1].isalpha() or is_heading_of_ranges(heading)
    return heading.startswith(name) and not is_other


def _allergy(source: Source, name: str, piece: Piece) -> Allergy:
    sign, status = _column(piece, "reaction", "manifestation", "symptome"), _column(piece, "statut", "etat")
    return Allergy(
        CodedValue(words=name),
        _period(piece),
        source,
        kind=CodedValue(words=_column(piece, "type")),
        status=CodedValue(words="" if folded(status).startswith("acti") else status),
        manifestations=(Manifestation(CodedValue(words=sign)),) if sign else (),
        comment=_column(piece, "commentaire", "remarque"),
    )


def _problem(source: Source, name: str, piece: Piece) -> Problem:
    return Problem(
        CodedValue(words=name),
        _period(piece),
        source,
        _kind_of(source),
        relative=_column(piece, "parent", "lien", "membre"),
        comment=_column(piece, "commentaire", "remarque"),
    )


def _kind_of(source: Source) -> ProblemKind:
    return _PROBLEMS.get(source.section_code, ProblemKind.OTHER)


def _procedure(source: Source, name: str, piece: Piece) -> Procedure:
    return Procedure(CodedValue(words=name), _period(piece), source, comment=_column(piece, "commentaire"))


def _device(source: Source, name: str, piece: Piece) -> Device:
    return Device(CodedValue(words=name), _period(piece), source, comment=_column(piece, "commentaire"))


def _treatment(source: Source, name: str, piece: Piece) -> Treatment:
    return Treatment(
        Product(name=name),
        _period(piece),
        source,
        posology=_column(piece, "posologie", "dose", "dosage", "prise", "frequence"),
        comment=_column(piece, "commentaire", "remarque"),
    )


def _vaccination(source: Source, name: str, piece: Piece) -> Vaccination:
    written = _column(piece, "lot", "n° de lot", "numero de lot", "n° lot", "numero lot")
    return Vaccination(
        Product(name=name, lot=written if _lot.fullmatch(written) else ""),
        _when(piece),
        source,
        comment=_column(piece, "commentaire", "remarque"),
    )


def _result(source: Source, name: str, piece: Piece) -> LabResult | None:
    """A result is read only where the headings say which cell it is."""
    value = _column(piece, "resultat", "valeur")
    if not value or value == name:
        return None
    when = _when(piece)
    unit = _column(piece, "unite")
    has_unit = not unit or unit in value or not any(map(str.isdigit, value))
    written = Value(value if has_unit else f"{value} {unit}")
    ranges = tuple(ranges_of(piece.columns, Subject(), when))
    return LabResult(CodedValue(words=name), written, when, source, ranges=ranges, chapters=source.path)


def _habit(source: Source, name: str, piece: Piece) -> LifestyleFact:
    kind = LifestyleKind.PREGNANCY if source.section_code == "10162-6" else LifestyleKind.LIFESTYLE
    value = _column(piece, *_VALUE)
    return LifestyleFact(
        CodedValue(words=name), Value(value if value != name else ""), _period(piece), source, kind
    )


_READERS: dict[type[ClinicalFact], Callable[[Source, str, Piece], ClinicalFact | None]] = {
    Allergy: _allergy,
    Problem: _problem,
    Procedure: _procedure,
    Treatment: _treatment,
    Device: _device,
    Vaccination: _vaccination,
    LabResult: _result,
    LifestyleFact: _habit,
}


def _period(piece: Piece) -> Period:
    return Period(_when(piece), _day(_column(piece, *_END)))


def _when(piece: Piece) -> When:
    """The date of a line: of its column, else the one its item begins with."""
    named = (_day(cell) for heading, cell in piece.columns if _DATE.fullmatch(heading))
    if when := next(filter(None, named), None):
        return when
    if piece.headings:
        return When()
    dated = [when for when in map(_day, piece.cells) if when] if len(piece.cells) > 1 else []
    leading = _leading_date.match(piece.text)
    return dated[0] if len(dated) == 1 else _day(leading[1]) if leading else When()


def _day(cell: str) -> When:
    """The only day a cell gives, or the year or the month that it is."""
    if re.fullmatch(r"\d{4}", cell):
        return When(cell)
    if month := re.fullmatch(r"(0?[1-9]|1[0-2])/(\d{4})", cell):
        return When(f"{month[2]}{int(month[1]):02}")
    if (named := _named_month.fullmatch(folded(cell))) and named[1] in MONTHS:
        return When(f"{named[2]}{MONTHS.index(named[1]) + 1:02}")
    found = list(dict.fromkeys(days_in(cell))) if len(cell) <= _LONGEST_DAY else []
    return When(found[0]) if len(found) == 1 else When()


def _standing(kind: type[ClinicalFact], piece: Piece, name: str) -> Standing:
    """What its words say became of it; struck through, when its name is."""
    found = [each for each in standings_said(piece.text) if may_be(kind, each)]
    is_struck = name.startswith("[") and name.endswith("]") and name.count("[") == 1
    return strongest([*found, Standing.STRUCK] if is_struck else found)
