"""The cardiologist of a heart that fails six years ago, then holds."""

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import CONCLUSION, EXAMINATION, FINDINGS, HISTORY, Content, part, prose
from dmptui.core.demo.practitioners import role
from dmptui.core.writing.codes import CCAM, HR_CCAM, PRESTATION, Code
from dmptui.core.writing.narrative import Table

_SEEN = (Code("CS", "CONSULTATION SPECIALISTE", PRESTATION),)
_ECHO = Code(
    "DZQM006", "Échographie-doppler transthoracique du coeur et des vaisseaux intrathoraciques", CCAM
)


def heart_checks(story: Story) -> None:
    """The cardiologist, twice a year since the heart failed; once a year before."""
    failed = (story.today - story.found["insuffisance_cardiaque"]).days
    for ago in [*story.every(365, 12 * 365 - 90, failed + 100), *story.every(182, failed - 60, 16)]:
        at = story.visit(ago)
        failing = ago < failed
        lot = f"cardiologie-{ago}"
        fraction = 38 + min(9, (failed - ago) // 240) if failing else 62
        content = prose(
            part(
                "Interrogatoire",
                HISTORY,
                "NYHA II, sans orthopnée. Poids stable." if failing else "Asymptomatique.",
            ),
            part(
                "Électrocardiogramme",
                EXAMINATION,
                "Rythme sinusal, QRS à 98 ms, pas de trouble de la repolarisation.",
            ),
            part("Conclusion", CONCLUSION, _heart_conclusion(fraction, failing=failing)),
        )
        story.tell(
            Act(at, role("HADDAD"), "11488-4", "Consultation de cardiologie", content, lot=lot, billed=_SEEN)
        )
        echo = _echo(fraction, failing=failing)
        story.tell(
            Act(
                at,
                role("HADDAD"),
                "70004-7",
                "Échocardiographie transthoracique",
                echo,
                lot=lot,
                event=_ECHO,
                billed=(_ECHO._replace(system=HR_CCAM),),
            )
        )


def _heart_conclusion(fraction: int, *, failing: bool) -> str:
    if failing:
        return f"Insuffisance cardiaque stable, FEVG à {fraction} %. Contrôle dans six mois."
    return "Cœur sain, bonne tolérance de l'hypertension. Contrôle dans un an."


def _echo(fraction: int, *, failing: bool) -> Content:
    table = Table(
        ("Mesure", "Valeur", "Normale"),
        (
            ("FEVG (Simpson biplan)", f"{fraction} %", "> 52 %"),
            ("Diamètre télédiastolique VG", "58 mm" if failing else "47 mm", "< 53 mm"),
            ("Septum interventriculaire", "12 mm" if failing else "9 mm", "< 10 mm"),
            ("Surface oreillette gauche", "24 cm²" if failing else "19 cm²", "< 20 cm²"),
            ("PAP systolique", "36 mmHg" if failing else "26 mmHg", "< 35 mmHg"),
        ),
    )
    found = (
        "Hypokinésie globale. Fuite mitrale fonctionnelle modérée." if failing else "Contraction homogène."
    )
    return prose(part("Mesures", FINDINGS, table), part("Commentaire", CONCLUSION, found))
