"""Whom a reference range is for, in words; and whether that is the person, at the date of the result."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.documents.cda.entries.conditions import read_condition
from dmptui.core.model.clinical import When
from dmptui.core.model.clinical.conditions import Applies, Subject
from dmptui.core.model.patient import Sex

YES, NO, UNCERTAIN = Applies.YES, Applies.NO, Applies.UNCERTAIN
TODAY = When("20260901083000+0200")
MAN, WOMAN = Subject(Sex.MALE, When("19881010")), Subject(Sex.FEMALE, When("19620512"))
NOBODY = Subject()


def aged(birth: str, sex: Sex = Sex.UNKNOWN) -> Subject:
    return Subject(sex, When(birth))


@pytest.mark.parametrize(
    ("words", "man", "woman", "nobody"),
    [
        ("", YES, YES, YES),
        ("Valeurs de référence", YES, YES, YES),
        ("Hommes :", YES, NO, UNCERTAIN),
        ("Homme", YES, NO, UNCERTAIN),
        ("HOMMES", YES, NO, UNCERTAIN),
        ("Sexe masculin", YES, NO, UNCERTAIN),
        ("H", YES, NO, UNCERTAIN),
        ("Sexe : M", YES, NO, UNCERTAIN),
        ("Femmes", NO, YES, UNCERTAIN),
        ("chez la femme", NO, YES, UNCERTAIN),
        ("F", NO, YES, UNCERTAIN),
        ("Sexe fe\u0301minin", NO, YES, UNCERTAIN),
        ("Hommes et femmes", YES, YES, YES),
        ("H/F", YES, YES, YES),
        ("Adultes", YES, YES, UNCERTAIN),
        ("Femme adulte", NO, YES, UNCERTAIN),
        ("Hommes adultes > 50 ans", NO, NO, UNCERTAIN),
        ("Enfants", NO, NO, UNCERTAIN),
        ("Nouveau-né", NO, NO, UNCERTAIN),
        ("Femme enceinte", NO, UNCERTAIN, UNCERTAIN),
        ("Femme non enceinte", UNCERTAIN, UNCERTAIN, UNCERTAIN),
        ("1er trimestre de grossesse", UNCERTAIN, UNCERTAIN, UNCERTAIN),
        ("à jeun", UNCERTAIN, UNCERTAIN, UNCERTAIN),
        ("sauf homme", UNCERTAIN, UNCERTAIN, UNCERTAIN),
        ("Femmes et enfants", UNCERTAIN, UNCERTAIN, UNCERTAIN),
        ("à 8 h", UNCERTAIN, UNCERTAIN, UNCERTAIN),
        ("2,5 à 7,5", UNCERTAIN, UNCERTAIN, UNCERTAIN),
        ("F 18-50 ans", NO, NO, UNCERTAIN),
        ("H 18 à 50 ans", YES, NO, UNCERTAIN),
    ],
)
def test_whom_the_words_mean(words, man, woman, nobody):
    condition = read_condition(words)
    assert [condition.applies(who, TODAY) for who in (MAN, WOMAN, NOBODY)] == [man, woman, nobody]


@pytest.mark.parametrize(
    ("words", "birth", "applies"),
    [
        ("2 à 12 ans", "20240902", NO),
        ("2 à 12 ans", "20240901", YES),
        ("de 2 à 12 ans", "20200101", YES),
        ("2-12 ans", "20140902", YES),
        ("2 – 12 ans", "20140901", UNCERTAIN),  # « 12 ans » may be the whole year
        ("2 à 12 ans", "20130901", NO),
        ("6 mois à 2 ans", "20260301", YES),
        ("6 mois à 2 ans", "20260302", NO),
        ("0 - 28 jours", "20260820", YES),
        ("0 - 28 jours", "20260701", NO),
        ("< 2 ans", "20240902", YES),
        ("moins de 2 ans", "20240901", NO),
        ("≥ 18 ans", "20080901", YES),
        (">= 18 ans", "20080902", NO),
        ("à partir de 15 ans", "20110901", YES),
        ("65 ans et plus", "19610901", YES),
        ("> 65 ans", "19610901", UNCERTAIN),
        ("plus de 65 ans", "19600901", YES),
        ("jusqu'à 1 mois", "20260810", YES),
        ("Jusqu’à 1 mois", "20260720", UNCERTAIN),
        ("Nourrisson", "20260101", YES),
        ("adulte", "20100101", UNCERTAIN),
        ("≥ 18 ans", "2008", UNCERTAIN),
        ("≥ 18 ans", "2007", YES),
        ("≥ 18 ans", "200809", UNCERTAIN),
        ("≥ 18 ans", "", UNCERTAIN),
        ("≥ 18 ans", "13310000", UNCERTAIN),
        ("≥ 18 ans", "20270101", NO),
        ("< 2 ans, enfant", "20260101", UNCERTAIN),
    ],
)
def test_the_age_is_that_at_the_date_of_the_result(words, birth, applies):
    assert read_condition(words).applies(aged(birth), TODAY) is applies


def test_without_a_date_no_age_is_certain():
    assert read_condition("≥ 18 ans").applies(MAN, When()) is UNCERTAIN
    assert read_condition("≥ 18 ans").applies(aged("20070601"), When("2025")) is UNCERTAIN
    assert read_condition("Hommes").applies(MAN, When()) is YES


ages = st.sampled_from(["2 à 12 ans", "> 99 ans"])


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28), ages)
def test_any_date_of_birth_has_an_answer(year, month, day, words):
    birth = f"{year:04}{month:02}{day:02}"
    for raw in (birth, birth[:6], birth[:4]):
        assert read_condition(words).applies(aged(raw), TODAY) in Applies


@given(st.text(max_size=300))
def test_any_words_are_read(words):
    assert read_condition(words).applies(MAN, TODAY) in Applies
