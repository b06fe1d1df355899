"""The vaccines of the richest record, on the days of the calendar they were offered."""

from datetime import date, timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import shot_history
from dmptui.core.demo.practitioners import role
from dmptui.core.demo.vaccines import shot, vaccinate_on, yearly_flu
from dmptui.core.terminology import vaccines
from dmptui.core.writing.vaccination import Shot

_YEARS = 12


def vaccines_of_a_life(story: Story) -> None:
    """Influenza each autumn, and what her age and her illnesses call for; then the list of it all."""
    given: list[Shot] = list(yearly_flu(story, _YEARS))
    born = story.patient.birth_date
    for names, day, family, rank, reaction in (
        ("dtp", born.replace(year=born.year + 65) + timedelta(days=40), "ROUX", None, ""),
        ("covid_2021", date(2021, 4, 12), "PETIT", 1, ""),
        ("covid_2021", date(2021, 5, 17), "PETIT", 2, "Fièvre à 38,5 °C pendant un jour"),
        ("covid_2021", date(2021, 12, 17), "LAMBERT", 3, ""),
        ("covid_2022", date(2022, 11, 29), "LAMBERT", 4, ""),
        ("pneumo", date(2024, 6, 26), "PETIT", 1, ""),
        ("covid_2024", date(2024, 11, 26), "LAMBERT", 5, ""),
        ("zona", date(2025, 2, 20), "ROUX", 1, ""),
        ("zona", date(2025, 5, 13), "ROUX", 2, ""),
        (("dtp", "repevax"), born.replace(year=born.year + 75) + timedelta(days=8), "ROUX", None, ""),
    ):
        given += vaccinate_on(story, names, day, role(family), rank, reaction)
    long_ago = born.replace(year=born.year + 58) + timedelta(days=100)
    given.append(shot(story, vaccines()["dtp"], long_ago))
    at = story.visit(6, 19)
    content = shot_history(tuple(given))
    story.tell(Act(at, role("ROUX"), "11369-6", "Historique des vaccinations", content))
