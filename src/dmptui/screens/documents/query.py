"""What the page Documents asked of the server, and what it says of it."""

from dataclasses import dataclass

from dmptui.core.rules.first_search import FIRST_SEARCH_YEARS
from dmptui.core.text import _, ngettext
from dmptui.screens.documents.filter import Filter

MOST_HITS = 200
"""Documents found by their text that are shown; more words find fewer."""


@dataclass(slots=True)
class Progress:
    """How far the list is.

    Attributes:
        loading: pages still come. failed: some never came, or the server may have missed some.
        shown: documents the filters keep. known: those they choose among.
        new: documents of the whole record that are not read.
        unsearched: documents whose text the server had not read when it was searched.
    """

    loading: bool = False
    failed: bool = False
    shown: int = 0
    known: int = 0
    new: int = 0
    unsearched: int = 0

    def number(self, criteria: Filter, marked: int, *, coming: bool) -> str:
        """How many documents, at the end of the line of filters; of the marked ones, hidden or not."""
        if marked:
            sentence = ngettext("{n} choisi — M : modifier", "{n} choisis — M : modifier", marked)
            return sentence.format(n=marked)
        if self.failed:
            return _("liste incomplète — F5 : redemander")
        if criteria.contents and self.unsearched:
            sentence = ngettext("{n} document pas encore lu", "{n} documents pas encore lus", self.unsearched)
            return sentence.format(n=self.unsearched) + " — " + _("F5 : chercher à nouveau")
        if criteria.contents and self.known >= MOST_HITS:
            return _("les {n} premiers : précisez vos mots").format(n=self.known)
        number = ngettext("{n} document", "{n} documents", self.shown).format(n=self.shown)
        if criteria.chips():
            number = _("{n} sur {known}").format(n=self.shown, known=self.known)
        elif self.new:
            number = ngettext("{n} nouveau", "{n} nouveaux", self.new).format(n=self.new) + " · " + number
        return number + (" …" if coming else "")

    def empty(self, criteria: Filter, *, whole: bool) -> str:
        """What is said without a document: what is true, and which key helps.

        Args:
            criteria: the filters.
            whole: whether acts of more than two years were asked too.
        """
        if self.loading:
            return _("Les documents arrivent…")
        if self.failed:
            return _("La liste n'a pas pu être lue.") + "\n" + _("F5 : redemander")
        if criteria.contents and not criteria.chosen and not criteria.words:
            text = _("Aucun document ne contient « {words} ».").format(words=criteria.contents)
            return text + "\n" + _("Échap : revenir à la liste")
        if criteria.active:
            return _("Aucun document avec ces filtres.") + "\n" + _("Échap : effacer les filtres")
        if whole:
            return _("Ce dossier ne contient aucun document que vous puissiez lire.")
        text = _("Aucun acte de moins de {n} ans que vous puissiez lire.").format(n=FIRST_SEARCH_YEARS)
        return text + "\n" + _("e : élargir à tout le dossier")
