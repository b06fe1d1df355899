"""The keys that write in a record: the same ones in the list of documents and in the reader."""

from dmptui.actions import Action
from dmptui.core.text import N_

WRITING = (
    Action("add", ("a",), N_("ajouter"), N_("Dépose un document dans ce dossier.")),
    Action(
        "change('')",
        ("M",),
        N_("modifier"),
        N_("Remplacer, supprimer, masquer, archiver… ce document, ou ceux qui sont choisis."),
    ),
    Action("replace", ("R",), N_("remplacer"), N_("Dépose une nouvelle version du document."), shown=False),
    Action("change('delete')", ("S",), N_("supprimer"), N_("Supprime, après confirmation."), shown=False),
    Action("change('archive')", ("A",), N_("archiver ou désarchiver"), shown=False),
)
