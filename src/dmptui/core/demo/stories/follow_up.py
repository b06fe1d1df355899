"""The médecin traitant's follow-up: consultations with their ordonnance, biology, synthèse, vaccines."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import (
    CONCLUSION,
    EXAMINATION,
    REASON,
    Content,
    ordonnance,
    results,
    sections,
    summary,
)
from dmptui.core.demo.days import years_before
from dmptui.core.demo.laboratory import CELL_COUNT, KIDNEY, Former, billed_analyses, chapters
from dmptui.core.demo.medicine import CONDITIONS, Medicine
from dmptui.core.demo.practitioners import role
from dmptui.core.demo.products import products
from dmptui.core.demo.vaccines import yearly_flu
from dmptui.core.model.days import day_of
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.writing.codes import ATC, CCAM, CIM10, PRESTATION, Code
from dmptui.core.writing.directives import Directive, directives
from dmptui.core.writing.level3 import Section
from dmptui.core.writing.medical_summary import ACTIVITY, TOBACCO, MedicalSummary, RiskFactor
from dmptui.core.writing.problems import SUBSTANCE_ALLERGY, Allergy, Problem, Procedure
from dmptui.core.writing.treatments import Treatment
from dmptui.core.writing.vital_signs import DIASTOLIC, PULSE, SYSTOLIC, WEIGHT, Measure, vital_signs

_CONSULTATION = Code("G", "CONSULTATION MEDECINE GENERALE", PRESTATION)
_MINOR_REASONS = (
    "Rhinopharyngite depuis trois jours, sans fièvre.",
    "Certificat demandé pour la reprise de la gymnastique.",
    "Douleur de l'épaule droite après du jardinage.",
    "Sommeil de moins bonne qualité depuis un mois.",
)
_MINOR_FINDINGS = (
    "Examen général sans particularité.",
    "Tympans normaux, gorge rosée, auscultation libre.",
    "Épaule mobile, pas de déficit, douleur à l'abduction contrariée.",
)
_MINOR_PLANS = (
    "Traitement symptomatique. Revoir si persistance au-delà de dix jours.",
    "Pas d'examen complémentaire. Conseils donnés.",
    "Contrôle dans trois mois, plus tôt si besoin.",
)


class _PastIllness(NamedTuple):
    """Something of one's youth, and what was done for it."""

    illness: Code
    act: Code | None


_PAST = (
    _PastIllness(
        Code("K35.8", "Appendicite aigüe, autre et non précisée", CIM10),
        Code("HHFA001", "Appendicectomie, par abord de la fosse iliaque", CCAM),
    ),
    _PastIllness(Code("S52.5", "Fracture de l'extrémité inférieure du radius", CIM10), None),
    _PastIllness(
        Code("J35.0", "Amygdalite chronique", CIM10), Code("FAFA014", "Amygdalectomie par dissection", CCAM)
    ),
    _PastIllness(Code("J18.9", "Pneumopathie, sans précision", CIM10), None),
)
_AMOXICILLIN = Code("J01CA04", "amoxicilline", ATC)
_ALLERGIES = (
    None,
    Allergy("Amoxicilline", "Éruption maculopapuleuse", date(1998, 3, 14), _AMOXICILLIN),
    Allergy("Pollens de graminées", "Rhinoconjonctivite", date(2004, 5, 20), kind=SUBSTANCE_ALLERGY),
    None,
    None,
)


def follow_up(story: Story) -> None:
    """Four years of an ordinary patient."""
    since = 365 * 4
    doctor = attending(story)
    former: Former = {}
    days = story.every(150 if story.found else 320, since, 8)
    for ago in days:
        consultation(story, ago, doctor, with_ordonnance=bool(story.found))
    if story.found:
        for ago in story.every(240, since, 12):
            biology(story, ago, former)
        for year in (2, 1):
            synthesis(story, year * 365 - 40, doctor)
    if story.patient.birth_date < years_before(story.today, 65):
        yearly_flu(story, 3)


def attending(story: Story) -> PractitionerRole:
    """The médecin traitant; Dr GIRARD sees those who named nobody."""
    for family in ("ROUX", "CARON", "BENOIT"):
        if role(family).practitioner.id in story.patient.attending:
            return role(family)
    return role("GIRARD")


def consultation(
    story: Story,
    ago: int,
    doctor: PractitionerRole,
    *,
    with_ordonnance: bool,
    motif: str = "",
    wishes: tuple[Directive, ...] = (),
) -> None:
    """A consultation and, most often, the ordonnance sent with it.

    Args:
        ago: how many days ago.
        motif: said first, before what the conditions make one say.
        wishes: the directives read together.
    """
    at = story.visit(ago)
    present = story.known_on(day_of(at))
    known = [CONDITIONS[name] for name in present]
    age = story.patient.age(day_of(at))
    reasons = [story.one_of(_fitting(condition.complaints, age)) for condition in known[:3]] or [
        story.one_of(_MINOR_REASONS)
    ]
    found = [story.one_of(c.found) for c in known[:3] if c.found] or [story.one_of(_MINOR_FINDINGS)]
    plans = [story.one_of(c.planned) for c in known[:3] if c.planned] or [story.one_of(_MINOR_PLANS)]
    measures = _measures(story, ago, insufficient="insuffisance_cardiaque" in present)
    lot = f"consultation-{ago}"
    content = sections(
        lambda _: Section("Motif", REASON, (" ".join(filter(None, (motif, *reasons))),)),
        lambda facts: vital_signs(measures, at, facts),
        lambda _: Section("Examen clinique", EXAMINATION, (" ".join(found),)),
        lambda _: Section("Conclusion et conduite à tenir", CONCLUSION, tuple(plans)),
        *([lambda facts: directives(wishes, facts)] if wishes else []),
    )
    story.tell(
        Act(at, doctor, "11488-4", "Compte rendu de consultation", content, lot=lot, billed=(_CONSULTATION,))
    )
    lines = treatments(story, day_of(at))
    if with_ordonnance and lines:
        story.tell(Act(at, doctor, "57833-6", "Ordonnance", _renewal(lines, day_of(at)), lot=lot))


_VERY_OLD = 85
_ACTIVE = ("vacances", "deux étages", "kilomètres", "demi-heure", "Automesures")


def _fitting(sentences: tuple[str, ...], age: int) -> tuple[str, ...]:
    """What someone of that age may say: the oldest no longer climb two floors."""
    if age < _VERY_OLD:
        return sentences
    return tuple(s for s in sentences if not any(word in s for word in _ACTIVE)) or sentences


def treatments(story: Story, on: date) -> tuple[Treatment, ...]:
    """The long-term treatments taken on a day."""
    taken = []
    for name in story.found:
        condition = CONDITIONS[name]
        for medicine in condition.medicines:
            since = _given_since(story, name, medicine)
            if since is not None and since <= on and not _stopped(story, medicine, on):
                taken.append(
                    Treatment(
                        medicine.name,
                        medicine.posology,
                        since,
                        atc=medicine.atc,
                        route=medicine.route,
                        reason=condition.code,
                        dose=medicine.dose,
                        boxes=medicine.boxes,
                        long_term_illness=in_long_term_illness(name, story.known_on(on)),
                    )
                )
    return tuple(taken)


def in_long_term_illness(name: str, present: list[str]) -> bool:
    """Whether a condition's treatment is for an affection de longue durée, its own or one it belongs to."""
    condition = CONDITIONS[name]
    return condition.ald or any(CONDITIONS[other].ald for other in condition.part_of.intersection(present))


_ADJUSTED = timedelta(days=9)
"""From a diagnosis to the treatment it brings, or changes."""


def _given_since(story: Story, name: str, medicine: Medicine) -> date | None:
    """The first day of a medicine: its condition is there, it is sold, what it waits for too."""
    since = story.found[name] + timedelta(days=365 * medicine.after) + _ADJUSTED
    since = max(since, products()[medicine.name].since)
    if not medicine.only_with:
        return since
    awaited = [story.found[other] for other in medicine.only_with if other in story.found]
    return max(since, min(awaited) + _ADJUSTED) if awaited else None


def _stopped(story: Story, medicine: Medicine, on: date) -> bool:
    return any(story.found[other] + _ADJUSTED <= on for other in medicine.not_with if other in story.found)


def biology(story: Story, ago: int, former: Former, comment: str = "", **levels: float) -> None:
    """A sample at the laboratory of the town, with what the conditions make watch."""
    at = story.visit(ago, 8)
    present = story.known_on(day_of(at))
    usual: dict[str, float] = {}
    watched = dict.fromkeys(CELL_COUNT)
    for name in present:
        watched |= dict.fromkeys(CONDITIONS[name].watched)
        usual |= CONDITIONS[name].levels
    usual |= levels
    watched |= dict.fromkeys(levels)
    names = tuple(watched) if present else (*CELL_COUNT, *KIDNEY)
    made = chapters(story.patient, names, usual, former, at, story.rng, comment)
    story.tell(
        Act(
            at,
            role("LE GOFF"),
            "11502-2",
            "CR de biologie médicale",
            results(made, at, with_copy=ago < 700),
            delay=timedelta(hours=8, minutes=20),
            description="Prélèvement à jeun." if "glycemie" in watched else "",
            billed=billed_analyses(names),
        )
    )


def synthesis(story: Story, ago: int, doctor: PractitionerRole) -> None:
    """The synthèse médicale; each one replaces the former."""
    at = story.visit(ago, 17)
    content = summary(known_on(story, day_of(at)))
    story.tell(Act(at, doctor, "SYNTH", "Synthèse médicale", content, series="synthese"))


def known_on(story: Story, on: date) -> MedicalSummary:
    """What the médecin traitant knows on a day."""
    present = story.known_on(on)
    number = int(story.patient.ins.value[10:13])
    old = _PAST[number % len(_PAST)]
    then = story.patient.birth_date + timedelta(days=17 * 365 + 37 * number % 2000)
    allergy = _ALLERGIES[number % len(_ALLERGIES)]
    return MedicalSummary(
        problems=tuple(Problem(CONDITIONS[name].code, story.found[name]) for name in present),
        past=(Problem(old.illness, then, then + timedelta(days=12)),),
        acts=(Procedure(old.act, then),) if old.act else (),
        allergies=(allergy,) if allergy else (),
        risks=(
            RiskFactor(TOBACCO, "Dix cigarettes par jour" if "bpco" in present else "N'a jamais fumé"),
            RiskFactor(ACTIVITY, _walk(story.patient.age(on))),
        ),
        treatments=treatments(story, on),
        watch=tuple(CONDITIONS[name].watch for name in present if CONDITIONS[name].watch),
    )


def _walk(age: int) -> str:
    return (
        "Marche trente minutes par jour" if age < _VERY_OLD else "Marche un peu chaque jour, avec une canne"
    )


def _renewal(lines: tuple[Treatment, ...], on: date) -> Content:
    until = on + timedelta(days=83)
    renewed = tuple(replace(line, since=on, until=until, reason=None, renewals=2) for line in lines)
    return ordonnance(renewed, "À renouveler deux fois. Traitement pour trois mois.")


def _measures(story: Story, ago: int, *, insufficient: bool) -> tuple[Measure, ...]:
    rng = story.rng
    weight = (71.0 if story.patient.sex == "F" else 82.0) + ago / 900 + rng.gauss(0, 0.7)
    high = 136 if "hta" in story.found else 122
    return (
        Measure(SYSTOLIC, Decimal(round(rng.gauss(high, 7))), "mm[Hg]"),
        Measure(DIASTOLIC, Decimal(round(rng.gauss(78, 5))), "mm[Hg]"),
        Measure(PULSE, Decimal(round(rng.gauss(64 if insufficient else 72, 5))), "/min"),
        Measure(WEIGHT, Decimal(f"{weight:.1f}"), "kg"),
    )
