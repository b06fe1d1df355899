"""Results of biology beside the row of text they point at: what the code lacks, the text says."""

import pytest

from dmptui.core.insight.biology_series import series
from dmptui.core.model.clinical import LabResult
from dmptui.screens.biology.rows import Filter, point_row, rows
from dmptui.widgets.rows import Row
from tests.core.documents.cda.entry_samples import anchor, document, entry, model, row, section
from tests.core.insight.test_biology import report

HEADS = ("Analyse", "Résultat", "Antériorité", "Valeurs de référence")
COLUMNS = "".join(f"<th>{each}</th>" for each in HEADS)


def lab(cell: str, usual: str, coded: str, ranges: str = "") -> LabResult:
    """A result whose row of text has these cells; ``coded`` is its value, none for a row of text alone."""
    line = row(anchor("c1", "Potassium"), cell, "", usual)
    text = f"<table><thead><tr>{COLUMNS}</tr></thead><tbody>{line}</tbody></table>"
    result = (
        f'<observation>{model("80")}<code code="2823-3" displayName="Potassium"><originalText>'
        f'<reference value="#c1"/></originalText></code>{coded}{ranges}</observation>'
    )
    models = '<templateId root="1.2.250.1.213.1.1.2.70"/>'
    inside = models + (entry(result) if coded else "")
    (found,) = document(section(inside, text, "18719-5")).lab_results
    return found


PLAIN = '<value xsi:type="PQ" value="5.6" unit="mmol/L"/>'
MISSING = '<value xsi:type="PQ" nullFlavor="NAV"/>'


@pytest.mark.parametrize(
    ("cell", "coded", "shown"),
    [
        ("Hémolysé", MISSING, "Hémolysé"),
        ("5,6 mmol/L", MISSING, "5,6 mmol/L"),
        ("", MISSING, "valeur temporairement indisponible"),
        ("-", MISSING, "valeur temporairement indisponible"),
        ('<content revised="delete">Hémolysé</content>', MISSING, "valeur temporairement indisponible"),
        ("5,6 mmol/L", PLAIN, "5,6 mmol/L"),
        ("Hémolysé", PLAIN, "5,6 mmol/L"),
    ],
)
def test_the_words_of_the_text_win_over_why_a_value_is_missing(cell, coded, shown):
    found = lab(cell, "", coded)
    assert (found.value.text, [each.text for each in found.values]) == (shown, [shown])


@pytest.mark.parametrize(
    ("usual", "shown"),
    [
        ("&lt; 1/80", ["< 1/80"]),
        ("Négatif", ["Négatif"]),
        ("3,5 - 5,0", ["3,5 - 5,0"]),
        ("H : 3 - 5 ; F : 2 - 4", ["3 - 5", "2 - 4"]),
        ("", []),
    ],
)
def test_the_references_of_the_text_are_those_of_a_result_that_codes_none(usual, shown):
    assert [each.value.text for each in lab("5,6 mmol/L", usual, PLAIN).ranges] == shown


def test_coded_references_come_first():
    coded = (
        "<referenceRange><observationRange><value xsi:type='IVL_PQ'><low value='1' unit='mmol/L'/>"
        "<high value='2' unit='mmol/L'/></value></observationRange></referenceRange>"
    )
    assert [each.value.text for each in lab("5,6", "&lt; 9", PLAIN, coded).ranges] == ["1 à 2 mmol/L"]


def test_a_row_of_text_has_its_reference_and_the_day_of_its_report_and_is_not_judged():
    found = lab("77 U/L", "&lt; 40", "")
    (analysis,) = series([report("20260302", found)])
    assert not found.source.coded
    assert point_row(analysis.last, "").cells[3] == "< 40"
    assert (analysis.last.when.short(), analysis.last.outside) == ("02/03/2026", None)


@pytest.mark.parametrize(
    ("cell", "current", "shown"),
    [
        (
            '<content revised="delete">5,6 mmol/L</content> 4,1 mmol/L',
            "4,1 mmol/L",
            "4,1 mmol/L ; 5,6 mmol/L barré dans le texte",
        ),
        (
            '4,1 mmol/L <content styleCode="Strikethrough">5,6 mmol/L</content>',
            "4,1 mmol/L",
            "4,1 mmol/L ; 5,6 mmol/L barré dans le texte",
        ),
        ('<content revised="delete">5,6 mmol/L</content>', "", "5,6 mmol/L barré dans le texte"),
    ],
)
def test_what_replaces_a_struck_value_is_shown_before_it(cell, current, shown):
    found = lab(cell, "3 - 5", PLAIN)
    analyses = series([report("20260302", found)])
    (line,) = rows(analyses, Filter(sort="name"))
    assert found.replaced_by == current
    assert isinstance(line, Row)
    assert line.cells[1][0] == shown
    assert (analyses[0].last.number, analyses[0].last.outside) == (None, None)
    assert point_row(analyses[0].last, "mmol/L").cells[1][0].startswith(current or "5,6, ")
