"""Note de vaccination and historique des vaccinations (CI-SIS VAC-NOTE and VAC, 2023.01)."""

from dataclasses import dataclass, replace
from datetime import date

from dmptui.core.model.days import in_figures
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.writing.codes import ACT_CODE, EDQM, LOINC, SNOMED_CT, Code, code_element
from dmptui.core.writing.header import HeaderFacts, entry_id, template_ids
from dmptui.core.writing.level3 import Section, level3
from dmptui.core.writing.markup import NOTHING, Markup, element
from dmptui.core.writing.narrative import Table, anchored, reference
from dmptui.core.writing.parties import Writer, entry_author, entry_performer, name_of

NOTE = Code("87273-9", "Note de vaccination")
HISTORY = Code("11369-6", "Historique des vaccinations")
FIRST_SERIES = Code("INITIMMUNIZ", "1ère série vaccinante", ACT_CODE)
BOOSTER = Code("BOOSTER", "Rappel de vaccin", ACT_CODE)
UNSPECIFIED = Code("IMMUNIZ", "Vaccination sans autre précision", ACT_CODE)
"""Neither a first series nor a booster: the yearly vaccine against influenza."""
INTRAMUSCULAR = Code("20035000", "Voie intramusculaire", EDQM)
SUBCUTANEOUS = Code("20066000", "Voie sous-cutanée", EDQM)

_NOTE_TEMPLATES = ("1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2", "1.2.250.1.213.1.1.1.46|2023.01")
_HISTORY_TEMPLATES = ("1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2", "1.2.250.1.213.1.1.1.37|2023.01")
_SECTION_TEMPLATES = (
    "2.16.840.1.113883.10.20.1.6",
    "1.3.6.1.4.1.19376.1.5.3.1.3.23",
    "1.2.250.1.213.1.1.2.147",
)
_HEADINGS = (
    "Date",
    "Vaccin",
    "Lot n°",
    "Rang",
    "Voie d'administration",
    "Région d'administration",
    "Réaction observée",
    "Commentaire",
    "Vaccinateur",
)


@dataclass(frozen=True, slots=True)
class Shot:
    """One vaccination.

    Attributes:
        vaccine: the name of the product.
        cis, cip, atc: its codes, as far as they are known.
        rank: of the dose in its series, from 1.
        site: where it was given (SNOMED CT), None when not stated.
        reaction: observed, in words; ``reaction_code`` is its CIM-10 code.
        by: who vaccinated; None is the document's author.
    """

    on: date
    vaccine: str
    atc: Code | None = None
    cis: Code | None = None
    cip: Code | None = None
    lot: str = ""
    rank: int | None = None
    kind: Code = FIRST_SERIES
    route: Code | None = INTRAMUSCULAR
    site: Code | None = None
    reaction: str = ""
    reaction_code: Code | None = None
    comment: str = ""
    by: PractitionerRole | None = None


def vaccination_note(facts: HeaderFacts, shot: Shot) -> bytes:
    """The note of one vaccination, by who gave or reports it; its type and act are set here."""
    facts = replace(facts, type_code=NOTE.code, act=NOTE)
    return level3(facts, (_section("Note de vaccination", facts, (shot,)),), _NOTE_TEMPLATES)


def vaccination_history(facts: HeaderFacts, shots: tuple[Shot, ...]) -> bytes:
    """All known vaccinations of a person, the latest first."""
    facts = replace(facts, type_code=HISTORY.code, act=HISTORY)
    ordered = tuple(sorted(shots, key=lambda shot: shot.on, reverse=True))
    return level3(facts, (_section("Historique des vaccinations", facts, ordered),), _HISTORY_TEMPLATES)


def _section(title: str, facts: HeaderFacts, shots: tuple[Shot, ...]) -> Section:
    anchored_shots = [(shot, f"vac-{number:02}") for number, shot in enumerate(shots, 1)]
    return Section(
        title=title,
        code=HISTORY,
        blocks=(Table(_HEADINGS, tuple(_row(shot, anchor, facts) for shot, anchor in anchored_shots)),),
        templates=_SECTION_TEMPLATES,
        entries=tuple(element("entry", _entry(shot, anchor, facts)) for shot, anchor in anchored_shots),
    )


def _giver(shot: Shot, facts: HeaderFacts) -> Writer:
    return shot.by or facts.author


def _row(shot: Shot, anchor: str, facts: HeaderFacts) -> tuple[str, ...]:
    giver = _giver(shot, facts)
    return (
        in_figures(shot.on),
        anchored(shot.vaccine, anchor),
        shot.lot,
        str(shot.rank or ""),
        shot.route.display if shot.route else "",
        anchored(shot.site.display, f"{anchor}-site") if shot.site else "",
        anchored(shot.reaction, f"{anchor}-reac"),
        anchored(shot.comment, f"{anchor}-comment"),
        name_of(giver.practitioner) if isinstance(giver, PractitionerRole) else "",
    )


def _entry(shot: Shot, anchor: str, facts: HeaderFacts) -> Markup:
    given_on = shot.on.strftime("%Y%m%d")
    return element(
        "substanceAdministration",
        template_ids(
            "2.16.840.1.113883.10.20.1.24", "1.3.6.1.4.1.19376.1.5.3.1.4.12", "1.2.250.1.213.1.1.3.45"
        ),
        entry_id(facts, anchor),
        code_element("code", shot.kind),
        element("text", reference(anchor)),
        element("statusCode", code="completed"),
        element("effectiveTime", value=given_on),
        code_element("routeCode", shot.route) if shot.route else None,
        _site(shot, anchor),
        _product(shot, anchor),
        entry_performer(_giver(shot, facts)),
        entry_author(facts.author, given_on),
        _rank(shot.rank),
        _reaction(shot, anchor, facts),
        _comment(shot, anchor),
        classCode="SBADM",
        moodCode="EVN",
        negationInd="false",
    )


def _site(shot: Shot, anchor: str) -> Markup:
    if shot.site is None:
        return NOTHING
    return code_element("approachSiteCode", shot.site, element("originalText", reference(f"{anchor}-site")))


def _product(shot: Shot, anchor: str) -> Markup:
    words = element("originalText", reference(anchor))
    translations = [code_element("translation", code) for code in (shot.atc, shot.cip) if code]
    code = (
        code_element("code", shot.cis, words, *translations)
        if shot.cis
        else element("code", words, *translations, nullFlavor="UNK")
    )
    material = element(
        "manufacturedMaterial",
        code,
        element("name", shot.vaccine),
        element("lotNumberText", shot.lot) if shot.lot else None,
    )
    templates = template_ids(
        "2.16.840.1.113883.10.20.1.53", "1.3.6.1.4.1.19376.1.5.3.1.4.7.2", "1.2.250.1.213.1.1.3.43"
    )
    return element("consumable", element("manufacturedProduct", templates, material), typeCode="CSM")


def _rank(rank: int | None) -> Markup:
    if rank is None:
        return NOTHING
    observation = element(
        "observation",
        template_ids("2.16.840.1.113883.10.20.1.46", "1.2.250.1.213.1.1.3.82"),
        code_element("code", Code("30973-2", "Rang de la vaccination")),
        element("statusCode", code="completed"),
        element("value", xsi_type="INT", value=str(rank)),
        classCode="OBS",
        moodCode="EVN",
    )
    return element("entryRelationship", observation, typeCode="SUBJ")


def _reaction(shot: Shot, anchor: str, facts: HeaderFacts) -> Markup:
    if not shot.reaction:
        return NOTHING
    words = element("originalText", reference(f"{anchor}-reac"))
    code = shot.reaction_code
    value = (
        code_element("value", code, words, xsi_type="CD")
        if code
        else element("value", words, xsi_type="CD", nullFlavor="UNK")
    )
    observation = element(
        "observation",
        template_ids(
            "2.16.840.1.113883.10.20.1.28",
            "2.16.840.1.113883.10.20.1.54",
            "1.3.6.1.4.1.19376.1.5.3.1.4.5",
            "1.2.250.1.213.1.1.3.37",
        ),
        entry_id(facts, f"{anchor}-reac"),
        code_element(
            "code", Code("418799008", "symptôme rapporté par le patient ou le répondant", SNOMED_CT)
        ),
        element("text", reference(f"{anchor}-reac")),
        element("statusCode", code="completed"),
        element("effectiveTime", element("low", value=shot.on.strftime("%Y%m%d"))),
        value,
        classCode="OBS",
        moodCode="EVN",
    )
    return element("entryRelationship", observation, typeCode="CAUS", inversionInd="false")


def _comment(shot: Shot, anchor: str) -> Markup:
    if not shot.comment:
        return NOTHING
    act = element(
        "act",
        template_ids(
            "2.16.840.1.113883.10.20.1.40", "1.3.6.1.4.1.19376.1.5.3.1.4.2", "1.2.250.1.213.1.1.3.32"
        ),
        code_element("code", Code("48767-8", "Commentaire", LOINC)),
        element("text", reference(f"{anchor}-comment")),
        element("statusCode", code="completed"),
        classCode="ACT",
        moodCode="EVN",
    )
    return element("entryRelationship", act, typeCode="SUBJ")
