"""The pages of Mon espace santé: its four functions, and what the DMP adds to them."""

from dmptui.actions import Action, register
from dmptui.core.text import N_
from dmptui.screens.pages import PageEntry

_HERE = "dmptui.screens.own"

OWN_PAGES = (
    PageEntry("own_home", N_("Accueil"), N_("Accueil"), f"{_HERE}.home", "HomePage"),
    PageEntry("own_documents", N_("Mes documents"), N_("Docs"), f"{_HERE}.documents", "OwnDocumentsPage"),
    PageEntry("own_messages", N_("Messages"), N_("Mess."), f"{_HERE}.messages", "MessagesPage"),
    PageEntry("traces", N_("Qui a accédé"), N_("Accès"), "dmptui.screens.traces", "TracesPage"),
    PageEntry(
        "own_professionals",
        N_("Mes professionnels"),
        N_("Soignants"),
        f"{_HERE}.professionals",
        "ProfessionalsPage",
    ),
    PageEntry("own_switches", N_("Accès d'urgence"), N_("Urgence"), f"{_HERE}.switches", "SwitchesPage"),
    PageEntry("own_agenda", N_("Agenda"), N_("Agenda"), f"{_HERE}.agenda", "AgendaPage"),
    PageEntry("own_services", N_("Services"), N_("Serv."), f"{_HERE}.services", "ServicesPage"),
)

register(
    "own",
    N_("Dans Mon espace santé"),
    *(Action(f"go({i})", (str(i + 1),), entry.title, shown=False) for i, entry in enumerate(OWN_PAGES)),
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
