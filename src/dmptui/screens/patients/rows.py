"""The lines of the list of patients, and what may be typed to find one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from dmptui.core.client.client import MyPatient, Traits
from dmptui.core.documents.datamatrix import ins_of, is_datamatrix, read_datamatrix
from dmptui.core.errors import UsageError
from dmptui.core.model.access import AuthorisationStatus
from dmptui.core.model.days import day_of
from dmptui.core.model.ins import Ins, normalise, problem_with
from dmptui.core.model.patient import Patient
from dmptui.core.rules.identity import judge
from dmptui.core.rules.identity_words import describe
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.screens.parts.words import typed_day
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.columns import Column
from dmptui.widgets.form import Field, Form
from dmptui.widgets.rows import Row

_INS_LENGTH = 15
INS_PROBLEMS = {
    "short": N_("il manque des caractères"),
    "empty": N_("tapez les 13 caractères et la clé"),
    "long": N_("trop long : 15 caractères"),
    "shape": N_("caractère impossible à cet endroit"),
    "key": N_("la clé ne correspond pas : vérifiez la saisie"),
}


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [
        Column(_("Patient"), 24, weight=1),
        Column(_("Né(e) le"), 10),
        Column(_("Âge"), 7, align="right", priority=1),
        Column(_("INS"), 21, priority=3, role=Tone.DIM),
        Column(_("DMP"), 7, priority=1),
        Column(_("Accès"), 8),
        Column(_("Dernier accès"), 13, priority=2, role=Tone.DIM),
        Column(_("Dernier document"), 16, priority=4, role=Tone.DIM),
        Column(_("Nouveau"), 7, align="right", role=Tone.GOOD),
    ]


def row_of_mine(mine: MyPatient, me: str, now: datetime) -> Row:
    """The row of one of my patients.

    Args:
        mine: the patient, and what my authorisation is worth.
        me: my identifier, to tell whose médecin traitant I am.
        now: for the age.
    """
    status, state = mine.status, mine.patient.state
    access = _(words.AUTHORISATIONS[status]) if state.exists else "—"
    if state.exists and me in mine.patient.attending:
        access = f"{access} {glyphs.DOCTOR.sign}"
    usable = state.exists and status is not AuthorisationStatus.FORBIDDEN
    visits = (words.day(mine.last_visit), words.day(mine.last_document))
    news = f"{glyphs.NEW.sign} {mine.news}" if mine.news else ""
    return _row(mine.patient, day_of(now), access, (*visits, news), Tone.NORMAL if usable else Tone.DIM)


def row_of_other(patient: Patient, now: datetime) -> Row:
    """The row of somebody who was searched for, on whom I have no authorisation."""
    tone = Tone.NORMAL if patient.state.exists else Tone.DIM
    return _row(patient, day_of(now), "—", ("", "", ""), tone)


def nobody(typed: str, *, searched: bool, only_new: bool, failed: bool) -> str:
    """What the list says when it is empty: what is true, and the keys that help.

    Args:
        typed: the words that filter.
        searched: people were searched by identity traits.
        only_new: only what has something new is listed.
        failed: the list could not be read.
    """
    if typed:
        sentences = _("Aucun patient ne correspond à « {words} ».").format(words=typed), _("Échap efface")
    elif searched:
        sentences = (
            _("Personne n'a ces traits d'identité."),
            _("t : changer les traits   Échap : mes patients"),
        )
    elif only_new:
        sentences = _("Rien de nouveau dans les dossiers de vos patients."), _("n : tous les patients")
    elif failed:
        sentences = _("La liste n'a pas pu être lue."), _("F5 : redemander")
    else:
        sentences = (
            _("Vous n'avez encore d'autorisation sur aucun dossier."),
            _("i : chercher par INS   t : chercher par traits d'identité"),
        )
    return "\n".join(sentences)


def _row(patient: Patient, today: date, access: str, last: Iterable[str], tone: Tone) -> Row:
    cells = (
        patient.name,
        words.day(patient.birth_date),
        words.age(patient, today),
        patient.ins.grouped,
        _(words.DMP_STATES[patient.state]),
        access,
        *last,
    )
    return Row(patient.ins, cells, tone)


def has_words(row: Row, terms: list[str]) -> bool:
    """Whether a row's text has all these folded words; several numbers are the groups of an INS."""
    if not terms:
        return True
    texts = [cell if isinstance(cell, str) else cell[0] for cell in row.cells]
    ins = row.key.value if isinstance(row.key, Ins) else ""
    if len(terms) > 1 and "".join(terms).isdigit():
        return "".join(terms) in ins
    text = fold(" ".join((*texts, ins)))
    return all(word in text for word in terms)


def ins_status(typed: str, *, whole: bool = False) -> tuple[str, Tone]:
    """What is said of an INS as it is typed, and how.

    Args:
        typed: so far.
        whole: whether it was sent: what is missing is a fault then.
    """
    if is_datamatrix(typed):
        return _scan_status(typed, whole=whole)
    problem = problem_with(typed)
    if problem is None:
        return _("clé juste — Entrée pour ouvrir"), Tone.GOOD
    if not whole and problem == "empty":
        return "", Tone.DIM
    if not whole and problem == "short":
        return _("encore {n}").format(n=_INS_LENGTH - len(normalise(typed))), Tone.DIM
    return _(INS_PROBLEMS[problem]), Tone.WARNING


def _scan_status(typed: str, *, whole: bool) -> tuple[str, Tone]:
    """What is said of an INS Datamatrix while a reader types it, and once it has."""
    try:
        scanned = read_datamatrix(typed)
    except UsageError:
        if whole:
            return _("Datamatrix illisible : scannez-le de nouveau"), Tone.WARNING
        return _("Datamatrix INS…"), Tone.DIM
    return _("Datamatrix INS lu : {name} — Entrée pour ouvrir").format(name=describe(scanned)), Tone.GOOD


def ins_typed(typed: str) -> Ins | None:
    """The INS that was typed, or scanned; None when it is not one."""
    if is_datamatrix(typed):
        try:
            return ins_of(read_datamatrix(typed))
        except UsageError:
            return None
    return Ins(value=normalise(typed)) if problem_with(typed) is None else None


def scan_warning(typed: str, patient: Patient | None) -> str:
    """What to know before opening the record of a scanned code: its traits are somebody else's."""
    if patient is None or not is_datamatrix(typed):
        return ""
    name = judge([read_datamatrix(typed)], patient).name
    return _("Datamatrix au nom de {name} — Entrée : ouvrir quand même").format(name=name) if name else ""


def traits_form(typed: Mapping[str, str]) -> Form:
    """Ask for identity traits; ``typed`` is what the fields begin with."""
    fields = (
        Field("family", _("Nom"), hint=_("de naissance ou utilisé, le début suffit")),
        Field("given", _("Prénom"), hint=_("le début suffit")),
        Field("birth_date", _("Né(e) le"), hint=_("jj/mm/aaaa")),
        Field("postal_code", _("Code postal")),
    )
    title, send = _("Chercher par traits d'identité"), _("chercher")
    return Form(title, fields, check=_traits_problem, typed=typed, send=send)


def traits_of(typed: Mapping[str, str]) -> Traits:
    """The traits of a form that was sent."""
    return Traits(
        family=typed["family"],
        given=typed["given"],
        birth_date=typed_day(typed["birth_date"]),
        postal_code=typed["postal_code"],
    )


def _traits_problem(typed: Mapping[str, str]) -> str:
    """Why these traits cannot be searched; empty when they can."""
    born = typed_day(typed["birth_date"])
    if typed["birth_date"].strip() and born is None:
        return _("Cette date n'existe pas : écrivez-la jj/mm/aaaa.")
    if len(typed["family"].strip()) < 2 and born is None:
        return _("Donnez au moins deux lettres du nom, ou la date de naissance.")
    return ""
