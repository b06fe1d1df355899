"""What states that there is nothing, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.documents.cda.entries.absences import states_absence


@pytest.mark.parametrize(
    "text",
    [
        "Néant",
        "NEANT.",
        "RAS",
        "R.A.S.",
        "Aucune",
        "Aucun connu.",
        "Aucune allergie connue",
        "Aucune allergie connue (au 12/03/2024)",
        "Pas d'allergie connue à ce jour",
        "Pas d’allergie connue, à ce jour.",
        "Pas d'allergie ni d'intolérance connue",
        "Aucune allergie médicamenteuse ; aucune allergie alimentaire",
        "Absence d'allergie connue",
        "Aucun antécédent chirurgical",
        "Le patient ne prend aucun traitement.",
        "Pas de traitement en cours",
        "Sans objet",
        "Sans particularité",
        "Rien à signaler",
        "Non renseigné",
        "NC",
        "N/A",
        "Non",
        "No known allergies",
        "Ø",
        "0",
        "Allergies : aucune",
        "Allergie = 0",
        "ATCD : 0",
        "Antécédents familiaux : néant",
        "Allergies et intolérances - non connues",
        "Allergies inconnues",
        "RAS sur le plan allergique",
        "Ne présente aucune allergie",
        "Pas d'allergie connue à ce jour (interrogatoire du 12/03/2024)",
        "Non renseigné à ce jour",
        "Information non disponible",
        "À compléter",
        "Aucun(e)",
        "N.K.D.A",
    ],
)
def test_it_states_that_there_is_nothing(text: str) -> None:
    assert states_absence(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pénicilline",
        "Allergies : pénicilline",
        "Allergie à la pénicilline : aucune réaction depuis",
        "Traitements : aucun sauf aspirine",
        "RAS sur le plan cardiaque allergie au latex",
        "Aucune allergie (dossier papier : iode)",
        "Aucune allergie (le dossier papier mentionne l'iode)",
        "Pas d'allergie médicamenteuse, latex +",
        "Antécédents : 0 grossesse, 1 césarienne",
        "Aucune allergie connue sauf pénicilline",
        "Néant hormis l'iode",
        "Pas d'allergie connue. Intolérance au lactose",
        "Pas d'allergie connue, allergie au latex",
        "Pas d'allergie connue allergie au latex",
        "Aucune allergie connue : pénicilline",
        "Pas d'autre allergie connue",
        "Pas d'aspirine",
        "Pas d'AINS",
        "Absence de rate",
        "Sansevieria",
        "Naproxène",
        "Rasburicase",
        "Nicotine",
        "Non-observance",
        "Ne supporte pas l'aspirine",
        "Le patient ne supporte pas l'aspirine",
        "Patient n'ayant pas toléré l'iode",
    ],
)
def test_it_may_say_something(text: str) -> None:
    assert not states_absence(text)


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    states_absence(text)
