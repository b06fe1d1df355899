"""The vaccines of the population, and the notes they leave."""

from dataclasses import replace
from datetime import date, timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import shot_note
from dmptui.core.demo.practitioners import role
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.terminology import vaccines
from dmptui.core.writing.codes import ATC, CIS, SNOMED_CT, Code
from dmptui.core.writing.vaccination import BOOSTER, FIRST_SERIES, Shot

LEFT_ARM = Code("16217701000119102", "deltoïde gauche", SNOMED_CT)
LEFT_THIGH = Code("61396006", "cuisse gauche", SNOMED_CT)


def shot(
    story: Story,
    name: str,
    on: date,
    rank: int | None = None,
    reaction: str = "",
    by: PractitionerRole | None = None,
) -> Shot:
    """A dose of a vaccine of the catalogue, its lot drawn."""
    vaccine = vaccines()[name]
    letters = "".join(story.rng.choice("ABCDEFGHKLMNPRSTUVWX") for _ in range(2))
    return Shot(
        on=on,
        vaccine=vaccine.name,
        atc=Code(vaccine.atc, vaccine.atc_label, ATC),
        cis=Code(vaccine.cis, vaccine.name, CIS),
        lot=f"{letters}{story.rng.randint(1000, 99999)}",
        rank=rank,
        kind=FIRST_SERIES if rank == 1 or name in ("hexa", "ror", "hpv") else BOOSTER,
        site=LEFT_ARM,
        reaction=reaction,
        by=by,
    )


def vaccinate(
    story: Story, name: str, ago: int, by: PractitionerRole, rank: int | None = None, reaction: str = ""
) -> Shot:
    """Give a dose, and deposit its note."""
    at = story.visit(ago)
    given = shot(story, name, at.date(), rank, reaction, by)
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
