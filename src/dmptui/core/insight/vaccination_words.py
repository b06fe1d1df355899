"""What is said of an injection: its date, its badge, its group, and all that each document tells of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dmptui.core.insight.marks import other_words
from dmptui.core.insight.summary.digest import Weight
from dmptui.core.insight.vaccination_record import (
    Detail,
    Dose,
    Lookalikes,
    Mention,
    Protection,
    doubles,
    same_lot,
)
from dmptui.core.model.clinical import Fact, Standing, When
from dmptui.core.model.days import in_figures
from dmptui.core.text import N_, _, ngettext

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

_FACTS = {
    Fact.DATE: N_("Date"),
    Fact.LOT: N_("Lot n°"),
    Fact.LABEL: N_("Vaccin"),
    Fact.VALUE: N_("Valeur"),
    Fact.ANSWER: N_("Réponse"),
}


class Remark(NamedTuple):
    """Something told of an injection; nothing when its text is empty."""

    label: str
    text: str
    weight: Weight = Weight.PLAIN


def dated(dose: Dose) -> str:
    """Its date, as far as it is known."""
    return dose.when.short() or "—"


def of_unknown_date(dose: Dose) -> str:
    """« date non renseignée, certificat du 12/03/2020 »; and its delivery, when only that is dated."""
    mention = dose.mentions[0]
    delivered = mention.vaccination.delivered
    told = _("délivré le {day}, ").format(day=delivered.short()) if delivered else ""
    return told + _("date non renseignée, {title} du {day}").format(
        title=mention.document.type.display, day=in_figures(mention.document.act_date)
    )


def badge(dose: Dose, alike: Lookalikes) -> str:
    """What must be known of where it comes from, in a few words."""
    if dose.contradicted:
        return _("≠ donnée codée")
    if any(other_words(mention.vaccination) for mention in dose.mentions):
        return _("≠ nom dans le texte")
    if dose.differences:
        return "≠ " + ", ".join(_(DETAILS[difference.detail]).lower() for difference in dose.differences)
    if alike.of(dose):
        return _("≠ doublon ?")
    if not dose.coded:
        return _("non codé")
    if len(dose.mentions) > 1:
        return ngettext("{n} source", "{n} sources", len(dose.mentions)).format(n=len(dose.mentions))
    kind = dose.mentions[0].document.type
    return _(_KINDS.get(kind.code, kind.display))


def short_name(dose: Dose) -> str:
    """The vaccine without its pharmaceutical form."""
    return dose.vaccine.partition(",")[0] or _("vaccin non précisé")


def to_open(count: int) -> str:
    """What is said of documents that gave no injection."""
    title = ngettext(
        "{n} document à ouvrir : ses vaccinations ne sont pas reprises ici",
        "{n} documents à ouvrir : leurs vaccinations ne sont pas reprises ici",
        count,
    )
    return title.format(n=count)


def fuller(count: int) -> str:
    """« 2 documents dont le texte en dit plus »."""
    said = ngettext(
        "{n} document dont le texte en dit plus", "{n} documents dont le texte en dit plus", count
    )
    return said.format(n=count)


def count_words(found: Sequence[Dose]) -> str:
    """« 12 injections, dont 2 non codées »."""
    given = [dose for dose in found if dose.standing.counts]
    count = ngettext("{n} injection", "{n} injections", len(given)).format(n=len(given))
    if uncoded := sum(not dose.coded for dose in given):
        said = ngettext(", dont {n} non codée", ", dont {n} non codées", uncoded)
        count += said.format(n=uncoded)
    if twice := doubles(given):
        said = ngettext(", dont {n} doublon possible", ", dont {n} doublons possibles", twice)
        count += said.format(n=twice)
    return count


def by_standing(found: Sequence[Dose]) -> Iterator[tuple[str, list[Dose]]]:
    """The injections in the order of the carnet, under their titles; what was done has none on its own."""
    given = [dose for dose in found if dose.standing.counts]
    known = [dose for dose in given if dose.when.order]
    planned = [dose for dose in found if dose.standing.is_planned]
    withdrawn = [dose for dose in found if not (dose.standing.counts or _has_a_group(dose.standing))]
    yield from _titled(_("À faire"), planned)
    if known:
        yield _("Faites") if planned else "", known
    yield from _titled(_("Date non renseignée"), [dose for dose in given if not dose.when.order])
    yield from _titled(_("Non faites"), [dose for dose in found if dose.standing.is_denial])
    yield from _titled(_("Autres, non comptées"), withdrawn)


def protection_words(protection: Protection) -> str:
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


def _has_a_group(standing: Standing) -> bool:
    return standing.is_planned or standing.is_denial


def about(dose: Dose, alike: Lookalikes) -> Iterator[Remark]:
    """What is true of it whoever tells it, and what must be known before it is believed."""
    name, _comma, form = dose.vaccine.partition(",")
    yield Remark(_("Vaccin"), name or _("non précisé"))
    yield Remark("", form.strip(), Weight.QUIET)
    yield Remark(_("Maladie"), ", ".join(dose.diseases) or _("non précisée"))
    yield Remark(_("État"), dose.standing.word, Weight.WARNING)
    yield Remark(_("Date"), dated(dose) if dose.when.order else of_unknown_date(dose))
    count = len(dose.mentions)
    yield Remark(_("Sources"), ngettext("{n} document", "{n} documents", count).format(n=count), Weight.QUIET)
    for detail, values in dose.differences:
        said = _("les documents diffèrent : {values}").format(values=" / ".join(values))
        yield Remark(f"≠ {_(DETAILS[detail])}", said, Weight.WARNING)
    for other in alike.of(dose):
        said = (
            _("même lot : {vaccine}, le {day} ; une seule injection, ou une erreur à corriger ?")
            if same_lot(dose, other)
            else _("même date : {vaccine}, le {day} ; une seule injection, ou deux ?")
        )
        told = said.format(vaccine=short_name(other), day=dated(other))
        yield Remark(_("≠ Doublon ?"), told, Weight.WARNING)


def told_by(mention: Mention, vaccine: str) -> Iterator[Remark]:
    """Every field of an entry, as its document tells it; its vaccine when another name was shown."""
    vaccination, document = mention.vaccination, mention.document
    product = vaccination.product
    author = document.author.name or document.author.organization
    day = in_figures(document.act_date)
    yield Remark(_("Document"), " · ".join(part for part in (document.type.display, day, author) if part))
    if not vaccination.source.coded:
        yield Remark(_("Non codé"), vaccination.source.narrative, Weight.WARNING)
    for check in vaccination.source.contradictions:
        said = _("{fact} : le texte dit « {text} », la donnée codée « {coded} »").format(
            fact=_(_FACTS[check.fact]), text=check.narrative, coded=check.coded
        )
        yield Remark(_("≠ codée"), said, Weight.WARNING)
    yield Remark("", other_words(vaccination), Weight.WARNING)
    yield Remark(_("Date"), mention.when.short() or _("non renseignée"))
    yield Remark(_("Délivré le"), vaccination.delivered.short())
    yield Remark(_("Vaccin"), mention.vaccine if mention.vaccine != vaccine else "")
    codes = (("CIS", product.cis), ("CIP", product.cip), ("ATC", product.atc))
    yield Remark(_("Codes"), " · ".join(f"{name} {code}" for name, code in codes if code), Weight.QUIET)
    yield Remark(_("Lot n°"), mention.lot)
    yield Remark(_("Rang"), str(vaccination.rank or ""))
    yield Remark(_("Série"), vaccination.kind.text)
    yield Remark(_("Voie"), vaccination.route.text)
    yield Remark(_("Région"), vaccination.site.text)
    yield Remark(_("Dose"), vaccination.dose)
    yield Remark(_("Vaccinateur"), _who(vaccination.by.name, vaccination.by.organization))
    yield Remark(_("Prescripteur"), _who(vaccination.prescriber.name, vaccination.prescriber.organization))
    for reaction in vaccination.reactions:
        yield Remark(_("Réaction"), reaction, Weight.WARNING)
    yield Remark(_("Commentaire"), vaccination.comment)


def _who(name: str, organization: str) -> str:
    return ", ".join(part for part in (name, organization) if part)


def _titled(title: str, doses: list[Dose]) -> Iterator[tuple[str, list[Dose]]]:
    if doses:
        yield f"{title} ({len(doses)})", doses
