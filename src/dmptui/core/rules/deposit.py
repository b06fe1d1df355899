"""May this professional add this document? (CSP L1111-15: feeding a DMP needs no authorisation.)"""

from dataclasses import dataclass

from dmptui.core.model.patient import DmpState
from dmptui.core.rules.decision import Decision, allowed, refused
from dmptui.core.terminology.tables import document_type
from dmptui.core.text import _

LAW = "CSP L1111-15"
FORMATS = "CI-SIS, volet Structuration minimale"
MAX_BYTES = 5 * 1024 * 1024
"""Of a file that is deposited."""
MAX_CDA_BYTES = MAX_BYTES * 4 // 3 + 256 * 1024
"""Of a CDA: a file of the largest size in base64, and its header."""
MAX_TITLE = 255
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


def deposit(request: Deposit) -> Decision:
    """Decide whether a document may be added: even a blocked professional may, to an active DMP."""
    if request.state is None or not request.state.exists:
        return refused(
            _("Le dépôt est impossible : cette personne n'a pas de DMP ouvert."),
            LAW,
            _("Remettez le document à la personne par un autre moyen."),
        )
    return _content(request) or _naming(request) or allowed(LAW)


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


def _content(request: Deposit) -> Decision | None:
    fits = size_rule(request.size, MAX_CDA_BYTES if request.content_type == CDA else MAX_BYTES)
    if fits.refused:
        return fits
    if request.content_type not in CONTENT_TYPES.values():
        return refused(
            _("Ce format de fichier n'est pas accepté par le DMP."),
            FORMATS,
            _("Formats acceptés : CDA (xml), pdf, txt, rtf, jpg, tif."),
        )
    return None


def _naming(request: Deposit) -> Decision | None:
    if not request.title.strip():
        return refused(_("Un document a besoin d'un titre."), LAW, _("Donnez-le avec --title."))
    if len(request.title) > MAX_TITLE:
        return refused(_("Le titre dépasse 255 caractères."), LAW, _("Raccourcissez-le."))
    if document_type(request.type_code) is None:
        return refused(
            _("Le type « {code} » n'existe pas dans le jeu de valeurs JDV_J07.").format(
                code=request.type_code
            ),
            "CI-SIS JDV_J07",
            _("Donnez un code de type connu avec --type, par exemple 11488-4."),
        )
    return None
