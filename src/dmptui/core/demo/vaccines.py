"""The vaccines of the population, and the notes they leave."""

from dataclasses import replace
from datetime import date, timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import shot_note
from dmptui.core.demo.practitioners import role
from dmptui.core.documents.writing.codes import ATC, SNOMED_CT, Code
from dmptui.core.documents.writing.vaccination import BOOSTER, FIRST_SERIES, Shot
from dmptui.core.model.practitioner import PractitionerRole

LEFT_ARM = Code("16217701000119102", "deltoïde gauche", SNOMED_CT)
LEFT_THIGH = Code("61396006", "cuisse gauche", SNOMED_CT)

_NAMES = {
    "grippe": (
        "VAXIGRIPTETRA, suspension injectable en seringue préremplie",
        "J07BB02",
        "grippe, antigène purifié",
    ),
    "covid": (
        "COMIRNATY, dispersion injectable",
        "J07BN01",
        "covid-19, vaccin à ARN",
    ),
    "pneumo": (
        "PREVENAR 20, suspension injectable",
        "J07AL02",
        "pneumocoque, antigène polyosidique conjugué",
    ),
    "dtp": (
        "REVAXIS, suspension injectable en seringue préremplie",
        "J07CA01",
        "diphtérie-poliomyélite-tétanos",
    ),
    "dtpc": (
        "BOOSTRIXTETRA, suspension injectable",
        "J07CA02",
        "diphtérie-coqueluche-poliomyélite-tétanos",
    ),
    "zona": (
        "SHINGRIX, poudre et suspension pour suspension injectable",
        "J07BK03",
        "zona, antigène purifié",
    ),
    "hexa": (
        "HEXYON, suspension injectable en seringue préremplie",
        "J07CA09",
        "diphtérie-Haemophilus influenzae b-coqueluche-poliomyélite-tétanos-hépatite B",
    ),
    "ror": (
        "PRIORIX, poudre et solvant pour solution injectable",
        "J07BD52",
        "rougeole, oreillons et rubéole",
    ),
    "menacwy": (
        "NIMENRIX, poudre et solvant pour solution injectable",
        "J07AH08",
        "méningocoques A, C, Y, W-135",
    ),
    "menb": (
        "BEXSERO, suspension injectable en seringue préremplie",
        "J07AH09",
        "méningocoque B",
    ),
    "hpv": (
        "GARDASIL 9, suspension injectable en seringue préremplie",
        "J07BM03",
        "papillomavirus",
    ),
}


def shot(story: Story, name: str, on: date, rank: int | None = None, reaction: str = "") -> Shot:
    """A dose of a vaccine of the catalogue, its lot drawn."""
    product, atc, words = _NAMES[name]
    letters = "".join(story.rng.choice("ABCDEFGHKLMNPRSTUVWX") for _ in range(2))
    return Shot(
        on=on,
        vaccine=product,
        atc=Code(atc, words, ATC),
        lot=f"{letters}{story.rng.randint(1000, 99999)}",
        rank=rank,
        kind=FIRST_SERIES if rank == 1 or name in ("hexa", "ror", "hpv") else BOOSTER,
        site=LEFT_ARM,
        reaction=reaction,
    )


def vaccinate(
    story: Story, name: str, ago: int, by: PractitionerRole, rank: int | None = None, reaction: str = ""
) -> Shot:
    """Give a dose, and deposit its note."""
    at = story.visit(ago)
    given = shot(story, name, at.date(), rank, reaction)
    if story.today - story.patient.birth_date < timedelta(days=900):
        given = replace(given, site=LEFT_THIGH)
    title = f"Note de vaccination - {given.vaccine.split(',')[0].capitalize()}"
    story.tell(Act(at, by, "87273-9", title, shot_note(given)))
    return given


def yearly_flu(story: Story, years: int) -> list[Shot]:
    """The flu vaccine, every autumn, at the pharmacy or by the nurse."""
    given = []
    for year in range(story.today.year - years, story.today.year + 1):
        autumn = date(year, 10, 14) + timedelta(days=story.rng.randint(0, 30))
        ago = (story.today - autumn).days
        if ago >= 2:
            by = role("LAMBERT") if story.rng.random() < 0.6 else role("PETIT")
            given.append(vaccinate(story, "grippe", ago, by))
    return given
