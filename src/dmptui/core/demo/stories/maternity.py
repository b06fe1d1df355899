"""Pregnancies, births, and the months after."""

from datetime import date, timedelta
from decimal import Decimal

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import (
    CONCLUSION,
    COURSE,
    EXAMINATION,
    FINDINGS,
    IMPRESSION,
    PLAN,
    REASON,
    ordonnance,
    part,
    printed,
    prose,
    results,
    sections,
)
from dmptui.core.demo.laboratory import CELL_COUNT, Former, chapters
from dmptui.core.demo.practitioners import ANAESTHETIST, role
from dmptui.core.demo.vaccines import vaccinate
from dmptui.core.model.days import day_of
from dmptui.core.writing.codes import ATC, CCAM, Code
from dmptui.core.writing.level3 import Section
from dmptui.core.writing.treatments import Treatment
from dmptui.core.writing.vital_signs import DIASTOLIC, SYSTOLIC, WEIGHT, Measure, vital_signs

_SCAN = "Échographie biométrique et morphologique d'une grossesse"
_SCANS = (
    (
        "Échographie du premier trimestre",
        "Embryon unique évolutif, LCC 62 mm, clarté nucale 1,4 mm.",
        Code("JQQM010", f"{_SCAN} uniembryonnaire au 1er trimestre", CCAM),
    ),
    (
        "Échographie du deuxième trimestre",
        "Morphologie normale. Biométries au 48e percentile. Placenta postérieur.",
        Code("JQQM018", f"{_SCAN} unifoetale au 2ème trimestre", CCAM),
    ),
    (
        "Échographie du troisième trimestre",
        "Présentation céphalique. Estimation de poids fœtal 1 980 g.",
        Code("JQQM016", f"{_SCAN} unifoetale au 3ème trimestre", CCAM),
    ),
)


def pregnancy(story: Story) -> None:
    """A pregnancy of thirty-four weeks: monthly visits, three scans, blood tests, a vaccine."""
    former: Former = {}
    for month, ago in enumerate((168, 140, 112, 84, 56, 28, 6), 2):
        _visit(story, ago, month)
        if month % 2 == 0:
            _bloods(story, ago - 2, former, month)
    for (title, found, code), ago in zip(_SCANS, (150, 84, 13), strict=True):
        story.tell(
            Act(
                story.visit(ago, 14),
                role("PEREIRA"),
                "18748-4",
                title,
                prose(
                    part("Résultats", FINDINGS, found), part("Conclusion", IMPRESSION, "Examen rassurant.")
                ),
                event=code,
            )
        )
    vaccinate(story, "dtpc", 53, role("COLIN"))
    story.tell(
        Act(
            story.visit(3, 11),
            ANAESTHETIST,
            "34749-2",
            "Consultation pré-anesthésique",
            printed("Pas d'antécédent anesthésique. Mallampati 1. Péridurale possible, information donnée."),
        )
    )


_EARLY = {
    2: "Nausées matinales.",
    3: "Nausées en recul.",
    4: "Plus de nausées. Bandelette urinaire négative.",
}


def _visit(story: Story, ago: int, month: int) -> None:
    at = story.visit(ago)
    measures = (
        Measure(SYSTOLIC, Decimal(story.rng.randint(104, 124)), "mm[Hg]"),
        Measure(DIASTOLIC, Decimal(story.rng.randint(62, 76)), "mm[Hg]"),
        Measure(WEIGHT, Decimal(f"{60 + month * 1.4:.1f}"), "kg"),
    )
    lot = f"grossesse-{ago}"
    content = sections(
        lambda facts: vital_signs(measures, at, facts),
        lambda _: Section(
            "Examen",
            EXAMINATION,
            (f"{month} mois de grossesse. Mouvements actifs perçus. Bandelette urinaire négative.",)
            if month > 4
            else (f"{month} mois de grossesse. {_EARLY[month]}",),
        ),
        lambda _: Section("Suite", PLAN, ("Prochain rendez-vous dans un mois.",)),
    )
    story.tell(Act(at, role("COLIN"), "11488-4", f"Suivi de grossesse, {month}e mois", content, lot=lot))
    prescribed = _prescribed(day_of(at), month)
    if prescribed:
        story.tell(Act(at, role("COLIN"), "57833-6", "Ordonnance", ordonnance(prescribed), lot=lot))


def _prescribed(day: date, month: int) -> tuple[Treatment, ...]:
    """Folic acid to twelve weeks of amenorrhoea; iron from the sixth month."""
    if month == 2:
        until = day + timedelta(days=14)
        folic = Code("B03BB01", "acide folique", ATC)
        return (Treatment("ACIDE FOLIQUE 0,4 mg, comprimé", "1 comprimé par jour", day, until, folic),)
    if month == 5:
        iron = Code("B03AA07", "sulfate ferreux", ATC)
        until = day + timedelta(days=89)
        return (Treatment("FER 80 mg, comprimé", "1 comprimé par jour", day, until, iron, boxes=3),)
    return ()


def _bloods(story: Story, ago: int, former: Former, month: int) -> None:
    at = story.visit(ago, 8)
    levels = {"hemoglobine": 11.9 - month * 0.1, "ferritine": 30 - month * 2, "leucocytes": 9.4}
    made = chapters(
        story.patient, (*CELL_COUNT, "ferritine", "glycemie", "tsh"), levels, former, at, story.rng
    )
    story.tell(
        Act(
            at,
            role("LE GOFF"),
            "11502-2",
            "CR de biologie médicale",
            results(made, at),
            delay=timedelta(hours=9),
            description="Suivi de grossesse.",
        )
    )


def after_birth(story: Story) -> None:
    """A birth three months ago, the vaccine before it and the consultation after it."""
    vaccinate(story, "dtpc", 185, role("COLIN"))  # 26 weeks of amenorrhoea
    birth = story.moment(90, 4, 12)
    story.tell(
        Act(
            birth,
            role("PEREIRA", 1),
            "15508-5",
            "Compte rendu d'accouchement",
            printed(
                "Accouchement par voie basse à 39 semaines et 4 jours, sous péridurale.",
                "Garçon, 3 340 g, Apgar 10 à cinq minutes. Délivrance complète. Périnée intact.",
            ),
        )
    )
    story.tell(
        Act(
            birth,
            role("PEREIRA", 1),
            "11490-0",
            "Lettre de liaison à la sortie de maternité",
            prose(
                part("Séjour", COURSE, "Suites simples. Allaitement maternel. Sortie au troisième jour."),
                part(
                    "Suites", CONCLUSION, "Visite de la sage-femme à domicile. Consultation à six semaines."
                ),
            ),
            ended=birth + timedelta(days=3, hours=6),
        )
    )
    story.tell(
        Act(
            story.visit(46),
            role("COLIN"),
            "11488-4",
            "Consultation postnatale",
            prose(
                part("Motif", REASON, "Consultation des six semaines."),
                part("Examen", EXAMINATION, "Bonne récupération, moral bon. Tonus périnéal à 3/5."),
                part("Suite", PLAN, "Rééducation périnéale : dix séances. Contraception par progestatif."),
            ),
        )
    )
