"""Two stays in hospital: the heart fails, then a pneumonia."""

from datetime import date, datetime, timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import (
    ANTECEDENTS,
    CONCLUSION,
    COURSE,
    EXAMINATION,
    PLAN,
    REASON,
    part,
    printed,
    prose,
    results,
)
from dmptui.core.demo.laboratory import CELL_COUNT, KIDNEY, Former, chapters
from dmptui.core.demo.practitioners import HOSPITAL_BIOLOGIST, role
from dmptui.core.demo.stories.follow_up import treatments
from dmptui.core.model.days import day_of, in_figures
from dmptui.core.writing.codes import CCAM, GHS, Code
from dmptui.core.writing.narrative import Bullets, Table
from dmptui.core.writing.pdf import PdfTable
from dmptui.core.writing.treatments import Treatment


def heart_failure(story: Story, ago: int) -> None:
    """Ten days in cardiology, from the emergency department to the médecin traitant's letter."""
    arrival = story.moment(ago, 5, 35)
    _emergency(
        story, arrival,
        "Dyspnée de repos depuis la nuit, orthopnée, prise de 6 kg en trois semaines.",
        "Crépitants bilatéraux jusqu'à mi-champ, SpO2 88 % en air, TA 168/94, œdèmes jusqu'aux genoux.",
        "Œdème aigu du poumon. Furosémide intraveineux, oxygène, hospitalisation en cardiologie.",
    )  # fmt: skip
    levels = {"ntprobnp": 6240.0, "creatinine": 118.0, "potassium": 3.6, "crp": 14.0}
    former: Former = {}
    _ward_biology(story, arrival, levels, former)
    _ward_biology(
        story, arrival + timedelta(days=3), levels | {"ntprobnp": 2870.0, "creatinine": 110.0}, former
    )
    _ward_biology(
        story,
        arrival + timedelta(days=8),
        levels | {"ntprobnp": 1340.0, "creatinine": 104.0, "potassium": 4.5},
        former,
    )
    leaving = arrival + timedelta(days=9, hours=9)
    story.tell(
        Act(
            leaving, role("HADDAD"), "80820-4", "Conciliation médicamenteuse de sortie",
            prose(part("Conciliation", PLAN, _reconciled(story, arrival, leaving))), lot="sortie",
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
            event=Code(
                "DDQH012",
                "Artériographie coronaire avec ventriculographie gauche, par voie artérielle transcutanée",
                CCAM,
            ),
        )
    )  # fmt: skip
    _stay(
        story, arrival, leaving, "Première décompensation cardiaque", "88 %",
        "Cardiopathie hypertensive, FEVG 38 %. Déplétion de 6 kg sous furosémide. Coronaires sans sténose "
        "significative. Introduction du bisoprolol au cinquième jour, metformine ramenée à 1 g par jour. "
        "Éducation à la pesée et au sel.",
        ("Poids de sortie 69,4 kg", "Kaliémie à une semaine", "Cardiologue à un mois", "Pas d'AINS"),
        Code("1754", "Insuffisances cardiaques et états de choc circulatoire, niveau 2", GHS),
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
    levels = {"crp": 212.0, "leucocytes": 16.4, "creatinine": 109.0}
    former: Former = {}
    _ward_biology(story, arrival, levels, former)
    _ward_biology(story, arrival + timedelta(days=4), levels | {"crp": 48.0, "leucocytes": 9.1}, former)
    _stay(
        story, arrival, arrival + timedelta(days=5, hours=-3),
        "Pneumopathie lobaire inférieure droite", "91 %",
        "Apyrexie au deuxième jour. Antigénurie pneumocoque positive. Pas de décompensation cardiaque.",
        ("Antibiotique jusqu'à J7", "Radiographie de contrôle à deux mois", "Vaccin pneumocoque à faire"),
        Code("1143", "Pneumonies et pleurésies banales, âge supérieur à 17 ans, niveau 2", GHS),
    )  # fmt: skip


def _emergency(story: Story, at: datetime, reason: str, found: str, concluded: str) -> None:
    content = prose(
        part("Motif de recours", REASON, reason),
        part(
            "Antécédents",
            ANTECEDENTS,
            f"{_antecedents(story, day_of(at))}. Allergie : amoxicilline.",
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


_IN_SHORT = {
    "hta": "hypertension",
    "dt2": "diabète de type 2",
    "hypothyroidie": "hypothyroïdie",
    "insuffisance_cardiaque": "insuffisance cardiaque",
}


def _antecedents(story: Story, day: date) -> str:
    """What the emergency department writes of who comes in: what was there before that day."""
    present = story.known_on(day - timedelta(days=1))
    words = ", ".join(_IN_SHORT[name] for name in present if name in _IN_SHORT)
    return words[:1].upper() + words[1:]


_WHY = {
    "C03CA01": "Insuffisance cardiaque",
    "C07AB07": "Insuffisance cardiaque",
    "A10BA02": "Fonction rénale altérée : 1 g par jour au plus",
}


def _reconciled(story: Story, arrival: datetime, leaving: datetime) -> Table:
    """Every treatment, as it was before the stay and as it is at its end."""
    before = _by_substance(treatments(story, day_of(arrival)))
    after = _by_substance(treatments(story, day_of(leaving)))
    rows = [
        (
            substance.display.capitalize(),
            before.get(substance, "-"),
            after.get(substance, "Arrêt"),
            "Inchangé" if before.get(substance) == after.get(substance) else _WHY[substance.code],
        )
        for substance in dict.fromkeys((*before, *after))
    ]
    rows.append(("Ibuprofène", "à la demande", "Arrêt", "Contre-indiqué"))
    return Table(("Médicament", "Avant", "À la sortie", "Pourquoi"), tuple(rows))


def _by_substance(lines: tuple[Treatment, ...]) -> dict[Code, str]:
    return {line.atc: f"{line.medicine.partition(',')[0]}, {line.posology}" for line in lines if line.atc}


def _ward_biology(story: Story, at: datetime, levels: dict[str, float], former: Former) -> None:
    names = tuple(dict.fromkeys((*CELL_COUNT, *KIDNEY, "crp", *levels)))
    made = chapters(story.patient, names, levels, former, at, story.rng, "Prélèvement hospitalier.")
    story.tell(
        Act(
            at,
            HOSPITAL_BIOLOGIST,
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
    paid_as: Code,
) -> None:
    lot = "sortie"
    days = (day_of(leaving) - day_of(arrival)).days
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
                f"Hospitalisation du {in_figures(arrival)} au {in_figures(leaving)}, {days} jours.",
                course,
                PdfTable((("", "Entrée", "Sortie"), ("SpO2 en air", saturation, "96 %"))),
                "Retour à domicile, passage infirmier quotidien pendant une semaine.",
            ),
            ended=leaving, lot=lot, billed=(paid_as,),
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
