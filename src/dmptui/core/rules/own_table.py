"""Tables of what the person does in Mon espace santé, made by asking the rules, for ``rules.table``."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from dmptui.core.model.base import Coding
from dmptui.core.model.document import PATIENT_AUTHOR, Attachment, Author, Document, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.model.practitioner import PHYSICIAN
from dmptui.core.rules import lifecycle
from dmptui.core.rules.adding import add, add_own
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.deposit import Life
from dmptui.core.rules.lifecycle import ProfileAct, decide
from dmptui.core.rules.patient_view import Viewer
from dmptui.core.text import N_, _


class Table(NamedTuple):
    """A table; the first cell of a row is its name, the others are answers."""

    title: str
    heading: list[str]
    rows: list[tuple[str, list[Decision]]]


_DEPOSITED = datetime(2026, 1, 5, 9, tzinfo=UTC)
_LIFE = Life(date(1980, 1, 1), date(2026, 1, 5))
_TYPES = {
    N_("compte rendu (11488-4)"): "11488-4",
    N_("document déposé par le patient (DOCPAT01)"): "DOCPAT01",
    N_("directives anticipées (EXPPAT_3)"): "EXPPAT_3",
}
_HIDDEN = {
    N_("directives, masquées aux professionnels"): Visibility.HIDDEN_FROM_PROFESSIONALS,
    N_("directives, non visibles du patient"): Visibility.HIDDEN_FROM_PATIENT,
    N_("directives, non visibles des représentants légaux"): Visibility.HIDDEN_FROM_REPRESENTATIVES,
}
_STATES = {
    DmpState.NOTIFIED: N_("notifié"),
    DmpState.OPEN: N_("ouvert"),
    DmpState.ACTIVATED: N_("activé"),
    DmpState.OPPOSED: N_("opposé"),
    DmpState.CLOSED: N_("fermé"),
}
_ACTS = {
    ProfileAct.OPPOSE: N_("s'opposer"),
    ProfileAct.CLOSE: N_("fermer"),
    ProfileAct.REOPEN: N_("créer sans attendre, ou rouvrir"),
}


def tables() -> Iterator[Table]:
    """All of them."""
    yield _depositing()
    yield _acting()


def _depositing() -> Table:
    documents = {label: _document(code) for label, code in _TYPES.items()}
    documents |= {label: _document("EXPPAT_3", hidden) for label, hidden in _HIDDEN.items()}
    heading = [_("document"), _("professionnel"), _("patient"), _("patient mineur"), _("représentant légal")]
    rows = [(_(label), list(_deposits(document))) for label, document in documents.items()]
    return Table(_("Déposer"), heading, rows)


def _deposits(document: Document) -> Iterator[Decision]:
    state = DmpState.ACTIVATED
    yield add(document, state=state, profession=PHYSICIAN, size=1, life=_LIFE)
    for minor, representative in ((False, False), (True, False), (True, True)):
        viewer = Viewer(representative=representative)
        yield add_own(document, state=state, size=1, minor=minor, viewer=viewer, life=_LIFE)


def _acting() -> Table:
    rows = [
        (_("entrer dans Mon espace santé"), [lifecycle.connect(state) for state in _STATES]),
        (_("voir son dossier, y agir"), [lifecycle.use(state) for state in _STATES]),
    ]
    rows += [(_(label), [decide(act, state) for state in _STATES]) for act, label in _ACTS.items()]
    return Table(_("Le profil, par la personne"), [_("acte"), *map(_, _STATES.values())], rows)


def _document(code: str, *hidden: Visibility) -> Document:
    return Document(
        title="-",
        type=Coding(code=code),
        category=Coding(code=""),
        authors=(Author(profession=PATIENT_AUTHOR),),
        date=_DEPOSITED,
        visibility=frozenset(hidden),
        attachment=Attachment(content_type="text/xml"),
    )
