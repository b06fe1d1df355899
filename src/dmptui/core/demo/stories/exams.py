"""Examinations of several stories: imaging, eyes."""

from datetime import timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import CONCLUSION, EXAMINATION, FINDINGS, REASON, TECHNIQUE, part, prose
from dmptui.core.demo.practitioners import role
from dmptui.core.writing.narrative import Table


def imaging(story: Story, ago: int, title: str, why: str, how: str, found: str, concluded: str) -> None:
    """A report of imaging."""
    content = prose(
        part("Indication", REASON, why),
        part("Technique", TECHNIQUE, how),
        part("Résultats", FINDINGS, found),
        part("Conclusion", CONCLUSION, concluded),
    )
    story.tell(Act(story.visit(ago, 14), role("VIDAL"), "18748-4", title, content, delay=timedelta(hours=2)))


def eyes(story: Story) -> None:
    """The ophthalmologist, once a year."""
    for ago in story.every(365, 365 * 4, 25):
        eye_check(story, ago)


def eye_check(story: Story, ago: int) -> None:
    """A consultation of ophthalmology."""
    rng = story.rng
    table = Table(
        ("", "Œil droit", "Œil gauche"),
        (
            ("Acuité de loin corrigée", "10/10", rng.choice(("10/10", "9/10"))),
            ("Pression intraoculaire", f"{rng.randint(13, 19)} mmHg", f"{rng.randint(13, 19)} mmHg"),
            ("Fond d'œil", "Normal", "Normal"),
        ),
    )
    conclusion = (
        "Pas de rétinopathie diabétique. Contrôle dans un an."
        if "dt2" in story.found
        else "Examen stable. Contrôle dans un an."
    )
    story.tell(
        Act(
            story.visit(ago),
            role("LEROY"),
            "78513-9",
            "Consultation d'ophtalmologie",
            prose(part("Examen", EXAMINATION, table), part("Conclusion", CONCLUSION, conclusion)),
            delay=timedelta(days=1),
        )
    )
