"""The pages of a record and those of Mon espace santé: a folder of ``screens`` and one line here."""

from dmptui.actions import Action, register
from dmptui.core.text import N_
from dmptui.screens.parts.page import PageEntry

_OWN = "dmptui.screens.own"

PAGES = (
    PageEntry("summary", N_("Récapitulatif"), N_("Récap"), "dmptui.screens.summary.page", "SummaryPage"),
    PageEntry("documents", N_("Documents"), N_("Docs"), "dmptui.screens.documents.page", "DocumentsPage"),
    PageEntry(
        "care_path", N_("Parcours de soins"), N_("Parcours"), "dmptui.screens.care_path.page", "CarePathPage"
    ),
    PageEntry(
        "vaccinations",
        N_("Vaccination"),
        N_("Vaccins"),
        "dmptui.screens.vaccinations.page",
        "VaccinationsPage",
    ),
    PageEntry(
        "directives", N_("Directives"), N_("Direct."), "dmptui.screens.directives.page", "DirectivesPage"
    ),
    PageEntry("biology", N_("Biologie"), N_("Bio"), "dmptui.screens.biology.page", "BiologyPage"),
    PageEntry("traces", N_("Accès"), N_("Accès"), "dmptui.screens.accesses.page", "TracesPage"),
    PageEntry("messages", N_("Messages"), N_("Msg"), "dmptui.screens.messages.page", "MessagesPage"),
)

register(
    "record",
    N_("Dans un dossier"),
    *(Action(f"go({i})", (str(i + 1),), entry.title, shown=False) for i, entry in enumerate(PAGES)),
    Action(
        "end_attending",
        ("f4",),
        N_("ne plus être son médecin traitant"),
        N_("Demande confirmation, puis ferme le dossier."),
        shown=False,
    ),
    Action("turn(1)", ("tab",), N_("page suivante du dossier"), shown=False),
    Action("turn(-1)", ("shift+tab",), N_("page précédente du dossier"), shown=False),
    Action(
        "previous_record",
        ("f3",),
        N_("dossier précédent"),
        N_("Ferme ce dossier et revient à celui d'avant, sur la page où il était."),
        shown=False,
    ),
)

OWN_PAGES = (
    PageEntry("own_home", N_("Accueil"), N_("Accueil"), f"{_OWN}.home.page", "HomePage"),
    PageEntry("own_documents", N_("Mes documents"), N_("Docs"), f"{_OWN}.documents.page", "OwnDocumentsPage"),
    PageEntry("own_messages", N_("Messages"), N_("Msg"), f"{_OWN}.messages.page", "MessagesPage"),
    PageEntry("traces", N_("Qui a accédé"), N_("Accès"), "dmptui.screens.accesses.page", "TracesPage"),
    PageEntry(
        "own_professionals",
        N_("Mes professionnels"),
        N_("Pros"),
        f"{_OWN}.professionals.page",
        "ProfessionalsPage",
    ),
    PageEntry("own_switches", N_("Accès d'urgence"), N_("Urg."), f"{_OWN}.switches", "SwitchesPage"),
    PageEntry("own_agenda", N_("Agenda"), N_("Agenda"), f"{_OWN}.agenda.page", "AgendaPage"),
    PageEntry("own_services", N_("Services"), N_("Serv."), f"{_OWN}.services", "ServicesPage"),
    PageEntry(
        "own_medical_profile",
        N_("Profil médical"),
        N_("Profil"),
        f"{_OWN}.medical_profile.page",
        "MedicalProfilePage",
        "p",
    ),
)

register(
    "own",
    N_("Dans Mon espace santé"),
    *(
        Action(f"go({i})", (entry.letter or str(i + 1),), entry.title, shown=False)
        for i, entry in enumerate(OWN_PAGES)
    ),
    Action("turn(1)", ("tab",), N_("page suivante"), shown=False),
    Action("turn(-1)", ("shift+tab",), N_("page précédente"), shown=False),
    Action(
        "advance",
        ("plus",),
        N_("avancer le temps"),
        N_("Avance la date des données de démonstration, pour tous ceux qui les utilisent."),
        shown=False,
    ),
)
