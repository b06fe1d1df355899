"""Mes patients: the list, what filters it, and the ways to somebody who is not in it."""

from contextlib import asynccontextmanager

import pytest

from tests.screens.driver import patient_of


@pytest.fixture
def opened(start):
    """Mes patients of a professional."""

    @asynccontextmanager
    async def open_list(who="ROUX", size=(80, 24)):
        async with start(size=size) as dmp:
            await dmp.log_in(who)
            yield dmp

    return open_list


async def test_words_filter_as_they_are_typed_and_esc_clears_them(opened):
    async with opened() as dmp:
        await dmp.keys("/")
        await dmp.types("maRTin")
        await dmp.sees("2 patients", "« maRTin »")
        assert "BERNARD" not in dmp.text
        await dmp.keys("escape")
        await dmp.sees("18 patients", "BERNARD Lucie")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("konate", "KONATÉ Awa"),
        ("03/09/1990", "MARTIN Hugo"),
        ("2 51 11 99", "BERNARD Lucie"),
        ("favre", "BLANC"),
    ],
)
async def test_a_patient_is_found_without_accents_by_date_by_ins_by_used_name(opened, words, found):
    async with opened() as dmp:
        await dmp.keys("/")
        await dmp.types(words)
        await dmp.sees("1 patient")
        assert found in dmp.text


async def test_a_filter_stays_said_once_the_line_is_closed(opened):
    async with opened() as dmp:
        await dmp.keys("/")
        await dmp.types("durand")
        await dmp.keys("enter")
        await dmp.sees_no("Chercher :")
        assert "« durand »" in dmp.lines[3]
        await dmp.keys("escape")
        await dmp.sees("18 patients")


async def test_the_cursor_is_on_the_first_one_found(opened):
    async with opened() as dmp:
        await dmp.keys("end", "/")
        await dmp.types("du")
        await dmp.until(lambda: dmp.list.key == patient_of("dasilva").ins)


async def test_nobody_of_that_name_says_which_key_helps(opened):
    async with opened() as dmp:
        await dmp.keys("/")
        await dmp.types("zzz")
        await dmp.sees("Aucun patient ne correspond à « zzz ».", "Échap efface", "0 patient")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2 51 11", "encore 10"),
        ("251119990110174", "clé juste"),
        ("251119990110175", "la clé ne correspond pas"),
        ("2511199901101745", "trop long"),
        ("25111x", "caractère impossible"),
    ],
)
async def test_the_ins_is_checked_while_it_is_typed(opened, typed, said):
    async with opened() as dmp:
        await dmp.keys("i")
        await dmp.types(typed)
        await dmp.sees(said)


async def test_an_ins_from_a_reader_is_not_lost_however_fast_it_comes(opened):
    async with opened() as dmp:
        await dmp.burst("i", *patient_of("lefevre").ins.value, "enter")
        await dmp.sees("LEFÈVRE Jean", "Accès refusé")


async def test_a_name_typed_at_once_opens_that_patient(opened):
    async with opened() as dmp:
        await dmp.burst("/", *"guerin", "enter")
        await dmp.sees_no("Chercher :")
        await dmp.keys("enter")
        await dmp.opened()
        assert dmp.lines[0].startswith(" GUÉRIN Julien")


async def test_words_typed_at_once_are_not_lost(opened):
    async with opened() as dmp:
        await dmp.burst("/", *"konaté")
        await dmp.sees("« konaté »", "1 patient")


@pytest.mark.parametrize(
    ("typed", "said"), [("", "tapez les 13"), ("251", "il manque"), ("251119990110175", "la clé")]
)
async def test_a_wrong_ins_opens_nothing(opened, typed, said):
    async with opened() as dmp:
        await dmp.keys("i")
        await dmp.types(typed)
        await dmp.keys("enter")
        await dmp.sees(said, "INS :")


async def test_an_ins_left_half_typed_is_there_again_one_that_served_is_not(opened):
    async with opened() as dmp:
        await dmp.keys("i")
        await dmp.types("2511")
        await dmp.keys("escape", "i")
        await dmp.sees("INS : 2511", "encore 11")
        await dmp.keys(*["backspace"] * 4, "escape")
        await dmp.ask_for("lefevre")
        await dmp.sees("Accès refusé")
        await dmp.keys("escape", "i")
        await dmp.sees("15 caractères, avec ou sans espaces")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["d"], "au moins deux lettres"),
        (["", "", "32/02/2020"], "Cette date n'existe pas"),
        (["du", "", "12/1962"], "Cette date n'existe pas"),
    ],
)
async def test_traits_that_cannot_be_searched_stay_in_the_form(opened, typed, said):
    async with opened() as dmp:
        await dmp.keys("t")
        for text in typed:
            await dmp.types(text)
            await dmp.keys("tab")
        await dmp.keys("enter")
        await dmp.sees("Chercher par traits d'identité", said)
        assert any(text in dmp.text for text in typed if text)


@pytest.mark.parametrize("date", ["12/05/1962", "12051962", " 12/05/1962 "])
async def test_traits_find_people_outside_the_list(opened, date):
    async with opened("ARNAUD") as dmp:
        await dmp.keys("t", "tab", "tab")
        await dmp.types(date)
        await dmp.keys("enter")
        await dmp.sees("1 patient", "DURAND Marie", "Trouvés par traits")
        await dmp.keys("escape")
        await dmp.sees("0 patient", "Vous n'avez encore d'autorisation sur aucun dossier.")


async def test_homonyms_are_told_apart(opened):
    async with opened(size=(120, 40)) as dmp:
        await dmp.keys("t")
        await dmp.types("durand")
        await dmp.keys("enter")
        await dmp.sees("2 patients", "12/05/1962", "12/05/1965", patient_of("durand2").ins.grouped)


async def test_traits_of_nobody_and_what_was_typed_is_there_again(opened):
    async with opened() as dmp:
        await dmp.keys("t")
        await dmp.types("xyz")
        await dmp.keys("enter")
        await dmp.sees("Personne n'a ces traits d'identité.", "t : changer les traits")
        await dmp.keys("t")
        await dmp.sees("Nom            xyz")


async def test_only_what_is_new_then_all(opened):
    async with opened() as dmp:
        await dmp.keys("n")
        await dmp.sees("Seulement les dossiers qui ont du nouveau", "4 patients")
        assert all("●" in line for line in dmp.lines[6:10])
        await dmp.keys("n")
        await dmp.sees("18 patients")


async def test_nothing_new(opened):
    async with opened("SCHMITT") as dmp:
        await dmp.keys("n")
        await dmp.sees("Rien de nouveau dans les dossiers de vos patients.", "n : tous les patients")


async def test_no_patient_yet(opened):
    async with opened("ARNAUD") as dmp:
        await dmp.sees("Vous n'avez encore d'autorisation sur aucun dossier.", "i : chercher par INS")


async def test_states_and_authorisations_are_words(opened):
    async with opened(size=(120, 40)) as dmp:
        text = dmp.text
        for state in ("activé", "ouvert", "fermé", "opposé", "valide ★", "expiré", "bloqué"):
            assert state in text


async def test_the_session_is_not_closed_by_one_key(opened):
    async with opened() as dmp:
        await dmp.keys("escape")
        await dmp.sees("Fermer la session")
        await dmp.keys("escape")
        await dmp.sees_no("Fermer la session")
        await dmp.keys("escape")
        await dmp.sees("Fermer la session")
        await dmp.keys("enter")
        await dmp.sees("Connexion")
