"""The keys of the reader of a document."""

from dmptui.actions import Action, register
from dmptui.core.text import N_
from dmptui.screens.parts.writing_actions import WRITING

PLACE = "document"
WRITING_PLACE = "document_writing"
"""In an open record only."""

register(
    PLACE,
    N_("Document"),
    Action(
        "search",
        ("/",),
        N_("chercher"),
        N_("Cherche des mots dans ce document ; N le suivant, P le précédent."),
    ),
    Action("contents", ("s",), N_("sommaire"), N_("Choisit une section.")),
    Action("attachments", ("o",), N_("pièces"), N_("Ouvre une pièce jointe du document ; Échap revient.")),
    Action(
        "next(1)",
        ("right", "l"),
        N_("suivant"),
        N_("Le document suivant de la liste ; dans une image agrandie, plus à droite."),
        shown=False,
    ),
    Action(
        "next(-1)",
        ("left", "h"),
        N_("précédent"),
        N_("Le document précédent de la liste ; dans une image agrandie, plus à gauche."),
        shown=False,
    ),
    Action("save", ("E",), N_("enregistrer"), N_("Écrit le document dans un fichier de cette machine.")),
    Action("print", ("I",), N_("imprimer"), N_("Envoie le texte affiché à l'imprimante."), shown=False),
    Action("versions", ("v",), N_("versions"), N_("Compare ce document avec une autre de ses versions.")),
    Action(
        "copy",
        ("y",),
        N_("copier"),
        N_("Copie le paragraphe du mot trouvé, sinon la section affichée, dans le presse-papiers."),
        shown=False,
    ),
    Action("tab('text')", ("1",), N_("lecture"), N_("Le texte que l'auteur a signé."), shown=False),
    Action(
        "tab('picture')",
        ("2",),
        N_("PDF ou image"),
        N_("Le PDF d'origine ou l'image, page par page ; dans une pièce jointe aussi."),
        shown=False,
    ),
    Action(
        "tab('coded')",
        ("3",),
        N_("données codées"),
        N_("Ce que le document dit en codes, et ce qui y contredit le texte."),
        shown=False,
    ),
    Action(
        "tab('card')",
        ("4", "m"),
        N_("métadonnées"),
        N_("Auteur, dates, confidentialité, versions, anomalies du fichier."),
        shown=False,
    ),
)
register(WRITING_PLACE, N_("Document, dans un dossier"), *WRITING)
