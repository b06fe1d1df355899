"""What is said of an act or of a reimbursement: its kind, its name, its day, who did it."""

from collections.abc import Iterator

from dmptui.core.insight.care_circle import Carer
from dmptui.core.insight.care_path import Event, Kind
from dmptui.core.insight.episodes import Episode
from dmptui.core.insight.summary.digest import Weight, contradictions
from dmptui.core.model.clinical import Fact, Reimbursement, ReimbursementKind
from dmptui.core.model.days import in_figures
from dmptui.core.terminology import profession_label, specialty_label
from dmptui.core.text import N_, _

KINDS = {
    Kind.CONSULTATION: (N_("Consultations"), N_("Consultations et examens")),
    Kind.STAY: (N_("Hospitalisations"), N_("Hospitalisations, urgences, opérations")),
    Kind.BIOLOGY: (N_("Biologie"), N_("Biologie et anatomie pathologique")),
    Kind.IMAGING: (N_("Imagerie"), N_("Imagerie")),
    Kind.MEDICINE: (N_("Ordonnances"), N_("Ordonnances, dispensations, pharmacie")),
    Kind.VACCINATION: (N_("Vaccinations"), N_("Vaccinations")),
    Kind.CARE: (N_("Soins"), N_("Soins infirmiers et paramédicaux")),
    Kind.OTHER: (N_("Autres"), N_("Synthèses, plans, certificats, autres")),
    Kind.REIMBURSEMENT: (N_("Remboursements"), N_("Remboursements de l'Assurance Maladie")),
    Kind.PATIENT: (N_("Du patient"), N_("Déposés par le patient")),
}
"""The name of a lane, and a longer one, in the order of the lanes."""

PAID = {
    ReimbursementKind.MEDICINE: N_("médicament"),
    ReimbursementKind.VACCINATION: N_("vaccination"),
    ReimbursementKind.DEVICE: N_("dispositif"),
    ReimbursementKind.STAY: N_("hospitalisation"),
    ReimbursementKind.CARE: N_("soin"),
    ReimbursementKind.IMAGING: N_("radiologie"),
    ReimbursementKind.BIOLOGY: N_("biologie"),
}


def label_of(event: Event) -> str:
    """What was done; of a reimbursement, the words of the text when they differ from the coded ones."""
    if event.paid is None:
        return event.document.title
    return event.paid.source.shown(Fact.LABEL, event.paid.label) or _(PAID[event.paid.kind])


def profession_of(carer: Carer) -> str:
    """In words; empty for a structure, and for one who deposited nothing."""
    if carer.member is not None and carer.member.is_organization:
        return ""
    author = carer.author
    return specialty_label(author.profession, author.specialty) or profession_label(author.profession)


def day_of(event: Event) -> str:
    """As precise as it is known."""
    if event.paid is None:
        return in_figures(event.first) if event.first else ""
    return event.paid.source.shown_date(event.paid.period.start).short() or "—"


def who(event: Event) -> str:
    """Who prescribed it, else who did it."""
    if event.paid is not None:
        return event.paid.prescriber.text or event.paid.by.text
    return event.document.author.name or event.document.author.organization


def maker_of(episode: Episode) -> str:
    """The structure of a stay, else who made the document that names it."""
    author = episode.main.author
    return ("" if episode.stay else author.name) or author.organization


def paid_words(event: Event, paid: Reimbursement) -> Iterator[tuple[str, Weight]]:
    """All that a reimbursement says but its name, its kind and its day, and where."""
    said = (
        paid.nature,
        _("Quantité : {n}").format(n=paid.quantity.text) if paid.quantity else "",
        _("Prescrit par {who}").format(who=paid.prescriber.text) if paid.prescriber else "",
        _("Fait ou délivré par {who}").format(who=paid.by.text) if paid.by else "",
        paid.comment,
    )
    yield from ((text, Weight.PLAIN) for text in said if text)
    yield from ((text, Weight.WARNING) for text in contradictions(paid.source))
    yield _("Inscrit dans : {title}").format(title=event.document.title), Weight.QUIET


def nature(event: Event) -> str:
    """Its kind, in a word."""
    return _(PAID[event.paid.kind]) if event.paid else _(KINDS[event.kind][0])


def differs(event: Event) -> str:
    """« ≠ donnée codée », when the text of a reimbursement says otherwise."""
    shown = (Fact.DATE, Fact.LABEL)
    wrong = event.paid is not None and any(map(event.paid.source.contradiction, shown))
    return _("≠ donnée codée") if wrong else ""
