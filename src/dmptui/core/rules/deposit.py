"""May this professional add this document? Feeding a DMP needs no authorisation, see ``laws``."""

from dataclasses import dataclass
from datetime import date

from dmptui.core.model.days import Dated, day_in
from dmptui.core.model.patient import DmpState
from dmptui.core.rules import laws
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.terminology.tables import document_type, practice_settings
from dmptui.core.text import _

FORMATS = "CI-SIS, volet Structuration minimale"
MAX_BYTES = 5 * 1024 * 1024
"""Of a file that is deposited."""
MAX_CDA_BYTES = MAX_BYTES * 4 // 3 + 256 * 1024
"""Of a CDA: a file of the largest size in base64, and its header."""
MAX_TITLE = 255
MAX_YEARS = 100
CDA = "text/xml"
CONTENT_TYPES = {
    ".xml": CDA,
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".rtf": "text/rtf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""What may be deposited, by the ending of the file's name; XML is a CDA document."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """What is to be deposited, before it is sent. ``size`` in bytes."""

    state: DmpState | None
    title: str
    type_code: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Life:
    """What an act is within: from the birth of the person to today."""

    born: date
    today: date


def deposit(request: Deposit) -> Decision:
    """Decide whether a document may be added: even a blocked professional may, to an active DMP."""
    rules = (state_rule(request.state), *_content(request), *_naming(request))
    return next((decision for decision in rules if decision.refused), allowed(laws.FEEDING))


def state_rule(state: DmpState | None) -> Decision:
    """Whether there is a record to feed, whatever the document."""
    if state is not None and state.exists:
        return allowed(laws.FEEDING)
    return refused(
        _("Le dépôt est impossible : cette personne n'a pas de DMP ouvert."),
        laws.FEEDING,
        _("Remettez le document à la personne par un autre moyen."),
    )


def size_rule(size: int, limit: int) -> Decision:
    """Whether a file of ``size`` bytes may be deposited."""
    if size == 0:
        return refused(_("Ce fichier est vide."), FORMATS, _("Choisissez un fichier qui a un contenu."))
    if size > limit:
        return refused(
            _("Ce fichier pèse {size} Mo ; la limite est de 5 Mo.").format(
                size=f"{size / 1024 / 1024:.1f}".replace(".", ",")
            ),
            FORMATS,
            _("Réduisez-le, ou déposez-le en plusieurs documents."),
        )
    return allowed(FORMATS)


def format_rule(content_type: str) -> Decision:
    """Whether a file of this format may be deposited."""
    if content_type in CONTENT_TYPES.values():
        return allowed(FORMATS)
    return refused(
        _("Ce format de fichier n'est pas accepté par le DMP."),
        FORMATS,
        _("Formats acceptés : CDA (xml), pdf, txt, rtf, jpg, tif."),
    )


def _content(request: Deposit) -> tuple[Decision, ...]:
    most = MAX_CDA_BYTES if request.content_type == CDA else MAX_BYTES
    return size_rule(request.size, most), format_rule(request.content_type)


def title_rule(title: str) -> Decision:
    """Whether a document may have this title."""
    if not title.strip():
        return refused(_("Un document a besoin d'un titre."), laws.FEEDING, _("Donnez-en un."))
    if len(title) > MAX_TITLE:
        return refused(_("Le titre dépasse 255 caractères."), laws.FEEDING, _("Raccourcissez-le."))
    return allowed(laws.FEEDING)


def type_rule(code: str) -> Decision:
    """Whether a document may have this type."""
    if document_type(code) is None:
        return refused(
            _("Le type « {code} » n'existe pas dans le jeu de valeurs JDV_J07.").format(code=code),
            "CI-SIS JDV_J07",
            _("Donnez le code d'un type connu, par exemple 11488-4."),
        )
    return allowed("CI-SIS JDV_J07")


def act_rule(on: date, *, born: date, today: date) -> Decision:
    """Whether an act may be of this day."""
    if born <= on <= today:
        return allowed(PROJECT)
    return refused(
        _("La date de l'acte est avant la naissance, ou après aujourd'hui."), PROJECT, _("Corrigez-la.")
    )


def period_rule(start: Dated | None, end: Dated | None, life: Life) -> Decision:
    """Whether an act may have begun and ended so; what is not given is not judged.

    It began as ``act_rule`` wants it. A plan, a prescription, end later: within ``MAX_YEARS``.
    """
    begun = act_rule(day_in(start), born=life.born, today=life.today) if start else allowed(PROJECT)
    if begun.refused or end is None:
        return begun
    if life.born <= day_in(end) and day_in(end).year <= life.today.year + MAX_YEARS:
        return allowed(PROJECT)
    return refused(
        _("La fin de l'acte est avant la naissance, ou dans plus de {n} ans.").format(n=MAX_YEARS),
        PROJECT,
        _("Corrigez-la."),
    )


def setting_rule(code: str) -> Decision:
    """Whether a document may come from this cadre d'exercice; none means that of who deposits it."""
    if not code or code in practice_settings():
        return allowed("CI-SIS JDV_J04")
    return refused(
        _("Le cadre d'exercice « {code} » n'existe pas dans le jeu de valeurs JDV_J04.").format(code=code),
        "CI-SIS JDV_J04",
        _("Donnez un code connu, par exemple AMBULATOIRE."),
    )


def _naming(request: Deposit) -> tuple[Decision, ...]:
    return title_rule(request.title), type_rule(request.type_code)
