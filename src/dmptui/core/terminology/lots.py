"""Numbers of lots, and what is written where there is none."""

import re

from dmptui.core.terminology.folding import fold

_NOT_LETTERS = re.compile(r"[\W_]+")
_lot = r"^(?:n|no|numero)?(?:de)?lot"
_BEFORE = re.compile(_lot), re.compile(_lot + r"(?:no?|numero)")
_LABELS = frozenset({"n", "no", "numero", "de", "lot"})
_LETTERS = re.compile(r"[A-Z]{1,10}")
"""A number of lot without a digit: one word, in capitals, of the letters that machines print."""
_SHORT = re.compile(r"\d{1,4}")
"""A number that may be a page or a year; a lot, when no word says that there is none."""
_FILLING = re.compile(r"0*|x+")
_WORDS = """
    aucun aucune aucunlot absent absente neant vide rien sans sanslot sansn sansno sansnumero sansobjet
    manquant perdu illisible inconnu inconnue indetermine indisponible ignore
    nonconnu nonconnue nonrenseigne nonrenseignee nonrens nonprecise nonprecisee noncommunique noncommuniquee
    nonindique nonindiquee nondisponible nonapplicable nonretrouve nonretrouvee nontrouve nonfourni nonfournie
    nontransmis nontransmise nonspecifie nonspecifiee nonlisible nonsaisi nonsaisie nonnote nonnotee
    nonidentifie pasdelot pasdenumero pasrenseigne acompleter arenseigner apreciser
    nc nr nd na ns so np ne nk nsp ind
    none null nil unknown unk unspecified notavailable notapplicable undefined nan nav nask asku ni msk oth
"""
_NONE = frozenset(_WORDS.split())
_OF_SENTENCES = """
    inconnu inconnue perdu perdue illisible manquant manquante absent absente indisponible oublie oubliee
    renseigne renseignee communique communiquee precise precisee note notee retrouve retrouvee disponible
    fourni fournie transmis transmise indique indiquee sans aucun voir carnet page dossier fait faite
"""
_SPELLED = frozenset(_OF_SENTENCES.split())


def lot_number(written: str) -> str:
    """A number of lot as it is written; empty when the words only say that there is none, or say nothing.

    « NC », « ? », « 0 », « - », « non renseigné », « inconnu (carnet perdu) », « voir carnet », « XXX ».
    A lot has a digit, or is one word in capitals: « ABCD ».
    """
    text = _NOT_LETTERS.sub("", fold(written))
    forms = (text, *(before.sub("", text) for before in _BEFORE))
    is_none = any(words in _NONE or _FILLING.fullmatch(words) for words in forms)
    return "" if is_none or not _may_be_lot(written) else written.strip()


def _may_be_lot(written: str) -> bool:
    words = [word for word in _NOT_LETTERS.split(written) if word and fold(word) not in _LABELS]
    numbers = [word for word in words if any(map(str.isdigit, word))]
    if not numbers:
        return len(words) == 1 and bool(_LETTERS.fullmatch(words[0])) and fold(words[0]) not in _SPELLED
    return not (all(map(_SHORT.fullmatch, numbers)) and _SPELLED.intersection(map(fold, words)))
