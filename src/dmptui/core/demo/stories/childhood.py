"""Children: a newborn, a child, an adolescent who keeps something from the parents."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import (
    CONCLUSION,
    EXAMINATION,
    HISTORY,
    PLAN,
    REASON,
    ordonnance,
    part,
    printed,
    prose,
    sections,
    shot_history,
)
from dmptui.core.demo.practitioners import role
from dmptui.core.demo.stories.follow_up import treatments
from dmptui.core.demo.vaccines import vaccinate
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Visibility
from dmptui.core.writing.level3 import Section
from dmptui.core.writing.vital_signs import HEAD, HEIGHT, WEIGHT, Measure, vital_signs

FIRST_CERTIFICATE = (
    "Premier certificat de santé (à établir obligatoirement dans les 8 jours suivant la naissance)"
)
FROM_PARENTS = frozenset({Visibility.HIDDEN_FROM_REPRESENTATIVES})


def newborn(story: Story) -> None:
    """From birth to three months: certificates and the first vaccines."""
    age = (story.today - story.patient.birth_date).days
    story.tell(
        Act(
            story.moment(age, 9),
            role("PEREIRA", 1),
            "57075-4",
            "Synthèse de salle de naissance",
            printed("Né à 39 semaines et 4 jours, 3 340 g, 50 cm. Apgar 9 puis 10. Vitamine K donnée."),
        )
    )
    for days, code, title, progress, measured in (
        (7, "CERT_DECL", FIRST_CERTIFICATE, "Réflexes archaïques présents.", ("3.280", "50.5", "34.8")),
        (40, "59283-2", "Examen du deuxième mois", "Poursuite oculaire.", ("4.520", "55.0", "37.6")),
        (78, "59283-2", "Examen du troisième mois", "Sourit, tient sa tête.", ("5.610", "59.5", "39.9")),
    ):
        _growth(story, age - days, code, title, progress, measured)
    if age > 62:
        for name in ("hexa", "vpc15", "rota"):
            vaccinate(story, name, age - 61, role("BENOIT"), 1)


def _growth(
    story: Story, ago: int, code: str, title: str, progress: str, measured: tuple[str, str, str]
) -> None:
    at = story.visit(ago)
    weight, height, head = (Decimal(value) for value in measured)
    measures = (Measure(WEIGHT, weight, "kg"), Measure(HEIGHT, height, "cm"), Measure(HEAD, head, "cm"))
    content = sections(
        lambda facts: vital_signs(measures, at, facts),
        lambda _: Section(
            "Examen",
            EXAMINATION,
            (f"{progress} Fontanelle souple. Hanches stables.",),
        ),
    )
    story.tell(Act(at, role("BENOIT"), code, title, content))


def child(story: Story) -> None:
    """An asthmatic schoolgirl: consultations, vaccines of childhood, a school plan."""
    born = (story.today - story.patient.birth_date).days
    doctor = role("BENOIT")
    given = [
        vaccinate(story, name, born - months * 30 - 8, doctor, rank)
        for name, months, rank in (
            ("infanrix_hexa", 2, 1),
            ("vpc13", 2, 1),
            ("infanrix_hexa", 4, 2),
            ("vpc13", 4, 2),
            ("infanrix_hexa", 11, 3),
            ("vpc13", 11, 3),
            ("ror", 12, 1),
            ("menc", 12, 1),
            ("ror", 17, 2),
            ("dtcap", 74, 4),
        )
    ]
    at = story.visit(74)
    content = shot_history(tuple(given))
    story.tell(Act(at, doctor, "11369-6", "Historique des vaccinations", content))
    for ago in story.every(190, 365 * 3, 4):
        at = story.visit(ago)
        lot, breath = f"asthme-{ago}", story.rng.randint(84, 96)
        story.tell(
            Act(
                at,
                doctor,
                "11488-4",
                "Consultation de suivi d'asthme",
                prose(
                    part("Motif", REASON, "Suivi de l'asthme, avec sa mère."),
                    part(
                        "Examen",
                        EXAMINATION,
                        f"Auscultation libre. Débit de pointe à {breath} % de la valeur prédite.",
                    ),
                    part("Conclusion", CONCLUSION, "Asthme contrôlé. Technique d'inhalation revue."),
                ),
                lot=lot,
            )
        )
        day = day_of(at)
        lines = tuple(
            replace(line, since=day, until=day + timedelta(days=180), reason=None)
            for line in treatments(story, day)
        )
        story.tell(Act(at, doctor, "57833-6", "Ordonnance", ordonnance(lines), lot=lot))
    story.tell(
        Act(
            story.visit(75),
            doctor,
            "80771-9",
            "Projet d'accueil individualisé",
            prose(
                part(
                    "À l'école", PLAN, "Salbutamol dans la trousse. Deux bouffées avant le sport si besoin."
                ),
                part(
                    "En cas de crise",
                    PLAN,
                    "Quatre bouffées avec la chambre d'inhalation, appeler le 15 si échec.",
                ),
            ),
        )
    )


def adolescent(story: Story) -> None:
    """A consultation the adolescent asked to keep from the parents (CSP L1111-5)."""
    doctor = role("BENOIT")
    story.tell(
        Act(
            story.visit(200),
            doctor,
            "89601-9",
            "Certificat d'aptitude au sport",
            printed("Pas de contre-indication apparente à la pratique du handball en compétition."),
        )
    )
    vaccinate(story, "hpv", 520, doctor, 1)  # begun at 14: two doses
    vaccinate(story, "hpv", 330, doctor, 2)
    vaccinate(story, "menacwy", 110, doctor, 1)
    story.tell(
        Act(
            story.visit(52),
            role("MOREL"),
            "11488-4",
            "Entretien au centre médico-psychologique",
            prose(
                part("Entretien", HISTORY, "Vu seul, à sa demande. Tensions au lycée, sommeil décalé."),
                part(
                    "Suite",
                    PLAN,
                    "Trois entretiens proposés. Souhaite que ses parents n'en soient pas avertis.",
                ),
            ),
            visibility=FROM_PARENTS,
        )
    )
    story.tell(
        Act(
            story.visit(20),
            doctor,
            "11488-4",
            "Consultation confidentielle",
            prose(
                part("Motif", REASON, "Demande d'information et de dépistage."),
                part(
                    "Conclusion",
                    CONCLUSION,
                    "Information donnée, dépistage prescrit. Revoir avec les résultats.",
                ),
            ),
            delay=timedelta(hours=1),
            visibility=FROM_PARENTS,
            description="Secret demandé par le mineur, CSP L1111-5.",
        )
    )
