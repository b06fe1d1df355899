"""BERNARD Lucie, 75: twelve years of hypertension, diabetes, hypothyroidism, then of a tired heart."""

from datetime import timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import (
    COURSE,
    EXAMINATION,
    FINDINGS,
    HISTORY,
    IMPRESSION,
    PLAN,
    REASON,
    TAKEN,
    noted,
    part,
    printed,
    prose,
    rich,
)
from dmptui.core.demo.laboratory import Former
from dmptui.core.demo.medicine import CONDITIONS
from dmptui.core.demo.practitioners import role
from dmptui.core.demo.stories.cardiology import heart_checks
from dmptui.core.demo.stories.exams import eye_check
from dmptui.core.demo.stories.follow_up import biology, consultation, synthesis, treatments
from dmptui.core.demo.stories.her_images import images
from dmptui.core.demo.stories.her_vaccines import vaccines_of_a_life
from dmptui.core.demo.stories.hospital import heart_failure, pneumonia
from dmptui.core.demo.stories.insurance import MONTHS, yearly_reimbursements
from dmptui.core.demo.stories.nursing import nursing_note
from dmptui.core.demo.stories.own_words import her_directives, what_she_dropped
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Visibility
from dmptui.core.writing.codes import PRESTATION, Code
from dmptui.core.writing.narrative import Bullets, Table

YEARS = 12
MASKED = frozenset({Visibility.HIDDEN_FROM_PROFESSIONALS})
NOT_TOLD = frozenset({Visibility.HIDDEN_FROM_PATIENT})


def whole_life(story: Story) -> None:
    """More than four hundred documents."""
    since = YEARS * 365
    for ago in story.every(72, since, 20):
        consultation(story, ago, role("ROUX"), with_ordonnance=True)
    consultation(
        story,
        4,
        role("ROUX"),
        with_ordonnance=True,
        motif="Essoufflement depuis trois semaines, un peu moindre depuis deux jours.",
        wishes=her_directives(story),
    )
    _biologies(story, since)
    for year in range(YEARS, 0, -1):
        synthesis(story, year * 365 - 320, role("ROUX"))
    _pharmacy(story, since)
    heart_checks(story)
    _others(story, since)
    vaccines_of_a_life(story)
    failed = (story.today - story.found["insuffisance_cardiaque"]).days
    heart_failure(story, failed)
    pneumonia(story, 2 * 365 + 250)
    for ago in story.every(31, failed - 60, 3):
        nursing_note(story, ago)
    what_she_dropped(story)
    _lately(story)
    yearly_reimbursements(story, YEARS)


def _biologies(story: Story, since: int) -> None:
    """Every three months; the heart fails for a while six years ago, and the sugar rises before it."""
    former: Former = {}
    failed = (story.today - story.found["insuffisance_cardiaque"]).days
    diabetic = (story.today - story.found["dt2"]).days - 5
    for ago in story.every(91, since, 20):
        sweet = failed < ago < failed + 730
        levels = {"creatinine": 90 - ago / 130}
        if ago < diabetic:
            levels["hba1c"] = 7.8 if sweet else 6.9
        comment = ""
        if failed < ago < failed + 100:
            levels["ntprobnp"] = 3900
            comment = "NT-proBNP élevé : à confronter à la clinique. Résultat téléphoné au médecin."
        if 8 * 365 < ago < 9 * 365:
            levels["tsh"] = 6.4
        biology(story, ago, former, comment, **levels)
    biology(story, 2, former, "Kaliémie à contrôler sous spironolactone.", potassium=5.5, ntprobnp=940)


def _pharmacy(story: Story, since: int) -> None:
    for ago in story.every(84, since, 5):
        at = story.visit(ago, 18)
        lines = treatments(story, day_of(at))
        rows = tuple((line.medicine, f"{MONTHS * line.boxes} boîtes", line.posology) for line in lines)
        table = Table(("Médicament", "Délivré", "Posologie"), rows)
        content = prose(part("Délivrance", COURSE, table, "Conseils donnés. Pas d'interaction relevée."))
        story.tell(
            Act(
                at,
                role("LAMBERT"),
                "60593-1",
                "Dispensation",
                content,
                delay=timedelta(minutes=4),
                archived=ago > 2900,
            )
        )
    for ago in story.every(365, 4 * 365, 60):
        at = story.visit(ago, 15)
        count = len(treatments(story, day_of(at)))
        found = f"{count} médicaments au long cours, pas de redondance. Ibuprofène pris une fois sans avis."
        content = prose(
            part("Bilan", TAKEN, found),
            part("Avis", PLAN, Bullets(("Pas d'anti-inflammatoire", "Pilulier hebdomadaire conservé"))),
        )
        story.tell(Act(at, role("LAMBERT"), "56445-0", "Bilan partagé de médication", content))


def _others(story: Story, since: int) -> None:
    for ago in story.every(365, since, 70):
        eye_check(story, ago)
        if story.today - timedelta(days=ago) > story.found["dt2"]:
            _feet(story, max(5, ago - 40))
    images(story)
    _physiotherapy(story)
    _allowances(story)


def _feet(story: Story, ago: int) -> None:
    content = prose(
        part(
            "Examen",
            EXAMINATION,
            "Grade podologique 0 : sensibilité au monofilament conservée, pouls perçus. Hyperkératose "
            "talonnière.",
        ),
        part("Soins", PLAN, "Pédicurie, conseils de chaussage. Grade à réévaluer chaque année."),
    )
    story.tell(
        Act(story.visit(ago), role("KERVELLA"), "11506-3", "Bilan podologique du pied diabétique", content)
    )


def _physiotherapy(story: Story) -> None:
    for start in (1250, 900, 420):
        prescribed = prose(
            part("Prescription", PLAN, "Quinze séances : genou droit et réentraînement à l'effort.")
        )
        story.tell(
            Act(story.visit(start), role("ROUX"), "PRESC-KINE", "Prescription de kinésithérapie", prescribed)
        )
        assessed = prose(
            part("Bilan", EXAMINATION, "Test de marche de six minutes : 340 m. Quadriceps droit 4/5."),
            part("Objectifs", PLAN, Bullets(("Marcher 450 m sans arrêt", "Reprendre l'escalier sans rampe"))),
        )
        story.tell(
            Act(
                story.visit(start - 10),
                role("OLIVIER"),
                "47420-5",
                "Bilan-diagnostic kinésithérapique",
                assessed,
            )
        )
        for ago in (start - 30, start - 60):
            done = prose(part("Séances", COURSE, story.one_of(_SESSIONS)))
            story.tell(
                Act(
                    story.visit(ago), role("OLIVIER"), "11506-3", "Suivi de kinésithérapie", done,
                    billed=(Code("AMS", "SUIVI DES ACTES DE KINESITHERAPIE", PRESTATION),),
                )
            )  # fmt: skip


_SESSIONS = (
    "Cinq séances faites. Gain de force, douleur 2/10 après l'effort.",
    "Bonne participation. Dyspnée 3/10 sur vélo, sans désaturation.",
    "Test de marche : 395 m. Escalier sans rampe à la descente.",
)


def _allowances(story: Story) -> None:
    for ago in (4000, 2170, 350):
        at = story.visit(ago)
        present = [name for name in story.known_on(day_of(at)) if CONDITIONS[name].ald]
        illnesses = ", ".join(CONDITIONS[name].code.display.lower() for name in present)
        acts = ", ".join(_ALD_ACTS[name] for name in present)
        content = printed(
            f"Protocole de soins pour affection de longue durée : {illnesses}.",
            f"Actes et prestations : médecin traitant tous les deux à trois mois, {acts}.",
        )
        story.tell(Act(at, role("ROUX"), "PROT_ALD", "Protocole de soins ALD", content, series="ald"))


_ALD_ACTS = {
    "dt2": "ophtalmologue chaque année, biologie trimestrielle, bilan podologique",
    "insuffisance_cardiaque": "cardiologue deux fois par an, échocardiographie",
}


def _lately(story: Story) -> None:
    """The last weeks: what is new, what is hidden from whom."""
    letter = prose(
        part(
            "Demande", REASON, "Merci de voir en consultation Mme BERNARD, essoufflée depuis trois semaines."
        ),
        part(
            "Contexte",
            HISTORY,
            "NT-proBNP en légère hausse, poids + 1,5 kg. Furosémide 40 mg, doublé pendant trois jours.",
        ),
    )
    story.tell(Act(story.visit(6), role("ROUX"), "96349-6", "Lettre au cardiologue", letter))
    psychologist = prose(
        part("Entretien", HISTORY, "Deuil récent de sa sœur. Tristesse, sans ralentissement. Suivi proposé."),
    )
    story.tell(
        Act(
            story.visit(47), role("MOREL"), "11488-4", "Consultation au centre médico-psychologique",
            psychologist, visibility=MASKED,
        )
    )  # fmt: skip
    nodule = prose(
        part("Résultat", FINDINGS, "Nodule thyroïdien droit passé de 7 à 14 mm, EU-TIRADS 4."),
        part("Conclusion", IMPRESSION, "Cytoponction à discuter. À annoncer en consultation."),
    )
    story.tell(
        Act(
            story.visit(7, 15), role("VIDAL"), "18748-4", "Échographie thyroïdienne", nodule,
            visibility=NOT_TOLD, description="Non visible de la patiente jusqu'à la consultation d'annonce.",
        )
    )  # fmt: skip
    first = rich(
        "Cher confrère,\n\nMerci de recevoir Mme BERNARD Lucie, hypertendue, pour une "
        "évaluation cardiologique avant la reprise de la marche.\n\nBien confraternellement,\nDr Claire ROUX"
    )
    story.tell(Act(story.visit(4310), role("ROUX"), "96349-6", "Lettre au cardiologue", first))
    old = noted(
        "Ancien dossier du cabinet, reprise des antécédents.\n"
        "Fracture du poignet droit en 1973, sans séquelle.\n"
    )
    story.tell(
        Act(story.visit(4300), role("ROUX"), "34133-9", "Reprise du dossier papier", old, archived=True)
    )
    remote = prose(
        part(
            "Téléconsultation",
            HISTORY,
            "Essoufflement stable après trois jours de furosémide doublé. Pas de fièvre.",
        ),
        part("Suite", PLAN, "Contrôle de la kaliémie cette semaine. Consultation de cardiologie avancée."),
    )
    story.tell(Act(story.visit(1, 17), role("ROUX"), "85208-7", "Compte rendu de téléconsultation", remote))
