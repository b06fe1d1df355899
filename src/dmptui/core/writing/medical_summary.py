"""Volet de synthèse médicale (CI-SIS VSM): what the médecin traitant keeps up to date."""

from dataclasses import dataclass

from dmptui.core.writing.codes import Code, code_element
from dmptui.core.writing.header import HeaderFacts, entry_id, template_ids
from dmptui.core.writing.level3 import Section, level3
from dmptui.core.writing.markup import Markup, element
from dmptui.core.writing.narrative import Bullets, Table, anchored, reference
from dmptui.core.writing.problems import (
    Allergy,
    Problem,
    Procedure,
    active_problems,
    allergies,
    past_problems,
    procedures,
)
from dmptui.core.writing.treatments import Treatment, treatments_section

TEMPLATES = ("1.2.250.1.213.1.1.1.13|201310",)


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """A habit or a risk; ``code`` says which, ``observation`` is in words."""

    code: Code
    observation: str


TOBACCO = Code("74011-8", "Consommation tabagique")
ACTIVITY = Code("73985-4", "Exercice physique")


@dataclass(frozen=True, slots=True)
class MedicalSummary:
    """What a synthèse says; ``watch`` are the points de vigilance, in words."""

    problems: tuple[Problem, ...] = ()
    past: tuple[Problem, ...] = ()
    acts: tuple[Procedure, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    risks: tuple[RiskFactor, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    watch: tuple[str, ...] = ()


def medical_summary(facts: HeaderFacts, summary: MedicalSummary) -> bytes:
    """A synthèse médicale, nested as the volet asks."""
    known = Section(
        title="Pathologies en cours, antécédents et allergies",
        code=Code("34117-2", "Historique et clinique"),
        templates=("1.2.250.1.213.1.1.2.30",),
        sections=(
            active_problems(summary.problems, facts),
            past_problems(summary.past, facts),
            procedures(summary.acts, facts),
            allergies(summary.allergies, facts),
        ),
    )
    risks = Section(
        title="Facteurs de risque",
        code=Code(
            "57207-3",
            "Facteurs de risque présents ou passés affectant l'état de santé et/ou une circonstance",
        ),
        templates=("1.2.250.1.213.1.1.2.31",),
        sections=(_way_of_life(summary.risks, facts),),
    )
    sections = (
        Section(
            title="Pathologies, antécédents, allergies et facteurs de risque",
            code=Code("46612-8", "Conclusions de synthèse"),
            templates=("1.2.250.1.213.1.1.2.29",),
            sections=(known, risks),
        ),
        Section(
            title="Points de vigilance",
            code=Code("30954-2", "Résultats d'examens"),
            blocks=(Bullets(summary.watch),) if summary.watch else ("Aucun.",),
            templates=("1.3.6.1.4.1.19376.1.5.3.1.3.27", "1.2.250.1.213.1.1.2.150"),
        ),
        Section(
            title="Traitement au long cours",
            code=Code("18776-5", "Plan de traitement"),
            templates=("1.2.250.1.213.1.1.2.32",),
            sections=(treatments_section("Traitements", summary.treatments, facts),),
        ),
    )
    return level3(facts, sections, TEMPLATES)


def _way_of_life(risks: tuple[RiskFactor, ...], facts: HeaderFacts) -> Section:
    anchors = [f"risque-{number:02}" for number in range(1, len(risks) + 1)]
    rows = tuple(
        (anchored(risk.code.display, anchor), anchored(risk.observation, f"{anchor}-obs"))
        for risk, anchor in zip(risks, anchors, strict=True)
    )
    return Section(
        title="Mode de vie",
        code=Code("29762-2", "Habitus, Mode de vie"),
        blocks=(Table(("Type", "Observation"), rows),) if rows else ("Aucun facteur de risque connu.",),
        templates=(
            "2.16.840.1.113883.10.20.1.15",
            "1.3.6.1.4.1.19376.1.5.3.1.3.16",
            "1.3.6.1.4.1.19376.1.5.3.1.3.16.1",
            "1.2.250.1.213.1.1.2.141",
        ),
        entries=tuple(
            element("entry", _habit(risk, anchor, facts)) for risk, anchor in zip(risks, anchors, strict=True)
        ),
    )


def _habit(risk: RiskFactor, anchor: str, facts: HeaderFacts) -> Markup:
    return element(
        "observation",
        template_ids(
            "2.16.840.1.113883.10.20.1.33",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13.4",
            "1.2.250.1.213.1.1.3.52",
        ),
        entry_id(facts, anchor),
        code_element("code", risk.code),
        element("text", reference(anchor)),
        element("statusCode", code="completed"),
        element("effectiveTime", nullFlavor="NA"),
        element("value", reference(f"{anchor}-obs"), xsi_type="ED"),
        classCode="OBS",
        moodCode="EVN",
    )
