"""The long-lasting conditions: their code, treatments, biology, and what patients say of them."""

from decimal import Decimal
from typing import NamedTuple

from dmptui.core.writing.codes import ATC, CIM10, EDQM, Code
from dmptui.core.writing.dosing import CAPSULE, INHALATION, SACHET, TABLET, Dose
from dmptui.core.writing.treatments import ORAL


class Medicine(NamedTuple):
    """A long-term medicine.

    Attributes:
        after: years of the condition before it is given.
        dose: the posology, coded.
        boxes: taken in 28 days, of thirty doses unless it is sold otherwise.
        only_with: given only from the day one of these conditions is there too.
        not_with: given only until then.
    """

    name: str
    posology: str
    atc: Code
    after: int = 0
    dose: Dose | None = None
    route: Code = ORAL
    boxes: int = 1
    only_with: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()


class Condition(NamedTuple):
    """A condition.

    Attributes:
        watched: analyses of its follow-up, keys of ``ANALYSES``.
        levels: the values of who has it, where they differ from the usual.
        complaints: what the patient says; found: what the examination finds; planned: what is decided.
        watch: point de vigilance of the synthèse.
        ald: on the list of the affections de longue durée (CSS D160-4).
        part_of: the affections de longue durée whose care covers it.
    """

    code: Code
    medicines: tuple[Medicine, ...]
    watched: tuple[str, ...]
    levels: dict[str, float]
    complaints: tuple[str, ...]
    found: tuple[str, ...]
    planned: tuple[str, ...]
    watch: str = ""
    ald: bool = False
    part_of: frozenset[str] = frozenset()


_FRAIL_KIDNEYS = frozenset({"insuffisance_renale", "insuffisance_cardiaque"})
"""What brings the DFG under 45, where metformine is 1 g a day at most (ANSM)."""

_HEART_AND_SUGAR = frozenset(
    {"dt2", "insuffisance_cardiaque", "coronaropathie", "fibrillation", "insuffisance_renale"}
)

INHALED = Code("20020000", "Voie inhalée", EDQM)
EYES = Code("20051000", "Voie ophtalmique", EDQM)


def _each_day(times: int = 1, unit: str = TABLET, days: int = 1) -> Dose:
    return Dose(Decimal(1), unit, 24 * days // times)


def _atc(code: str, words: str) -> Code:
    return Code(code, words, ATC)


CONDITIONS = {
    "hta": Condition(
        Code("I10", "Hypertension essentielle (primitive)", CIM10),
        (
            Medicine(
                "RAMIPRIL 5 mg, comprimé", "1 comprimé le matin", _atc("C09AA05", "ramipril"),
                dose=_each_day(),
            ),
            Medicine(
                "AMLODIPINE 5 mg, gélule", "1 gélule le soir", _atc("C08CA01", "amlodipine"), 3,
                dose=_each_day(unit=CAPSULE),
            ),
        ),
        ("creatinine", "dfg", "sodium", "potassium"),
        {},
        (
            "Automesures tensionnelles sur trois jours : moyenne à 134/78 mmHg.",
            "Pas de céphalée, pas d'acouphène. Tolère bien son traitement.",
            "A oublié quelques prises le soir pendant les vacances.",
            "Toux sèche intermittente, peu gênante.",
        ),
        (
            "Auscultation cardiaque régulière, sans souffle. Pouls périphériques perçus.",
            "Pas d'œdème des membres inférieurs. Pas de souffle carotidien.",
        ),
        (
            "Poursuite du traitement antihypertenseur. Automesures avant la prochaine consultation.",
            "Rappel des règles hygiéno-diététiques : sel, activité physique.",
        ),
        "Cible tensionnelle : moins de 140/90 mmHg en consultation.",
        part_of=_HEART_AND_SUGAR,
    ),
    "dt2": Condition(
        Code("E11.9", "Diabète sucré de type 2, sans complication", CIM10),
        (
            Medicine(
                "METFORMINE 1 000 mg, comprimé", "1 comprimé matin et soir au cours du repas",
                _atc("A10BA02", "metformine"),
                dose=_each_day(2), boxes=2, not_with=_FRAIL_KIDNEYS,
            ),
            Medicine(
                "METFORMINE 500 mg, comprimé", "1 comprimé matin et soir au cours du repas",
                _atc("A10BA02", "metformine"),
                dose=_each_day(2), boxes=2, only_with=_FRAIL_KIDNEYS,
            ),
            Medicine(
                "DAPAGLIFLOZINE 10 mg, comprimé", "1 comprimé le matin", _atc("A10BK01", "dapagliflozine"), 7,
                dose=_each_day(),
            ),
        ),
        ("glycemie", "hba1c", "creatinine", "dfg", "albuminurie"),
        {"glycemie": 7.6, "hba1c": 7.1, "albuminurie": 24},
        (
            "Glycémies capillaires à jeun entre 1,15 et 1,40 g/l.",
            "Pas d'hypoglycémie ressentie. Marche une demi-heure par jour.",
            "Repas de famille plus riches ce mois-ci, le reconnaît sans difficulté.",
        ),
        (
            "Pieds : pas de lésion, monofilament perçu, pouls pédieux présents.",
            "Poids stable. Peau saine aux points d'appui.",
        ),
        (
            "HbA1c dans trois mois. Fond d'œil annuel à programmer.",
            "Objectif d'HbA1c inférieur à 7,5 %. Diététique revue ensemble.",
        ),
        "Diabète : examen des pieds à chaque consultation, fond d'œil et albuminurie chaque année.",
        ald=True,
    ),
    "dyslipidemie": Condition(
        Code("E78.2", "Hyperlipidémie mixte", CIM10),
        (Medicine(
            "ATORVASTATINE 20 mg, comprimé", "1 comprimé le soir", _atc("C10AA05", "atorvastatine"),
            dose=_each_day(),
        ),),
        ("cholesterol", "hdl", "ldl", "triglycerides", "asat", "alat"),
        {"cholesterol": 5.0, "ldl": 2.7, "triglycerides": 1.8},
        ("Pas de douleur musculaire sous statine.",),
        ("Pas d'arc cornéen ni de xanthome.",),
        ("Bilan lipidique dans six mois.",),
        part_of=_HEART_AND_SUGAR,
    ),
    "hypothyroidie": Condition(
        Code("E03.9", "Hypothyroïdie, sans précision", CIM10),
        (
            Medicine(
                "LÉVOTHYROXINE 75 µg, comprimé", "1 comprimé le matin à jeun",
                _atc("H03AA01", "lévothyroxine sodique"),
                dose=_each_day(),
            ),
        ),
        ("tsh", "t4l"),
        {"tsh": 3.1},
        ("Fatigue modérée en fin de journée, transit régulier.", "Frilosité moindre que l'an dernier."),
        ("Thyroïde non palpée, pas de nodule perçu.",),
        ("TSH à contrôler dans six mois, ou six semaines après tout changement de dose.",),
        "Lévothyroxine : ne pas changer de spécialité sans contrôle de la TSH.",
    ),
    "insuffisance_cardiaque": Condition(
        Code("I50.9", "Insuffisance cardiaque, sans précision", CIM10),
        (
            Medicine(
                "FUROSÉMIDE 40 mg, comprimé", "1 comprimé le matin", _atc("C03CA01", "furosémide"),
                dose=_each_day(),
            ),
            Medicine(
                "BISOPROLOL 2,5 mg, comprimé", "1 comprimé le matin", _atc("C07AB07", "bisoprolol"),
                dose=_each_day(),
            ),
            Medicine(
                "SPIRONOLACTONE 25 mg, comprimé", "1 comprimé le midi", _atc("C03DA01", "spironolactone"), 1,
                dose=_each_day(),
            ),
        ),
        ("ntprobnp", "creatinine", "dfg", "sodium", "potassium"),
        {"ntprobnp": 870, "creatinine": 92, "potassium": 4.7, "uree": 8.4},
        (
            "Essoufflement à la montée de deux étages, stable. Dort avec un oreiller.",
            "Se pèse tous les matins : variation de moins d'un kilo sur le mois.",
            "Un épisode de chevilles gonflées, résolu en deux jours.",
        ),
        (
            "Pas de crépitant. Pas de turgescence jugulaire. Œdème discret des chevilles.",
            "Murmure vésiculaire symétrique, pas de signe de surcharge.",
        ),
        (
            "Pesée quotidienne : appeler si plus de deux kilos en trois jours.",
            "Kaliémie et créatinine à contrôler dans le mois.",
        ),
        "Insuffisance cardiaque, FEVG à 38 % à la découverte : éviter les AINS, surveiller le poids.",
        ald=True,
    ),
    "arthrose": Condition(
        Code("M17.1", "Autres gonarthroses primaires", CIM10),
        (
            Medicine(
                "PARACÉTAMOL 1 000 mg, comprimé", "1 comprimé si douleur, 3 par jour au plus",
                _atc("N02BE01", "paracétamol"), boxes=3,
            ),
        ),
        (),
        {},
        ("Douleur du genou droit à la descente des escaliers, sans réveil nocturne.",),
        ("Genou droit sec, mobilité complète, douleur à l'interligne médial.",),
        ("Kinésithérapie d'entretien. Pas d'anti-inflammatoire.",),
    ),
    "asthme": Condition(
        Code("J45.9", "Asthme, sans précision", CIM10),
        (
            Medicine(
                "SALBUTAMOL 100 µg, suspension pour inhalation", "1 à 2 bouffées en cas de gêne",
                _atc("R03AC02", "salbutamol"), route=INHALED),
        ),
        (),
        {},
        ("Une à deux gênes nocturnes dans le mois, soulagées par le salbutamol.",),
        ("Auscultation libre. Débit expiratoire de pointe à 88 % de la valeur prédite.",),
        ("Technique d'inhalation revue. Éviction du tabagisme passif.",),
    ),
    "bpco": Condition(
        Code("J44.9", "Maladie pulmonaire obstructive chronique, sans précision", CIM10),
        (
            Medicine(
                "TIOTROPIUM 18 µg, poudre pour inhalation", "1 inhalation le matin",
                _atc("R03BB04", "tiotropium"),
                dose=_each_day(unit=INHALATION), route=INHALED,
            ),
        ),
        ("leucocytes", "hemoglobine", "plaquettes", "crp"),
        {"crp": 4.1},
        ("Toux matinale, expectoration claire. Dix cigarettes par jour.",),
        ("Quelques ronchi mobilisés par la toux. SpO2 94 % en air ambiant.",),
        ("Arrêt du tabac abordé, substituts proposés. Vaccin contre la grippe chaque automne.",),
        "BPCO : tenir à jour les vaccins grippe, pneumocoque et Covid-19.",
    ),
    "fibrillation": Condition(
        Code("I48.9", "Fibrillation et flutter auriculaires, sans précision", CIM10),
        (Medicine(
            "APIXABAN 5 mg, comprimé", "1 comprimé matin et soir", _atc("B01AF02", "apixaban"),
            dose=_each_day(2),
        ),),
        ("creatinine", "dfg", "hemoglobine", "plaquettes"),
        {},
        ("Pas de palpitation, pas de saignement signalé.",),
        ("Rythme irrégulier à 72 par minute.",),
        ("Anticoagulant poursuivi. Créatinine tous les six mois.",),
        "Anticoagulant oral direct : prévenir avant tout geste invasif.",
        ald=True,
    ),
    "coronaropathie": Condition(
        Code("I25.1", "Cardiopathie artérioscléreuse", CIM10),
        (
            Medicine(
                "ACÉTYLSALICYLATE DE LYSINE 75 mg, poudre", "1 sachet le midi",
                _atc("B01AC06", "acide acétylsalicylique"),
                dose=_each_day(unit=SACHET),
            ),
            Medicine(
                "BISOPROLOL 5 mg, comprimé", "1 comprimé le matin", _atc("C07AB07", "bisoprolol"),
                dose=_each_day(),
            ),
        ),
        ("hemoglobine", "plaquettes", "creatinine", "dfg"),
        {},
        ("Pas de douleur thoracique, marche quatre kilomètres sans gêne.",),
        ("Bruits du cœur réguliers, pas de souffle. Cicatrice radiale propre.",),
        ("Antiagrégant à vie. Avis cardiologique chaque année.",),
        "Stent actif : ne pas interrompre l'antiagrégant sans avis cardiologique.",
        ald=True,
    ),
    "osteoporose": Condition(
        Code("M81.0", "Ostéoporose post-ménopausique", CIM10),
        (
            Medicine(
                "ACIDE ALENDRONIQUE 70 mg, comprimé", "1 comprimé par semaine, à jeun",
                _atc("M05BA04", "acide alendronique"),
                dose=_each_day(days=7),
            ),
        ),
        ("calcium", "vitamine_d"),
        {"vitamine_d": 26},
        ("Prend son comprimé le matin à jeun, debout, avec un grand verre d'eau.",),
        ("Taille 158 cm, stable. Rachis indolore.",),
        ("Ostéodensitométrie dans deux ans. Apports calciques suffisants.",),
    ),
    "insuffisance_renale": Condition(
        Code("N18.3", "Maladie rénale chronique, stade 3", CIM10),
        (),
        ("uree", "creatinine", "dfg", "potassium", "hemoglobine", "albuminurie"),
        {
            "creatinine": 138, "uree": 10.2, "potassium": 5.0, "albuminurie": 96,
            "hemoglobine": 11.6,
        },
        ("Pas de signe fonctionnel urinaire.",),
        ("Pas d'œdème. Abdomen souple.",),
        ("Éviter les néphrotoxiques. Avis néphrologique annuel.",),
        "Maladie rénale chronique : adapter les posologies, pas d'AINS, prudence avec l'iode.",
        ald=True,
    ),
    "glaucome": Condition(
        Code("H40.1", "Glaucome primitif à angle ouvert", CIM10),
        (
            Medicine(
                "LATANOPROST 50 µg/ml, collyre", "1 goutte dans chaque œil le soir",
                _atc("S01EE01", "latanoprost"), route=EYES),
        ),
        (),
        {},
        ("Instille son collyre tous les soirs.",),
        ("Conjonctives calmes.",),
        ("Contrôle ophtalmologique chaque année.",),
    ),
    "myopie": Condition(
        Code("H52.1", "Myopie", CIM10), (), (), {}, ("Porte ses verres en permanence.",), (), (), ""
    ),
}  # fmt: skip
