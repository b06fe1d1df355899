"""Heavier stories: psychiatry and its masked documents, a cancer being announced, a nursing home."""

from datetime import timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import (
    ANTECEDENTS,
    CONCLUSION,
    COURSE,
    EXAMINATION,
    FINDINGS,
    HISTORY,
    PLAN,
    REASON,
    SAMPLE,
    part,
    printed,
    prose,
    scanned,
    sections,
    typed,
)
from dmptui.core.demo.practitioners import PATHOLOGIST, role
from dmptui.core.demo.stories.exams import imaging
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Visibility
from dmptui.core.writing.directives import (
    BREATHING,
    FEEDING,
    LIFE_SUPPORT,
    RESUSCITATION,
    Directive,
    directives,
)
from dmptui.core.writing.level3 import Section
from dmptui.core.writing.narrative import Bullets

MASKED = frozenset({Visibility.HIDDEN_FROM_PROFESSIONALS})
NOT_TOLD = frozenset({Visibility.HIDDEN_FROM_PATIENT})


def psychiatry(story: Story) -> None:
    """A depression followed at the CMP; the patient masked what she did not want shared."""
    doctor = role("MOREL")
    for ago in story.every(45, 400, 20):
        story.tell(
            Act(
                story.visit(ago),
                doctor,
                "11488-4",
                "Consultation au centre médico-psychologique",
                prose(
                    part("Entretien", HISTORY, story.one_of(_TALKS)),
                    part("Conduite à tenir", PLAN, story.one_of(_PLANS)),
                ),
                visibility=MASKED if ago > 120 else frozenset(),
            )
        )
    story.tell(
        Act(
            story.visit(210),
            doctor,
            "68599-0",
            "Synthèse psychiatrique",
            prose(
                part(
                    "Histoire",
                    HISTORY,
                    "Épisode dépressif caractérisé, d'intensité modérée, sans idée suicidaire.",
                ),
                part("Évolution", COURSE, "Rémission partielle à six mois. Reprise du travail à mi-temps."),
                part(
                    "Projet de soins", PLAN, "Psychothérapie hebdomadaire. Sertraline 50 mg poursuivie un an."
                ),
            ),
            visibility=MASKED,
        )
    )


_TALKS = (
    "Sommeil rétabli, réveils précoces plus rares. Projets à court terme.",
    "Thymie fluctuante, anhédonie en recul. Entourage présent.",
    "Anxiété anticipatoire avant la reprise du travail, travaillée en séance.",
)
_PLANS = ("Traitement inchangé. Prochain rendez-vous dans six semaines.", "Psychothérapie poursuivie.")


def announcement(story: Story) -> None:
    """A mass is found; the result waits for the consultation d'annonce, then for the patient to see it."""
    imaging(
        story,
        24,
        "Mammographie bilatérale et échographie",
        "Nodule du sein droit palpé par la patiente.",
        "Deux incidences par sein, échographie complémentaire à droite.",
        "Opacité spiculée de 11 mm du quadrant supéro-externe droit.",
        "ACR 5 à droite. Microbiopsie indiquée.",
    )
    story.tell(
        Act(
            story.visit(8),
            PATHOLOGIST,
            "60568-3",
            "Microbiopsie du sein droit : anatomopathologie",
            prose(
                part("Prélèvement", SAMPLE, "Microbiopsie échoguidée 14 G, quatre fragments."),
                part(
                    "Résultats",
                    FINDINGS,
                    "Carcinome infiltrant de type non spécifique, grade II. RE 90 %, RP 60 %, HER2 1+.",
                ),
                part(
                    "Conclusion",
                    CONCLUSION,
                    "Carcinome mammaire infiltrant droit. Consultation d'annonce à prévoir.",
                ),
            ),
            visibility=NOT_TOLD,
            description="Non visible de la patiente jusqu'à la consultation d'annonce.",
        )
    )
    story.tell(
        Act(
            story.visit(4),
            role("PEREIRA", 1),
            "34794-8",
            "Réunion de concertation pluridisciplinaire",
            printed(
                f"Patiente de {story.patient.age(story.today)} ans, OMS 0. Carcinome du sein droit, N0.",
                "Proposition : tumorectomie et ganglion sentinelle, puis hormonothérapie. Évaluation "
                "oncogériatrique avant l'intervention.",
            ),
            visibility=NOT_TOLD,
        )
    )


_LIAISON = "Anticoagulant oral. Sourde appareillée à droite. Personne à prévenir : sa fille."
_INSTRUCTIONS = "Pas de réanimation lourde, selon ses directives anticipées. Transfert possible."


def nursing_home(story: Story) -> None:
    """Life in an EHPAD: assessments, a transfer sheet, wishes."""
    doctor = role("CARON")
    story.tell(
        Act(
            story.visit(700),
            doctor,
            "67851-6",
            "Compte rendu d'admission en EHPAD",
            prose(
                part("Motif d'entrée", REASON, "Maintien à domicile devenu difficile après deux chutes."),
                part(
                    "Autonomie",
                    EXAMINATION,
                    "GIR 4. Toilette avec aide partielle, mange seule, marche avec canne.",
                ),
            ),
        )
    )
    for ago in story.every(180, 640, 40):
        story.tell(
            Act(
                story.visit(ago),
                doctor,
                "BIL_AUTO",
                "Évaluation gériatrique",
                prose(
                    part(
                        "Évaluation",
                        EXAMINATION,
                        Bullets(
                            (
                                story.one_of(("MMSE 24/30", "MMSE 23/30")),
                                "Poids stable",
                                "Deux chutes sans gravité en un an",
                                "GDS 3/15",
                            )
                        ),
                    ),
                    part("Projet", PLAN, "Kinésithérapie de prévention des chutes. Compléments protéiques."),
                ),
            )
        )
    moment = story.moment(500, 15, 30)
    wishes = (
        Directive(LIFE_SUPPORT, accepted=False, since=day_of(moment)),
        Directive(BREATHING, accepted=False, since=day_of(moment)),
        Directive(RESUSCITATION, accepted=False, since=day_of(moment)),
        Directive(FEEDING, accepted=False, since=day_of(moment)),
    )
    content = sections(
        lambda _: Section("À savoir", ANTECEDENTS, (_LIAISON,)),
        lambda facts: directives(wishes, facts),
        lambda _: Section("Consignes", PLAN, (_INSTRUCTIONS,)),
    )
    story.tell(
        Act(
            story.visit(120),
            doctor,
            "74207-2",
            "Dossier de liaison d'urgence",
            content,
            delay=timedelta(hours=1),
        )
    )
    story.tell(
        Act(
            moment,
            story.patient,
            "EXPPAT_3",
            "Mes directives anticipées",
            scanned(
                "Je soussignée demande qu'on ne prolonge pas ma vie par des moyens disproportionnés.",
                "Je souhaite être soulagée de la douleur et rester à la résidence si c'est possible.",
                "Fait à Belleroche, en présence de deux témoins.",
            ),
        )
    )
    story.tell(
        Act(
            story.moment(498, 15, 45),
            story.patient,
            "EXPPAT_1",
            "Ma personne de confiance",
            typed("Ma personne de confiance est ma fille Monique.\nTéléphone : 06 39 98 21 07.\n"),
        )
    )
