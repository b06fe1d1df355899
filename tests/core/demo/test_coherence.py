"""No two documents of a person contradict each other, and none knows what was found after it."""

import re
from collections import defaultdict

from dmptui.core.demo.medicine import CONDITIONS
from dmptui.core.documents.read import read
from tests.core.demo.papers import Paper, of_type

CONTRADICTIONS = (
    ("coronaires saines", "athéromateux"),
    ("pas de chute", "chute de sa hauteur"),
    ("cœur sain", "hypertrophie"),
    ("né(e) à terme", "prématur"),
)
"""Two sentences that cannot be in one record."""


def words(paper: Paper) -> str:
    """What a document says, its PDF too."""
    if not paper.is_cda:
        return ""
    return f"{paper.text} {read(paper.content).text}" if hasattr(read(paper.content), "text") else paper.text


def test_nothing_is_said_and_denied(papers: list[Paper]) -> None:
    told = defaultdict(str)
    for paper in papers:
        told[paper.record.patient.id] += " " + words(paper).casefold()
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
        for (_day, before), (_next, after) in zip(found, found[1:], strict=False):
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
