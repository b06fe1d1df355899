"""What happened to a record: who, when, in which mode, what, on what."""

from datetime import datetime
from enum import StrEnum

from dmptui.core.model.access import AccessMode
from dmptui.core.model.base import Frozen
from dmptui.core.text import N_


class TraceAction(StrEnum):
    """What was done or attempted on a record."""

    OPEN = "ouverture"
    AUTHORISE = "autorisation"
    LIST = "liste"
    SEARCH = "recherche"
    """In the contents of the documents; the words are not kept."""
    READ = "lecture"
    DISPLAY = "affichage"
    """A page was shown, which reads by itself what fills it: see ``DisplayedPage``."""
    DEPOSIT = "depot"
    REPLACE = "remplacement"
    DELETE = "suppression"
    MASK = "masquage"
    UNMASK = "demasquage"
    VISIBILITY = "visibilite"
    """Shown to, or hidden from, the patient or the legal representatives."""
    ARCHIVE = "archivage"
    """Archived, or taken out of the archives."""
    TRACES = "traces"
    BLOCK = "blocage"
    UNBLOCK = "deblocage"
    WITHDRAW = "retrait"
    """The patient withdrew the consent of a team, or of a consultation."""
    SWITCHES = "acces-urgence"
    ATTENDING = "medecin-traitant"
    MESSAGES = "notifications"
    """The patient read their notifications."""
    MESSAGE = "message"
    """A professional wrote to the patient."""
    LOGIN = "connexion"
    """The patient, or a legal representative, entered Mon espace santé."""
    OPPOSE = "opposition"
    CLOSE = "fermeture"
    REOPEN = "reouverture"
    """The profile was opened again, or made at the person's own wish."""


ACTION_WORDS = {
    TraceAction.OPEN: N_("ouverture du dossier"),
    TraceAction.AUTHORISE: N_("autorisation"),
    TraceAction.LIST: N_("liste des documents"),
    TraceAction.SEARCH: N_("recherche dans les documents"),
    TraceAction.READ: N_("lecture"),
    TraceAction.DISPLAY: N_("affichage"),
    TraceAction.DEPOSIT: N_("dépôt"),
    TraceAction.REPLACE: N_("remplacement"),
    TraceAction.DELETE: N_("suppression"),
    TraceAction.MASK: N_("masquage"),
    TraceAction.UNMASK: N_("démasquage"),
    TraceAction.VISIBILITY: N_("visibilité"),
    TraceAction.ARCHIVE: N_("archivage"),
    TraceAction.TRACES: N_("historique des accès"),
    TraceAction.BLOCK: N_("blocage d'un professionnel"),
    TraceAction.UNBLOCK: N_("déblocage d'un professionnel"),
    TraceAction.WITHDRAW: N_("retrait d'un accord"),
    TraceAction.SWITCHES: N_("accès en urgence"),
    TraceAction.ATTENDING: N_("médecin traitant"),
    TraceAction.MESSAGES: N_("notifications"),
    TraceAction.MESSAGE: N_("message au patient"),
    TraceAction.LOGIN: N_("connexion à Mon espace santé"),
    TraceAction.OPPOSE: N_("opposition à la création du profil"),
    TraceAction.CLOSE: N_("fermeture du profil"),
    TraceAction.REOPEN: N_("ouverture ou réouverture du profil"),
}
"""What an action is called on a screen; translate it where it is shown."""


class DisplayedPage(StrEnum):
    """The pages that read documents to fill themselves."""

    SUMMARY = "recapitulatif"
    CARE_PATH = "parcours-de-soins"
    VACCINATIONS = "vaccination"
    DIRECTIVES = "directives"
    BIOLOGY = "biologie"
    DOWNLOAD = "telechargement"
    """Of the whole record: no page, but one trace all the same, with all that it read."""


DISPLAY_WORDS = {
    DisplayedPage.SUMMARY: N_("affichage du récapitulatif"),
    DisplayedPage.CARE_PATH: N_("affichage du parcours de soins"),
    DisplayedPage.VACCINATIONS: N_("affichage du carnet de vaccination"),
    DisplayedPage.DIRECTIVES: N_("affichage des directives"),
    DisplayedPage.BIOLOGY: N_("affichage de la biologie"),
    DisplayedPage.DOWNLOAD: N_("téléchargement du dossier"),
}
"""What the display of a page is called on a screen; translate it where it is shown."""


class TracedDocument(Frozen):
    """A document that the display of a page read; its title as it was."""

    id: str
    title: str = ""


class Trace(Frozen):
    """One line of the historique des accès.

    Attributes:
        object: what it was done on, as shown (a document's title), or empty for the record; of a display,
            one of ``DisplayedPage``.
        emergency_reason: what was typed to break the glass.
        refusal: the reason given when it was refused, else empty.
        automatic: a page read it for its own needs: nobody asked to see it.
        secret: of a connexion secrète (CSP L1111-5): never shown to the legal representatives.
        visit, visit_start: the opening of the record it was done in, and when that was; empty and None of
            what is done outside one, and of what was traced before visits were.
        display: id of the trace of the display it is a part of, or empty.
        documents: of a display, what it read.
    """

    id: str = ""
    at: datetime
    actor_id: str
    actor: str
    profession: str = ""
    organization: str = ""
    mode: AccessMode = AccessMode.NORMAL
    emergency_reason: str = ""
    action: TraceAction
    object: str = ""
    object_id: str = ""
    refusal: str = ""
    automatic: bool = False
    secret: bool = False
    visit: str = ""
    visit_start: datetime | None = None
    display: str = ""
    documents: tuple[TracedDocument, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the attempt was refused."""
        return bool(self.refusal)

    @property
    def is_display(self) -> bool:
        """Whether it is the display of a page, of which ``object`` is the code."""
        return self.action is TraceAction.DISPLAY

    @property
    def urgent(self) -> bool:
        """Whether a reader wants it first: an emergency, or a refusal."""
        return self.refused or self.mode.is_emergency
