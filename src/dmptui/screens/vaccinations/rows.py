"""The lines of the carnet de vaccination: by date, or by disease."""

from collections.abc import Iterable, Sequence

from dmptui.core.insight.vaccination_record import Detail, Dose, Protection, by_disease, lookalikes
from dmptui.core.model.clinical import Standing, When
from dmptui.core.model.document import Document
from dmptui.core.rules.identity_words import apart
from dmptui.core.text import N_, _, ngettext
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Cell, Group, Row

DETAILS = {
    Detail.LOT: N_("Lot n°"),
    Detail.RANK: N_("Rang"),
    Detail.ROUTE: N_("Voie"),
    Detail.SITE: N_("Région"),
    Detail.PERFORMER: N_("Vaccinateur"),
}
"""What each detail is called."""

_KINDS = {
    "11369-6": N_("historique"),
    "87273-9": N_("note"),
    "96874-3": N_("attestation"),
    "59283-2": N_("examen"),
    "68817-6": N_("examen"),
    "60591-5": N_("synthèse"),
    "SYNTH": N_("synthèse"),
}
"""What each type of document is called, in a word."""


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [
        Column(_("Date"), 10),
        Column(_("Vaccin"), 13, weight=3),
        Column(_("Maladie"), 14, weight=4),
        Column(_("Rang"), 4, align="right"),
        Column(_("Lot"), 9),
        Column(_("Voie"), 14, priority=3),
        Column(_("Région"), 15, priority=2),
        Column(_("Vaccinateur"), 15, weight=1, priority=1),
        Column(_("Source"), 11, weight=1),
    ]


def rows(
    found: Sequence[Dose],
    others: Sequence[Document],
    fuller: Sequence[Document] = (),
    aside: Sequence[Document] = (),
    *,
    diseases: bool,
) -> list[Row | Group]:
    """The rows; the documents to be opened because not all of them could be taken are at the end.

    Args:
        found: the injections, the latest first.
        others: documents that gave nothing.
        fuller: documents whose text says more than their injections.
        aside: documents that are about somebody else.
        diseases: whether they are grouped by disease.
    """
    lines = _by_disease(found) if diseases else _by_date(found)
    if others:
        title = ngettext(
            "{n} document à ouvrir : ses vaccinations ne sont pas reprises ici",
            "{n} documents à ouvrir : leurs vaccinations ne sont pas reprises ici",
            len(others),
        )
        lines += [Group(title.format(n=len(others))), *map(_other, others)]
    if fuller:
        title = ngettext(
            "{n} document dont le texte en dit plus", "{n} documents dont le texte en dit plus", len(fuller)
        )
        lines += [Group(title.format(n=len(fuller))), *map(_other, fuller)]
    if aside:
        lines += [Group(apart(len(aside))), *map(_other, aside)]
    return lines


def dated(dose: Dose) -> str:
    """Its date, as far as it is known."""
    return dose.when.short() or "—"


def of_unknown_date(dose: Dose) -> str:
    """« date non renseignée, certificat du 12/03/2020 »; and its delivery, when only that is dated."""
    telling = dose.tellings[0]
    delivered = telling.vaccination.delivered
    told = _("délivré le {day}, ").format(day=delivered.short()) if delivered else ""
    return told + _("date non renseignée, {title} du {day}").format(
        title=telling.document.type.display, day=words.day(telling.document.act_date)
    )


def badge(dose: Dose, found: Iterable[Dose]) -> str:
    """What must be known of where it comes from, in a few words."""
    if dose.contradicted:
        return _("≠ donnée codée")
    if dose.differences:
        return "≠ " + ", ".join(_(DETAILS[difference.detail]).lower() for difference in dose.differences)
    if lookalikes(dose, found):
        return _("≠ doublon ?")
    if not dose.coded:
        return _("non codé")
    if len(dose.tellings) > 1:
        return ngettext("{n} source", "{n} sources", len(dose.tellings)).format(n=len(dose.tellings))
    kind = dose.tellings[0].document.type
    return _(_KINDS.get(kind.code, kind.display))


def _by_date(found: Sequence[Dose]) -> list[Row | Group]:
    given = [dose for dose in found if dose.standing.counts]
    known = [dose for dose in given if dose.when.order]
    unknown = [dose for dose in given if not dose.when.order]
    lines: list[Row | Group] = _titled(_("À faire"), [d for d in found if d.standing.is_planned], found)
    if lines and known:
        lines.append(Group(_("Faites")))
    lines += [_row(dose, found) for dose in known]
    lines += _titled(_("Date non renseignée"), unknown, found)
    lines += _titled(_("Non faites"), [d for d in found if d.standing.is_denial], found)
    others = [dose for dose in found if not (dose.standing.counts or _has_a_group(dose.standing))]
    return lines + _titled(_("Autres, non comptées"), others, found)


def _has_a_group(standing: Standing) -> bool:
    return standing.is_planned or standing.is_denial


def _by_disease(found: Sequence[Dose]) -> list[Row | Group]:
    lines: list[Row | Group] = []
    for protection in by_disease(found):
        lines.append(Group(_summary(protection)))
        lines += [_row(dose, found, protection.disease) for dose in protection.doses]
    return lines


def _summary(protection: Protection) -> str:
    """« Tétanos · 3 doses, la dernière le 24/09/2026 »."""
    count = len(protection.given)
    said = ngettext("{n} dose", "{n} doses", count).format(n=count) if count else _("aucune dose")
    last = protection.last
    if last is not None:
        said += (
            _(", la dernière le {day}").format(day=last.short()) if _is_a_day(last) else f", {last.short()}"
        )
    return f"{protection.disease or _('Maladie non précisée')} · {said}"


def _is_a_day(when: When) -> bool:
    return when.short().count("/") == 2


def _titled(title: str, doses: Sequence[Dose], found: Sequence[Dose]) -> list[Row | Group]:
    return [Group(f"{title} ({len(doses)})"), *(_row(dose, found) for dose in doses)] if doses else []


def _row(dose: Dose, found: Sequence[Dose], disease: str = "") -> Row:
    told = badge(dose, found)
    source: Cell = (told, Tone.WARNING) if told.startswith("≠") else (told, Tone.DIM)
    cells: tuple[Cell, ...] = (
        dated(dose),
        short_name(dose),
        dose.standing.word or ", ".join(dose.diseases) or "—",
        str(dose.rank or ""),
        dose.lot,
        dose.route.removeprefix(_("Voie ")),
        dose.site,
        dose.performer,
        source,
    )
    return Row((disease, *dose.key), cells, Tone.NORMAL if dose.standing.counts else Tone.DIM)


def short_name(dose: Dose) -> str:
    """The vaccine without its pharmaceutical form."""
    return dose.vaccine.partition(",")[0] or _("vaccin non précisé")


def _other(document: Document) -> Row:
    author = document.author.name or document.author.organization
    cells = (words.day(document.act_date), document.title, "", "", "", "", "", author, _("à ouvrir"))
    return Row(document.id, cells)
