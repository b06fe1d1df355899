"""Numbers of lots, and what is written where there is none."""

import re

from dmptui.core.terminology.folding import fold

_NOT_LETTERS = re.compile(r"[\W_]+")
_lot = r"^(?:n|no|numero)?(?:de)?lot"
_BEFORE = re.compile(_lot), re.compile(_lot + r"(?:no?|numero)")
_FILLING = re.compile(r"0*|x+")
_WORDS = """
    aucun aucune aucunlot absent absente neant vide rien sans sanslot sansn sansno sansnumero sansobjet
    manquant perdu illisible inconnu inconnue indetermine indisponible ignore
    nonconnu nonconnue nonrenseigne nonrenseignee nonrens nonprecise nonprecisee noncommunique noncommuniquee
    nonindique nonindiquee nondisponible nonapplicable nonretrouve nonretrouvee nontrouve nonfourni nonfournie
    nontransmis nontransmise nonspecifie nonspecifiee nonlisible nonsaisi nonsaisie nonnote nonnotee
    nonidentifie pasdelot pasdenumero pasrenseigne acompleter arenseigner apreciser
    nc nr nd na ns np ne nk nsp ind
    none null nil unknown unk unspecified notavailable notapplicable undefined nan nav nask asku ni msk oth
"""
_NONE = frozenset(_WORDS.split())


def lot_number(written: str) -> str:
    """A number of lot as it is written; empty when the words only say that there is none, or say nothing.

    « NC », « ? », « 0 », « - », « non renseigné », « N/A », « lot inconnu », « sans », « XXX ».
    """
    text = _NOT_LETTERS.sub("", fold(written))
    forms = (text, *(before.sub("", text) for before in _BEFORE))
    is_none = any(words in _NONE or _FILLING.fullmatch(words) for words in forms)
    return "" if is_none else written.strip()
