"""An injection whole: what is told of it, document by document; a document is opened from its lines."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dmptui.core.insight.vaccination_record import Dose, Mention, lookalikes, same_lot
from dmptui.core.model.clinical import Fact
from dmptui.core.text import N_, _, ngettext
from dmptui.screens.parts import words
from dmptui.screens.vaccinations.rows import DETAILS, dated, of_unknown_date, short_name
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.columns import Column
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Group, Row

_LABEL = 13
_AROUND = 7
"""Cells of a line that are neither its label nor its text."""
_FACTS = {
    Fact.DATE: N_("Date"),
    Fact.LOT: N_("Lot n°"),
    Fact.LABEL: N_("Vaccin"),
    Fact.VALUE: N_("Valeur"),
    Fact.ANSWER: N_("Réponse"),
}


class _Field(NamedTuple):
    label: str
    text: str
    tone: Role = Tone.NORMAL


class DoseDetail(RecordList):
    """The lines of an injection; the key of a line holds the rank of the telling it is of."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__([Column("", _LABEL, role=Tone.DIM), Column("", 10, weight=1)], id=id)
        self._dose: Dose | None = None
        self._found: Sequence[Dose] = ()

    @property
    def dose(self) -> Dose | None:
        """The injection shown."""
        return self._dose

    @property
    def mention(self) -> Mention | None:
        """What the line under the cursor comes from."""
        if self._dose is None or not isinstance(self.key, tuple):
            return None
        return self._dose.mentions[self.key[0]]

    def show(self, dose: Dose | None, found: Sequence[Dose]) -> None:
        """Show another injection, of those found."""
        if (dose, found) != (self._dose, self._found):
            self._dose, self._found = dose, found
            self._lay_out()
            self.action_first()

    def on_resize(self) -> None:
        """Other lines fit."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = max(10, min(90, self.size.width - _LABEL - _AROUND))
        lines: list[Row | Group] = []
        if self._dose is not None:
            lines += _rows(0, 0, _about(self._dose, self._found), room)
            for index, mention in enumerate(self._dose.mentions):
                lines.append(Group(mention.document.title))
                lines += _rows(index, 1, _fields(mention, self._dose.vaccine), room)
        self.set_rows(lines, keep=self.key)


def _rows(mention: int, part: int, fields: Iterator[_Field], room: int) -> Iterator[Row]:
    number = 0
    for label, text, tone in fields:
        for nth, line in enumerate(wrap(text, room) if text else ()):
            yield Row((mention, part, number), ("" if nth else label, (line, tone)))
            number += 1


def _about(dose: Dose, found: Sequence[Dose]) -> Iterator[_Field]:
    """What is true of it whoever tells it, and what must be known before it is believed."""
    name, _comma, form = dose.vaccine.partition(",")
    yield _Field(_("Vaccin"), name or _("non précisé"), Tone.STRONG)
    yield _Field("", form.strip(), Tone.DIM)
    yield _Field(_("Maladie"), ", ".join(dose.diseases) or _("non précisée"))
    yield _Field(_("État"), dose.standing.word, Tone.WARNING)
    yield _Field(_("Date"), dated(dose) if dose.when.order else of_unknown_date(dose))
    count = len(dose.mentions)
    yield _Field(_("Sources"), ngettext("{n} document", "{n} documents", count).format(n=count), Tone.DIM)
    for detail, values in dose.differences:
        sentence = _("les documents diffèrent : {values}").format(values=" / ".join(values))
        yield _Field(f"≠ {_(DETAILS[detail])}", sentence, Tone.WARNING)
    for other in lookalikes(dose, found):
        sentence = (
            _("même lot : {vaccine}, le {day} ; une seule injection, ou une erreur à corriger ?")
            if same_lot(dose, other)
            else _("même date : {vaccine}, le {day} ; une seule injection, ou deux ?")
        )
        filled = sentence.format(vaccine=short_name(other), day=dated(other))
        yield _Field(_("≠ Doublon ?"), filled, Tone.WARNING)


def _fields(mention: Mention, vaccine: str) -> Iterator[_Field]:
    """Every field of an entry, as its document tells it; its vaccine when another name was shown."""
    vaccination, document = mention.vaccination, mention.document
    product = vaccination.product
    author = document.author.name or document.author.organization
    day = words.day(document.act_date)
    yield _Field(_("Document"), " · ".join(part for part in (document.type.display, day, author) if part))
    if not vaccination.source.coded:
        yield _Field(_("Non codé"), vaccination.source.narrative, Tone.WARNING)
    for check in vaccination.source.contradictions:
        sentence = _("{fact} : le texte dit « {text} », la donnée codée « {coded} »").format(
            fact=_(_FACTS[check.fact]), text=check.narrative, coded=check.coded
        )
        yield _Field(_("≠ codée"), sentence, Tone.WARNING)
    yield _Field(_("Date"), mention.when.short() or _("non renseignée"))
    yield _Field(_("Délivré le"), vaccination.delivered.short())
    yield _Field(_("Vaccin"), mention.vaccine if mention.vaccine != vaccine else "")
    codes = (("CIS", product.cis), ("CIP", product.cip), ("ATC", product.atc))
    yield _Field(_("Codes"), " · ".join(f"{name} {code}" for name, code in codes if code), Tone.DIM)
    yield _Field(_("Lot n°"), mention.lot)
    yield _Field(_("Rang"), str(vaccination.rank or ""))
    yield _Field(_("Série"), vaccination.kind.text)
    yield _Field(_("Voie"), vaccination.route.text)
    yield _Field(_("Région"), vaccination.site.text)
    yield _Field(_("Dose"), vaccination.dose)
    yield _Field(_("Vaccinateur"), _who(vaccination.by.name, vaccination.by.organization))
    yield _Field(_("Prescripteur"), _who(vaccination.prescriber.name, vaccination.prescriber.organization))
    for reaction in vaccination.reactions:
        yield _Field(_("Réaction"), reaction, Tone.WARNING)
    yield _Field(_("Commentaire"), vaccination.comment)


def _who(name: str, organization: str) -> str:
    return ", ".join(part for part in (name, organization) if part)
