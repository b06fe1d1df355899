"""The tables printed from the rules, cell by cell against those of the specification."""

import pytest

from dmptui.core.rules.table import markdown


def tables() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    title = ""
    for line in markdown().splitlines():
        if line.startswith("## "):
            title = line[3:]
            found[title] = []
        elif line.startswith("|") and not line.startswith("| ---"):
            found[title].append([cell.strip() for cell in line.strip("|").split("|")])
    return found


TABLES = tables()
YES, NO, ASK = "oui", "non", "après consentement"
NOBODY = [NO] * 4


def test_the_headings_fit_their_rows() -> None:
    assert len(TABLES) == 13
    for rows in TABLES.values():
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("state", ["aucun DMP", "notifié", "opposé", "fermé", "ouvert", "activé"])
def test_opening(state: str) -> None:
    heading, *rows = TABLES["Ouvrir un dossier"]
    assert heading[2:] == ["NON_EXISTE", "VALIDE", "EXPIRE", "INTERDIT"]
    said = {row[1]: row[2:] for row in rows if row[0] == state}
    if state in ("ouvert", "activé"):
        emergency = [YES, YES, YES, NO]
        expected = {"normal": [ASK, YES, ASK, NO], "bris de glace": emergency, "centre 15": emergency}
        assert said == expected
    else:
        assert said == {"normal": NOBODY, "bris de glace": NOBODY, "centre 15": NOBODY}


def test_what_consents_are_worth() -> None:
    _heading, *rows = TABLES["L'accord de la personne"]
    mine, team = "accord pour la consultation", "accord pour l'équipe"
    assert {row[0]: row[1:] for row in rows} == {
        "hors équipe, sans accord": ["NON_EXISTE", mine],
        "hors équipe, pendant la consultation": ["VALIDE", "rien"],
        "hors équipe, dossier refermé, ou quatre heures après": ["EXPIRE", mine],
        "hors équipe, accord donné dans une autre situation": ["NON_EXISTE", mine],
        "équipe, sans accord": ["NON_EXISTE", team],
        "équipe, accord recueilli par un autre, premier accès": ["VALIDE", "informer la personne"],
        "équipe, accord recueilli par un autre, accès suivants": ["VALIDE", "rien"],
        "équipe, accord expiré": ["EXPIRE", team],
        "équipe choisie par la personne, accord de la structure seule": ["NON_EXISTE", team],
        "équipe choisie par la personne, avec son accord": ["VALIDE", "informer la personne"],
        "équipe, information sans accord": ["NON_EXISTE", team],
        "équipe qui a l'accord, professionnel bloqué": ["INTERDIT", "refusé"],
        "sapeur-pompier, structure reconnue qui a l'accord": ["NON_EXISTE", mine],
        "médecin du travail, structure reconnue qui a l'accord": ["NON_EXISTE", mine],
    }


def test_the_three_switches() -> None:
    _heading, *rows = TABLES["Les trois interrupteurs de la personne"]
    assert {row[0]: row[1:] for row in rows} == {
        "régulation : oui": [YES, YES, NO],
        "régulation : non": [NO, YES, NO],
        "bris de glace : oui": [YES, YES, NO],
        "bris de glace : non": [YES, NO, NO],
        "masqués : oui": [YES, YES, YES],
        "masqués : non": [YES, YES, NO],
    }


def test_reading() -> None:
    _heading, *rows = TABLES["Lire un document que la matrice permet"]
    everyone = [YES] * 6
    assert {row[0]: row[1:] for row in rows} == {
        "normal": everyone,
        "masqué aux professionnels": [YES, YES, NO, NO, YES, YES],
        "non visible du patient": [YES, YES, YES, YES, NO, NO],
        "non visible des représentants légaux": [YES, YES, YES, YES, YES, NO],
        "archivé": everyone,
        "ancienne version": everyone,
        "supprimé": [NO] * 6,
    }


def test_whose_document_it_is() -> None:
    _heading, *rows = TABLES["De qui est un document"]
    assert {row[0]: row[1:] for row in rows} == {
        "même INS, mêmes traits": [YES, NO, YES],
        "même INS, sexe inconnu, jour et mois de naissance inconnus": [YES, NO, YES],
        "même INS, un trait strict contradictoire": [YES, YES, YES],
        "même INS, deux traits stricts contradictoires": [YES, YES, NO],
        "même INS, trois traits stricts contradictoires": [NO, NO, NO],
        "autre INS, mêmes traits": [NO, NO, NO],
        "le bon INS et celui d'une autre personne, mêmes traits": [NO, NO, NO],
        "NIA au lieu du NIR, mêmes traits": [YES, YES, YES],
        "NIA au lieu du NIR, un trait contradictoire": [NO, NO, NO],
        "INS absent ou illisible, mêmes traits": [YES, YES, YES],
        "INS absent ou illisible, un trait strict contradictoire": [YES, YES, NO],
        "INS absent ou illisible, deux traits stricts contradictoires": [NO, NO, NO],
        "INS absent ou illisible, un jumeau": [NO, NO, NO],
        "deux personnes, dont celle du dossier": [YES, YES, NO],
    }


def test_what_a_deposit_announces() -> None:
    _heading, *rows = TABLES["Ce qu'un dépôt annonce"]
    assert dict(rows) == {
        "fichier vide": NO,
        "fichier de 5 Mo": YES,
        "fichier de plus de 5 Mo": NO,
        "format : jpeg, jpg, pdf, rtf, tif, tiff, txt, xml": YES,
        "autre format": NO,
        "titre vide": NO,
        "titre de 255 caractères": YES,
        "titre de 256 caractères": NO,
        "type de JDV_J07 (11488-4)": YES,
        "type inconnu": NO,
        "acte de la veille de la naissance": NO,
        "acte du jour de la naissance": YES,
        "acte d'aujourd'hui": YES,
        "acte de demain": NO,
        "cadre d'exercice de JDV_J04 (AMBULATOIRE)": YES,
        "aucun cadre : celui de qui dépose": YES,
        "cadre inconnu": NO,
    }


def test_two_weeks_then_a_month() -> None:
    _heading, *rows = TABLES["Un document non visible du patient, déposé le 5 janvier"]
    assert rows == [["0", NO, NO], ["13", NO, NO], ["14", NO, YES], ["30", NO, YES], ["31", YES, NO]]


def test_changing() -> None:
    heading, *rows = TABLES["Modifier un document"]
    assert heading[1:5] == ["auteur", "médecin traitant", "autre", "patient"]
    assert {row[0]: row[1:5] for row in rows} == {
        "Remplacer par une nouvelle version": [YES, NO, NO, NO],
        "Supprimer": [YES, NO, NO, NO],
        "Masquer aux professionnels": [YES, YES, NO, YES],
        "Démasquer": [YES, YES, NO, YES],
        "Rendre non visible du patient": [YES, NO, NO, NO],
        "Rendre visible du patient": [YES, NO, NO, NO],
        "Rendre non visible des représentants légaux": NOBODY,
        "Rendre visible des représentants légaux, sans retour": [YES, NO, NO, YES],
        "Archiver": [YES, YES, NO, NO],
        "Sortir des archives": [YES, YES, NO, NO],
    }
    assert all(row[5] for row in rows)


def test_managing() -> None:
    _heading, *rows = TABLES["Gérer les accès"]
    assert {row[0]: row[1:] for row in rows} == {
        "bloquer un professionnel": [YES, NO, NO],
        "lever un blocage": [YES, NO, NO],
        "régler les accès en urgence": [YES, NO, NO],
        "retirer un accord": [YES, NO, NO],
        "nommer un médecin traitant": [YES, YES, NO],
        "mettre fin à un médecin traitant": [YES, YES, NO],
    }


def test_vaccinating() -> None:
    _heading, *rows = TABLES["Écrire une note de vaccination"]
    allowed = [row[0] for row in rows if row[1] == YES]
    assert allowed == ["Médecin", "Pharmacien", "Sage-Femme", "Infirmier"]
    assert len(rows) > len(allowed)


def test_the_profile() -> None:
    _heading, *rows = TABLES["Le profil"]
    assert [row[1] for row in rows] == ["notifié", "notifié", "ouvert", "opposé", "activé", "fermé", "activé"]


def test_depositing() -> None:
    heading, *rows = TABLES["Déposer"]
    assert heading[1:] == ["professionnel", "patient", "patient mineur", "représentant légal"]
    assert [row[1:] for row in rows] == [
        [YES, NO, NO, NO],
        [NO, YES, YES, YES],
        [NO, YES, YES, YES],
        [NO, YES, YES, YES],
        [NO, NO, NO, NO],
        [NO, NO, YES, NO],
    ]


def test_the_profile_by_the_person() -> None:
    heading, *rows = TABLES["Le profil, par la personne"]
    assert heading[1:] == ["notifié", "ouvert", "activé", "opposé", "fermé"]
    assert [row[1:] for row in rows] == [
        [YES, YES, YES, YES, YES],
        [NO, YES, YES, NO, NO],
        [YES, NO, NO, NO, NO],
        [NO, YES, YES, NO, NO],
        [YES, NO, NO, YES, YES],
    ]
