"""Sentences that state that there is nothing to list: « Néant », « Aucune allergie connue à ce jour ».

What names something is none of them: « Pas d'aspirine » is an order, « Absence de rate » is a finding.
"""

import re

from dmptui.core.documents.cda.entries.folding import folded

_LONGEST = 160
_parts = re.compile(r"\s*[.;,:!·()\n]\s*|\s+-+\s+|\s+et\s+(?=aucun|pas|sans|ni)")
_acronym = re.compile(r"(?:r\.?\s?a\.?\s?s|n\.?[acr]|n/a|n\.?k\.?(?:d\.?)?a|0|[ø∅]|zero|neg)\.?")
_OF_ALL = (
    r"medicament\w*|medica\w+|aliment\w*|chirurgica\w+|personnel\w*|familia\w+|particuli\w+|connue?s?"
    r"|en cours|actuel\w*|notables?|et|ou|/"
)
_whole = (
    r"(?:allergi\w*|intoleranc\w*|atcd|antecedents?|traitements?|vaccin\w*|dispositifs?|interventions?"
    r"|pathologies?|facteurs? de risque)"
)
_head = re.compile(rf"{_whole}(?:\s*(?:{_OF_ALL}|{_whole}))*\s*[:=\u2013-]\s*(?=\S)")
"""What a line is about, said before: « Allergies : aucune »."""
_unknown = r"connu|precise|evalue|communique|documente|declare|renseigne|disponible|recherche|explore"
_OF_WHAT = (
    "allerg|intoler|atcd|hypersens|antecedent|patholog|maladie|affection|probleme|traitement|medicament|vaccin"
    "|dispositif|intervention|chirurg|actes?\\b|operation|implant|prothese|reaction|effet|facteur|resultat"
    "|analyse|examen|elements?\\b|donnees?\\b|information|atopi|terrain|connue?s?\\b|signale|declare"
    "|particul|a ce jour|prescription|injection"
)
_absence = re.compile(
    rf"""(?:neant|nihil|nil|non|sans|aucune?s?|none|nkda|inconnue?s?
    |rien(?:\sa\ssignaler|\sde\sparticulier|\sde\snotable)?
    |(?:{_whole}\s|(?:information|donnee)s?\s)?(?:non\s(?:{_unknown})e?s?|inconnue?s?)(?:\sa\sce\sjour)?
    |non\sapplicable|a\s(?:completer|renseigner|preciser)|en\scours\sde\s(?:recueil|saisie)
    |(?:ras|rien\sa\ssignaler)\s(?:sur|du|au|pour|cote)\s(?:l[ea]\s)?(?:plan\s)?\w+
    |sans\s(?:objet|particularite|antecedent|traitement|allergie|probleme)s?\b.*
    |no\s(?:known|current|active)\b.*
    |(?:pas|absence|aucune?s?|jamais)\s.*\b(?:{_OF_WHAT}).*
    |pas\sd['e]\s?(?:{_OF_WHAT}).*
    |(?:(?:le\spatient|la\spatiente|il|elle)\s)?ne\s(?:prend|presente|declare|signale|rapporte|suit)\s(?:pas|aucune?)\b.*)""",
    re.VERBOSE,
)
_tail = re.compile(
    r"(?:connue?s?|e|es|s|(?:interrogatoire|entretien)(?: du [\d/]+)?|dossier|parents?|mere|pere"
    r"|a ce jour|selon.*|d'apres.*|au \d.*|le \d.*|en \d{4}|ce jour"
    r"|declaree?s?.*|signalee?s?.*|rapportee?s?.*|ni .*|[\d/ ]+)"
)
_but = re.compile(
    r"\b(?:sauf|hormis|excepte[es]*|hors|mais|autres?|cependant|toutefois|seulement|exception|outre|sinon"
    r"|a part|en dehors|que|depuis|plus|except|but|other)\b|allerg.*\ballerg(?!.*\bni\b)"
)


def states_absence(text: str) -> bool:
    """Whether the whole text says that there is nothing; never when it may say something else too."""
    sentence = folded(text).replace("’", "'").strip()
    if not sentence or len(sentence) > _LONGEST:
        return False
    sentence = _head.sub("", sentence, count=1)
    if _acronym.fullmatch(sentence):
        return True
    parts = [part for part in _parts.split(sentence) if part]
    if not parts or any(_but.search(part) for part in parts):
        return False
    return bool(_absence.fullmatch(parts[0])) and all(
        _absence.fullmatch(part) or _tail.fullmatch(part) for part in parts[1:]
    )
