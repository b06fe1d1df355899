"""The keys of the page Parcours de soins."""

from dmptui.actions import Action, register
from dmptui.core.text import N_

PLACE = "care_path"

register(
    PLACE,
    N_("Parcours de soins"),
    Action("select", ("enter",), N_("lire"), N_("Ouvre le document de l'acte ; la lecture est tracée.")),
    Action("view('episodes')", ("b",), N_("épisodes"), N_("Les séjours et les visites, ou la ligne de vie.")),
    Action(
        "view('paid')",
        ("m",),
        N_("remboursements"),
        N_("Lit les données de l'Assurance Maladie et les met sur la ligne de vie ; la lecture est tracée."),
    ),
    Action("view('circle')", ("p",), N_("cercle de soins"), N_("Les professionnels et ce qu'ils déposent.")),
    Action("cycle_zoom", ("z",), N_("échelle"), N_("Jours, semaines, mois, trimestres.")),
    Action("zoom(-1)", ("plus",), N_("plus près"), N_("Des cases plus courtes."), shown=False),
    Action("zoom(1)", ("minus",), N_("plus large"), N_("Des cases plus longues."), shown=False),
    Action("search", ("/",), N_("filtrer"), N_("Ne garde que les actes dont une ligne contient ces mots.")),
    Action("facets", ("f",), N_("filtres"), N_("Filtre par nature ou par période.")),
    Action("widen", ("e",), N_("élargir"), N_("Cherche aussi les actes de plus de deux ans.")),
    Action("clear", ("c",), N_("effacer les filtres"), N_("Retire tous les filtres."), shown=False),
    Action(
        "old",
        ("v",),
        N_("anciennes versions"),
        N_("Montre ou cache les versions remplacées et les documents archivés."),
        shown=False,
    ),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande la liste au serveur."), shown=False),
)
