"""Examinations of several stories: imaging, eyes."""

from datetime import timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import (
    CONCLUSION,
    EXAMINATION,
    FINDINGS,
    IMPRESSION,
    REASON,
    TECHNIQUE,
    part,
    prose,
)
from dmptui.core.demo.practitioners import role
from dmptui.core.model.days import day_of
from dmptui.core.writing.codes import HR_CCAM, PRESTATION, Code
from dmptui.core.writing.narrative import Table


def imaging(
    story: Story,
    ago: int,
    title: str,
    why: str,
    how: str,
    found: str,
    concluded: str,
    code: Code | None = None,
) -> None:
    """A report of imaging; ``code`` is that of the act, CCAM."""
    content = prose(
        part("Indication", REASON, why),
        part("Technique", TECHNIQUE, how),
        part("Résultats", FINDINGS, found),
        part("Conclusion", IMPRESSION, concluded),
    )
    story.tell(
        Act(
            story.visit(ago, 14), role("VIDAL"), "18748-4", title, content, delay=timedelta(hours=2),
            event=code, billed=(code._replace(system=HR_CCAM),) if code else (),
        )
    )  # fmt: skip


def eyes(story: Story) -> None:
    """The ophthalmologist, once a year."""
    for ago in story.every(365, 365 * 4, 25):
        eye_check(story, ago)


def eye_check(story: Story, ago: int) -> None:
    """A consultation of ophthalmology."""
    rng = story.rng
    at = story.visit(ago)
    present = story.known_on(day_of(at))
    nerve = "Excavation papillaire 0,6, stable" if "glaucome" in present else "Normal"
    table = Table(
        ("", "Œil droit", "Œil gauche"),
        (
            ("Acuité de loin corrigée", "10/10", rng.choice(("10/10", "9/10"))),
            ("Pression intraoculaire", f"{rng.randint(13, 19)} mmHg", f"{rng.randint(13, 19)} mmHg"),
            ("Fond d'œil", nerve, nerve),
        ),
    )
    conclusion = (
        "Pas de rétinopathie diabétique. Contrôle dans un an."
        if "dt2" in present
        else "Examen stable. Contrôle dans un an."
    )
    story.tell(
        Act(
            at,
            role("LEROY"),
            "78513-9",
            "Consultation d'ophtalmologie",
            prose(part("Examen", EXAMINATION, table), part("Conclusion", CONCLUSION, conclusion)),
            delay=timedelta(days=1),
            billed=(Code("CS", "CONSULTATION SPECIALISTE", PRESTATION),),
        )
    )
