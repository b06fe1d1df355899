"""Analyses over time: what makes one, what is one result told twice, what is never merged."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.insight.biology import REPORT, Deviation, Point, Series
from dmptui.core.insight.biology_series import series
from dmptui.core.model.base import Coding
from dmptui.core.model.clinical import (
    Agreement,
    Check,
    CodedValue,
    EarlierResult,
    Entries,
    Fact,
    LabResult,
    Range,
    Source,
    Value,
    When,
)
from dmptui.core.model.document import Document
from dmptui.core.terminology.units import dimension_of, french_unit

LOINC = "2.16.840.1.113883.6.1"
UREA = CodedValue("22664-7", LOINC, "Urée [Moles/Volume]", "Urée")


def report(day: str, *results: LabResult, name: str = "") -> tuple[Document, Entries]:
    at = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC)
    document = Document(
        id=name or day, title="CR", type=Coding(code=REPORT), category=Coding(code="11"), date=at, start=at
    )
    return document, Entries(lab_results=results)


def quantity(number: float, unit: str = "mmol/L", comparator: str = "") -> Value:
    if comparator:
        low, high = (None, number) if comparator in "<≤" else (number, None)
        return Value(f"{comparator} {number:g} {unit}", "", None, unit, unit, comparator, low, high)
    return Value(f"{number:g} {unit}", str(number), number, unit, unit)


def result(
    value: Value,
    day: str,
    *earlier: tuple[Value, str],
    code: CodedValue = UREA,
    flag: str = "",
    normal: Value | None = None,
    chapter: str = "Biochimie",
    checks: tuple[Check, ...] = (),
) -> LabResult:
    return LabResult(
        code=code,
        value=value,
        when=When(day),
        source=Source(section_index=3, checks=checks),
        flag=flag,
        ranges=(Range(normal, "N"),) if normal else (),
        chapters=(chapter,) if chapter else (),
        earlier=tuple(EarlierResult(old, When(when)) for old, when in earlier),
    )


def told(analysis: Series) -> list[tuple[str, str, int, bool]]:
    """Each point: its value, its day, how many reports say it, whether others say otherwise."""
    return [(p.value.text.split()[0], p.when.raw[:8], len(p.origins), p.disputed) for p in analysis.points]


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        pytest.param(
            [
                report("20240301", result(quantity(7.9), "202403010815+0100")),
                report("20240901", result(quantity(8.5), "20240901", (quantity(7.90), "20240301"))),
            ],
            [("7.9", "20240301", 2, False), ("8.5", "20240901", 1, False)],
            id="recalled as it was given",
        ),
        pytest.param(
            [
                report("20240301", result(quantity(7.9), "20240301")),
                report("20240901", result(quantity(8.5), "20240901", (quantity(9.7), "20240301"))),
            ],
            [("7.9", "20240301", 1, True), ("9.7", "20240301", 1, True), ("8.5", "20240901", 1, False)],
            id="recalled otherwise",
        ),
        pytest.param(
            [
                report("20240901", result(quantity(8.5), "20240901", (quantity(7.9), "20240301"))),
                report("20241001", result(quantity(8.1), "20241001", (quantity(7.9), "20240301"))),
            ],
            [("7.9", "20240301", 2, False), ("8.5", "20240901", 1, False), ("8.1", "20241001", 1, False)],
            id="recalled twice, given nowhere",
        ),
        pytest.param(
            [
                report("20240301", result(quantity(7.9), "20240301"), result(quantity(7.9), "20240301")),
            ],
            [("7.9", "20240301", 1, False)] * 2,
            id="twice in one report: two isolates",
        ),
        pytest.param(
            [
                report("20240301", result(quantity(7.9), "202403010800"), name="a"),
                report("20240301", result(quantity(8.8), "202403011400"), name="b"),
            ],
            [("7.9", "20240301", 1, False), ("8.8", "20240301", 1, False)],
            id="two samples of a day",
        ),
        pytest.param(
            [
                report("20240301", result(quantity(7.9), "202403010800"), name="provisional"),
                report("20240302", result(quantity(7.9), "202403010800"), name="final"),
            ],
            [("7.9", "20240301", 2, False)],
            id="one sample, two reports",
        ),
        pytest.param(
            [
                report("20240301", result(quantity(7.9), "20240301")),
                report("20240901", result(quantity(8.5), "20240901", (quantity(7.9), "2024"))),
            ],
            [("7.9", "2024", 1, False), ("7.9", "20240301", 1, False), ("8.5", "20240901", 1, False)],
            id="a year is not a day",
        ),
        pytest.param(
            [
                report("20240301", result(quantity(1, comparator="<"), "20240301")),
                report("20240901", result(quantity(8), "20240901", (quantity(1), "20240301"))),
            ],
            [("<", "20240301", 1, True), ("1", "20240301", 1, True), ("8", "20240901", 1, False)],
            id="below 1 is not 1",
        ),
    ],
)
def test_one_result_is_one_point(
    reports: list[tuple[Document, Entries]], expected: Sequence[tuple[str, str, int, bool]]
) -> None:
    (analysis,) = series(reports)
    assert told(analysis) == list(expected)
    assert series(reversed(reports)) == (analysis,)


def test_several_germs_are_shown_together_and_never_joined_by_a_curve() -> None:
    resistant = result(quantity(512, comparator="≥"), "20240301", flag="R")
    sensitive = result(quantity(12, comparator="<"), "20240301", flag="S")
    older = result(quantity(5), "20230301")
    (analysis,) = series([report("20230301", older), report("20240301", resistant, sensitive)])
    assert [point.result.flag for point in analysis.latest if point.result] == ["R", "S"]
    assert (analysis.repeated, analysis.drawn) == (True, ())


def test_a_unit_is_another_analysis_and_both_say_so() -> None:
    grams = quantity(0.48, "g/L")
    found = series([report("20240901", result(quantity(8.5), "20240901", (grams, "20200101")))])
    assert [(each.unit, each.other_units) for each in found] == [
        ("mmol/L", ("g/L",)),
        ("g/L", ("mmol/L",)),
    ]


def test_without_a_code_the_label_makes_the_analysis() -> None:
    first, second = CodedValue(words="Recherche de  BHRe"), CodedValue(words="recherche de bhre")
    found = series(
        [
            report("20240301", result(Value("Négatif"), "20240301", code=first)),
            report("20240901", result(Value("Positif"), "20240901", code=second)),
        ]
    )
    assert [point.text for point in found[0].points] == ["Négatif", "Positif"]
    assert found[0].drawn == ()


def test_chapters_are_in_one_piece_in_the_order_of_the_latest_report() -> None:
    iron, tsh, ph = (CodedValue(code, LOINC) for code in ("1", "2", "3"))
    found = series(
        [
            report("20240301", result(quantity(1), "20240301", code=ph, chapter="BIOCHIMIE"), name="older"),
            report(
                "20240901",
                result(quantity(1), "20240901", code=iron, chapter="Hématologie"),
                result(quantity(1), "20240901", code=tsh, chapter="Biochimie"),
            ),
        ]
    )
    assert [(each.key[1], each.chapter) for each in found] == [
        ("1", "Hématologie"),
        ("2", "Biochimie"),
        ("3", "Biochimie"),
    ]


def only_point(lab: LabResult) -> Point:
    (analysis,) = series([report("20240301", lab)])
    return analysis.last


LIMITS = Value("3,5 à 8 mmol/L", unit="mmol/L", low=3.5, high=8.0)


@pytest.mark.parametrize(
    ("value", "flag", "normal", "side", "flagged"),
    [
        (quantity(10), "H", LIMITS, Deviation.HIGH, True),
        (quantity(2), "LL", LIMITS, Deviation.LOW, True),
        (quantity(5), "A", LIMITS, Deviation.ABNORMAL, True),
        (quantity(5), "H", LIMITS, Deviation.HIGH, True),  # the laboratory's word, not ours
        (quantity(10), "N", LIMITS, None, True),
        (quantity(10), "", LIMITS, Deviation.HIGH, False),
        (quantity(2), "", LIMITS, Deviation.LOW, False),
        (quantity(8), "", LIMITS, None, False),
        (quantity(10), "", None, None, False),
        (quantity(10, comparator=">"), "", LIMITS, Deviation.HIGH, False),
        (quantity(10, comparator="<"), "", LIMITS, None, False),
        (quantity(1, comparator="<"), "", LIMITS, Deviation.LOW, False),
        (quantity(10, "g/L"), "", LIMITS, None, False),  # a range in another unit says nothing
        (Value("Négatif"), "", LIMITS, None, False),
        (Value("Résistant"), "R", None, None, True),
    ],
)
def test_out_of_range(
    value: Value, flag: str, normal: Value | None, side: Deviation | None, flagged: bool
) -> None:
    point = only_point(result(value, "20240301", flag=flag, normal=normal))
    assert (point.outside, point.flagged) == (side, flagged)


def test_a_range_is_kept_with_its_value() -> None:
    later = Value("4 à 9 mmol/L", unit="mmol/L", low=4.0, high=9.0)
    (analysis,) = series(
        [
            report("20240301", result(quantity(5), "20240301", normal=LIMITS)),
            report("20240901", result(quantity(5), "20240901", (quantity(6), "20230101"), normal=later)),
        ]
    )
    assert [point.bounds for point in analysis.points] == [(None, None), (3.5, 8.0), (4.0, 9.0)]


def test_the_text_wins_over_the_code_and_is_not_drawn() -> None:
    differs = Check(Fact.VALUE, Agreement.DIFFERS, "7,2 mmol/L", "72 mmol/L")
    point = only_point(result(quantity(72), "20240301", checks=(differs,)))
    assert (point.text, point.number, point.contradicted) == ("7,2 mmol/L", None, True)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (quantity(1, comparator="<"), None),  # what is below 1 is nowhere on a curve
        (quantity(9, comparator="≥"), None),
        (Value("2 à 4", low=2, high=4), None),
        (quantity(float("inf")), None),
        (quantity(1e300), None),
        (Value("Négatif"), None),
    ],
)
def test_what_is_drawn(value: Value, number: float | None) -> None:
    assert only_point(result(value, "20240301")).number == number


days = st.integers(20200101, 20200105).map(str)
values = st.builds(quantity, st.sampled_from([1.0, 2.0]), st.sampled_from(["g/L", "mmol/L"]))
results = st.builds(
    lambda value, day, earlier: result(value, day, *earlier),
    values,
    days,
    st.lists(st.tuples(values, days), max_size=3),
)
shelves = st.lists(st.tuples(days, st.lists(results, max_size=3)), max_size=4).map(
    lambda made: [report(day, *found, name=str(n)) for n, (day, found) in enumerate(made)]
)


@given(shelves)
def test_nothing_is_lost_nor_invented(reports: list[tuple[Document, Entries]]) -> None:
    found = series(reports)
    said = sorted(
        (document.id, value.text, when.raw)
        for document, entries in reports
        for lab in entries.lab_results
        for value, when in ((lab.value, lab.when), *((e.value, e.when) for e in lab.earlier))
    )
    kept = sorted(
        (origin.document.id, point.value.text, point.when.raw)
        for analysis in found
        for point in analysis.points
        for origin in point.origins
    )
    assert kept == said
    for analysis in found:
        assert {point.value.unit for point in analysis.points} == {analysis.unit}
        assert all(one.when.order <= other.when.order for one, other in pairwise(analysis.points))


@given(shelves, st.randoms())
def test_the_order_in_which_reports_come_changes_nothing(reports, random) -> None:
    mixed = list(reports)
    random.shuffle(mixed)
    assert series(mixed) == series(reports)


def written(number: str, unit: str) -> Value:
    shown = french_unit(unit)
    return Value(f"{number.replace('.', ',')} {shown}", number, float(number), unit, shown)


@pytest.mark.parametrize(
    ("old", "new", "unit", "texts"),
    [
        (written("6.4", "10*3/uL"), written("6.1", "10*9/L"), "G/L", ["6,4 G/L", "6,1 G/L"]),
        (written("6.1", "10*9/L"), written("6.4", "G/L"), "G/L", ["6,1 G/L", "6,4 G/L"]),
        (written("71", "umol/L"), written("75", "µmol/L"), "µmol/L", ["71 µmol/L", "75 µmol/L"]),
        (written("71", "umol/L"), written("75", "μmol/L"), "µmol/L", ["71 µmol/L", "75 µmol/L"]),
        (written("31", "U/L"), written("33", "[iU]/L"), "UI/L", ["31 UI/L", "33 UI/L"]),
        (written("95", "mg/dL"), written("0.99", "g/L"), "g/L", ["0,95 g/L", "0,99 g/L"]),
        (written("0.95", "g/L"), written("99", "mg/dL"), "mg/dL", ["95 mg/dL", "99 mg/dL"]),
        (written("0.0053", "mol/L"), written("5.1", "mmol/L"), "mmol/L", ["5,3 mmol/L", "5,1 mmol/L"]),
    ],
)
def test_units_that_a_power_of_ten_joins_are_one_analysis_in_the_latest(old, new, unit, texts):
    reports = [report("20240301", result(old, "20240301")), report("20240901", result(new, "20240901"))]
    (analysis,) = series(reports)
    assert (analysis.shown_unit, analysis.other_units) == (unit, ())
    assert [point.text for point in analysis.points] == texts
    assert len(analysis.drawn) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("g/L", "mmol/L"),
        ("10*9/L", "%"),
        ("mmol/L", "mEq/L"),
        ("mL/min", "mL/min/{1.73_m2}"),
        ("mmol/mol", "%"),
    ],
)
def test_units_that_nothing_joins_are_two_analyses(one, other):
    found = series(
        [report("20240301", result(written("5", one), "20240301", (written("5", other), "20230301")))]
    )
    assert [len(each.points) for each in found] == [1, 1]
    assert [each.other_units for each in found] == [(french_unit(other),), (french_unit(one),)]


def test_what_is_recalled_in_another_unit_is_the_same_point():
    given_, recalled = written("95", "mg/dL"), written("0.95", "g/L")
    old = report("20240301", result(given_, "20240301"))
    new = report("20240901", result(written("0.99", "g/L"), "20240901", (recalled, "20240301")))
    (analysis,) = series([old, new])
    first, last = analysis.points
    assert (len(first.origins), first.disputed, first.text) == (2, False, "0,95 g/L")
    assert (first.reported.text, first.converted, last.converted) == ("95 mg/dL", True, False)


def test_a_value_is_judged_and_bounded_in_the_unit_of_its_analysis():
    limits = Value("70 à 110 mg/dL", unit="mg/dL", shown_unit="mg/dL", low=70.0, high=110.0)
    old = report("20240301", result(written("130", "mg/dL"), "20240301", normal=limits))
    (analysis,) = series([old, report("20240901", result(written("0.99", "g/L"), "20240901"))])
    first = analysis.points[0]
    assert (first.text, first.bounds, first.outside) == ("1,30 g/L", (0.7, 1.1), Deviation.HIGH)


def test_words_of_a_report_in_another_unit_keep_theirs():
    differs = Check(Fact.VALUE, Agreement.DIFFERS, "130", "95 mg/dL")
    old = report("20240301", result(written("95", "mg/dL"), "20240301", checks=(differs,)))
    (analysis,) = series([old, report("20240901", result(written("0.99", "g/L"), "20240901"))])
    assert [point.text for point in analysis.points] == ["130 (mg/dL)", "0,99 g/L"]


codes = st.sampled_from(
    ["g/L", "mg/dL", "mmol/L", "umol/L", "10*9/L", "10*3/uL", "%", "", "[HPF]", "U/L", "[iU]/L"]
)
numbers = st.decimals(0, 1000, places=2).map(str)


@given(st.lists(st.tuples(st.builds(written, numbers, codes), days), max_size=8))
def test_any_two_values_of_an_analysis_have_one_dimension(made):
    found = series([report(day, result(value, day), name=str(n)) for n, (value, day) in enumerate(made)])
    assert sum(len(origin.origins) for each in found for origin in each.points) == len(made)
    for each in found:
        assert len({dimension_of(point.reported.unit) for point in each.points}) == 1
        assert {point.value.shown_unit for point in each.points} == {each.shown_unit}
    assert len({each.key for each in found}) == len(found)


WORDLESS = Value("valeur temporairement indisponible")


@pytest.mark.parametrize("words", [Value(), WORDLESS, Value("Hémolysé")])
@pytest.mark.parametrize("days", [("20260301", "20260302"), ("20260302", "20260301")])
def test_a_result_without_figures_is_of_the_only_series_of_its_code(words, days):
    (analysis,) = series(
        [report(days[0], result(words, days[0])), report(days[1], result(quantity(5), days[1]))]
    )
    assert sorted(point.text for point in analysis.points) == sorted([words.text, "5 mmol/L"])
    assert (analysis.shown_unit, analysis.other_units, len(analysis.drawn)) == ("mmol/L", (), 1)
    assert [point.when.raw for point in analysis.points] == sorted(days)


def test_a_result_without_figures_is_of_no_series_when_its_code_has_several():
    results = (result(WORDLESS, "20260301"), result(quantity(5), "20260301"))
    found = series([report("20260301", *results, result(quantity(5, "g/L"), "20260301"))])
    assert len(found) == 3


def test_figures_without_a_unit_are_of_no_other_series():
    results = result(quantity(5), "20260301"), result(quantity(5, ""), "20260301")
    assert len(series([report("20260301", *results)])) == 2


def test_a_result_without_figures_leaves_the_curve_of_the_others():
    first = report("20260301", result(quantity(5), "20260301"), result(WORDLESS, "20260301"))
    (analysis,) = series([first, report("20260302", result(quantity(6), "20260302"))])
    assert ([point.number for point in analysis.drawn], len(analysis.points)) == ([5, 6], 3)
