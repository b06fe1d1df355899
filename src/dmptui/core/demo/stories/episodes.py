"""Short stories: a back, teeth, an emergency, a broken hip."""

from datetime import timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import (
    CONCLUSION,
    COURSE,
    EXAMINATION,
    HISTORY,
    PLAN,
    REASON,
    ordonnance,
    part,
    printed,
    prose,
    typed,
)
from dmptui.core.demo.practitioners import role
from dmptui.core.demo.stories.exams import imaging
from dmptui.core.demo.stories.follow_up import attending
from dmptui.core.model.days import day_of, in_figures
from dmptui.core.writing.codes import ATC, CCAM, Code
from dmptui.core.writing.narrative import Bullets, Table
from dmptui.core.writing.pdf import PdfTable
from dmptui.core.writing.treatments import Treatment


def back_pain(story: Story) -> None:
    """A lumbago: certificate of absence from work, imaging, physiotherapy, a workplace letter."""
    doctor = attending(story)
    first = story.visit(58)
    story.tell(
        Act(
            first,
            doctor,
            "11488-4",
            "Consultation pour lombalgie aiguë",
            prose(
                part("Motif", REASON, "Douleur lombaire basse depuis deux jours, après port de charge."),
                part("Examen", EXAMINATION, "Raideur, Lasègue négatif à droite et à gauche. Pas de déficit."),
                part("Conclusion", CONCLUSION, "Lombalgie commune. Activité maintenue autant que possible."),
            ),
            lot="lombalgie",
        )
    )
    analgesic = Treatment(
        "PARACÉTAMOL 1 000 mg, comprimé",
        "1 comprimé toutes les six heures si douleur",
        day_of(first),
        day_of(first) + timedelta(days=7),
        Code("N02BE01", "paracétamol", ATC),
        boxes=4,
    )
    story.tell(Act(first, doctor, "57833-6", "Ordonnance", ordonnance((analgesic,)), lot="lombalgie"))
    last = first + timedelta(days=6)
    work = f"Arrêt de travail prescrit du {in_figures(first)} au {in_figures(last)}. Sorties autorisées."
    story.tell(Act(first, doctor, "PRESC-AAT", "Arrêt de travail", printed(work), lot="lombalgie"))
    imaging(
        story,
        14,
        "IRM du rachis lombaire",
        "Lombalgie persistante à six semaines malgré le traitement, irradiation fessière gauche.",
        "Séquences sagittales T1 et T2, axiales T2 de L3 à S1, sans injection.",
        "Discopathie L4-L5 et L5-S1. Petite hernie L5-S1 gauche, sans conflit radiculaire franc.",
        "Discopathies dégénératives débutantes. Pas de compression.",
        Code(
            "LHQN001",
            "Remnographie [IRM] d'un ou de deux segments de la colonne vertébrale et de son contenu, sans "
            "injection intraveineuse de produit de contraste",
            CCAM,
        ),
    )
    story.tell(
        Act(
            story.visit(42),
            doctor,
            "PRESC-KINE",
            "Prescription de kinésithérapie",
            prose(
                part(
                    "Prescription",
                    PLAN,
                    "Dix séances de rééducation du rachis lombaire, à débuter sans délai.",
                )
            ),
        )
    )
    story.tell(
        Act(
            story.visit(9),
            role("OLIVIER"),
            "47420-5",
            "Bilan-diagnostic kinésithérapique",
            prose(
                part(
                    "Bilan", EXAMINATION, "Douleur 2/10 au repos, 4/10 à l'effort. Distance doigts-sol 12 cm."
                ),
                part(
                    "Projet", CONCLUSION, "Renforcement du tronc, école du dos, reprise progressive du sport."
                ),
            ),
        )
    )


def teeth(story: Story) -> None:
    """Dental care: a check-up, an extraction, an antibiotic."""
    dentist = role("MASSON")
    chart = Table(
        ("Dent", "État", "Soin prévu"),
        (
            ("16", "Carie occlusale", "Composite"),
            ("26", "Couronne, saine", "Surveillance"),
            ("38", "Incluse, péricoronarite", "Avulsion"),
            ("46", "Ancien amalgame", "Surveillance"),
        ),
    )
    story.tell(
        Act(
            story.visit(130),
            dentist,
            "28617-9",
            "Bilan bucco-dentaire",
            prose(
                part("Bilan", EXAMINATION, "Hygiène correcte, gencive inflammatoire en regard de 38.", chart)
            ),
        )
    )
    extraction = story.visit(96)
    story.tell(
        Act(
            extraction,
            dentist,
            "11505-5",
            "Avulsion de la dent 38",
            printed(
                "Avulsion de la 38 sous anesthésie locale, alvéolectomie, sutures résorbables.",
                "Suites simples attendues. Contrôle dans huit jours.",
            ),
            event=Code(
                "HBGD004", "Avulsion d'1 troisième molaire mandibulaire retenue ou à l'état de germe", CCAM
            ),
            lot="avulsion",
        )
    )
    antibiotic = Treatment(
        "AMOXICILLINE 1 g, comprimé dispersible",
        "1 comprimé matin et soir",
        day_of(extraction),
        day_of(extraction) + timedelta(days=6),
        Code("J01CA04", "amoxicilline", ATC),
    )
    story.tell(Act(extraction, dentist, "57833-6", "Ordonnance", ordonnance((antibiotic,)), lot="avulsion"))
    story.tell(
        Act(
            story.moment(90, 21, 5),
            story.patient,
            "DOCPAT09",
            "Devis dentaire signé",
            typed(
                "Devis du 12, signé et renvoyé au cabinet.\nMutuelle : accord reçu, reste à charge 41,20 €.\n"
            ),
        )
    )


def emergency(story: Story) -> None:
    """A night in the emergency department, and what is sent to the médecin traitant."""
    at = story.moment(30, 23, 40)
    doctor = role("FAURE", 1)
    story.tell(
        Act(
            at,
            doctor,
            "15507-7",
            "Compte rendu de passage aux urgences",
            prose(
                part("Motif", REASON, "Douleur thoracique de repos, amené par le SMUR."),
                part(
                    "Histoire",
                    HISTORY,
                    "Douleur rétrosternale à 22 h 50, trinitrine efficace en dix minutes.",
                ),
                part(
                    "Examens",
                    EXAMINATION,
                    Bullets(
                        (
                            "ECG : rythme sinusal, pas de sus-décalage.",
                            "Troponine ultrasensible : 8 puis 9 ng/L à trois heures.",
                            "Radiographie de thorax : normale.",
                        )
                    ),
                ),
                part(
                    "Conclusion",
                    CONCLUSION,
                    "Syndrome coronarien aigu écarté. Avis cardiologique sous huit jours.",
                ),
            ),
            ended=at + timedelta(hours=9),
            lot="urgences",
        )
    )
    story.tell(
        Act(
            at + timedelta(hours=9),
            doctor,
            "60280-5",
            "Fiche de retour des urgences",
            printed(
                "Retour à domicile à 8 h 40. Traitement habituel inchangé.",
                "Consigne : rappeler le 15 si la douleur revient.",
            ),
            lot="urgences",
        )
    )


def fracture(story: Story) -> None:
    """A broken hip: surgery, discharge letter, physiotherapy."""
    fall = story.moment(64, 17, 20)
    surgeon = role("DUMAS")
    story.tell(
        Act(
            fall,
            role("FAURE", 1),
            "15507-7",
            "Compte rendu de passage aux urgences",
            prose(
                part(
                    "Motif", REASON, "Chute de sa hauteur au domicile, impotence du membre inférieur droit."
                ),
                part(
                    "Conclusion",
                    CONCLUSION,
                    "Fracture cervicale vraie du fémur droit. Hospitalisation en chirurgie.",
                ),
            ),
        )
    )
    story.tell(
        Act(
            fall + timedelta(hours=16),
            surgeon,
            "34874-8",
            "Compte rendu opératoire : prothèse de hanche droite",
            printed(
                "Indication : fracture cervicale vraie déplacée du fémur droit.",
                "Voie postérieure, décubitus latéral gauche, rachianesthésie. Arthroplastie intermédiaire, "
                "tige cimentée, tête 28 mm. Stabilité satisfaisante, réinsertion capsulaire.",
                PdfTable(
                    (
                        ("Matériel", "Taille", "Lot"),
                        ("Tige cimentée", "12", "TC-40817"),
                        ("Cupule mobile", "46", "CM-11260"),
                    )
                ),
                "Saignement 250 ml, pas de transfusion. Appui complet autorisé au premier jour.",
            ),
            ended=fall + timedelta(hours=18),
            delay=timedelta(hours=4),
            event=Code(
                "NEKA011",
                "Remplacement de l'articulation coxofémorale par prothèse fémorale cervicocéphalique et "
                "cupule mobile",
                CCAM,
            ),
        )
    )
    discharge = fall + timedelta(days=9, hours=-6)
    story.tell(
        Act(
            fall,
            surgeon,
            "11490-0",
            "Lettre de liaison à la sortie",
            prose(
                part("Motif d'hospitalisation", REASON, "Fracture du col du fémur droit."),
                part(
                    "Évolution", COURSE, "Lever au premier jour. Marche avec déambulateur. Cicatrice propre."
                ),
                part(
                    "Suites",
                    CONCLUSION,
                    Bullets(
                        (
                            "Ablation des agrafes au quinzième jour par l'infirmière.",
                            "Anticoagulation préventive pendant trente-cinq jours.",
                            "Consultation avec radiographie à six semaines.",
                        )
                    ),
                ),
            ),
            ended=discharge,
        )
    )
    story.tell(
        Act(
            story.visit(18),
            role("OLIVIER"),
            "11506-3",
            "Suivi de rééducation après prothèse de hanche",
            prose(
                part(
                    "Suivi",
                    COURSE,
                    "Marche avec une canne, périmètre 300 m. Abduction 4/5. Escaliers acquis.",
                )
            ),
        )
    )
