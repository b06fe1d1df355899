"""Reference ranges of results: which are read, for whom, which judges. The patient is a woman of 74."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.documents.cda.entries import entries
from dmptui.core.documents.cda.entries.ranges import range_in_words
from dmptui.core.insight.biology import Deviation
from dmptui.core.insight.biology_series import series
from dmptui.core.model.clinical import LabResult
from tests.core.documents.cda.entry_samples import entry, model, quantity, section
from tests.core.documents.cda_samples import HEADER, structured
from tests.core.insight.test_biology import report

UREA = quantity("9.1", "mmol/L")
WOMEN, MEN = ("Femmes", "2", "7"), ("Hommes :", "3", "12")


def result(value: str, *ranges: str, header: str = HEADER, flag: str = "") -> LabResult:
    made = (
        f'<observation>{model("80")}<code code="1-1" displayName="Urée"/><effectiveTime value="20260302"/>'
        f"{value}{flag}{''.join(ranges)}</observation>"
    )
    (found,) = entries(structured(section(entry(made)), header=header)).lab_results
    return found


def between(low: str = "", high: str = "", unit: str = "mmol/L") -> str:
    bounds = [f'<{name} {each} unit="{unit}"/>' for name, each in (("low", low), ("high", high)) if each]
    return f'<value xsi:type="IVL_PQ">{"".join(bounds)}</value>'


def plain(low: str, high: str) -> str:
    return between(f'value="{low}"' if low else "", f'value="{high}"' if high else "")


def range_(inside: str, text: str = "", meaning: str = "N") -> str:
    words = f"<text>{text}</text>" if text else ""
    code = f'<interpretationCode code="{meaning}"/>' if meaning else ""
    return f"<referenceRange><observationRange>{words}{inside}{code}</observationRange></referenceRange>"


def for_(whom: str, low: str, high: str) -> str:
    return range_(plain(low, high), whom)


def judged(found: LabResult) -> Deviation | None:
    (analysis,) = series([report("20260302", found)])
    return analysis.last.outside


def criterion(value: str) -> str:
    return (
        '<p:precondition xmlns:p="urn:oid:1.3.6.1.4.1.19376.1.3.2" typeCode="PRCN"><p:criterion>'
        f"{value}</p:criterion></p:precondition>"
    )


SEX = '<value xsi:type="CD" code="{}" codeSystem="2.16.840.1.113883.5.1"/>'
AGE = '<value xsi:type="IVL_PQ"><low value="{}" unit="a"/><high value="{}" unit="a"/></value>'


@pytest.mark.parametrize(
    ("ranges", "normal", "side"),
    [
        pytest.param([range_(plain("3", "8"))], "3 à 8 mmol/L", Deviation.HIGH, id="one for all"),
        pytest.param([for_(*WOMEN), for_(*MEN)], "2 à 7 mmol/L", Deviation.HIGH, id="by sex"),
        pytest.param([for_(*MEN), for_(*WOMEN)], "2 à 7 mmol/L", Deviation.HIGH, id="by sex, men first"),
        pytest.param([for_(*MEN)], "", None, id="of men only"),
        pytest.param([for_("Enfants", "1", "2"), for_("Adultes", "3", "8")], "3 à 8 mmol/L", Deviation.HIGH),
        pytest.param(
            [for_("2 à 12 ans", "1", "2"), for_("> 12 ans", "3", "8")], "3 à 8 mmol/L", Deviation.HIGH
        ),
        pytest.param([for_("Femmes", "2", "7"), for_("Femme enceinte", "1", "5")], "", None, id="pregnant?"),
        pytest.param([for_("à jeun", "2", "7")], "", None, id="a condition nobody can tell"),
        pytest.param([range_(plain("2", "7")), range_(plain("3", "12"))], "", None, id="two for all"),
        pytest.param([range_(plain("2", "7")), range_(plain("2", "7"))], "2 à 7 mmol/L", Deviation.HIGH),
        pytest.param([range_(plain("2", "7"), meaning="H")], "", None, id="not a normal one"),
        pytest.param(
            [range_(plain("2", "7"), "2 - 7 mmol/L")], "2 à 7 mmol/L", Deviation.HIGH, id="said again"
        ),
        pytest.param([range_(plain("2", "7"), "3 - 12")], "", None, id="said otherwise"),
        pytest.param([range_("", "2,5 à 7,5 mmol/L")], "2,5 à 7,5 mmol/L", Deviation.HIGH, id="in words"),
        pytest.param([range_("", "Femmes : 2,5 - 7,5")], "2,5 - 7,5", Deviation.HIGH, id="in words, women"),
        pytest.param([range_("", "Hommes : 2,5 - 7,5")], "", None, id="in words, men"),
        pytest.param([range_("", "F 2-7 / H 3-12")], "F 2-7 / H 3-12", None, id="both in one text"),
        pytest.param([range_("", "Absence")], "Absence", None, id="a word"),
        pytest.param([range_("", "≥ 1 500")], "≥ 1 500", Deviation.LOW, id="thousands"),
        pytest.param([range_("", "&lt; 5 mg/L")], "< 5 mg/L", None, id="a unit of another kind"),
        pytest.param([range_("", "&lt; 9100 µmol/L")], "< 9100 µmol/L", Deviation.HIGH, id="another unit"),
        pytest.param([range_(plain("", "9.1"))], "< 9,1 mmol/L", None, id="the bound counts"),
        pytest.param(
            [range_(between(high='value="9.1" inclusive="false"'))],
            "< 9,1 mmol/L",
            Deviation.HIGH,
            id="or not",
        ),
        pytest.param(
            [range_(between('value="2" inclusive="false"', 'value="9.1"'))], "> 2 et ≤ 9,1 mmol/L", None
        ),
        pytest.param([range_(between('nullFlavor="NINF"', 'value="2"'))], "< 2 mmol/L", Deviation.HIGH),
        pytest.param([range_(between('value="75"', 'nullFlavor="PINF"'))], "> 75 mmol/L", Deviation.LOW),
        pytest.param([range_(between('value="abc"', 'value="8"'))], "abc à 8 mmol/L", None, id="no number"),
        pytest.param([range_(plain("8", "3"))], "8 à 3 mmol/L", None, id="reversed"),
        pytest.param([range_('<value xsi:type="PQ" nullFlavor="NA"/>', "2 - 7")], "2 - 7", Deviation.HIGH),
        pytest.param(
            [
                range_(plain("2", "7") + criterion(SEX.format("F"))),
                range_(plain("3", "12") + criterion(SEX.format("M"))),
            ],
            "2 à 7 mmol/L",
            Deviation.HIGH,
            id="coded sex",
        ),
        pytest.param(
            [
                range_(plain("1", "2") + criterion(AGE.format(2, 12))),
                range_(plain("3", "12") + criterion(AGE.format(18, 99))),
            ],
            "3 à 12 mmol/L",
            None,
            id="coded age",
        ),
        pytest.param(
            [range_(plain("2", "7") + criterion("<value/>"))], "", None, id="a criterion of nothing"
        ),
    ],
)
def test_which_range_judges(ranges, normal, side):
    found = result(UREA, *ranges)
    assert (found.normal.value.text if found.normal else "") == normal
    assert judged(found) is side
    assert len(found.ranges) == len(ranges)


def test_whom_a_range_is_for_is_said():
    found = result(UREA, for_(*MEN), range_(plain("2", "7") + criterion(SEX.format("F") + "")))
    assert [(each.condition, each.applies.value) for each in found.ranges] == [
        ("Hommes :", "no"),
        ("femme", "yes"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("", id="nobody"),
        pytest.param(HEADER + HEADER, id="two persons"),
        pytest.param(HEADER.replace('code="F"', 'nullFlavor="UNK"'), id="no sex"),
        pytest.param(HEADER.replace('Code code="F"', 'Code code="UN"'), id="another sex"),
    ],
)
def test_nobody_is_judged_by_the_range_of_somebody(header):
    found = result(UREA, for_(*WOMEN), for_(*MEN), header=header)
    assert (found.normal, judged(found), len(found.references)) == (None, None, 2)


@pytest.mark.parametrize(
    ("flags", "side", "flag"),
    [
        ('<interpretationCode code="N"/>', None, "N"),
        ('<interpretationCode code="L"/>', Deviation.LOW, "L"),
        ('<interpretationCode nullFlavor="UNK"/>', Deviation.HIGH, ""),
        ('<interpretationCode nullFlavor="UNK"/><interpretationCode code="N"/>', None, "N"),
        ("", Deviation.HIGH, ""),
    ],
)
def test_the_laboratory_judges_first(flags, side, flag):
    found = result(UREA, range_(plain("2", "7")), flag=flags)
    assert (judged(found), found.flag) == (side, flag)


@pytest.mark.parametrize(
    ("value", "text", "side"),
    [
        (between(high='value="0.5"'), "< 0,5 mmol/L", None),
        (between(high='value="0.5" inclusive="true"'), "≤ 0,5 mmol/L", None),
        (between(high='value="0.1"'), "< 0,1 mmol/L", Deviation.LOW),
        (between('value="10000"'), "> 10000 mmol/L", Deviation.HIGH),
        (plain("0.3", "0.4"), "0,3 à 0,4 mmol/L", None),
        ('<value xsi:type="ST">1/160</value>', "1/160", None),
        ('<value xsi:type="ST">1:80</value>', "1:80", None),
        ('<value xsi:type="ST">&gt;= 1 500 mmol/L</value>', ">= 1 500 mmol/L", Deviation.HIGH),
        ('<value xsi:type="ST">≥ 1 500 mmol/L</value>', "≥ 1 500 mmol/L", Deviation.HIGH),
        ('<value xsi:type="ST">supérieur à 200 mmol/L</value>', "supérieur à 200 mmol/L", Deviation.HIGH),
        ('<value xsi:type="ST">&lt; 0,1 mmol/L</value>', "< 0,1 mmol/L", Deviation.LOW),
        ('<value xsi:type="ST">&lt; 0,5 mmol/L</value>', "< 0,5 mmol/L", None),
        ('<value xsi:type="ST">&gt; 3 g/L</value>', "> 3 g/L", None),
        ('<value xsi:type="ST">Positif : &gt; 3 mmol/L</value>', "Positif : > 3 mmol/L", None),
        ('<value xsi:type="ST">&lt; 1/80</value>', "< 1/80", None),
        ('<value xsi:type="ST">12 x 3</value>', "12 x 3", None),
        ('<value xsi:type="PQ" value="12 x 3" unit="mmol/L"/>', "12 x 3 mmol/L", None),
        (
            '<value xsi:type="RTO_PQ_PQ"><numerator value="1"/><denominator value="320"/></value>',
            "1/320",
            None,
        ),
        ('<value xsi:type="CD" code="1" displayName="Négatif"/>', "Négatif", None),
        (
            '<value xsi:type="IVL_PQ"><low value="2" unit="mg"/><high value="4" unit="g"/></value>',
            "2 mg à 4 g",
            None,
        ),
    ],
)
def test_what_is_no_number_is_kept_as_written_never_drawn_and_judged_when_certain(value, text, side):
    found = result(value, range_(plain("0.2", "1")))
    (analysis,) = series([report("20260302", found)])
    assert (found.value.text, judged(found), analysis.last.number, analysis.drawn) == (text, side, None, ())


@pytest.mark.parametrize(
    ("written", "number"), [("1 500", 1500), ("1\u202f500,5", 1500.5), ("7,9", 7.9), ("1,234,567", None)]
)
def test_figures_of_software_that_writes_french(written, number):
    assert result(quantity(written, "mmol/L")).value.number == number


@pytest.mark.parametrize(
    ("words", "low", "high", "whom"),
    [
        ("2,5 à 7,5 mmol/L", 2.5, 7.5, ""),
        ("2.5 - 3.5", 2.5, 3.5, ""),
        ("4 000 – 10 000 /mm3", 4000, 10000, ""),
        ("-2 à +2 mmol/L", -2, 2, ""),
        ("< 5", None, 5, ""),
        ("Inférieur à 5 mg/L", None, 5, ""),
        (">= 1\u202f500", 1500, None, ""),
        ("Hommes : 13 - 17 g/dL", 13, 17, "Hommes"),
        ("Enfants de 2 à 12 ans : < 5 mg/L", None, 5, "Enfants de 2 à 12 ans"),
        ("jusqu'à 40", None, 40, ""),
        ("Jusqu\u2019à 40 U/L", None, 40, ""),
        ("INFERIEUR A 40", None, 40, ""),
        ("supérieure ou égale à 40", 40, None, ""),
        ("> ou = 5", 5, None, ""),
        ("<ou= 5", None, 5, ""),
        ("entre 3,5 et 5,1", 3.5, 5.1, ""),
        ("Hommes : entre 3,5 et 5,1 mmol/L", 3.5, 5.1, "Hommes"),
        ("N < 5", None, 5, ""),
        ("VN 3 - 5", 3, 5, ""),
    ],
)
def test_ranges_in_words(words, low, high, whom):
    found = range_in_words(words)
    assert found is not None
    value, said = found
    assert (value.low, value.high, said) == (low, high, whom)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Négatif",
        "2 à 12 ans",
        "Négatif si < 1/80",
        "Négatif si < 5",
        "Objectif < 5 si haut risque",
        "3 et 5",
        "Hommes : 13 - 17 ; Femmes : 12 - 16",
        "< 1/80",
        "1:80 - 160 x",
        "F 45-84 / H 59-104",
        "5",
        "12 x 3",
    ],
)
def test_words_that_are_no_range(words):
    assert range_in_words(words) is None


@pytest.mark.parametrize(
    ("sign", "comparator"),
    [
        ("<", "<"), ("inférieur à", "<"), ("≤", "≤"), ("<=", "≤"), ("=<", "≤"), ("< ou =", "≤"),
        ("inférieur ou égal à", "≤"), ("jusqu\u2019à", "≤"), (">", ">"), ("supérieur à", ">"), ("≥", "≥"),
        (">=", "≥"), ("=>", "≥"), ("> ou =", "≥"), ("supérieur ou égal à", "≥"),
    ],
)  # fmt: skip
def test_each_sign_is_one_comparator(sign, comparator):
    found = range_in_words(f"{sign} 5")
    assert found is not None
    assert found[0].comparator == comparator
    assert (found[0].low is None, found[0].high is None) == (comparator in "<≤", comparator in ">≥")
    assert (found[0].low_open or found[0].high_open) == (comparator in "<>")


@pytest.mark.parametrize(
    ("words", "ranges"),
    [
        ("Homme : 13 - 17 ; Femme : 12 - 16", [("13 - 17", "Homme", "no"), ("12 - 16", "Femme", "yes")]),
        ("H : &lt; 50 F : &lt; 40", [("< 50", "H", "no"), ("< 40", "F", "yes")]),
        ("Enfant : 3-5 / Adulte : 6-7", [("3-5", "Enfant", "no"), ("6-7", "Adulte", "yes")]),
        (
            "Homme : 3 - 5 g/L; Femme : 2 - 4 g/L",
            [("3 - 5 g/L", "Homme", "no"), ("2 - 4 g/L", "Femme", "yes")],
        ),
        ("Homme : 3 - 5 ; Absence", [("Homme : 3 - 5 ; Absence", "", "yes")]),
    ],
)
def test_the_ranges_of_several_in_one_text(words, ranges):
    found = result(UREA, range_("", words))
    assert [(each.value.text, each.condition, each.applies.value) for each in found.ranges] == ranges


conditions = st.sampled_from(
    ["", "Hommes", "Femmes", "Femme enceinte", "Adultes", "Enfants", "> 80 ans", "à jeun"]
)


@given(st.lists(st.tuples(conditions, st.integers(1, 5), st.integers(6, 12)), max_size=4))
def test_only_a_range_that_is_surely_the_only_one_judges(made):
    found = result(quantity("20", "mmol/L"), *(for_(whom, str(low), str(high)) for whom, low, high in made))
    kept = [each for each in found.ranges if each.applies.value != "no"]
    unique = len({each.value.text for each in kept}) == 1 and all(
        each.applies.value == "yes" for each in kept
    )
    assert (judged(found) is Deviation.HIGH) == unique


@given(st.text(max_size=250))
def test_any_words_are_a_range_or_none(words):
    found = range_in_words(words)
    assert found is None or found[0].text in words
