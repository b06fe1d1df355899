"""Two stays in hospital: the heart fails, then a pneumonia."""

from datetime import datetime, timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import (
    CONCLUSION,
    COURSE,
    EXAMINATION,
    HISTORY,
    PLAN,
    REASON,
    part,
    printed,
    prose,
    results,
)
from dmptui.core.demo.laboratory import CELL_COUNT, KIDNEY, Former, chapters
from dmptui.core.demo.practitioners import role
from dmptui.core.writing.narrative import Bullets, Table
from dmptui.core.writing.pdf import PdfTable


def heart_failure(story: Story, ago: int) -> None:
    """Ten days in cardiology, from the emergency department to the médecin traitant's letter."""
    arrival = story.moment(ago, 5, 35)
    _emergency(
        story, arrival,
        "Dyspnée de repos depuis la nuit, orthopnée, prise de 6 kg en trois semaines.",
        "Crépitants bilatéraux jusqu'à mi-champ, SpO2 88 % en air, TA 168/94, œdèmes jusqu'aux genoux.",
        "Œdème aigu du poumon. Furosémide intraveineux, oxygène, hospitalisation en cardiologie.",
    )  # fmt: skip
    levels = {"ntprobnp": 6240.0, "creatinine": 118.0, "dfg": 41.0, "potassium": 3.6, "crp": 14.0}
    _ward_biology(story, arrival, levels)
    _ward_biology(story, arrival + timedelta(days=3), levels | {"ntprobnp": 2870.0, "creatinine": 104.0})
    _ward_biology(story, arrival + timedelta(days=8), levels | {"ntprobnp": 1340.0, "potassium": 4.5})
    leaving = arrival + timedelta(days=9, hours=9)
    reconciled = Table(
        ("Médicament", "Avant", "À la sortie", "Pourquoi"),
        (
            ("Ramipril", "5 mg", "5 mg", "Inchangé"),
            ("Furosémide", "-", "40 mg le matin", "Insuffisance cardiaque"),
            ("Bisoprolol", "-", "2,5 mg le matin", "Insuffisance cardiaque"),
            ("Metformine", "2 g", "2 g", "Reprise après la coronarographie"),
            ("Ibuprofène", "à la demande", "Arrêt", "Contre-indiqué"),
        ),
    )
    story.tell(
        Act(
            leaving, role("HADDAD"), "80820-4", "Conciliation médicamenteuse de sortie",
            prose(part("Conciliation", PLAN, reconciled)), lot="sortie",
        )
    )  # fmt: skip
    angiography = (
        "Voie radiale droite, 5F. Réseau coronaire athéromateux sans sténose significative.",
        "FEVG ventriculographique 38 %. Pas de complication. Iodixanol 70 ml.",
    )
    story.tell(
        Act(
            arrival + timedelta(days=4), role("HADDAD"), "70004-7", "Coronarographie", printed(*angiography),
            ended=arrival + timedelta(days=4, hours=1),
        )
    )  # fmt: skip
    _stay(
        story, arrival, leaving, "Première décompensation cardiaque", "88 %",
        "Cardiopathie hypertensive, FEVG 38 %. Déplétion de 6 kg sous furosémide. Coronaires saines. "
        "Introduction du bisoprolol au cinquième jour. Éducation à la pesée et au sel.",
        ("Poids de sortie 69,4 kg", "Kaliémie à une semaine", "Cardiologue à un mois", "Pas d'AINS"),
    )  # fmt: skip


def pneumonia(story: Story, ago: int) -> None:
    """Five days in medicine for a pneumonia."""
    arrival = story.moment(ago, 16, 10)
    _emergency(
        story, arrival,
        "Fièvre à 39 °C et toux depuis quatre jours, confusion ce matin.",
        "Foyer de la base droite. SpO2 91 %. Radiographie : opacité alvéolaire lobaire inférieure droite.",
        "Pneumopathie franche lobaire aiguë. Céfotaxime, allergie à l'amoxicilline signalée.",
    )  # fmt: skip
    levels = {"crp": 212.0, "leucocytes": 16.4, "creatinine": 109.0, "dfg": 45.0}
    _ward_biology(story, arrival, levels)
    _ward_biology(story, arrival + timedelta(days=4), levels | {"crp": 48.0, "leucocytes": 9.1})
    _stay(
        story, arrival, arrival + timedelta(days=5, hours=-3),
        "Pneumopathie lobaire inférieure droite", "91 %",
        "Apyrexie au deuxième jour. Antigénurie pneumocoque positive. Pas de décompensation cardiaque.",
        ("Antibiotique jusqu'à J7", "Radiographie de contrôle à deux mois", "Vaccin pneumocoque vérifié"),
    )  # fmt: skip


def _emergency(story: Story, at: datetime, reason: str, found: str, concluded: str) -> None:
    content = prose(
        part("Motif de recours", REASON, reason),
        part(
            "Antécédents", HISTORY, "Hypertension, diabète de type 2, hypothyroïdie. Allergie : amoxicilline."
        ),
        part("Examen à l'arrivée", EXAMINATION, found),
        part("Conclusion", CONCLUSION, concluded),
    )
    story.tell(
        Act(
            at, role("FAURE", 1), "15507-7", "Compte rendu de passage aux urgences", content,
            ended=at + timedelta(hours=6),
        )
    )  # fmt: skip


def _ward_biology(story: Story, at: datetime, levels: dict[str, float]) -> None:
    former: Former = {}
    names = tuple(dict.fromkeys((*CELL_COUNT, *KIDNEY, "crp", *levels)))
    made = chapters(names, levels, former, at, story.rng, "Prélèvement hospitalier.")
    story.tell(
        Act(
            at,
            role("LE GOFF"),
            "11502-2",
            "CR de biologie médicale",
            results(made, at),
            delay=timedelta(hours=2),
        )
    )


def _stay(
    story: Story,
    arrival: datetime,
    leaving: datetime,
    title: str,
    saturation: str,
    course: str,
    advice: tuple[str, ...],
) -> None:
    lot = "sortie"
    days = (leaving.date() - arrival.date()).days
    story.tell(
        Act(
            arrival, role("GARNIER"), "67851-6", f"Admission : {title.lower()}",
            prose(part("À l'entrée", EXAMINATION, "Vit seule. Allergie à l'amoxicilline vérifiée.")),
            delay=timedelta(hours=3),
        )
    )  # fmt: skip
    story.tell(
        Act(
            arrival, role("HADDAD"), "34112-3", f"Compte rendu d'hospitalisation : {title.lower()}",
            printed(
                f"Hospitalisation du {arrival:%d/%m/%Y} au {leaving:%d/%m/%Y}, {days} jours.",
                course,
                PdfTable((("", "Entrée", "Sortie"), ("SpO2 en air", saturation, "96 %"))),
                "Retour à domicile, passage infirmier quotidien pendant une semaine.",
            ),
            ended=leaving, lot=lot,
        )
    )  # fmt: skip
    story.tell(
        Act(
            arrival, role("HADDAD"), "11490-0", "Lettre de liaison à la sortie",
            prose(
                part("Motif d'hospitalisation", REASON, title + "."),
                part("Évolution", COURSE, course),
                part("À faire", PLAN, Bullets(advice)),
            ),
            ended=leaving, delay=timedelta(minutes=40), lot=lot,
        )
    )  # fmt: skip
