"""Pathologies, antécédents, actes and allergies: sections whose rows are coded."""

from dataclasses import dataclass
from datetime import date

from dmptui.core.model.days import in_figures
from dmptui.core.writing.codes import ALLERGY_STATUS, SNOMED_CT, Code, code_element
from dmptui.core.writing.header import HeaderFacts, entry_id, template_ids
from dmptui.core.writing.level3 import Section
from dmptui.core.writing.markup import Markup, element
from dmptui.core.writing.narrative import Table, anchored, reference

_CONCERN = ("2.16.840.1.113883.10.20.1.27", "1.3.6.1.4.1.19376.1.5.3.1.4.5.1")
# The models of coded sections ask for an entry: a section that states an absence does not follow them.
_UNCODED_PROCEDURES = ("2.16.840.1.113883.10.20.1.12", "1.3.6.1.4.1.19376.1.5.3.1.3.11")
_PROCEDURES = (*_UNCODED_PROCEDURES, "1.3.6.1.4.1.19376.1.5.3.1.3.12", "1.2.250.1.213.1.1.2.136")
_UNCODED_ALLERGIES = ("2.16.840.1.113883.10.20.1.2",)
_ALLERGIES = (*_UNCODED_ALLERGIES, "1.3.6.1.4.1.19376.1.5.3.1.3.13", "1.2.250.1.213.1.1.2.137")
_DIAGNOSIS = Code("282291009", "interprétation diagnostique", SNOMED_CT)


@dataclass(frozen=True, slots=True)
class Problem:
    """A pathology, present or past. ``code`` is CIM-10; its words are the author's."""

    code: Code
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """An act that was done. ``code`` is CCAM; its words are the author's."""

    code: Code
    on: date


DRUG_ALLERGY = Code("416098002", "allergie médicamenteuse", SNOMED_CT)
SUBSTANCE_ALLERGY = Code("419199007", "allergie à une substance", SNOMED_CT)


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergy. ``agent`` is what it is to; its code may be a substance (ATC) or unknown (None)."""

    agent: str
    reaction: str
    since: date
    agent_code: Code | None = None
    kind: Code = DRUG_ALLERGY
    active: bool = True


def active_problems(problems: tuple[Problem, ...], facts: HeaderFacts) -> Section:
    """The pathologies in progress."""
    return Section(
        title="Pathologies en cours",
        code=Code("11450-4", "Liste des problèmes actifs"),
        blocks=(_problem_table("Pathologie en cours", problems, "pb"),) if problems else ("Aucune connue.",),
        templates=(
            "2.16.840.1.113883.10.20.1.11",
            "1.3.6.1.4.1.19376.1.5.3.1.3.6",
            "1.2.250.1.213.1.1.2.132",
        ),
        entries=_problem_entries(problems, "pb", "active", facts),
    )


def past_problems(problems: tuple[Problem, ...], facts: HeaderFacts) -> Section:
    """The antécédents médicaux."""
    return Section(
        title="Antécédents médicaux",
        code=Code("11348-0", "Antécédents médicaux"),
        blocks=(_problem_table("Antécédent médical", problems, "atcd"),) if problems else ("Aucun connu.",),
        templates=("1.3.6.1.4.1.19376.1.5.3.1.3.8", "1.2.250.1.213.1.1.2.134"),
        entries=_problem_entries(problems, "atcd", "completed", facts),
    )


def procedures(acts: tuple[Procedure, ...], facts: HeaderFacts) -> Section:
    """The antécédents chirurgicaux and other acts."""
    rows = tuple(
        (in_figures(act.on), anchored(act.code.display, f"acte-{number:02}"))
        for number, act in enumerate(acts, 1)
    )
    return Section(
        title="Antécédents chirurgicaux",
        code=Code("47519-4", "Historique des actes"),
        blocks=(Table(("Date", "Acte"), rows),) if rows else ("Aucun connu.",),
        templates=_PROCEDURES if acts else _UNCODED_PROCEDURES,
        entries=tuple(
            element("entry", _procedure(act, f"acte-{number:02}", facts))
            for number, act in enumerate(acts, 1)
        ),
    )


def allergies(known: tuple[Allergy, ...], facts: HeaderFacts) -> Section:
    """The allergies and hypersensibilités."""
    rows = tuple(
        (
            in_figures(allergy.since),
            anchored(allergy.kind.display.capitalize(), f"all-{number:02}-type"),
            anchored(allergy.agent, f"all-{number:02}-agent"),
            anchored(allergy.reaction, f"all-{number:02}-reaction"),
            anchored("Active" if allergy.active else "Inactive", f"all-{number:02}-statut"),
        )
        for number, allergy in enumerate(known, 1)
    )
    headings = ("Date", "Type d'allergie", "Agent responsable", "Réaction", "Statut")
    return Section(
        title="Allergies et hypersensibilités",
        code=Code("48765-2", "Allergies et hypersensibilités"),
        blocks=(Table(headings, rows),) if rows else ("Aucune allergie connue.",),
        templates=_ALLERGIES if known else _UNCODED_ALLERGIES,
        entries=tuple(
            element("entry", _allergy(allergy, f"all-{number:02}", facts))
            for number, allergy in enumerate(known, 1)
        ),
    )


def _problem_table(heading: str, problems: tuple[Problem, ...], prefix: str) -> Table:
    rows = tuple(
        (
            in_figures(problem.since),
            anchored(problem.code.display, f"{prefix}-{number:02}"),
            problem.code.code,
        )
        for number, problem in enumerate(problems, 1)
    )
    return Table(("Date", heading, "CIM-10"), rows)


def _problem_entries(
    problems: tuple[Problem, ...], prefix: str, status: str, facts: HeaderFacts
) -> tuple[Markup, ...]:
    return tuple(
        element("entry", _concern(problem, f"{prefix}-{number:02}", status, facts))
        for number, problem in enumerate(problems, 1)
    )


def _interval(since: date, until: date | None = None) -> Markup:
    high = element("high", value=until.strftime("%Y%m%d")) if until else None
    return element("effectiveTime", element("low", value=since.strftime("%Y%m%d")), high)


def _concern(problem: Problem, anchor: str, status: str, facts: HeaderFacts) -> Markup:
    observation = element(
        "observation",
        template_ids(
            "2.16.840.1.113883.10.20.1.28", "1.3.6.1.4.1.19376.1.5.3.1.4.5", "1.2.250.1.213.1.1.3.37"
        ),
        entry_id(facts, anchor),
        code_element("code", _DIAGNOSIS),
        element("text", reference(anchor)),
        element("statusCode", code="completed"),
        _interval(problem.since, problem.until),
        code_element("value", problem.code, element("originalText", reference(anchor)), xsi_type="CD"),
        classCode="OBS",
        moodCode="EVN",
        negationInd="false",
    )
    return element(
        "act",
        template_ids(*_CONCERN, "1.3.6.1.4.1.19376.1.5.3.1.4.5.2", "1.2.250.1.213.1.1.3.39"),
        entry_id(facts, f"{anchor}-suivi"),
        element("code", nullFlavor="NA"),
        element("statusCode", code=status),
        _interval(problem.since, problem.until),
        element("entryRelationship", observation, typeCode="SUBJ", inversionInd="false"),
        classCode="ACT",
        moodCode="EVN",
    )


def _procedure(act: Procedure, anchor: str, facts: HeaderFacts) -> Markup:
    return element(
        "procedure",
        template_ids(
            "1.3.6.1.4.1.19376.1.5.3.1.4.19", "2.16.840.1.113883.10.20.1.29", "1.2.250.1.213.1.1.3.62"
        ),
        entry_id(facts, anchor),
        code_element("code", act.code),
        element("text", reference(anchor)),
        element("statusCode", code="completed"),
        element("effectiveTime", value=act.on.strftime("%Y%m%d")),
        classCode="PROC",
        moodCode="EVN",
    )


def _allergy(allergy: Allergy, anchor: str, facts: HeaderFacts) -> Markup:
    agent_words = element("originalText", reference(f"{anchor}-agent"))
    agent = (
        code_element("code", allergy.agent_code, agent_words)
        if allergy.agent_code
        else element("code", agent_words, nullFlavor="UNK")
    )
    entity = element("playingEntity", agent, element("name", allergy.agent), classCode="MMAT")
    observation = element(
        "observation",
        template_ids(
            "2.16.840.1.113883.10.20.1.18",
            "2.16.840.1.113883.10.20.1.28",
            "1.3.6.1.4.1.19376.1.5.3.1.4.5",
            "1.3.6.1.4.1.19376.1.5.3.1.4.6",
            "1.2.250.1.213.1.1.3.41",
        ),
        entry_id(facts, anchor),
        code_element("code", allergy.kind),
        element("text", reference(f"{anchor}-type")),
        element("statusCode", code="completed"),
        _interval(allergy.since),
        _reaction_value(allergy, anchor),
        element("participant", element("participantRole", entity, classCode="MANU"), typeCode="CSM"),
        _allergy_status(allergy, anchor),
        classCode="OBS",
        moodCode="EVN",
        negationInd="false",
    )
    return element(
        "act",
        template_ids(*_CONCERN, "1.3.6.1.4.1.19376.1.5.3.1.4.5.3", "1.2.250.1.213.1.1.3.40"),
        entry_id(facts, f"{anchor}-suivi"),
        element("code", nullFlavor="NA"),
        element("statusCode", code="active" if allergy.active else "completed"),
        _interval(allergy.since),
        element("entryRelationship", observation, typeCode="SUBJ", inversionInd="false"),
        classCode="ACT",
        moodCode="EVN",
    )


def _reaction_value(allergy: Allergy, anchor: str) -> Markup:
    if not allergy.reaction:
        return element("value", xsi_type="CD", nullFlavor="UNK")
    words = element("originalText", reference(f"{anchor}-reaction"))
    return element("value", words, xsi_type="CD", nullFlavor="UNK")


def _allergy_status(allergy: Allergy, anchor: str) -> Markup:
    status = Code("active", "Actif", ALLERGY_STATUS) if allergy.active else None
    status = status or Code("inactive", "Inactif", ALLERGY_STATUS)
    observation = element(
        "observation",
        template_ids(
            "2.16.840.1.113883.10.20.1.50",
            "2.16.840.1.113883.10.20.1.57",
            "1.3.6.1.4.1.19376.1.5.3.1.4.1.1",
            "1.2.250.1.213.1.1.3.30",
        ),
        code_element("code", Code("33999-4", "Status")),
        element("text", reference(f"{anchor}-statut")),
        element("statusCode", code="completed"),
        code_element("value", status, xsi_type="CE"),
        classCode="OBS",
        moodCode="EVN",
    )
    return element("entryRelationship", observation, typeCode="REFR", inversionInd="false")
