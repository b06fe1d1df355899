"""What the coded entries of a document say, each as a few words to show: pure values, no widget."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from dmptui.core.insight.marks import Deniable, DocumentFact, denial, marks, more
from dmptui.core.insight.trends import trend
from dmptui.core.model import clinical
from dmptui.core.model.clinical import CodedValue, Entries, Fact, Period, Person, Source, Value, When
from dmptui.core.model.clinical.quantities import in_unit
from dmptui.core.model.clinical.standing import STATUSES
from dmptui.core.text import N_, _
from dmptui.widgets.sparkline import sparkline

_STATUS = {"active": N_("en cours"), "completed": N_("terminé")}
"""Of a problem or an act. That of a treatment only says that the entry is complete: it is never shown."""
_ABNORMAL = frozenset({"H", "HH", "HX", "L", "LL", "LX", "A", "AA", "R"})
"""Flags of a laboratory that are shown as a warning; all are shown as words."""

_Fact = TypeVar("_Fact", bound=DocumentFact)
Pairs = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown.

    Attributes:
        label, value, date: the text's own words for what the entry contradicts.
        abnormal: whether its laboratory said so.
        details: a name and a value each, without those that are empty.
        trend: earlier results and this one, as bars and numbers.
        source: where it stands.
    """

    label: str
    source: Source
    value: str = ""
    date: str = ""
    abnormal: bool = False
    details: tuple[tuple[str, str], ...] = ()
    trend: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of a kind."""

    title: str
    lines: tuple[Line, ...]


def groups(entries: Entries) -> tuple[Group, ...]:
    """The kinds a document holds, in the order a clinician looks for them."""
    found = (
        (_("Résultats de biologie"), map(_marked(_result), entries.lab_results)),
        (_("Prescriptions"), map(_marked(_prescription), entries.prescriptions)),
        (_("Dispensations"), map(_marked(_dispensation), entries.dispensations)),
        (_("Traitements"), map(_marked(_treatment), entries.treatments)),
        (_("Problèmes et antécédents"), map(_marked(_problem), entries.problems)),
        (_("Allergies et intolérances"), map(_marked(_allergy), entries.allergies)),
        (_("Vaccinations"), map(_marked(_vaccination), entries.vaccinations)),
        (_("Actes"), map(_marked(_procedure), entries.procedures)),
        (_("Dispositifs médicaux"), map(_marked(_device), entries.devices)),
        (_("Constantes"), map(_marked(_vital_sign), entries.vital_signs)),
        (_("Mode de vie et grossesse"), map(_marked(_habit), entries.lifestyle)),
        (_("Directives anticipées"), map(_marked(_directive), entries.directives)),
        (_("Remboursements"), map(_marked(_reimbursement), entries.reimbursements)),
    )
    made = [Group(title, tuple(lines)) for title, lines in found]
    made.append(Group(_("Le texte en dit plus"), tuple(map(_more, entries.remaining()))))
    return tuple(group for group in made if group.lines)


def _more(section: clinical.NarrativeSection) -> Line:
    """The lines of a section that no entry stands for."""
    source = Source(section.title, section.path, section.code.code, section.index)
    lines = tuple(("", line) for line in section.remaining)
    return Line(more(section), source, details=lines)


def _line(label: str, source: Source, *, value: str = "", when: When | None = None, details: Pairs) -> Line:
    shown = source.shown_date(when) if when is not None else When()
    return Line(
        source.shown(Fact.LABEL, label) or _("sans libellé"),
        source,
        source.shown(Fact.VALUE, value),
        shown.short() or (_("sans date") if when is not None and when.missing else ""),
        details=tuple((name, text) for name, text in details if text),
    )


def _with_marks(line: Line, fact: DocumentFact) -> Line:
    """The line, with what became of its fact, and that it is not coded."""
    value = " · ".join(filter(None, (line.value, *marks(fact))))
    return replace(line, value=value) if value != line.value else line


def _marked(made: Callable[[_Fact], Line]) -> Callable[[_Fact], Line]:
    """The reading of a kind, marks included."""
    return lambda fact: _with_marks(made(fact), fact)


def _result(fact: clinical.LabResult) -> Line:
    line = _line(
        fact.label,
        fact.source,
        value=" · ".join(filter(None, (fact.value.text, _flag(fact)))),
        when=fact.when,
        details=_about_result(fact),
    )
    is_judged = fact.standing.judged
    return replace(
        line, abnormal=is_judged and fact.flag in _ABNORMAL, trend=_trend(fact) if is_judged else ""
    )


def _flag(fact: clinical.LabResult) -> str:
    return fact.flag_label if fact.standing.judged and fact.flag != "N" else ""


def _trend(fact: clinical.LabResult) -> str:
    points = trend(fact)
    if not points:
        return ""
    normal = in_unit(fact.normal.value, fact.value, fact.value.unit) if fact.normal is not None else None
    bounds = (normal.low, normal.high) if normal is not None else ()
    bars = sparkline([point.number for point in points], *bounds)
    unit = fact.value.shown_unit
    steps = " → ".join([*(point.text.removesuffix(unit).strip() for point in points[:-1]), points[-1].text])
    return _("{bars} {steps} (depuis le {day})").format(bars=bars, steps=steps, day=points[0].when.short())


def _about_result(fact: clinical.LabResult) -> Pairs:
    for bounds in fact.ranges:
        name = _("Référence") if bounds.meaning in ("N", "") else _("Intervalle")
        yield name, " ".join(filter(None, (bounds.value.text, bounds.condition)))
    others = (value.text for value in fact.values if value.text != fact.value.text)
    yield _("Aussi"), ", ".join(others)
    if fact.earlier and not trend(fact):
        earlier = (f"{each.value.text} ({each.when.short()})" for each in fact.earlier)
        yield _("Antérieurs"), ", ".join(earlier)
    yield _("Groupe"), fact.battery
    yield _("Prélèvement"), fact.specimen
    yield _("Méthode"), fact.method
    yield _("Validé par"), _person(fact.validator)
    yield from _common(fact.code, fact.comment)


def _prescription(fact: clinical.Prescription) -> Line:
    def details() -> Pairs:
        for step in fact.steps:
            yield _("Étape {n}").format(n=step.number), step.posology
        yield _("Quantité"), fact.quantity.text
        yield _("Renouvellements"), "" if fact.renewals is None else str(fact.renewals)
        yield _("Dose maximale"), fact.max_dose
        yield from _medicine(fact.product, fact.route, fact.reasons)
        yield _("Pour le patient"), ", ".join(fact.for_patient)
        yield _("Pour le pharmacien"), ", ".join(fact.for_dispenser)
        yield _("Mentions"), _mentions(fact)
        yield from _common(fact.product.code, fact.comment, fact.period, fact.by)

    return _line(
        fact.product.text, fact.source, value=fact.posology, when=fact.period.start, details=details()
    )


def _mentions(fact: clinical.Prescription) -> str:
    mentions = (
        (fact.long_term_illness, _("en rapport avec une ALD")),
        (fact.work_accident, _("accident du travail ou maladie professionnelle")),
        (fact.prevention, _("prévention")),
        (fact.not_reimbursed, _("non remboursable")),
        (fact.off_label, _("hors AMM")),
        (bool(fact.substitution), fact.substitution),
    )
    return ", ".join(words for is_so, words in mentions if is_so)


def _dispensation(fact: clinical.Dispensation) -> Line:
    def details() -> Pairs:
        yield _("Posologie"), fact.posology
        yield from _medicine(fact.product, CodedValue(), ())
        yield _("Prescrit par"), _person(fact.prescriber)
        yield from _common(fact.product.code, fact.comment, by=fact.by)

    return _line(fact.product.text, fact.source, value=fact.quantity.text, when=fact.when, details=details())


def _treatment(fact: clinical.Treatment) -> Line:
    def details() -> Pairs:
        yield _("Dose"), fact.dose.text
        yield from _medicine(fact.product, fact.route, fact.reasons)
        yield from _common(fact.product.code, fact.comment, fact.period, fact.by)

    return _line(
        _named(fact, fact.product.text),
        fact.source,
        value=fact.posology,
        when=fact.period.start,
        details=details(),
    )


def _problem(fact: clinical.Problem) -> Line:
    def details() -> Pairs:
        yield _("Gravité"), fact.severity.text
        yield _("Certitude"), fact.certainty.text
        yield _("Parent concerné"), fact.relative
        yield from _common(fact.code, fact.comment, fact.period)

    return _line(
        _named(fact, fact.code.text),
        fact.source,
        value=_status(fact.status.text),
        when=fact.period.start,
        details=details(),
    )


def _allergy(fact: clinical.Allergy) -> Line:
    def details() -> Pairs:
        yield _("Type"), fact.kind.text
        shown = (" ".join(filter(None, (m.what.text, m.severity.text))) for m in fact.manifestations)
        yield _("Manifestations"), ", ".join(shown)
        yield _("Réaction"), fact.reaction.text
        yield _("Gravité possible"), fact.criticality.text
        yield _("Certitude"), fact.certainty.text
        yield from _common(fact.agent, fact.comment, fact.period)

    return _line(
        _named(fact, fact.agent.text or fact.reaction.text or fact.kind.text),
        fact.source,
        value=_status(fact.status.text),
        when=fact.period.start,
        details=details(),
    )


def _vaccination(fact: clinical.Vaccination) -> Line:
    def details() -> Pairs:
        yield _("Lot"), fact.source.shown(Fact.LOT, fact.product.lot)
        yield _("Type"), fact.kind.text
        yield _("Dose"), fact.dose
        yield _("Voie"), fact.route.text
        yield _("Site"), fact.site.text
        yield _("Réactions"), ", ".join(fact.reactions)
        yield _("Délivré le"), fact.delivered.short()
        yield _("Prescrit par"), _person(fact.prescriber)
        yield from _common(fact.product.code, fact.comment, by=fact.by)

    rank = "" if fact.rank is None else _("dose {n}").format(n=fact.rank)
    return _line(fact.product.text, fact.source, value=rank, when=fact.when, details=details())


def _procedure(fact: clinical.Procedure) -> Line:
    def details() -> Pairs:
        yield _("Motif"), ", ".join(reason.text for reason in fact.reasons)
        yield from _common(fact.code, fact.comment, fact.period, fact.by)

    return _line(
        _named(fact, fact.code.text),
        fact.source,
        value=_status(fact.status),
        when=fact.period.start,
        details=details(),
    )


def _device(fact: clinical.Device) -> Line:
    def details() -> Pairs:
        yield _("Identifiant"), fact.udi
        yield _("Prescrit par"), _person(fact.prescriber)
        yield from _common(fact.code, fact.comment, fact.period, fact.by)

    return _line(
        _named(fact, fact.code.text),
        fact.source,
        value=fact.quantity.text,
        when=fact.period.start,
        details=details(),
    )


def _vital_sign(fact: clinical.VitalSign) -> Line:
    return _valued(fact.code, fact.value, fact.when, fact.source, _common(fact.code, fact.comment))


def _habit(fact: clinical.LifestyleFact) -> Line:
    about = _common(fact.code, fact.comment, fact.period)
    label = _named(fact, fact.code.text)
    return _line(label, fact.source, value=fact.value.text, when=fact.period.start, details=about)


def _directive(fact: clinical.Directive) -> Line:
    about = _common(fact.code, fact.comment, fact.period)
    value = fact.value or Value(fact.attachment)
    return _valued(fact.code, value, fact.period.start, fact.source, about)


def _valued(code: CodedValue, value: Value, when: When, source: Source, details: Pairs) -> Line:
    return _line(code.text, source, value=value.text, when=when, details=details)


def _reimbursement(fact: clinical.Reimbursement) -> Line:
    def details() -> Pairs:
        yield _("Nature"), fact.nature
        yield _("Prescrit par"), _person(fact.prescriber)
        yield from _common(fact.code, fact.comment, fact.period, fact.by)

    return _line(fact.label, fact.source, value=fact.quantity.text, when=fact.period.start, details=details())


def _medicine(product: clinical.Product, route: CodedValue, reasons: Iterable[CodedValue]) -> Pairs:
    yield _("Forme"), product.form if product.form != product.text else ""
    yield _("Substances"), ", ".join(product.substances)
    yield _("Voie"), route.text
    yield _("Motif"), ", ".join(reason.text for reason in reasons)


def _common(code: CodedValue, comment: str, period: Period | None = None, by: Person | None = None) -> Pairs:
    """What every kind may end with."""
    yield _("Fin"), _end(period) if period is not None else ""
    yield _("Par"), _person(by) if by is not None else ""
    yield _("Commentaire"), comment
    yield _("Code"), ", ".join(dict.fromkeys(_codes(code.all())))


def _codes(codes: Iterable[CodedValue]) -> Iterator[str]:
    for each in codes:
        if each.code:
            yield " ".join(filter(None, (each.system_name or each.system, each.code)))


def _end(period: Period) -> str:
    return period.high.short() if period.high and period.high != period.low else ""


def _person(person: Person) -> str:
    return ", ".join(dict.fromkeys(filter(None, (person.name, person.organization))))


def _status(status: str) -> str:
    """In words; a status that says what became of the fact is said by its standing."""
    if status in STATUSES and status not in _STATUS:
        return ""
    return _(_STATUS[status]) if status in _STATUS else status


def _named(fact: Deniable, name: str) -> str:
    """What a fact is about, or what it denies."""
    return denial(fact) if fact.standing.is_denial else name
