"""No two documents of a person contradict each other, and none knows what was found after it."""

import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from dmptui.core.demo.medicine import CONDITIONS
from dmptui.core.demo.patients import conditions, people
from dmptui.core.documents.read import read
from dmptui.core.documents.words import words_of
from dmptui.core.model.days import day_of
from tests.core.demo.papers import Paper, of_type

CONTRADICTIONS = (
    ("coronaires saines", "athéromateux"),
    ("pas de chute", "chute de sa hauteur"),
    ("cœur sain", "hypertrophie"),
    ("varices opérées", "antécédents chirurgicaux · aucun"),
    ("points d'injection", "comprimé matin et soir au cours du repas"),
)
"""Two sentences that cannot be in one record."""


PRINTED = ("PROT_ALD", "96349-6", "34112-3", "34133-9", "34874-8")
"""Types whose words are in a PDF or a letter."""
SAID_OF = {"dt2": "diab", "insuffisance_cardiaque": "insuffisance cardiaque", "hypothyroidie": "hypothyro"}
"""How each condition is spoken of."""


def words(paper: Paper) -> str:
    """What a document says, in small letters; its PDF too, of the few types that are only that."""
    if paper.meta.type.code in PRINTED:
        return words_of(read(paper.content, paper.meta.attachment.content_type)).casefold()
    return paper.text.casefold()


def found_on(paper: Paper) -> dict[str, date]:
    """When each condition of the person was found."""
    today = max(day_of(d.meta.date) for d in paper.record.documents)
    row = next(row for row in people() if f"demo-{row.key}" == paper.record.patient.id)
    return conditions(row, today)


def test_nothing_is_said_and_denied(papers: list[Paper]) -> None:
    told: defaultdict[str, str] = defaultdict(str)
    for paper in papers:
        told[paper.record.patient.id] += " " + words(paper)
    for person, text in told.items():
        for one, other in CONTRADICTIONS:
            assert not (one in text and other in text), (person, one, other)


def test_a_synthesis_knows_only_what_was_found_by_its_day(papers: list[Paper]) -> None:
    for paper in of_type(papers, "SYNTH"):
        for problem in paper.entries.problems:
            since = problem.period.low.first_day
            assert since is None or since <= paper.day, (paper.where, problem.code.text)


def test_a_report_of_the_emergency_department_does_not_know_what_it_will_find(papers: list[Paper]) -> None:
    found = {
        (
            paper.record.patient.id,
            problem.code.text.partition(",")[0].casefold(),
        ): problem.period.low.first_day
        for paper in of_type(papers, "SYNTH")
        for problem in paper.entries.problems
    }
    for paper in of_type(papers, "15507-7"):
        for (person, words_of_it), since in found.items():
            if person == paper.record.patient.id and since and since >= paper.day:
                assert words_of_it not in paper.text.casefold(), (paper.where, words_of_it)


def test_nothing_is_said_of_an_illness_before_it_is_found(papers: list[Paper]) -> None:
    lucie = [paper for paper in papers if paper.record.patient.id == "demo-bernard"]
    found = found_on(lucie[0])
    for paper in lucie:
        for name, said in SAID_OF.items():
            if paper.day < found[name] - timedelta(days=2) and paper.meta.type.code != "REMB":
                assert said not in words(paper), (paper.where, said)


def test_the_weight_of_a_person_does_not_jump(papers: list[Paper]) -> None:
    weights = defaultdict(list)
    for paper in of_type(papers, "11488-4"):
        if "Suivi de grossesse" not in paper.meta.title:
            for sign in paper.entries.vital_signs:
                if sign.code.code == "29463-7" and sign.value.number is not None:
                    weights[paper.record.patient.id].append((paper.day, float(sign.value.number)))
    assert weights
    for found in weights.values():
        found.sort()
        for (_day, before), (_next, after) in pairwise(found):
            assert abs(after - before) < 6


def test_what_is_prescribed_is_what_the_synthesis_lists(papers: list[Paper]) -> None:
    """On the day of a synthèse, no long-term treatment that the next ordonnance of that month drops."""
    for synthesis in of_type(papers, "SYNTH"):
        listed = {line.product.name for line in synthesis.entries.treatments}
        near = [
            paper
            for paper in of_type(papers, "57833-6")
            if paper.record is synthesis.record
            and 0 <= (paper.day - synthesis.day).days <= 20
            and paper.meta.author.name == synthesis.meta.author.name
        ]
        for paper in near:
            prescribed = {line.product.name for line in paper.entries.prescriptions}
            assert listed <= prescribed, (synthesis.where, paper.where)


def test_a_grade_of_foot_is_the_one_of_its_examination(papers: list[Paper]) -> None:
    """Grade 0: no loss of feeling, and no care paid for (HAS 2007); grades 2 and 3 have five and eight."""
    for paper in papers:
        if paper.meta.title == "Bilan podologique du pied diabétique":
            grade = re.search(r"Grade podologique (\d)", paper.text)
            assert grade, paper.where
            assert (grade[1] == "0") is ("monofilament conservée" in paper.text), paper.where
            assert grade[1] in "23" or "prises en charge" not in paper.text, paper.where


def test_every_condition_speaks_of_itself() -> None:
    for condition in CONDITIONS.values():
        assert condition.complaints
        assert condition.code.display
