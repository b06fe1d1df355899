"""Sentences that state that there is nothing to list: « Néant », « Aucune allergie connue à ce jour ».

What names something is none of them: « Pas d'aspirine » is an order, « Absence de rate » is a finding.
"""

import re

from dmptui.core.documents.cda.entries.folding import folded

_LONGEST = 160
_parts = re.compile(r"\s*[.;,:!·()\n]\s*|\s+-+\s+|\s+et\s+(?=aucun|pas|sans|ni)")
_acronym = re.compile(r"(?:r\.?\s?a\.?\s?s|n\.?[acr]|n/a|nkd?a)\.?")
_OF_WHAT = (
    "allerg|intoler|hypersens|antecedent|patholog|maladie|affection|probleme|traitement|medicament|vaccin"
    "|dispositif|intervention|chirurg|actes?\\b|operation|implant|prothese|reaction|effet|facteur|resultat"
    "|analyse|examen|elements?\\b|donnees?\\b|information|atopi|terrain|connue?s?\\b|signale|declare"
    "|particul|a ce jour|prescription|injection"
)
_absence = re.compile(
    rf"""(?:neant|nihil|nil|non|sans|aucune?s?|none|nkda|inconnue?s?
    |rien(?:\sa\ssignaler|\sde\sparticulier|\sde\snotable)?
    |non\s(?:renseigne|connu|precise|evalue|communique|documente|declare)e?s?|non\sapplicable
    |sans\s(?:objet|particularite|antecedent|traitement|allergie|probleme)s?\b.*
    |no\s(?:known|current|active)\b.*
    |(?:pas|absence|aucune?s?|jamais)\s.*\b(?:{_OF_WHAT}).*
    |pas\sd['e]\s?(?:{_OF_WHAT}).*
    |(?:le\spatient|la\spatiente)\sne\s(?:prend|presente|declare|signale|rapporte|suit)\s(?:pas|aucune?)\b.*)""",
    re.VERBOSE,
)
_tail = re.compile(
    r"(?:connue?s?|a ce jour|selon.*|d'apres.*|au \d.*|le \d.*|en \d{4}|ce jour"
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
    if _acronym.fullmatch(sentence):
        return True
    parts = [part for part in _parts.split(sentence) if part]
    if not parts or any(_but.search(part) for part in parts):
        return False
    return bool(_absence.fullmatch(parts[0])) and all(
        _absence.fullmatch(part) or _tail.fullmatch(part) for part in parts[1:]
    )
