"""Autorisation d'accès – Consentement: explicit acts, emergencies, refusals; and what leaves a trace."""

import pytest

from dmptui.core.connecting.sign_in import enter
from tests.screens.driver import Dmp, patient_of


async def asked(dmp: Dmp, who: str, key: str) -> None:
    await dmp.log_in(who)
    await dmp.ask_for(key)
    await dmp.sees("Ouvrir le DMP de")


async def test_explicit_consent_is_asked_outside_the_team(start):
    async with start() as dmp:
        await asked(dmp, "ROUX", "petitjean")
        await dmp.sees(
            "PETITJEAN (LECOMTE) Odette",
            "Votre autorisation sur ce dossier a expiré.",
            "il faut son",
            "pour cette consultation : jusqu'à la fermeture du",
            "[ ] J'ai recueilli l'accord de la patiente pour cette consultation",
            "[ ] Je suis son médecin traitant",
        )


async def test_a_member_informs_under_the_consent_of_the_team(start):
    async with start() as dmp:
        await asked(dmp, "PETIT", "rousseau")
        await dmp.sees(
            "Accord pour l'équipe de soins choisie par la personne",
            "11/11/2026 par Dr ROUX Claire, valable jusqu'au 11/11/2027.",
            "[ ] J'ai informé le patient de cet accès",
        )
        assert "bris de glace" not in dmp.text
        await dmp.keys("space", "o")
        await dmp.opened()
        await dmp.keys("escape")
        await dmp.sees("Mes patients")
        await dmp.ask_for("rousseau")
        await dmp.opened()


async def test_a_team_without_consent_collects_it_once(start):
    async with start() as dmp:
        await asked(dmp, "GARNIER", "marchand")
        await dmp.sees(
            "Votre équipe n'a pas encore d'autorisation",
            "équipe de soins : « Centre hospitalier de",
            "Son accord se recueille une fois, pour tous les membres",
            "[ ] J'ai recueilli l'accord du patient pour « Centre hospitalier",
        )


@pytest.mark.parametrize("key", ["o", "enter"])
async def test_a_key_that_is_not_possible_yet_says_what_is_missing(start, key):
    async with start() as dmp:
        await asked(dmp, "ROUX", "petitjean")
        await dmp.keys(key)
        await dmp.sees("cochez d'abord la première ligne, avec", "Espace")
        await dmp.keys("space", key)
        await dmp.opened()


async def test_a_consent_withdrawn_leads_back_with_a_sentence(start):
    async with start() as dmp:
        await asked(dmp, "ROUX", "petitjean")
        await dmp.keys("space", "o")
        await dmp.opened()
        await dmp.arrived()
        await _withdrawn(dmp, "petitjean")
        await dmp.keys("f5")
        await dmp.sees("Dossier refermé", "Ce dossier s'est refermé", "Règle : CSP L1111-17, R1111-46")
        await dmp.keys("enter")
        await dmp.sees("Mes patients")


async def _withdrawn(dmp: Dmp, key: str) -> None:
    """The person takes back the consent, from elsewhere."""
    patient = patient_of(key)
    assert dmp.app._connection is not None
    client, clock = dmp.app._connection.client, dmp.app._clock
    person = await enter(client, patient.ins, clock)
    valid = [a for a in await person.authorisations() if a.status(clock()).value == "VALIDE"]
    for given in valid:
        await person.withdraw(given)


async def test_a_secret_opening_is_chosen_when_an_authorisation_is_valid(start):
    async with start() as dmp:
        await dmp.log_in("BENOIT")
        await dmp.keys("/")
        await dmp.types("laurent")
        await dmp.keys("enter", "S")
        await dmp.opened()
        await dmp.sees("LAURENT Gabriel", "connexion secrète")


async def test_the_words_agree_with_the_person(start):
    async with start() as dmp:
        await asked(dmp, "FAURE", "rousseau")
        await dmp.sees("l'accord du patient", "Le patient en sera notifié.")


async def test_only_a_physician_may_be_medecin_traitant(start):
    async with start() as dmp:
        await asked(dmp, "PETIT", "dasilva")
        assert "médecin traitant" not in dmp.text


async def test_nothing_opens_without_the_consent_ticked(start, written):
    async with start() as dmp:
        await asked(dmp, "ROUX", "petitjean")
        before = written()
        await dmp.keys("o", "enter", "down", "space", "o")
        await dmp.sees("[x] Je suis son médecin traitant", "Ouvrir le DMP de")
        assert written() == before


async def test_esc_changes_nothing_and_leaves_no_trace(start, written):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        before = written()
        await dmp.ask_for("petitjean")
        await dmp.sees("Ouvrir le DMP de")
        await dmp.keys("space", "escape")
        await dmp.sees("Mes patients", "18 patients")
        await dmp.sees_no("Ouvrir le DMP")
        assert written() == before


async def test_the_consent_opens_and_ends_with_the_consultation(start, written):
    async with start() as dmp:
        await asked(dmp, "ROUX", "petitjean")
        before = written()
        await dmp.keys("space", "o")
        await dmp.opened()
        await dmp.sees("PETITJEAN (LECOMTE) Odette")
        await dmp.arrived()
        assert written()["AuditEvent"] > before["AuditEvent"]
        await dmp.keys("escape")
        await dmp.sees("Mes patients")
        await dmp.ask_for("petitjean")
        await dmp.sees("Votre autorisation sur ce dossier a expiré.")


async def test_a_minor_asks_that_the_parents_learn_nothing_of_it(start):
    async with start() as dmp:
        await asked(dmp, "ROUX", "laurent")
        await dmp.sees("[ ] Connexion secrète, à sa demande")
        await dmp.keys("space", "down", "space", "down", "space")
        await dmp.sees("Un médecin traitant ne se déclare pas en")
        await dmp.keys("o", "up", "space", "o")
        await dmp.opened()
        await dmp.sees("LAURENT Gabriel", "connexion secrète")


async def test_declared_medecin_traitant_is_so_at_once(start):
    async with start() as dmp:
        await asked(dmp, "ROUX", "petitjean")
        await dmp.keys("space", "down", "space", "o")
        await dmp.opened()
        await dmp.sees("★ MT")
        await dmp.keys("escape")
        await dmp.sees("Mes patients")
        await dmp.until(lambda: "valide ★" in _line(dmp, "PETITJEAN"))


async def test_the_glass_breaks_with_a_reason_that_is_kept_when_left(start, written):
    async with start() as dmp:
        await asked(dmp, "ROUX", "dasilva")
        before = written()
        await dmp.keys("u")
        await dmp.sees("BRIS DE GLACE", "DA SILVA", "Motif")
        await dmp.keys("enter")
        await dmp.sees("Écrivez le motif en quelques mots.")
        await dmp.types("coma")
        await dmp.keys("escape")
        await dmp.sees_no("BRIS DE GLACE")
        assert written() == before
        await dmp.ask_for("dasilva")
        await dmp.sees("Ouvrir le DMP de")
        await dmp.keys("u")
        await dmp.sees("Motif          coma")
        await dmp.types("teuse")
        await dmp.keys("enter")
        await dmp.opened()
        await dmp.sees("✚ BRIS DE GLACE", "DA SILVA Maria · F · 18/02/1984 42 a · INS 284029990210228")
        await dmp.arrived()
        await dmp.page("traces")
        await dmp.sees("Urgence et refus", "BRIS DE GLACE", "✚")
        await dmp.keys("d")
        await dmp.sees("Motif de l'urgence : comateuse")


async def test_a_reason_kept_is_for_that_patient_only(start):
    async with start() as dmp:
        await asked(dmp, "FAURE", "dasilva")
        await dmp.keys("u")
        await dmp.sees("Motif")
        await dmp.types("inconsciente")
        await dmp.keys("escape")
        await dmp.ask_for("fournier")
        await dmp.sees("Ouvrir le DMP de")
        await dmp.keys("u")
        await dmp.sees("Motif          ex. : inconscient")


async def test_opposed_emergency_is_dim_says_why_and_its_key_does_nothing(start):
    async with start() as dmp:
        await asked(dmp, "ROUX", "petitjean")
        await dmp.sees(
            "u       Urgence : bris de glace, avec un motif — La personne s'est", "opposée à l'accès"
        )
        await dmp.keys("u")
        await dmp.sees("Ouvrir le DMP de")
        assert "BRIS DE GLACE" not in dmp.text


async def test_centre_15_for_the_regulateur(start):
    async with start() as dmp:
        await asked(dmp, "FAURE", "dasilva")
        await dmp.sees("s       Régulation : accès centre 15")
        await dmp.keys("s")
        await dmp.opened()
        await dmp.sees("✚ CENTRE 15")


@pytest.mark.parametrize(("who", "situation"), [("ROUX", 0), ("FAURE", 1)])
async def test_centre_15_is_for_nobody_else(start, who, situation):
    async with start() as dmp:
        await dmp.log_in(who, situation)
        await dmp.ask_for("chevalier")
        await dmp.sees("Ouvrir le DMP de")
        assert "centre 15" not in dmp.text
        await dmp.keys("s")
        await dmp.sees("Ouvrir le DMP de")


async def test_centre_15_opposed(start):
    async with start() as dmp:
        await asked(dmp, "FAURE", "fournier")
        await dmp.sees("Régulation : accès centre 15 — La personne s'est opposée")
        await dmp.keys("s")
        await dmp.sees("Ouvrir le DMP de")


@pytest.mark.parametrize(
    ("key", "reason", "advice"),
    [
        ("simon", "Ce DMP n'est pas encore créé", "Il sera créé six semaines après"),
        ("martin", "Cette personne s'est opposée à la création de son DMP.", "Mon espace santé"),
        ("lefevre", "Ce DMP est fermé depuis le 16/06/2026. Motif : Fermeture à la demande", "réouverture"),
        ("robert", "Ce DMP est fermé depuis le 19/10/2026. Motif : Décès.", ""),
        ("legrand", "La personne vous a bloqué l'accès à son DMP.", "y déposer des documents"),
    ],
)
async def test_a_refusal_is_a_page_with_its_reason_and_its_trace(start, written, key, reason, advice):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        before = written()["AuditEvent"]
        await dmp.ask_for(key)
        await dmp.sees("Accès refusé", reason, advice, "Règle : CSP", patient_of(key).birth_name)
        await dmp.until(lambda: written()["AuditEvent"] == before + 1)
        await dmp.keys("enter")
        await dmp.sees("Mes patients")


async def test_an_ins_that_nobody_has(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.keys("i")
        await dmp.types("255081416802538")
        await dmp.sees("clé juste")
        await dmp.keys("enter")
        await dmp.sees("Aucun DMP n'existe pour cet INS.", "Vérifiez l'INS", "2 55 08 14 168 025 38")
        await dmp.keys("escape")
        await dmp.sees("Mes patients")


async def test_a_valid_authorisation_opens_at_once(start):
    async with start() as dmp:
        await dmp.log_in("ROUX")
        await dmp.keys("enter")
        await dmp.opened()
        await dmp.sees("BERNARD Lucie · F · 04/11/1951 (75 ans) · INS 2 51 11 99 901 101 74", "★ MT")


def _line(dmp: Dmp, text: str) -> str:
    return next((line for line in dmp.lines if text in line), "")
