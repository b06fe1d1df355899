"""Who is at work: the professional and the situation named on the command line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dmptui.commands.common.output import warn
from dmptui.core.errors import UsageError
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    from dmptui.core.model.ins import Ins
    from dmptui.core.model.patient import Patient
    from dmptui.core.model.practitioner import Practitioner

_RPPS, _PS_ID = 11, 12
"""Digits of a RPPS, and of the PS_IdNat that puts an 8 before it."""
_INS_PROBLEMS = {
    "empty": N_("L'INS manque."),
    "short": N_("Cet INS est trop court : il a 15 caractères, clé comprise."),
    "long": N_("Cet INS est trop long : il a 15 caractères, clé comprise."),
    "shape": N_("Ce n'est pas un INS : 15 chiffres, ou 2A et 2B pour la Corse."),
    "key": N_("La clé de cet INS est fausse. Vérifiez les 15 caractères."),
}


def parse_ins(text: str) -> "Ins":
    """An INS as it was typed, or as a reader typed an INS Datamatrix.

    Raises:
        UsageError: it is not one; the message does not repeat it.
    """
    from dmptui.core.documents.datamatrix import ins_of, is_datamatrix, read_datamatrix
    from dmptui.core.model.ins import Ins, normalise, problem_with

    if is_datamatrix(text):
        return ins_of(read_datamatrix(text))
    problem = problem_with(text)
    if problem:
        raise UsageError(_(_INS_PROBLEMS[problem]), cause=f"INS: {problem}")
    return Ins(value=normalise(text))


def compare_scanned(text: str, patient: "Patient") -> None:
    """Warn when the traits of a scanned Datamatrix are not those of the person of its INS."""
    from dmptui.core.documents.datamatrix import is_datamatrix, read_datamatrix
    from dmptui.core.rules.identity import judge

    if is_datamatrix(text):
        verdict = judge([read_datamatrix(text)], patient)
        if verdict.name:
            sentence = _("Le Datamatrix est au nom de {name} : vérifiez l'identité.")
            warn(sentence.format(name=verdict.name))


def choose(people: "Sequence[Practitioner]", identity: str, situation: str) -> "tuple[Practitioner, int]":
    """The professional meant by ``--as``, and the index of the situation meant by ``--situation``.

    Args:
        people: all who may log in.
        identity: RPPS (11 digits), PS id (12), or a part of one name only.
        situation: number counted from 1, or a part of the structure's id or name; empty for the first.

    Raises:
        UsageError: nobody, or several, are meant.
    """
    meant = [person for person in people if _is_meant(person, identity)]
    if not meant:
        raise UsageError(
            _("Personne ne répond à « {text} ». « dmptui professionals » donne la liste.").format(
                text=identity
            )
        )
    if len(meant) > 1:
        names = ", ".join(f"{person.name} ({person.id[1:]})" for person in meant)
        raise UsageError(
            _("« {text} » désigne plusieurs personnes : {names}.").format(text=identity, names=names)
        )
    return meant[0], _situation(meant[0], situation)


def practitioner_id(people: "Sequence[Practitioner]", identity: str) -> str:
    """The PS id of the professional meant; a number is taken as it is, the rules say whether it is known.

    Raises:
        UsageError: nobody, or several people, are meant by a name.
    """
    digits = identity.replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) in (_RPPS, _PS_ID):
        return digits if len(digits) == _PS_ID else f"8{digits}"
    return choose(people, identity, "")[0].id


def _is_meant(person: "Practitioner", identity: str) -> bool:
    digits = identity.replace(" ", "")
    if digits.isdigit():
        return person.id in (digits, f"8{digits}")

    name = fold(identity)
    return bool(name) and name in fold(person.name)


def _situation(person: "Practitioner", words: str) -> int:
    if not words:
        return 0

    names = [situation.organization.name for situation in person.situations]
    if words.isdigit() and 1 <= int(words) <= len(names):
        return int(words) - 1
    meant = [
        index
        for index, situation in enumerate(person.situations)
        if words in situation.organization.id or (fold(words) and fold(words) in fold(names[index]))
    ]
    if len(meant) == 1:
        return meant[0]
    listed = " ; ".join(f"{number} {name}" for number, name in enumerate(names, 1))
    raise UsageError(
        _("Situations d'exercice de {name} : {names}. Choisissez-en une avec --situation.").format(
            name=person.name, names=listed
        )
    )
