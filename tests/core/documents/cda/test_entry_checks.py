"""An entry against its line: the same, absent, or another thing; both are kept and the text is shown."""

import pytest

from dmptui.core.model.clinical import Agreement, Check, Fact, When
from tests.core.documents.cda.entry_samples import (
    anchor,
    concern,
    document,
    problem,
    quantity,
    row,
    section,
    table,
    vaccination,
    vital,
)


def check(checks: tuple[Check, ...], fact: Fact) -> Check | None:
    return next((each for each in checks if each.fact is fact), None)


@pytest.mark.parametrize(
    ("coded", "said", "agreement"),
    [
        ("20090928", "28/09/2009", Agreement.SAME),
        ("20090928", "28/9/09", Agreement.SAME),
        ("19750928", "28/9/75", Agreement.SAME),
        ("19400928", "28/9/40", Agreement.SAME),
        ("20090928", "le 28 septembre 2009", Agreement.SAME),
        ("20200801", "1er août 2020", Agreement.SAME),
        ("20090928", "2009-09-28", Agreement.SAME),
        ("200909281015+0200", "28/09/2009 à 10:15", Agreement.SAME),
        ("1975", "1975", Agreement.SAME),
        ("1975", "12/03/1975", Agreement.SAME),
        ("200909", "09/2009", Agreement.SAME),
        ("20090928", "sans date", Agreement.ABSENT),
        ("20090928", "99/99/2009", Agreement.ABSENT),
        ("20090928", "25/08/2009", Agreement.DIFFERS),
        ("1975", "12/03/1980", Agreement.DIFFERS),
    ],
)
def test_a_date(coded: str, said: str, agreement: Agreement) -> None:
    text = table(row(anchor("v1", "REVAXIS"), said))
    (dose,) = document(section(vaccination(when=f'value="{coded}"'), text)).vaccinations
    found = check(dose.source.checks, Fact.DATE)
    assert found is not None
    assert found.agreement is agreement


@pytest.mark.parametrize("coded", ["", "20092012", "x"])
def test_an_unknown_or_impossible_date_is_not_compared(coded: str) -> None:
    text = table(row(anchor("v1", "REVAXIS"), "25/08/2009"))
    (dose,) = document(section(vaccination(when=f'value="{coded}"'), text)).vaccinations
    assert check(dose.source.checks, Fact.DATE) is None


def test_a_contradiction_keeps_both_and_shows_the_text() -> None:
    text = table(row("25/08/2009", anchor("v1", "REVAXIS"), "A1"))
    (dose,) = document(section(vaccination(), text)).vaccinations
    (found,) = dose.source.contradictions
    assert (found.fact, found.narrative, found.coded) == (Fact.DATE, "25/08/2009", "28/09/2009")
    assert dose.when == When("20090928")
    assert dose.source.shown_date(dose.when) == When("20090825")
    assert dose.source.shown(Fact.DATE, dose.when.short()) == "25/08/2009"
    assert dose.source.shown(Fact.LOT, "A1") == "A1"


@pytest.mark.parametrize(
    ("value", "unit", "said", "agreement"),
    [
        ("60", "/min", "60 /min", Agreement.SAME),
        ("10.02", "mmol/L", "10,02 mmol/L", Agreement.SAME),
        ("10.02", "mmol/L", "10,0 mmol/L", Agreement.SAME),
        ("170", "cm", "1,70 m", Agreement.SAME),
        ("3.2", "kg", "3200 g", Agreement.SAME),
        ("5120", "/mL", "5 120 /mL", Agreement.SAME),
        ("170", "cm", "1,70", Agreement.DIFFERS),
        ("0.5", "mg", "5 mg", Agreement.DIFFERS),
        ("95", "%", "60 /min", Agreement.DIFFERS),
        ("10.02", "mmol/L", "10 mmol/L", Agreement.DIFFERS),
        ("4.1", "mmol/L", "4,1 g/L", Agreement.DIFFERS),
        ("4.1", "mmol/L", "4,1 µmol/L", Agreement.DIFFERS),
        ("4.1", "mmol/L", "4100 µmol/L", Agreement.SAME),
        ("4.1", "mmol/L", "4,1", Agreement.SAME),
        ("4.1", "mmol/L", "4,1 mmol/L soit 0,16 g/L", Agreement.SAME),
        ("4.1", "mmol/L", "4,1 unités", Agreement.SAME),
        ("7.2", "10*9/L", "7,2 G/L", Agreement.SAME),
        ("7.2", "10*9/L", "7200 /mm3", Agreement.SAME),
        ("7.2", "10*9/L", "7,2 T/L", Agreement.DIFFERS),
        ("12.3", "m[IU]/L", "12,3 µUI/mL", Agreement.SAME),
        ("60", "/min", "normal", Agreement.ABSENT),
        ("60", "/min", "le 12/03/2024", Agreement.ABSENT),
    ],
)
def test_a_value(value: str, unit: str, said: str, agreement: Agreement) -> None:
    text = table(row(anchor("c1", "Mesure B12"), said))
    (sign,) = document(section(vital(quantity(value, unit)), text)).vital_signs
    found = check(sign.source.checks, Fact.VALUE)
    assert found is not None
    assert (found.agreement, found.narrative) == (agreement, said if agreement is Agreement.DIFFERS else "")


@pytest.mark.parametrize(
    ("attributes", "answer", "agreement"),
    [
        ("", "Oui", Agreement.SAME),
        ("", "Non", Agreement.DIFFERS),
        ('negationInd="true"', "non", Agreement.SAME),
        ('negationInd="true"', "OUI", Agreement.DIFFERS),
    ],
)
def test_the_answer_of_a_certificate(attributes: str, answer: str, agreement: Agreement) -> None:
    text = table(row("Prématurité", anchor("p1", answer)))
    entry = concern(problem('code="x" displayName="Prématurité"', attributes=attributes))
    (found,) = document(section(entry, text)).problems
    said = check(found.source.checks, Fact.ANSWER)
    assert said is not None
    assert said.agreement is agreement


def test_another_wording_is_not_a_contradiction() -> None:
    text = table(row(anchor("p1", "HTA")))
    (found,) = document(section(concern(problem('code="I10" displayName="Hypertension"')), text)).problems
    assert not found.source.contradictions


def test_a_whole_table_is_not_compared() -> None:
    text = f'<table ID="v1"><tbody>{row("25/08/2009")}{row("26/08/2009")}</tbody></table>'
    (dose,) = document(section(vaccination(), text)).vaccinations
    assert dose.source.reference == "v1"
    assert dose.source.checks == ()


@pytest.mark.parametrize(
    ("label", "said", "contradicts"),
    [
        ("Amoxicilline", "Pas d'allergie à l'amoxicilline", True),
        ("Amoxicilline", "Aucune allergie à l’amoxicilline", True),
        ("Asthme", "Asthme : non", True),
        ("Asthme", "Asthme (absent)", True),
        ("Asthme", "asthme, infirmé", True),
        ("Absence de rate", "Absence de rate", False),
        ("Lymphome non hodgkinien", "Lymphome non hodgkinien", False),
        ("Diabète de type 2, sans complication", "Diabète de type 2, sans complication", False),
        ("Hypertension", "Hypertension non équilibrée", False),
        ("Hypertension", "Non observant ; traitement arrêté", False),
        ("Hypertension", "Non substituable : hypertension", False),
        ("Diabète", "Non diabétique", False),
    ],
)
def test_a_text_that_denies_a_problem(label: str, said: str, *, contradicts: bool) -> None:
    entry = concern(problem(f'code="x" displayName="{label}"'))
    (found,) = document(section(entry, table(row(anchor("p1", said))))).problems
    assert [each.narrative for each in found.source.contradictions] == [said] * contradicts
    assert found.source.shown(Fact.LABEL, label) == (said if contradicts else label)


@pytest.mark.parametrize(
    ("said", "contradicts"),
    [
        ("Annulé", True),
        ("saisi par erreur le 12/03/2024", True),
        ("vaccin refusé", True),
        ("refus de la patiente", True),
        ("Non fait", True),
        ("à faire", True),
        ("à prévoir en 2029", False),
        ("bien toléré", False),
        ("rappel fait", False),
        ("non refusé", False),
    ],
)
def test_a_text_that_takes_back_a_dose(said: str, *, contradicts: bool) -> None:
    text = table(row("28/09/2009", anchor("v1", "REVAXIS"), said))
    (dose,) = document(section(vaccination(), text)).vaccinations
    assert [each.narrative for each in dose.source.contradictions] == [said] * contradicts


def test_a_refusal_is_not_of_an_allergy() -> None:
    """« Contre-indiqué » is said of the agent: whoever is allergic to it still is."""
    for said in ("contre-indiquée", "refusé", "à ne pas faire"):
        text = f"<list><item>Amoxicilline ({said})</item></list>"
        (found,) = document(section("", text, "48765-2")).allergies
        assert found.standing.counts
        assert not found.standing.is_denial


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("HTA", "HTA"),
        ("Insuffisance aortique", "Insuffisance aortique"),
        ("hypertension", ""),
        ("oui", ""),
        ("12/03/2024", ""),
    ],
)
def test_other_words_of_the_text_are_kept(said: str, other: str) -> None:
    entry = concern(problem('code="I10" displayName="Hypertension essentielle"'))
    (found,) = document(section(entry, table(row(anchor("p1", said))))).problems
    assert found.source.other_words == other


def test_the_substance_of_a_product_is_one_of_its_names() -> None:
    (dose,) = document(
        section(vaccination(name="ZYGLOTINE"), table(row(anchor("v1", "Zyglotine"))))
    ).vaccinations
    assert dose.source.other_words == ""
