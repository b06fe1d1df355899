"""The keys of the page Biologie."""

from dmptui.actions import Action, register
from dmptui.core.text import N_

PLACE = "biology"

register(
    PLACE,
    N_("Biologie"),
    Action(
        "select",
        ("enter",),
        N_("ouvrir"),
        N_("Montre l'analyse dans le temps, puis le compte rendu d'où vient une valeur."),
    ),
    Action("search", ("/",), N_("filtrer"), N_("Ne garde que les analyses dont le nom contient ces mots.")),
    Action(
        "outside",
        ("f",),
        N_("hors norme"),
        N_("Ne garde que les analyses dont la dernière valeur est hors norme, ou les remet toutes."),
    ),
    Action("sort", ("s",), N_("trier"), N_("Par chapitre, par date ou par ordre alphabétique.")),
    Action(
        "read_all",
        ("e",),
        N_("lire les autres"),
        N_("Lit les comptes rendus plus anciens ; chaque lecture est tracée."),
    ),
    Action("point(-1)", ("left",), N_("valeur précédente"), shown=False),
    Action("point(1)", ("right",), N_("valeur suivante"), shown=False),
    Action("clear", ("c",), N_("effacer les filtres"), N_("Retire tous les filtres."), shown=False),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande la liste au serveur."), shown=False),
)
