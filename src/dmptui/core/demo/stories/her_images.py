"""The imaging of the richest record: one examination of each kind, and the screening of the breast."""

from datetime import timedelta

from dmptui.core.demo.acts import Story
from dmptui.core.demo.stories.exams import imaging
from dmptui.core.writing.codes import CCAM, Code

_IMAGES = (
    (
        3600, "Échographie thyroïdienne",
        "Lobe droit de 4 ml, nodule isoéchogène de 7 mm, EU-TIRADS 3.",
        Code("KCQM001", "Échographie transcutanée de la glande thyroïde", CCAM),
    ),
    (
        2400, "Doppler artériel des membres inférieurs",
        "Athérome modéré, sans sténose significative.",
        Code(
            "EDQM001", "Échographie-doppler des artères iliaques et des artères des membres inférieurs", CCAM
        ),
    ),
    (
        1900, "Radiographie de thorax",
        "Index cardiothoracique à 0,56. Pas d'épanchement.",
        Code("ZBQK002", "Radiographie du thorax", CCAM),
    ),
    (
        1300, "Radiographie du genou droit",
        "Pincement fémorotibial médial, ostéophytes.",
        Code("NFQK001", "Radiographie unilatérale du genou selon 1 ou 2 incidences", CCAM),
    ),
    (
        700, "Échographie rénale",
        "Reins de taille normale, bien différenciés. Pas de dilatation.",
        Code(
            "JAQM003", "Échographie transcutanée unilatérale ou bilatérale du rein et de la région lombale",
            CCAM,
        ),
    ),
    (
        120, "Scanner thoracique sans injection",
        "Micronodule lobaire inférieur gauche de 4 mm, inchangé.",
        Code(
            "ZBQK001", "Scanographie du thorax, sans injection intraveineuse de produit de contraste", CCAM
        ),
    ),
)  # fmt: skip


def images(story: Story) -> None:
    """Twelve years of imaging."""
    _breast_screening(story)
    for ago, title, found, code in _IMAGES:
        imaging(
            story, ago, title, "Suivi.", "Protocole habituel.", found,
            "Pas d'anomalie nécessitant un geste.", code,
        )  # fmt: skip


def _breast_screening(story: Story) -> None:
    """The dépistage organisé: every two years, from 50 to 74."""
    for ago in (3920, 3190, 2460, 1730, 1000, 270):
        if 50 <= story.patient.age(story.today - timedelta(days=ago)) <= 74:
            imaging(
                story, ago, "Mammographie de dépistage", "Dépistage organisé du cancer du sein.",
                "Deux incidences par sein.", "Seins de densité B. Pas d'image suspecte.",
                "ACR 2 bilatéral. Prochaine mammographie dans deux ans.",
                Code("QEQK004", "Mammographie de dépistage", CCAM),
            )  # fmt: skip
