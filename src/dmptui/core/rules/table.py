"""Who may do what, as tables in Markdown made by asking the rules themselves: nothing is written twice."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from dmptui.core.model.access import AccessMode, AuthorisationStatus, EmergencySwitches
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author, Document, DocumentStatus, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.model.practitioner import (
    DENTIST,
    MIDWIFE,
    NURSE,
    PHARMACIST,
    PHYSICIAN,
    PHYSIOTHERAPIST,
)
from dmptui.core.rules import (
    consent_table,
    deposit_table,
    identity_table,
    lifecycle,
    own_table,
    patient_view,
    reading,
)
from dmptui.core.rules.change_table import CHANGES, Change
from dmptui.core.rules.changing import Changer, change
from dmptui.core.rules.consult import Facts, consult
from dmptui.core.rules.decision import Decision, Outcome
from dmptui.core.rules.management import Act, Manager, Target, manage
from dmptui.core.rules.matrix import Cell, Matrix
from dmptui.core.rules.vaccination import write_note
from dmptui.core.terminology.tables import profession_label
from dmptui.core.text import N_, _, labelled

_ME, _OTHER = "899900000001", "899900000002"
_DEPOSITED = datetime(2026, 1, 5, 9, tzinfo=UTC)
_SOON = _DEPOSITED + timedelta(days=1)
_EVERYTHING = Matrix({("*", "*"): Cell(read=True, source="")})
"""The matrice d'habilitation has a table of its own: here it allows all."""

_YES_NO = {
    Outcome.ALLOWED: N_("oui"),
    Outcome.CONSENT_NEEDED: N_("après consentement"),
    Outcome.REFUSED: N_("non"),
}
_STATES = {
    None: N_("aucun DMP"),
    DmpState.NOTIFIED: N_("notifié"),
    DmpState.OPPOSED: N_("opposé"),
    DmpState.CLOSED: N_("fermé"),
    DmpState.OPEN: N_("ouvert"),
    DmpState.ACTIVATED: N_("activé"),
}
_MODES = {
    AccessMode.NORMAL: N_("normal"),
    AccessMode.BREAK_GLASS: N_("bris de glace"),
    AccessMode.CENTRE_15: N_("centre 15"),
}
_HIDDEN = {
    N_("normal"): frozenset[Visibility](),
    N_("masqué aux professionnels"): frozenset({Visibility.HIDDEN_FROM_PROFESSIONALS}),
    N_("non visible du patient"): frozenset({Visibility.HIDDEN_FROM_PATIENT}),
    N_("non visible des représentants légaux"): frozenset({Visibility.HIDDEN_FROM_REPRESENTATIVES}),
}
_ACTS = {
    Act.BLOCK: N_("bloquer un professionnel"),
    Act.UNBLOCK: N_("lever un blocage"),
    Act.SWITCHES: N_("régler les accès en urgence"),
    Act.WITHDRAW: N_("retirer un accord"),
    Act.DECLARE_ATTENDING: N_("nommer un médecin traitant"),
    Act.END_ATTENDING: N_("mettre fin à un médecin traitant"),
}
_VACCINATORS = (PHYSICIAN, PHARMACIST, MIDWIFE, NURSE, DENTIST, PHYSIOTHERAPIST)


def markdown() -> str:
    """All the tables, as a page."""
    parts = (
        _opening(),
        _consenting(),
        _emergency(),
        _reading(),
        _days(),
        _changing(),
        _managing(),
        _vaccinating(),
        _profile(),
        *map(_table, (deposit_table.table(), identity_table.table(), *own_table.tables())),
    )
    return "\n".join(line for part in parts for line in part)


def _opening() -> Iterator[str]:
    statuses = list(AuthorisationStatus)
    rows = (
        [_(label), _(mode_label), *(_answer(consult(_facts(state, mode, status))) for status in statuses)]
        for state, label in _STATES.items()
        for mode, mode_label in _MODES.items()
    )
    heading = [_("DMP"), _("mode"), *(status.value for status in statuses)]
    yield from _section(_("Ouvrir un dossier"), heading, rows)


def _consenting() -> Iterator[str]:
    heading = [_("situation"), _("autorisation"), _("ce qui est demandé")]
    yield from _section(_("L'accord de la personne"), heading, consent_table.rows())


def _emergency() -> Iterator[str]:
    names = {
        "centre_15": _("régulation"),
        "break_glass": _("bris de glace"),
        "masked_documents": _("masqués"),
    }
    rows = []
    for name, label in names.items():
        for opened in (True, False):
            switches = EmergencySwitches.model_validate({name: opened})
            entered = (
                consult(_facts(DmpState.OPEN, mode, AuthorisationStatus.NONE, switches))
                for mode in (AccessMode.CENTRE_15, AccessMode.BREAK_GLASS)
            )
            masked = reading.read(
                _document(visibility=_HIDDEN["masqué aux professionnels"]),
                _reader(_OTHER, mode=AccessMode.BREAK_GLASS, masked=switches.masked_documents),
                _EVERYTHING,
            )
            first = labelled(label, _("oui") if opened else _("non"))
            rows.append([first, *map(_answer, (*entered, masked))])
    heading = [_("interrupteur"), _("centre 15"), _("bris de glace"), _("lire un document masqué")]
    yield from _section(_("Les trois interrupteurs de la personne"), heading, rows)


def _reading() -> Iterator[str]:
    heading = [
        _("document"),
        _("auteur"),
        _("médecin traitant"),
        _("autre professionnel"),
        _("autre, en urgence"),
        _("patient"),
        _("représentant légal"),
    ]
    states = {label: _document(visibility=labels) for label, labels in _HIDDEN.items()} | {
        N_("archivé"): _document(archived=True),
        N_("ancienne version"): _document(status=DocumentStatus.SUPERSEDED),
        N_("supprimé"): _document(status=DocumentStatus.DELETED),
    }
    rows = ([_(label), *map(_answer, _readings(document))] for label, document in states.items())
    yield from _section(_("Lire un document que la matrice permet"), heading, rows)


def _readings(document: Document) -> Iterator[Decision]:
    readers = (
        _reader(_ME),
        _reader(_OTHER, attending=True),
        _reader(_OTHER),
        _reader(_OTHER, mode=AccessMode.BREAK_GLASS),
    )
    yield from (reading.read(document, reader, _EVERYTHING) for reader in readers)
    for representative in (False, True):
        yield patient_view.see(document, patient_view.Viewer(representative=representative), _SOON)


def _days() -> Iterator[str]:
    hidden = _document(visibility=_HIDDEN["non visible du patient"])
    rows = []
    for days in (0, 13, 14, 30, 31):
        now = _DEPOSITED + timedelta(days=days)
        notified = _("oui") if patient_view.patient_is_notified(hidden, now) else _("non")
        rows.append([str(days), _answer(patient_view.see(hidden, patient_view.Viewer(), now)), notified])
    heading = [_("jours depuis le dépôt"), _("le patient le voit"), _("il sait qu'un document attend")]
    yield from _section(_("Un document non visible du patient, déposé le 5 janvier"), heading, rows)


def _changing() -> Iterator[str]:
    people = (
        Changer(_ME),
        Changer(_OTHER, attending=True),
        Changer(_OTHER),
        Changer(is_patient=True),
    )
    rows = [
        [
            _(row.words.title),
            *(_answer(change(what, _ready(what), who, minor=True, now=_SOON)) for who in people),
            row.right.source,
        ]
        for what, row in CHANGES.items()
    ]
    heading = [
        _("document d'un professionnel"),
        _("auteur"),
        _("médecin traitant"),
        _("autre"),
        _("patient"),
        _("source"),
    ]
    yield from _section(_("Modifier un document"), heading, rows)


def _managing() -> Iterator[str]:
    people = (Manager(), Manager(_ME), Manager(_OTHER))
    rows = [
        [_(label), *(_answer(manage(act, who, _target(act))) for who in people)]
        for act, label in _ACTS.items()
    ]
    heading = [
        _("accès"),
        _("patient"),
        _("le professionnel concerné, médecin"),
        _("un autre professionnel"),
    ]
    yield from _section(_("Gérer les accès"), heading, rows)


def _vaccinating() -> Iterator[str]:
    rows = ([profession_label(code), _answer(write_note(code))] for code in _VACCINATORS)
    yield from _section(_("Écrire une note de vaccination"), [_("profession"), _("permis")], rows)


def _profile() -> Iterator[str]:
    notice, later = date(2026, 1, 1), date(2026, 1, 2)
    weeks = lifecycle.TIME_TO_OPPOSE
    cases = {
        _("le jour de l'information"): (lifecycle.Milestones(notice), notice),
        _("la veille des six semaines"): (lifecycle.Milestones(notice), notice + weeks - timedelta(days=1)),
        _("six semaines plus tard"): (lifecycle.Milestones(notice), notice + weeks),
        _("la personne s'est opposée"): (lifecycle.Milestones(notice, opposed=notice), notice + weeks),
        _("elle s'est connectée"): (lifecycle.Milestones(notice, connected=notice), notice),
        _("elle l'a fermé"): (lifecycle.Milestones(notice, connected=notice, closed=notice), notice),
        _("elle l'a rouvert"): (
            lifecycle.Milestones(notice, connected=notice, closed=notice, reopened=later),
            later,
        ),
    }
    rows = ([label, _(_STATES[lifecycle.state(*case)])] for label, case in cases.items())
    yield from _section(_("Le profil"), [_("quand"), _("état")], rows)


def _table(table: own_table.Table) -> Iterator[str]:
    rows = ([name, *map(_answer, answers)] for name, answers in table.rows)
    yield from _section(table.title, table.heading, rows)


def _section(title: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield from (f"## {title}", "", _line(heading), _line(["---"] * len(heading)), *map(_line, rows), "")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _answer(decision: Decision) -> str:
    return _(_YES_NO[decision.outcome])


def _facts(
    state: DmpState | None,
    mode: AccessMode,
    status: AuthorisationStatus,
    switches: EmergencySwitches = EmergencySwitches(),
) -> Facts:
    return Facts(
        state=state, mode=mode, status=status, switches=switches, regulates=True, emergency_reason="motif"
    )


def _reader(
    ps_id: str, *, mode: AccessMode = AccessMode.NORMAL, attending: bool = False, masked: bool = False
) -> reading.Reader:
    return reading.Reader(ps_id, PHYSICIAN, mode, attending=attending, masked_in_emergency=masked)


def _document(
    *,
    visibility: frozenset[Visibility] = frozenset(),
    archived: bool = False,
    status: DocumentStatus = DocumentStatus.CURRENT,
) -> Document:
    return Document(
        title="-",
        type=Coding(code="11488-4"),
        category=Coding(code="10"),
        authors=(Author(id=_ME),),
        date=_DEPOSITED,
        visibility=visibility,
        archived=archived,
        status=status,
    )


def _ready(what: Change) -> Document:
    """A document on which the change has something to do."""
    hidden = {
        Change.UNMASK: "masqué aux professionnels",
        Change.SHOW_TO_PATIENT: "non visible du patient",
        Change.SHOW_TO_REPRESENTATIVES: "non visible des représentants légaux",
    }
    return _document(visibility=_HIDDEN[hidden.get(what, "normal")], archived=what is Change.UNARCHIVE)


def _target(act: Act) -> Target:
    """A physician about whom the act has something to do."""
    statuses = {Act.UNBLOCK: AuthorisationStatus.FORBIDDEN, Act.WITHDRAW: AuthorisationStatus.VALID}
    status = statuses.get(act, AuthorisationStatus.NONE)
    return Target(_ME, PHYSICIAN, status, attending=act is Act.END_ATTENDING)
