"""The vaccines of the population, and the notes they leave."""

from datetime import date, timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import shot_note
from dmptui.core.demo.days import years_before
from dmptui.core.demo.practitioners import role
from dmptui.core.model.days import day_of
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.terminology import Vaccine, vaccines
from dmptui.core.writing.codes import ATC, CIS, SNOMED_CT, Code
from dmptui.core.writing.treatments import ORAL
from dmptui.core.writing.vaccination import BOOSTER, FIRST_SERIES, INTRAMUSCULAR, UNSPECIFIED, Shot

LEFT_ARM = Code("16217701000119102", "deltoïde gauche", SNOMED_CT)
LEFT_THIGH = Code("61396006", "cuisse gauche", SNOMED_CT)

_WALKING = timedelta(days=730)
"""Under two years, the thigh; the deltoid is too thin."""
_SWALLOWED = "J07BH"
_YEARLY = "J07BB"
_PRIMARY = {
    "J07AH07": 1, "J07AH08": 1, "J07AH09": 2, "J07AL02": 2, "J07BD52": 2, "J07BH01": 2, "J07BK03": 2,
    "J07BM03": 3, "J07BN01": 2, "J07CA09": 2,
}  # fmt: skip
"""Doses of a first series; those after it, and all those of the other vaccines, are boosters."""

_FLU = {
    False: ("grippe", "vaxigriptetra", "vaxigrip_2017"),
    True: ("efluelda", "vaxigriptetra", "vaxigrip_2017"),
}
"""Against influenza, by whether one is 65: in 2025 the trivalents came back, stronger ones from 65 on."""
_AT_RISK = frozenset(
    {"dt2", "insuffisance_cardiaque", "bpco", "fibrillation", "coronaropathie", "insuffisance_renale"}
)
"""Whom the calendar offers the vaccine against influenza before 65."""
_BY_PHARMACISTS = 2019
"""The first autumn every pharmacy of the country could vaccinate against influenza (arrêté du 23/04/2019)."""


def product_of(names: tuple[str, ...], day: date) -> Vaccine:
    """The first of these vaccines that could be had on a day.

    Raises:
        LookupError: none of them could.
    """
    offered = (vaccines()[name] for name in names)
    found = next((vaccine for vaccine in offered if vaccine.given_on(day)), None)
    if found is None:
        raise LookupError(f"{names} on {day}")
    return found


def kind_of(vaccine: Vaccine, rank: int | None) -> Code:
    """Whether a dose is of a first series, a booster, or neither."""
    if vaccine.atc.startswith(_YEARLY):
        return UNSPECIFIED
    return FIRST_SERIES if rank is not None and rank <= _PRIMARY.get(vaccine.atc, 0) else BOOSTER


def shot(
    story: Story,
    vaccine: Vaccine,
    on: date,
    rank: int | None = None,
    reaction: str = "",
    by: PractitionerRole | None = None,
) -> Shot:
    """A dose of a vaccine of the catalogue, its lot drawn."""
    letters = "".join(story.rng.choice("ABCDEFGHKLMNPRSTUVWX") for _ in range(2))
    is_swallowed = vaccine.atc.startswith(_SWALLOWED)
    arm_or_thigh = LEFT_THIGH if on - story.patient.birth_date < _WALKING else LEFT_ARM
    return Shot(
        on=on,
        vaccine=vaccine.name,
        atc=Code(vaccine.atc, vaccine.atc_label, ATC),
        cis=Code(vaccine.cis, vaccine.name, CIS),
        lot=f"{letters}{story.rng.randint(1000, 99999)}",
        rank=rank,
        kind=kind_of(vaccine, rank),
        route=ORAL if is_swallowed else INTRAMUSCULAR,
        site=None if is_swallowed else arm_or_thigh,
        reaction=reaction,
        by=by,
    )


def vaccinate(
    story: Story,
    names: str | tuple[str, ...],
    ago: int,
    by: PractitionerRole,
    rank: int | None = None,
    reaction: str = "",
) -> Shot:
    """Give a dose, and deposit its note.

    Args:
        names: keys of the catalogue, the first preferred: what could not be had that day is not given.
    """
    at = story.visit(ago)
    day = day_of(at)
    vaccine = product_of((names,) if isinstance(names, str) else names, day)
    given = shot(story, vaccine, day, rank, reaction, by)
    title = f"Note de vaccination - {given.vaccine.split(',')[0].capitalize()}"
    story.tell(Act(at, by, "87273-9", title, shot_note(given)))
    story.shots.append(given)
    return given


def vaccinate_on(
    story: Story,
    names: str | tuple[str, ...],
    day: date,
    by: PractitionerRole,
    rank: int | None = None,
    reaction: str = "",
) -> list[Shot]:
    """The same on a day of the calendar, when it is past: the shot, or none."""
    ago = (story.today - day).days
    return [vaccinate(story, names, ago, by, rank, reaction)] if ago >= _LATELY else []


_LATELY = 2


def yearly_flu(story: Story, years: int) -> list[Shot]:
    """The flu vaccine, every autumn one is offered it, at the pharmacy or by the nurse."""
    given = []
    for year in range(story.today.year - years, story.today.year + 1):
        autumn = date(year, 10, 22) + timedelta(days=story.rng.randint(0, 22))
        at_pharmacy = story.rng.random() < 0.6 and year >= _BY_PHARMACISTS
        if (story.today - autumn).days < _LATELY or not _is_offered_flu(story, autumn):
            continue
        names = _FLU[story.patient.birth_date <= years_before(autumn, 65)]
        given += vaccinate_on(story, names, autumn, role("LAMBERT" if at_pharmacy else "PETIT"))
    return given


def _is_offered_flu(story: Story, day: date) -> bool:
    is_old = story.patient.birth_date <= years_before(day, 65)
    return is_old or not _AT_RISK.isdisjoint(story.known_on(day))
