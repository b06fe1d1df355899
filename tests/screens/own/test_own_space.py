"""Côté usager: who enters, what they see and decide, and the time that passes."""

from datetime import timedelta

import pytest

from dmptui.core.demo.time import MovableClock
from dmptui.core.model.document import Visibility
from dmptui.widgets.rows import Group, Row
from tests.screens.driver import NOW, Dmp
from tests.screens.own.driver import confirm, deposit, doctor, enter, go

SECOND = timedelta(seconds=1)


def titles(dmp: Dmp) -> list[str]:
    """The second cell of each row."""
    return [str(row.cells[1]) for row in dmp.list.rows if isinstance(row, Row)]


def groups(dmp: Dmp) -> list[str]:
    return [row.title for row in dmp.list.rows if isinstance(row, Group)]


async def test_it_is_known_at_once_and_esc_leads_back_to_connexion(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await dmp.sees("activé", "Première connexion", "accès à votre dossier")
        await dmp.keys("?")
        await dmp.sees("Les touches")
        assert dmp.lines[0].startswith(" Mon espace santé — BERNARD Lucie")
        await dmp.keys("escape", "escape")
        await dmp.sees("Qui travaille ici ?")


async def test_nobody_enters_after_a_death(start):
    async with start() as dmp:
        await dmp.sees("Connexion")
        await dmp.keys("u")
        await dmp.sees("entrer dans")
        await dmp.types("robert")
        await dmp.keys("enter")
        await dmp.sees("la personne est décédée")
        await dmp.keys("enter")
        await dmp.sees("Qui travaille ici ?")


async def test_a_profile_is_opposed_opened_and_closed_with_a_reason(start):
    async with start() as dmp:
        await enter(dmp, "simon")
        await dmp.sees("▸ notifié le 18/11/2026", "ouvert le 30/12/2026")
        await dmp.keys("o")
        await confirm(dmp, "S'opposer à la création du profil de")
        await dmp.sees("▸ opposé", "Vous pouvez revenir sur ce choix")
        await dmp.keys("v")
        await confirm(dmp, "Ouvrir le profil de")
        await dmp.sees("▸ activé")
        await dmp.keys("f")
        await dmp.sees("Vous n'avez pas à donner de raison.")
        await dmp.types("Je préfère")
        await dmp.keys("enter")
        await confirm(dmp, "Fermer le profil de")
        await dmp.sees("▸ fermé le 23/11/2026", "Raison : Je préfère")
        await dmp.keys("2")
        await dmp.until(lambda: dmp.lines[-1].endswith("Ce profil Mon espace santé est fermé."))
        assert dmp.app.screen.places[0] == "own_home"


async def test_what_is_not_confirmed_is_not_done(start):
    async with start() as dmp:
        await enter(dmp, "simon")
        await dmp.keys("o")
        await dmp.sees("Oui, je le confirme")
        await dmp.keys("escape")
        await dmp.sees("▸ notifié")


async def test_an_act_that_is_not_possible_is_refused_with_its_rule(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await dmp.keys("o")
        await dmp.sees("il n'est plus temps de s'y opposer")
        await go(dmp, "traces")
        await dmp.sees_no("opposition")


async def test_six_weeks_later_the_profile_is_there(start):
    async with start(size=(120, 40)) as dmp:
        await enter(dmp, "simon")
        await dmp.keys(":")
        await dmp.types("avancer le temps")
        await dmp.keys("enter")
        await dmp.sees("Avancer le temps")
        await dmp.types("6 semaines")
        await dmp.keys("enter")
        await dmp.sees("▸ activé", "temps avancé au 04/01/2027", "On est le 04/01/2027.")


async def test_ten_years_are_the_most(start, settings):
    async with start() as dmp:
        MovableClock(lambda: NOW, settings.data_dir).advance(timedelta(days=3600))
        await enter(dmp, "bernard")
        await dmp.keys("plus")
        await dmp.types("1 an")
        await dmp.keys("enter")
        await dmp.sees("de dix ans au plus en tout.")
        assert dmp.lines[0].startswith(" Mon espace santé")


async def test_a_session_that_ended_elsewhere_is_renewed_silently_on_the_same_page(start, settings):
    async with start(size=(120, 40)) as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_documents")
        await dmp.keys("enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])
        await dmp.sees("%")
        count = dmp.lines[1].split(" sur ")[1].split()[0]
        MovableClock(lambda: NOW, settings.data_dir).advance(timedelta(days=7))
        await dmp.keys("right")
        await dmp.sees("temps avancé au 30/11/2026", f"{count} documents · ")


async def test_what_waits_for_an_announcement_is_told_after_two_weeks(start, settings):
    await deposit(settings, "bernard", "Annonce", Visibility.HIDDEN_FROM_PATIENT)
    async with start(size=(120, 40)) as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_documents")
        assert "Annonce" not in titles(dmp)
        await dmp.keys("plus")
        await dmp.types("2 semaines")
        await dmp.keys("enter")
        await dmp.sees("temps avancé au")
        await go(dmp, "own_messages")
        await dmp.sees("vous attend", "nouveau")
        await dmp.keys("plus")
        await dmp.types("6 semaines")
        await dmp.keys("enter")
        await dmp.sees("temps avancé au 18/01/2027")
        await go(dmp, "own_documents")
        assert "Annonce" in titles(dmp)


async def test_a_minor_and_a_representative_do_not_see_the_same(start, settings):
    await deposit(settings, "konate", "Entretien", Visibility.HIDDEN_FROM_REPRESENTATIVES)
    async with start(size=(120, 40)) as dmp:
        await enter(dmp, "konate", representative=True)
        await dmp.sees("représentant légal")
        await go(dmp, "own_documents")
        assert "Entretien" not in titles(dmp)
        await dmp.keys("escape")
        await enter(dmp, "konate", representative=False)
        await go(dmp, "own_documents")
        assert "Entretien" in titles(dmp)
        await dmp.keys("home", "/")
        await dmp.types("entretien")
        await dmp.keys("enter", "L")
        await confirm(dmp, "Montrer aux représentants légaux")
        await dmp.sees("C'est fait", "visible des représentants légaux")


async def test_a_document_is_masked_and_shown_again(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_documents")
        await dmp.keys("m")
        await confirm(dmp, "Masquer aux professionnels")
        await dmp.sees("masqué aux professionnels")
        await dmp.keys("enter")
        await dmp.until(lambda: "◌ masqué" in dmp.lines[5])
        await dmp.keys("m")
        await confirm(dmp, "Montrer aux professionnels")
        await dmp.keys("enter")
        await dmp.until(lambda: "masqué" not in dmp.lines[5])


async def test_what_a_professional_wrote_is_not_deleted_nor_replaced(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_documents")
        assert "R remplacer" not in dmp.lines[-1]
        for key, verb in (("S", "supprimer"), ("R", "remplacer")):
            await dmp.keys(key)
            await dmp.sees(f"Seul l'auteur d'un document peut le {verb}.")


async def test_a_document_of_one_s_own_is_deposited_then_deleted(start, tmp_path, monkeypatch):
    (tmp_path / "volontes.txt").write_text("Ma personne de confiance est ma sœur.")
    monkeypatch.chdir(tmp_path)
    async with start() as dmp:
        await enter(dmp, "martin2")
        await go(dmp, "own_documents")
        await dmp.keys("a")
        await dmp.sees("volontes.txt")
        await dmp.types("volontes.txt")
        await dmp.keys("enter")
        await dmp.sees("Directives anticipées")
        await dmp.types("volontés et")
        await dmp.keys("enter", "enter")
        await confirm(dmp, "Déposer, dans le dossier de")
        await dmp.sees("C'est fait")
        await dmp.keys("enter")
        await dmp.until(lambda: "Volontés et droits du patient" in titles(dmp))
        assert groups(dmp) == ["Déposés par vous (1)"]
        await dmp.keys("end", "S")
        await confirm(dmp, "Supprimer")
        await dmp.keys("enter")
        await dmp.until(lambda: "Volontés et droits du patient" not in titles(dmp))


async def test_what_was_typed_of_a_deposit_is_there_again(start, tmp_path, monkeypatch):
    (tmp_path / "volontes.txt").write_text("Ma personne de confiance est ma sœur.")
    monkeypatch.chdir(tmp_path)
    async with start() as dmp:
        await enter(dmp, "martin2")
        await go(dmp, "own_documents")
        await dmp.keys("a")
        await dmp.sees("volontes.txt")
        await dmp.types("volontes.txt")
        await dmp.keys("enter")
        await dmp.sees("Directives anticipées")
        await dmp.types("volontés et")
        await dmp.keys("enter", "escape")
        await dmp.sees_no("Ajouter un document")
        await dmp.keys("a")
        await dmp.until(lambda: "Volontés et droits du patient" in dmp.lines[5])
        await dmp.keys("enter")
        await confirm(dmp, "Déposer, dans le dossier de")
        await dmp.sees("C'est fait")
        await dmp.keys("enter")
        await dmp.until(lambda: "Volontés et droits du patient" in titles(dmp))
        await dmp.keys("a")
        await dmp.sees("Ajouter un document", "à choisir")


async def test_a_document_is_read_with_its_tabs_and_nothing_is_written_from_there(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_documents")
        await dmp.keys("enter")
        await dmp.sees("1 Lecture", "2 PDF", "4 Métadonnées")
        await dmp.keys("4")
        await dmp.sees("LE GOFF")
        await dmp.keys("escape", "2")
        await dmp.sees("copie signée", "2 Pages")
        await dmp.keys("escape", "S", "a")
        await dmp.pilot.pause()
        assert "‹ ›" in dmp.lines[1]


async def test_a_representative_reads_of_the_profile_of_the_child(start):
    async with start() as dmp:
        await enter(dmp, "konate", representative=True)
        await dmp.sees("Le profil de l'enfant est ouvert")
        assert "otre profil" not in dmp.text


async def test_a_message_and_its_document(start, settings):
    await deposit(settings, "bernard", "Lettre")
    async with doctor(settings, "bernard", 6 * SECOND) as (record, _session):
        (letter,) = [d async for page in record.listing.whole() for d in page if d.title == "Lettre"]
        await record.write_message("Vos résultats", "Ils sont bons.\nÀ bientôt.", letter)
    async with start() as dmp:
        MovableClock(lambda: NOW, settings.data_dir).advance(timedelta(hours=1))
        await enter(dmp, "bernard")
        await dmp.sees("Vos résultats", "a ajouté un document")
        await dmp.keys("enter")
        await dmp.sees("Messages (4)", "Notifications (", "Ils sont bons.")
        await dmp.keys("enter")
        await dmp.sees("Un document est joint")
        await dmp.keys("enter")
        await dmp.sees("Texte de « Lettre ».")


async def test_the_switches_are_saved_at_once(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_switches")
        await dmp.sees("Le médecin régulateur")
        await dmp.keys("down", "space")
        await dmp.sees("Enregistré : refusé.")
        await dmp.keys("escape")
        await enter(dmp, "bernard")
        await go(dmp, "own_switches")
        assert [row.cells[0] for row in dmp.list.rows] == ["[x]", "[ ]", "[x]"]


async def test_professionals_are_blocked_named_and_ended(start):
    async with start(size=(120, 40)) as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_professionals")
        assert groups(dmp)[:2] == [
            "Équipes qui ont votre accord (1)",
            "Médecin traitant, ou administrateur (1)",
        ]
        dmp.list.go_to(next(r.key for r in dmp.list.rows if isinstance(r, Row) and "ROUX" in r.cells[0]))
        await dmp.keys("t")
        await confirm(dmp, "Ne plus avoir Dr ROUX Claire pour médecin traitant")
        await dmp.sees("n'est plus votre médecin traitant.")
        await dmp.until(lambda: groups(dmp)[1] == "Peuvent consulter (5)")
        await dmp.keys("b")
        await confirm(dmp, "Bloquer Dr ROUX Claire")
        await dmp.sees("Accès bloqué : Dr ROUX Claire.", "Bloqués (2)")
        await dmp.keys("b")
        await confirm(dmp, "Lever le blocage de Dr ROUX Claire")
        await dmp.sees("Blocage levé", "Bloqués (1)")
        await dmp.keys("n")
        await dmp.types("haddad")
        await dmp.keys("enter")
        await confirm(dmp, "Nommer Dr HADDAD Karim médecin traitant")
        await dmp.until(lambda: groups(dmp)[1] == "Médecin traitant, ou administrateur (1)")


async def test_the_consent_of_a_team_is_seen_and_withdrawn(start):
    async with start(size=(120, 40)) as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_professionals")
        await dmp.sees("Votre équipe de soins")
        await dmp.keys("enter")
        await dmp.sees("recueilli par Dr ROUX Claire")
        await dmp.keys("escape", "r")
        await confirm(dmp, "Retirer l'accord donné à votre équipe de soins")
        await dmp.sees("Accord retiré", "Cercle de soins, sans autorisation")
        assert "Équipes qui ont votre accord" not in dmp.text


async def test_only_a_physician_is_named(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_professionals")
        dmp.list.go_to(next(r.key for r in dmp.list.rows if isinstance(r, Row) and "LAMBERT" in r.cells[0]))
        await dmp.keys("t")
        await dmp.sees("Seul un médecin peut être médecin traitant.")


async def test_an_appointment_is_noted_reminded_of_and_cancelled(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_agenda")
        await dmp.sees("À prévoir, d'après l'âge et le sexe")
        await dmp.keys("n")
        await dmp.types("27/11/2026")
        await dmp.keys("tab")
        await dmp.types("9h30")
        await dmp.keys("tab")
        await dmp.types("Ophtalmologie")
        await dmp.keys("enter")
        await dmp.until(lambda: groups(dmp)[:1] == ["Mes rendez-vous"])
        await dmp.sees("27/11/2026 09:30  Ophtalmologie")
        await go(dmp, "own_home")
        await dmp.sees("Rendez-vous : Ophtalmologie")
        await go(dmp, "own_agenda")
        await dmp.keys("g", "d")
        await confirm(dmp, "Annuler ce rendez-vous")
        await dmp.until(lambda: groups(dmp)[:1] == ["À prévoir, d'après l'âge et le sexe"])


async def test_a_wrong_date_is_said_and_what_was_typed_is_kept(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_agenda")
        await dmp.until(lambda: bool(groups(dmp)))
        await dmp.keys("enter")  # on what is provided for: its name is there already
        await dmp.sees("Noter un rendez-vous")
        await dmp.types("22/11/2026")
        await dmp.keys("tab")
        await dmp.types("10:00")
        await dmp.keys("enter")
        await dmp.sees("Cette date est passée")
        await dmp.keys("escape", "n")
        await dmp.sees("22/11/2026", "10:00")


async def test_the_history_of_care_leads_to_its_documents(start):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_agenda")
        await dmp.until(lambda: not dmp.list.is_waiting)
        await dmp.keys("h")
        await dmp.until(lambda: groups(dmp)[:2] == ["novembre 2026", "octobre 2026"])
        await dmp.keys("enter")
        await dmp.until(lambda: "‹ ›" in dmp.lines[1])


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_the_program_is_not_left_by_one_key(start, key):
    async with start() as dmp:
        await enter(dmp, "bernard")
        await dmp.keys(key)
        await dmp.sees("Quitter dmptui" if key == "q" else "Qui travaille ici ?")
        assert dmp.app.is_running


async def test_a_parent_enters_the_space_of_their_child_and_comes_back(start):
    async with start(size=(120, 40)) as dmp:
        await enter(dmp, "bernard")
        await dmp.keys("e")
        await dmp.sees("Vous ne représentez ici aucun autre enfant.")
        assert "espace d'un enfant" not in dmp.lines[-1]
        await dmp.keys("escape")
        await enter(dmp, "dasilva")
        assert "espace d'un enfant" in dmp.lines[-1]
        await dmp.keys("e")
        await dmp.sees("Mon espace santé — DUPUIS Léo", "représentant légal", "Le profil de l'enfant")
        await dmp.sees("Échap revient à votre espace.")
        assert "espace d'un enfant" not in dmp.lines[-1]
        await go(dmp, "own_messages")
        await dmp.keys("escape")
        await dmp.sees("Mon espace santé — DA SILVA (DUPUIS) Maria", "espace d'un enfant")
        await dmp.keys("escape")
        await dmp.sees("Qui travaille ici ?")
