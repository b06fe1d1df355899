"""The keys of the page Documents."""

from dmptui.actions import Action, register
from dmptui.core.text import N_
from dmptui.screens.parts.writing_actions import WRITING

PLACE = "documents"

register(
    PLACE,
    N_("Documents"),
    Action("select", ("enter",), N_("lire"), N_("Ouvre le document.")),
    Action(
        "search",
        ("/",),
        N_("filtrer"),
        N_("Ne garde que les documents dont une information contient ces mots."),
    ),
    Action(
        "search_contents",
        ("r",),
        N_("chercher dedans"),
        N_("Cherche des mots dans le texte de tous les documents du dossier."),
    ),
    Action("facets", ("f",), N_("filtres"), N_("Filtre par type, auteur, profession, période ou état.")),
    *WRITING,
    Action("clear", ("c",), N_("effacer les filtres"), N_("Retire tous les filtres."), shown=False),
    Action(
        "saved",
        ("F",),
        N_("mes filtres"),
        N_("Reprend, enregistre ou supprime des filtres ; le serveur les garde pour vous."),
        shown=False,
    ),
    Action(
        "sort",
        ("s",),
        N_("trier"),
        N_("Choisit la colonne du tri ; la même une seconde fois l'inverse."),
        shown=False,
    ),
    Action(
        "group", ("b",), N_("grouper"), N_("Groupe par famille, auteur ou épisode de soins."), shown=False
    ),
    Action(
        "lot",
        ("w",),
        N_("même lot"),
        N_("Ne garde que les documents envoyés avec celui-ci."),
        shown=False,
    ),
    Action(
        "seen",
        ("l",),
        N_("marquer vu"),
        N_("Ce document, ou ceux qui sont choisis, ne sont plus nouveaux pour vous."),
        shown=False,
    ),
    Action(
        "all_seen",
        ("L",),
        N_("tout marquer vu"),
        N_("Plus rien de ce dossier n'est nouveau pour vous, après confirmation."),
        shown=False,
    ),
    Action("widen", ("e",), N_("élargir"), N_("Cherche aussi les actes de plus de deux ans.")),
    Action(
        "old_versions",
        ("v",),
        N_("anciennes versions"),
        N_("Montre ou cache les versions remplacées."),
        shown=False,
    ),
    Action("archived", ("x",), N_("archivés"), N_("Montre ou cache les documents archivés."), shown=False),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande la liste au serveur."), shown=False),
)
