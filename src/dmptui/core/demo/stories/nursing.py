"""Nursing at home: weekly notes, dressings, and daily visits when a record must be very long."""

from datetime import timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import COURSE, part, prose
from dmptui.core.demo.practitioners import role
from dmptui.core.writing.codes import PRESTATION, Code
from dmptui.core.writing.narrative import Table

_SEEN = (
    "Bon état général, s'alimente bien. Pilulier de la semaine préparé.",
    "Fatiguée ce matin, pas de dyspnée. Prise des traitements vérifiée.",
    "Chevilles un peu gonflées en fin de journée, jambes surélevées. Médecin prévenu.",
    "Pas de plainte. Conseils sur le sel rappelés.",
    "A compris l'intérêt de la pesée, tient son carnet à jour.",
    "Glycémie capillaire du matin conforme. Pieds secs, sans lésion.",
)


def nursing_note(story: Story, ago: int) -> None:
    """A visit of the nurse."""
    at = story.visit(ago, 8)
    rng = story.rng
    pressure = f"{round(rng.gauss(134, 8))}/{round(rng.gauss(77, 5))} mmHg"
    weight = f"{71 + rng.gauss(0, 0.8):.1f} kg".replace(".", ",")
    measures = Table(
        ("Mesure", "Valeur"),
        (
            ("Pression artérielle", pressure),
            ("Pouls", f"{round(rng.gauss(66, 5))} /min"),
            ("Poids", weight),
            ("Glycémie capillaire", f"{rng.gauss(1.28, 0.14):.2f} g/l".replace(".", ",")),
        ),
    )
    content = prose(part("Surveillance à domicile", COURSE, story.one_of(_SEEN), measures))
    story.tell(
        Act(
            at,
            role("PETIT"),
            "11506-3",
            "Fiche de suivi infirmier",
            content,
            ended=at + timedelta(minutes=20),
            delay=timedelta(hours=3),
            archived=ago > 900,
            billed=(Code("AMI", "SOINS INFIRMIERS", PRESTATION),),
        )
    )


def daily_care(story: Story, count: int) -> None:
    """Exactly ``count`` more visits, one a day from yesterday on; several a day when there are many."""
    for number in range(count):
        nursing_note(story, 1 + number % 3600)
