"""What the comparison of two identities says, in French sentences."""

from dmptui.core.model.identity import Identity
from dmptui.core.model.patient import Patient
from dmptui.core.rules.traits import (
    Comparison,
    InsMatch,
    Match,
    compact,
    is_provisional,
    known_birth,
    unlisted_given,
)
from dmptui.core.text import _, ngettext

_WHOLE = 3
"""Parts of a date that is known to the day."""


def describe(found: Identity) -> str:
    """« GUÉRIN Julien, né le 10/10/1988 », as far as it is given; « une autre personne » without a name."""
    name = found.name or _("une autre personne")
    born = birth_words(found)
    if not born:
        return name
    if len(known_birth(found.birth)) < _WHOLE:
        return _("{name}, naissance : {born}").format(name=name, born=born)
    sentence = {"F": _("{name}, née le {born}"), "M": _("{name}, né le {born}")}
    return sentence.get(found.sex, _("{name}, né(e) le {born}")).format(name=name, born=born)


def birth_words(found: Identity) -> str:
    """« 10/10/1988 », « 10/1988 » or « 1988 »: what is known of it."""
    birth = known_birth(found.birth)
    return "/".join(f"{part:02d}" for part in reversed(birth))


def set_apart(count: int) -> str:
    """« 2 documents au nom d'une autre personne, mis à part »."""
    said = ngettext(
        "{n} document au nom d'une autre personne, mis à part",
        "{n} documents au nom d'une autre personne, mis à part",
        count,
    )
    return said.format(n=count)


def apart(count: int) -> str:
    """The same, and the key that reads them: what a page says."""
    sentence = ngettext(
        "{n} document au nom d'une autre personne, mis à part — Entrée : le lire",
        "{n} documents au nom d'une autre personne, mis à part — Entrée : les lire",
        count,
    )
    return sentence.format(n=count)


def reasons(compared: Comparison, found: Identity, patient: Patient) -> tuple[str, ...]:
    """What contradicts, what is close, what is missing of the INS."""
    sentences = (
        _about_ins(compared, patient),
        _about_key(compared),
        *_about_traits(compared, found, patient),
    )
    return tuple(filter(None, sentences))


def uncompared(compared: Comparison, found: Identity) -> tuple[str, ...]:
    """The strict traits that could not be compared, and why."""
    sentences = []
    if compared.name is Match.UNKNOWN:
        sentences.append(_("Nom de naissance non comparé : inconnu."))
    if compared.given is Match.UNKNOWN:
        sentences.append(_about_given(found))
    if compared.sex is Match.UNKNOWN:
        sentences.append(_("Sexe non comparé : inconnu."))
    if compared.birth in (Match.UNKNOWN, Match.CLOSE):
        sentences.append(_about_birth(found))
    if found.birth_rank and compared.rank is Match.UNKNOWN:
        sentences.append(_("Rang de naissance non comparé : inconnu."))
    return tuple(sentences)


def unlisted(compared: Comparison, found: Identity, patient: Patient) -> tuple[str, ...]:
    """The names beside those that decide that the record does not have."""
    given = unlisted_given(found, patient) if compared.given is Match.SAME else ()
    used = compact(found.used_name) if found.birth_name else ""
    texts = []
    if given:
        texts.append(_("Prénoms du document absents du dossier : {names}.").format(names=", ".join(given)))
    if used not in ("", *map(compact, (found.birth_name, patient.birth_name, patient.used_name))):
        texts.append(_("Nom utilisé du document absent du dossier : {name}.").format(name=found.used_name))
    return tuple(texts)


def _about_ins(compared: Comparison, patient: Patient) -> str:
    if compared.other_ins and compared.ins is InsMatch.SAME:
        return _("Le document porte aussi l'INS d'une autre personne.")
    sentence = {
        InsMatch.NONE: _("Le document ne porte pas d'INS : vérifiez qu'il concerne bien {name}."),
        InsMatch.UNREADABLE: _("L'INS du document est illisible : vérifiez qu'il concerne bien {name}."),
        InsMatch.OTHER: _("L'INS du document n'est pas celui de {name}."),
        InsMatch.WAITING: _(
            "L'INS du document n'est pas celui de {name} : l'un des deux est un numéro d'attente (NIA)."
        ),
    }
    return sentence.get(compared.ins, "").format(name=patient.name)


def _about_key(compared: Comparison) -> str:
    return _("La clé de l'INS du document est fausse.") if compared.wrong_key else ""


def _about_traits(compared: Comparison, found: Identity, patient: Patient) -> list[str]:
    sentences = {
        ("name", Match.DIFFERENT): _("Le nom de naissance du document ({told}) n'est pas celui de {name}."),
        ("name", Match.CLOSE): _("Le nom du document ({told}) n'est pas le nom de naissance de {name}."),
        ("given", Match.DIFFERENT): _("Le prénom du document ({told}) n'est pas celui de {name}."),
        ("given", Match.CLOSE): _("Le prénom du document ({told}) n'est pas le premier prénom de {name}."),
        ("sex", Match.DIFFERENT): _("Le sexe du document ({told}) n'est pas celui de {name}."),
        ("birth", Match.DIFFERENT): _("La date de naissance du document ({told}) n'est pas celle de {name}."),
        ("place", Match.DIFFERENT): _("Le lieu de naissance du document ({told}) n'est pas celui de {name}."),
        ("rank", Match.DIFFERENT): _("Le rang de naissance du document n'est pas celui de {name}."),
    }
    traits = {
        "name": (found.birth_name or found.used_name).upper(),
        "given": found.given,
        "sex": found.sex,
        "birth": birth_words(found),
        "place": found.birth_place,
    }
    return [
        sentence.format(told=traits.get(trait, ""), name=patient.name)
        for (trait, match), sentence in sentences.items()
        if getattr(compared, trait) is match
    ]


def _about_given(found: Identity) -> str:
    if is_provisional(found.given):
        return _("Prénom non comparé : provisoire ({given}).").format(given=found.given)
    return _("Prénom non comparé : inconnu.")


def _about_birth(found: Identity) -> str:
    match known_birth(found.birth):
        case (year,):
            return _("Jour et mois de naissance non comparés : seule l'année ({year}) est connue.").format(
                year=year
            )
        case (_year, _month):
            return _("Jour de naissance non comparé : inconnu.")
    return _("Date de naissance non comparée : inconnue.")
