"""What the entries are recognised by: template identifiers, terminologies, words for codes.

``FR-…`` are the models of the CI-SIS, the others those of IHE PCC, PaLM and Pharmacy they follow.
"""

from dmptui.core.text import N_

FR = "1.2.250.1.213.1.1.3."
PCC = "1.3.6.1.4.1.19376.1.5.3.1.4."

CIS = "1.2.250.1.213.2.3.1"
CIP = frozenset({"1.2.250.1.213.2.3.2", "1.2.250.1.213.2.3.3"})
ATC = "2.16.840.1.113883.6.73"
ATC_NAME = "_ATC_"
"""In the name of the tables of the Assurance Maladie, which have identifiers of their own."""

ABSENCES = frozenset(
    {
        "716186003",  # SNOMED CT: no known allergy
        "160244002",  # SNOMED CT: no known allergies (inactive, still met)
        "409137002",  # SNOMED CT: no known drug allergy
        "160245001",  # SNOMED CT: no current problems or disability
    }
)
"""Codes that state that there is nothing to list; those of HL7 IPS begin with ``no-``."""

UNITS = {
    "1": "",
    "{tablet}": N_("cp"),
    "{inhalation}": N_("inhalation"),
    "{sachet}": N_("sachet"),
    "[drp]": N_("goutte"),
    "{capsule}": N_("gélule"),
    "{drop}": N_("goutte"),
    "{puff}": N_("bouffée"),
    "{tbl}": N_("cp"),
    "{Tablet}": N_("cp"),
    "{score}": "",
    "{count}": "",
    "{ratio}": "",
    "[pH]": "",
    "{box}": N_("boîte"),
    "30009000": N_("boîte"),  # EDQM packaging, met where a unit is due
    "s": "s",
    "min": "min",
    "h": "h",
    "d": N_("j"),
    "wk": N_("sem"),
    "mo": N_("mois"),
    "a": N_("an"),
}
"""UCUM units that French clinicians have a word for; the others are in ``terminology.units``."""

EVENTS = {
    "HS": N_("au coucher"),
    "WAKE": N_("au réveil"),
    "AC": N_("avant les repas"),
    "ACM": N_("avant le petit déjeuner"),
    "ACD": N_("avant le déjeuner"),
    "ACV": N_("avant le dîner"),
    "C": N_("pendant les repas"),
    "CM": N_("au petit déjeuner"),
    "CD": N_("au déjeuner"),
    "CV": N_("au dîner"),
    "PC": N_("après les repas"),
    "PCM": N_("après le petit déjeuner"),
    "PCD": N_("après le déjeuner"),
    "PCV": N_("après le dîner"),
    "IC": N_("entre les repas"),
    "ICM": N_("entre le petit déjeuner et le déjeuner"),
    "ICD": N_("entre le déjeuner et le dîner"),
    "ICV": N_("entre le dîner et le coucher"),
}
"""Times of the day, HL7 TimingEvent."""

FLAGS = {
    "N": N_("normal"),
    "H": N_("haut"),
    "HH": N_("très haut"),
    "HX": N_("au-dessus du seuil"),
    "L": N_("bas"),
    "LL": N_("très bas"),
    "LX": N_("au-dessous du seuil"),
    "A": N_("anormal"),
    "AA": N_("très anormal"),
    "POS": N_("positif"),
    "NEG": N_("négatif"),
    "R": N_("résistant"),
    "I": N_("intermédiaire"),
    "S": N_("sensible"),
    "U": N_("en hausse"),
    "D": N_("en baisse"),
    "B": N_("meilleur"),
    "W": N_("moins bon"),
}
"""What a laboratory thinks of a result, HL7 ObservationInterpretation."""


def fr(*numbers: str) -> frozenset[str]:
    """Models ``FR-…`` by their number."""
    return frozenset(FR + number for number in numbers)
