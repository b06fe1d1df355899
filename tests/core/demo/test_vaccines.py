"""Every dose is one of the calendar of its year, of a product that was there, coded and given as it is."""

from collections import defaultdict
from datetime import date
from itertools import chain

import pytest

from dmptui.core.demo.vaccines import kind_of
from dmptui.core.model.clinical import Vaccination
from dmptui.core.terminology import vaccines
from tests.core.demo.papers import Paper, of_type
from tests.core.demo.vaccine_calendar import CALENDAR, INTERVALS, YEAR

AT_RISK = (
    "Diabète",
    "Insuffisance cardiaque",
    "Maladie pulmonaire",
    "Cardiopathie",
    "Fibrillation",
    "Maladie rénale",
)
WINTER = (10, 11, 12, 1)


def doses(papers: list[Paper]) -> list[tuple[Paper, Vaccination, date, int]]:
    """What was injected: the document, the dose, its day, and the age on that day, in days."""
    found = []
    for paper in of_type(papers, "87273-9", "11369-6"):
        for dose in paper.entries.vaccinations:
            day = dose.when.first_day
            assert day is not None, paper.where
            found.append((paper, dose, day, (day - paper.record.patient.birth_date).days))
    return found


def is_at_risk(paper: Paper) -> bool:
    """Whether a synthèse of the record names an illness the calendar protects."""
    return any(
        problem.code.text.startswith(AT_RISK)
        for other in paper.record.documents
        if other.meta.type.code == "SYNTH"
        for problem in Paper(paper.record, other.meta, other.content).entries.problems
    )


def is_pregnant(paper: Paper, day: date) -> bool:
    """Whether a birth or a scan of the third trimester is told within the twenty weeks that follow."""
    told = ("Compte rendu d'accouchement", "Échographie du troisième trimestre")
    days = [d.meta.act_date.date() for d in paper.record.documents if d.meta.title in told]
    return any(0 <= (when - day).days <= 20 * 7 for when in days)


def test_each_dose_is_one_of_the_calendar(papers: list[Paper]) -> None:
    wrong = []
    for paper, dose, day, age in doses(papers):
        rows = [row for row in CALENDAR if row.fits(dose.product.atc, dose.rank, age, day)]
        fitting = [
            row
            for row in rows
            if (row.for_whom != "at risk" or is_at_risk(paper))
            and (row.for_whom != "pregnant" or is_pregnant(paper, day))
        ]
        if dose.kind.code not in {row.kind for row in fitting}:
            wrong.append((paper.where, dose.product.name, dose.rank, day, age / YEAR, dose.kind.code))
    assert wrong == []


def test_each_product_was_there_on_its_day(papers: list[Paper]) -> None:
    by_cis = {vaccine.cis: vaccine for vaccine in vaccines().values()}
    wrong = [
        (paper.where, dose.product.name, day)
        for paper, dose, day, _age in doses(papers)
        if not by_cis[dose.product.cis].given_on(day)
    ]
    assert wrong == []


def test_against_influenza_in_its_season_and_from_65_the_stronger_one(papers: list[Paper]) -> None:
    for paper, dose, day, age in doses(papers):
        if dose.product.atc.startswith("J07BB"):
            assert day.month in WINTER, paper.where
            if day >= date(2025, 9, 1) and age > 65 * YEAR:
                assert dose.product.name.startswith(("EFLUELDA", "FLUAD")), paper.where


def test_a_pharmacist_vaccinates_against_influenza_since_2019_only(papers: list[Paper]) -> None:
    notes = of_type(papers, "87273-9")
    by_pharmacists = [paper for paper in notes if paper.meta.author.profession == "G15_21"]
    assert by_pharmacists
    assert [paper.where for paper in by_pharmacists if paper.day < date(2019, 10, 1)] == []


def test_two_doses_against_papillomavirus_only_when_begun_before_15(papers: list[Paper]) -> None:
    series = defaultdict(list)
    for paper, dose, day, age in doses(papers):
        if dose.product.atc == "J07BM03" and paper.meta.type.code == "87273-9":
            series[paper.record.patient.id].append((dose.rank, day, age))
    assert series
    for given in series.values():
        given.sort()
        begun_young = given[0][2] < 15 * YEAR
        assert len(given) <= (2 if begun_young else 3)
        if begun_young and len(given) == 2:
            assert (given[1][1] - given[0][1]).days >= 150


def test_doses_of_a_series_are_as_far_apart_as_they_must(papers: list[Paper]) -> None:
    days: dict[tuple[str, str, int | None], date] = {}
    for paper, dose, day, _age in doses(papers):
        if paper.meta.type.code == "87273-9":
            days[paper.record.patient.id, dose.product.atc, dose.rank] = day
    for (person, atc, rank), day in days.items():
        for beginning, first, second, least, most in INTERVALS:
            after = days.get((person, atc, second))
            if atc.startswith(beginning) and rank == first and after:
                assert least <= (after - day).days <= most, (person, atc, rank)


def test_a_dose_is_given_where_one_of_that_age_is_vaccinated(papers: list[Paper]) -> None:
    for paper, dose, _day, age in doses(papers):
        if dose.product.atc.startswith("J07BH"):
            assert (dose.route.text, dose.site.text) == ("Voie orale", ""), paper.where
        else:
            assert dose.site.text == ("cuisse gauche" if age < 2 * 365 else "deltoïde gauche"), paper.where


def test_each_pregnancy_has_its_vaccine_against_whooping_cough(papers: list[Paper]) -> None:
    pregnant = {p.record.patient.id for p in papers if p.meta.title == "Échographie du troisième trimestre"}
    mothers = {p.record.patient.id for p in of_type(papers, "15508-5")}
    given = {
        paper.record.patient.id
        for paper, dose, day, _age in doses(papers)
        if dose.product.atc == "J07CA02" and is_pregnant(paper, day)
    }
    assert pregnant | mothers == given


def test_a_baby_of_two_months_has_the_three_vaccines_of_that_age(papers: list[Paper]) -> None:
    babies = {p.record.patient.id for p in of_type(papers, "57075-4")}
    assert babies
    for baby in babies:
        given = {d.product.atc for p, d, _day, _age in doses(papers) if p.record.patient.id == baby}
        assert {"J07CA09", "J07AL02", "J07BH01"} <= given


@pytest.mark.parametrize("key", vaccines())
def test_the_catalogue_is_dated_and_each_product_is_there_once(key: str) -> None:
    vaccine = vaccines()[key]
    assert vaccine.until is None or vaccine.since < vaccine.until
    assert [other for other, each in vaccines().items() if each.cis == vaccine.cis] == [key]
    assert vaccine.given_on(vaccine.since)


@pytest.mark.parametrize(
    ("key", "kinds"),
    {
        "hexa": "INITIMMUNIZ INITIMMUNIZ BOOSTER",
        "vpc15": "INITIMMUNIZ INITIMMUNIZ BOOSTER",
        "ror": "INITIMMUNIZ INITIMMUNIZ",
        "hpv": "INITIMMUNIZ INITIMMUNIZ INITIMMUNIZ",
        "zona": "INITIMMUNIZ INITIMMUNIZ",
        "covid": "INITIMMUNIZ INITIMMUNIZ BOOSTER BOOSTER",
        "menb": "INITIMMUNIZ INITIMMUNIZ BOOSTER",
        "grippe": "IMMUNIZ IMMUNIZ",
        "dtp": "BOOSTER",
    }.items(),
)
def test_what_each_dose_of_a_series_is(key: str, kinds: str) -> None:
    ranks = range(1, len(kinds.split()) + 1)
    assert [kind_of(vaccines()[key], rank).code for rank in ranks] == kinds.split()


def test_every_row_of_the_calendar_has_its_source() -> None:
    assert all(row.source for row in CALENDAR)
    known = set(chain.from_iterable((v.atc[:7], v.atc[:5], v.atc[:6]) for v in vaccines().values()))
    assert {row.atc for row in CALENDAR} <= known
