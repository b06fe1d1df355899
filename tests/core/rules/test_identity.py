"""Whose document is it: the table, trait by trait and case by case."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import DEMO_NIR, OIDS, TEST_NIR, Ins, ins_key
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.rules import traits
from dmptui.core.rules.identity import Outcome, Verdict, gravest, judge, judge_metadata
from dmptui.core.rules.traits import InsMatch, Match

NIR, NIA = "1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9"
IPP, INS_C = "1.2.250.1.999.1", "1.2.250.1.213.1.4.2"
FED, APART = False, True
ACCEPTED, WARNED, REFUSED = Outcome


def ins(matricule: str) -> str:
    return f"{matricule}{ins_key(matricule):02d}"


OWN = ins("1881099123123")
OTHER = ins("1881099123124")
CORSICAN = ins("188102A004338")
WAITING = ins("7881099123125")

JULIEN = Patient(
    id="p",
    ins=Ins(value=OWN),
    birth_name="GUÉRIN",
    used_name="LE GOFF",
    given_names=("Julien", "Jean-Noël"),
    sex=Sex.MALE,
    birth_date=date(1988, 10, 10),
    birth_place="99901",
)


def told(number: str = OWN, oid: str = DEMO_NIR, **traits: object) -> Identity:
    """Julien as a document may tell him, but for what is given; no INS when ``number`` is empty."""
    values: dict[str, object] = {
        "numbers": ((oid, number),) if number else (),
        "birth_name": "GUERIN",
        "given_names": ("JULIEN", "JULIEN JEAN-NOEL"),
        "sex": "M",
        "birth": "19881010",
        "birth_place": "99901",
    }
    first = traits.pop("first", None)
    return Identity(**(values | ({"given_names": (first,)} if first else {}) | traits))  # type: ignore[arg-type]


def verdict(*found: Identity, patient: Patient = JULIEN) -> Verdict:
    return judge(found, patient)


NAME = {"birth_name": "MARTIN"}
GIVEN = {"first": "Paul"}
SEX = {"sex": "F"}
BIRTH = {"birth": "19881001"}
PLACE = {"birth_place": "99902"}

TABLE = {
    "the same": (told(), ACCEPTED, FED),
    "one trait": (told(**NAME), WARNED, FED),
    "another first name": (told(**GIVEN), WARNED, FED),
    "another sex": (told(**SEX), WARNED, FED),
    "another birth": (told(**BIRTH), WARNED, FED),
    "another place": (told(**PLACE), WARNED, FED),
    "two traits": (told(**NAME, **BIRTH), WARNED, APART),
    "two traits of a newborn under the mother's number": (told(**GIVEN, **BIRTH), WARNED, APART),
    "three traits": (told(**NAME, **GIVEN, **BIRTH), REFUSED, APART),
    "four traits": (told(**NAME, **GIVEN, **SEX, **BIRTH), REFUSED, APART),
    "another INS, the same traits": (told(OTHER), REFUSED, APART),
    "another INS, other traits": (told(OTHER, **NAME, **BIRTH), REFUSED, APART),
    "another INS, nothing else": (Identity(((DEMO_NIR, OTHER),)), REFUSED, APART),
    "another Corsican INS": (told(CORSICAN), REFUSED, APART),
    "a NIA, the same traits": (told(WAITING, NIA), WARNED, FED),
    "a NIA known by its number": (told(WAITING), WARNED, FED),
    "a NIA and another birth": (told(WAITING, NIA, **BIRTH), REFUSED, APART),
    "a NIA and another place": (told(WAITING, NIA, **PLACE), REFUSED, APART),
    "a NIA and no sex": (told(WAITING, NIA, sex=""), REFUSED, APART),
    "no INS": (told(""), WARNED, FED),
    "an IPP": (told("IPP-4242", IPP), WARNED, FED),
    "an INS-C": (told(OTHER, INS_C), WARNED, FED),
    "no INS, another name": (told("", **NAME), WARNED, APART),
    "no INS, another birth: a father and his son": (told("", birth="19581010"), WARNED, APART),
    "no INS, another sex": (told("", **SEX), WARNED, APART),
    "no INS, two traits": (told("", **NAME, **BIRTH), REFUSED, APART),
    "no INS, a twin": (told("", **GIVEN), REFUSED, APART),
    "no INS, another place": (told("", **PLACE), WARNED, FED),
    "no INS, no trait": (Identity(sex="M"), WARNED, FED),
    "an unreadable INS": (told("1"), WARNED, FED),
    "an unreadable INS, two traits": (told("1", **NAME, **BIRTH), REFUSED, APART),
    "a wrong key": (told(OWN[:13] + "01"), WARNED, FED),
    "the used name alone": (told(birth_name="", used_name="Le Goff"), WARNED, FED),
    "the used name as birth name": (told(birth_name="LEGOFF"), WARNED, FED),
    "the second first name": (told(first="Jean-Noël"), WARNED, FED),
    "an unknown sex": (told(sex=""), ACCEPTED, FED),
    "a lunar birth": (told(birth="19880000"), ACCEPTED, FED),
    "a lunar birth of another year": (told(birth="19870000"), WARNED, FED),
    "a provisional first name": (told(first="Bébé"), ACCEPTED, FED),
    "nobody": (Identity(), ACCEPTED, FED),
    "an IPP alone": (Identity(((IPP, "4242"),)), ACCEPTED, FED),
}


@pytest.mark.parametrize(("found", "outcome", "apart"), TABLE.values(), ids=TABLE)
def test_the_table(found: Identity, outcome: Outcome, apart: bool) -> None:
    answer = verdict(found)
    assert (answer.outcome, answer.apart) == (outcome, apart)
    assert bool(answer.warnings) == (outcome is not ACCEPTED)
    assert answer.decision.allowed == (outcome is not REFUSED)


BABY = JULIEN.model_copy(
    update={"given_names": ("Léa",), "sex": Sex.FEMALE, "birth_date": date(2026, 4, 25), "birth_rank": 1}
)


def baby(number: str = "", **traits: object) -> Identity:
    values = {"first": "Léa", "sex": "F", "birth": "20260425", "birth_place": ""}
    return told(number, DEMO_NIR, **(values | traits))


TWINS = {
    "herself": (baby(), WARNED, FED),
    "her twin": (baby(first="Zoé"), REFUSED, APART),
    "her brother": (baby(first="Tom", sex="M"), REFUSED, APART),
    "of her rank": (baby(first="Bébé 1"), WARNED, FED),
    "of the other rank": (baby(first="Bébé 2"), REFUSED, APART),
    "of the other rank, as a number": (
        baby(first="Fille de Marie", birth_rank="2"),
        REFUSED,
        APART,
    ),
    "of the other rank, her INS": (baby(OWN, birth_rank="2"), WARNED, FED),
    "of no rank": (baby(first="Fille"), WARNED, FED),
    "her mother": (
        baby(birth_name="LE GOFF", first="Anne", birth="19901212"),
        REFUSED,
        APART,
    ),
}


@pytest.mark.parametrize(("found", "outcome", "apart"), TWINS.values(), ids=TWINS)
def test_newborns_and_twins(found: Identity, outcome: Outcome, apart: bool) -> None:
    answer = verdict(found, patient=BABY)
    assert (answer.outcome, answer.apart) == (outcome, apart)


MOTHER = told(OTHER, birth_name="DUPUIS", first="Anne", sex="F", birth="19600101")


@pytest.mark.parametrize("order", [(told(), MOTHER), (MOTHER, told())])
def test_two_persons_one_of_them_the_records(order: tuple[Identity, Identity]) -> None:
    answer = verdict(*order)
    assert (answer.outcome, answer.apart) == (WARNED, APART)
    assert "DUPUIS Anne, née le 01/01/1960" in answer.sentence
    assert "GUERIN JULIEN" in answer.sentence


def test_two_persons_none_of_them_the_records() -> None:
    assert verdict(MOTHER, told(OTHER)).outcome is REFUSED


def test_the_same_person_twice() -> None:
    assert verdict(told(), told()).outcome is ACCEPTED
    assert verdict(told(), told(**NAME)).outcome is WARNED


def test_two_ins_of_one_person() -> None:
    both = told(numbers=((DEMO_NIR, OWN), (DEMO_NIR, OTHER)))
    assert (verdict(both).outcome, verdict(both).apart) == (REFUSED, APART)
    assert "aussi l'INS d'une autre personne" in " ".join(verdict(both).warnings)
    assert "aussi l'INS d'une autre personne" in verdict(both).decision.advice
    assert judge_metadata([Identity(both.numbers)], JULIEN).outcome is REFUSED
    assert verdict(told(numbers=((IPP, "1"), (DEMO_NIR, OWN), (NIA, WAITING)))).outcome is ACCEPTED


@pytest.mark.parametrize("oid", OIDS)
@pytest.mark.parametrize("write", [str, lambda v: v[:13], lambda v: f"{v[:1]} {v[1:13]} {v[13:]}", str.lower])
@pytest.mark.parametrize("number", [OWN, CORSICAN])
def test_an_ins_is_itself_however_it_is_written(oid: str, write: Callable[[str], str], number: str) -> None:
    patient = JULIEN.model_copy(update={"ins": Ins(value=number)})
    assert traits.ins_match(told(write(number), oid), patient) is InsMatch.SAME


@pytest.mark.parametrize("number", ["1", "X" * 15, OWN + "1", "0" * 15, "9" + OWN[1:]])
def test_what_is_not_an_ins_is_unreadable(number: str) -> None:
    assert traits.ins_match(told(number, TEST_NIR), JULIEN) is InsMatch.UNREADABLE


SPELLINGS = [
    ("D’ORNANO-N’GUYEN", "d'Ornano N'Guyen"),
    ("D'ORNANO", "DORNANO"),
    ("GUE\u0301RIN", "guerin"),
    ("LEFÈBVRE-ŒUVRARD", "lefebvre oeuvrard"),
    ("ŁUKASZ", "Lukasz"),
    ("LE  GOFF", "LE GOFF"),
    ("李明", "李明"),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_a_name_is_itself_however_it_is_spelt(one: str, other: str) -> None:
    assert (
        traits.name_match(told(birth_name=one), JULIEN.model_copy(update={"birth_name": other})) is Match.SAME
    )
    assert traits.given_match(told(first=one), JULIEN.model_copy(update={"given_names": (other,)})) in (
        Match.SAME,
        Match.CLOSE,
    )


@examples(st.text(max_size=20))
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    assert traits.fold(traits.fold(name)) == traits.fold(name)


GIVEN_NAMES = [
    (("Julien",), "Julien", (), Match.SAME),
    (("Julien", "Marc"), "", ("JULIEN MARC",), Match.SAME),
    (("Julien",), "", ("JULIEN MARC",), Match.SAME),
    (("Jean-Noël",), "JEAN NOEL", (), Match.SAME),
    (("Jean", "Noël"), "Jean-Noël", (), Match.SAME),
    (("Jean-Noël",), "", ("JEAN", "NOEL"), Match.SAME),
    (("Jean-Noël",), "Jean", (), Match.CLOSE),
    (("Julien", "Marc"), "Marc", (), Match.CLOSE),
    (("Julien",), "J.", (), Match.CLOSE),
    (("Julien",), "Luc", ("Luc Julien",), Match.CLOSE),
    (("Julien",), "Julie", (), Match.DIFFERENT),
    (("Julien",), "Luc", (), Match.DIFFERENT),
    (("Julien",), "", (), Match.UNKNOWN),
    (("Julien",), "-", (), Match.UNKNOWN),
    (("Julien",), "BÉBÉ", (), Match.UNKNOWN),
    (("Julien",), "Nouveau-né", (), Match.UNKNOWN),
    (("Julien",), "fils de Marie", (), Match.UNKNOWN),
    (("Bébé",), "Julien", (), Match.UNKNOWN),
    (("Xavier",), "Xavière", (), Match.DIFFERENT),
]


@pytest.mark.parametrize(("own", "first", "all_of_them", "expected"), GIVEN_NAMES)
def test_first_names(own: tuple[str, ...], first: str, all_of_them: tuple[str, ...], expected: Match) -> None:
    found = told(given_names=tuple(filter(None, (first, *all_of_them))))
    assert traits.given_match(found, JULIEN.model_copy(update={"given_names": own})) is expected


BIRTHS = {
    "19881010": Match.SAME,
    "19881001": Match.DIFFERENT,
    "19881331": Match.CLOSE,
    "19880000": Match.CLOSE,
    "19881000": Match.CLOSE,
    "198810": Match.CLOSE,
    "198811": Match.DIFFERENT,
    "19881032": Match.CLOSE,
    "19881132": Match.DIFFERENT,
    "1988": Match.CLOSE,
    "1987": Match.DIFFERENT,
    "19200101": Match.DIFFERENT,
    "18991010": Match.DIFFERENT,
    "": Match.UNKNOWN,
    "0000": Match.UNKNOWN,
    "198": Match.UNKNOWN,
    "abcd": Match.UNKNOWN,
}


@pytest.mark.parametrize(("birth", "expected"), BIRTHS.items())
def test_births(birth: str, expected: Match) -> None:
    assert traits.birth_match(told(birth=birth), JULIEN) is expected


UNCOMPARED = [
    (told(sex=""), "Sexe non comparé"),
    (told(birth="19880000"), "Jour et mois de naissance non comparés"),
    (told(birth="198810"), "Jour de naissance non comparé"),
    (told(birth=""), "Date de naissance non comparée"),
    (told(given_names=()), "Prénom non comparé"),
    (told(first="Bébé"), "provisoire"),
    (told(birth_name=""), "Nom de naissance non comparé"),
    (told(birth_rank="2"), "Rang de naissance non comparé"),
    (told(given_names=("Julien", "Éric 李明 ŁUKASZ")), "absents du dossier : Éric 李明 ŁUKASZ."),
    (told(used_given="Marcel"), "absents du dossier : Marcel."),
    (told(used_name="O'BRIEN"), "Nom utilisé du document absent du dossier : O'BRIEN."),
]


@pytest.mark.parametrize(("found", "said"), UNCOMPARED)
def test_what_cannot_be_compared_is_told(found: Identity, said: str) -> None:
    assert said in " ".join(verdict(found).uncompared)


def test_all_that_is_compared_leaves_nothing_to_tell() -> None:
    assert verdict(told()) == Verdict()
    assert verdict(told(used_name="le goff", used_given="jean noel")) == Verdict()


def test_an_unknown_sex_in_the_record_is_told_too() -> None:
    unknown = JULIEN.model_copy(update={"sex": Sex.UNKNOWN})
    assert "Sexe non comparé" in " ".join(verdict(told(), patient=unknown).uncompared)


@pytest.mark.parametrize(("found", "outcome", "apart"), TABLE.values(), ids=TABLE)
def test_a_reason_that_is_traced_names_nobody(found: Identity, outcome: Outcome, apart: bool) -> None:
    for word in ("GU", "MARTIN", "1988", OWN, OTHER):
        assert word not in verdict(found).decision.reason
    assert OTHER not in " ".join(verdict(found).warnings) + verdict(found).decision.advice


def test_the_number_alone_is_enough_for_metadata() -> None:
    assert judge_metadata([Identity(((DEMO_NIR, OWN),))], JULIEN).outcome is ACCEPTED
    assert judge_metadata([told("")], JULIEN).outcome is ACCEPTED
    assert judge_metadata([Identity(((DEMO_NIR, OTHER),))], JULIEN).outcome is REFUSED
    assert judge_metadata([told("", **NAME, **BIRTH)], JULIEN).outcome is REFUSED
    assert judge_metadata([told(**NAME)], JULIEN).outcome is WARNED


def test_the_gravest_of_several() -> None:
    assert gravest() == Verdict()
    assert gravest(verdict(told()), verdict(told(OTHER)), verdict(told(""))).outcome is REFUSED
