"""What happened to the people of the population, story by story."""

from collections.abc import Callable

from dmptui.core.demo.acts import Story
from dmptui.core.demo.stories import childhood, episodes, exams, illness, maternity, richest
from dmptui.core.demo.stories.follow_up import follow_up
from dmptui.core.demo.stories.nursing import daily_care

STORIES: dict[str, Callable[[Story], None]] = {
    "suivi": follow_up,
    "lucie": richest.whole_life,
    "enfant": childhood.child,
    "adolescent": childhood.adolescent,
    "nouveau_ne": childhood.newborn,
    "grossesse": maternity.pregnancy,
    "maternite": maternity.after_birth,
    "lombalgie": episodes.back_pain,
    "dentaire": episodes.teeth,
    "ophtalmologie": exams.eyes,
    "urgences": episodes.emergency,
    "fracture": episodes.fracture,
    "psychiatrie": illness.psychiatry,
    "annonce": illness.announcement,
    "ehpad": illness.nursing_home,
}

__all__ = ["STORIES", "daily_care"]
