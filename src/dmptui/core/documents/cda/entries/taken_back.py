"""Words of a line that deny what it names, or say that it was taken back."""

import re
from collections.abc import Iterator

from dmptui.core.documents.cda.entries.folding import folded, words
from dmptui.core.model.clinical import Allergy, LifestyleFact, Problem, Standing

_STANDINGS = (
    (
        Standing.ERRONEOUS,
        r"(?:saisi|inscrit|entre)e?s? (?:par erreur|a tort)|erreur de saisie|autre patiente?|erronee?s?",
    ),
    (Standing.CANCELLED, r"annulee?s?|supprimee?s?"),
    (Standing.REFUSED, r"refus(?:ee?s?)?(?: d\S* \w+| (?:parental|familial|maternel|paternel))?"),
    (Standing.FORBIDDEN, r"a ne pas faire|contre[ -]indi(?:quee?s?|cations?)"),
    (
        Standing.DENIED,
        r"(?:non|pas) (?:faite?s?|realisee?s?|effectuee?s?|administree?s?|recue?s?)"
        r"|(?:non|pas) vaccinee?s?|rupture de stock|infirmee?s?|refutee?s?|ecartee?s?|exclue?s?|eliminee?s?",
    ),
    (Standing.ABORTED, r"interrompue?s?|arret(?:ee?s?)?|stoppee?s?"),
    (Standing.SUSPENDED, r"suspendue?s?|en pause"),
    (Standing.HELD, r"en attente|reportee?s?|differee?s?"),
    (Standing.PROPOSED, r"proposee?s?|conseillee?s?|recommandee?s?"),
    (Standing.PLANNED, r"a (?:faire|prevoir|programmer|realiser|venir)|prevue?s?|programmee?s?|planifiee?s?"),
)
"""Words that say what became of a line, as a cell or between brackets."""
_subject = r"(?:(?!non |pas |jamais |ni )[a-z]+ )?"
"""« Vaccin refusé », « traitement arrêté »: what it is said of."""
_standings = tuple(
    (standing, re.compile(rf"{_subject}(?:{said})(?: (?:le|par|de|du|des|au|en) .*)?"))
    for standing, said in _STANDINGS
)
_clauses = re.compile(r"[()\[\];:·]|, | - | – ")
_denial = re.compile(
    r"(?:pas|aucune?s?|absence|sans|jamais)\b"
    r"|non(?= (?:allergi|intoleran|vaccine|diabeti|asthmati|fume|trait))|n'"
)
"""How what is not so begins: whatever it denies is for a person to read."""
_denied = re.compile(r"[:,=?(-]\s*(?:non|aucune?s?|absen(?:te?s?|ce)|negati(?:f|ve)s?|infirmee?s?)\s*[).]?$")
_sure = frozenset({Standing.ERRONEOUS, Standing.CANCELLED, Standing.REFUSED, Standing.DENIED})
"""Standings whose words say nothing else, however they go on: « à prévoir en 2029 » may be the next one."""
_CONDITIONS = (Allergy, Problem, LifestyleFact)
_LONGEST = 80
_OF_ITS_AGENT = frozenset({Standing.REFUSED, Standing.FORBIDDEN})
"""Standings that are not of an allergy or a problem: one has it, it is its agent that is refused."""


def _any_of(left_out: frozenset[Standing]) -> re.Pattern[str]:
    """Any of the words that take a coded fact back, as a whole cell."""
    sure = (said.pattern for standing, said in _standings if standing in _sure - left_out)
    others = (f"(?:{said})" for standing, said in _STANDINGS if standing not in _sure | left_out)
    return re.compile("|".join((*sure, *others)))


_of_an_act, _of_a_condition = _any_of(frozenset()), _any_of(_OF_ITS_AGENT)


def denies(said: str) -> bool:
    """Whether a name begins as what is not so does: « Pas d'aspirine », « Absence de rate »."""
    return bool(_denial.match(folded(said).replace("’", "'")))


def is_denied(said: str) -> bool:
    """Whether a name is denied by what begins or ends it: « Codéine : non », « Iode (négatif) »."""
    plain = folded(said).replace("’", "'").strip()
    return bool(_denial.match(plain) or _denied.search(plain))


def denying_cell(cells: tuple[str, ...], name: str) -> str:
    """The cell that names something to deny it: « Pas d'allergie à l'amoxicilline », « Asthme : non ».

    Nothing when the name itself is a denial: of « Absence de rate » the cell only says it.
    """
    denied = [cell for cell in cells if is_denied(cell)]
    if not denied or denies(name):
        return ""
    named = {word for word in words(name) if len(word) > 3}
    return next((cell for cell in denied if named & set(words(cell))), "")


def standings_said(text: str) -> Iterator[Standing]:
    """What the cells of a line, or what is between its brackets, say became of it."""
    clauses = [clause.strip() for clause in _clauses.split(folded(text))]
    return (standing for standing, said in _standings if any(map(said.fullmatch, clauses)))


def may_be(kind: type, standing: Standing) -> bool:
    """Whether these words say it of the fact, or of its agent."""
    return standing not in _OF_ITS_AGENT or not issubclass(kind, _CONDITIONS)


def cell_said(cells: tuple[str, ...], kind: type) -> str:
    """The first cell that says of a coded fact that it is not, or no longer; nothing when none does."""
    back = _of_a_condition if issubclass(kind, _CONDITIONS) else _of_an_act
    short = (cell for cell in cells if len(cell) <= _LONGEST)
    return next((cell for cell in short if back.fullmatch(folded(cell).strip(" ."))), "")
