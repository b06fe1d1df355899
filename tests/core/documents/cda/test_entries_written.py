"""What the demonstration writes is read back, fact by fact, and never contradicts itself."""

from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents.cda.entries import entries
from dmptui.core.documents.text import clean_line
from dmptui.core.model.clinical import Entries, Period, ProblemKind, ReimbursementKind, Standing, When
from dmptui.core.writing.biology import Chapter, Earlier, Result, biology
from dmptui.core.writing.codes import ATC, CCAM, CIM10, CIP, CIP13, CIS, GHS, Code
from dmptui.core.writing.level3 import level3
from dmptui.core.writing.medical_summary import TOBACCO, MedicalSummary, RiskFactor, medical_summary
from dmptui.core.writing.prescription import prescription
from dmptui.core.writing.problems import Allergy, Problem, Procedure
from dmptui.core.writing.reimbursements import Care, Delivery, Reimbursements, Stay, reimbursements
from dmptui.core.writing.treatments import Treatment
from dmptui.core.writing.vaccination import Shot, vaccination_history, vaccination_note
from dmptui.core.writing.vital_signs import HEIGHT, WEIGHT, Measure, vital_signs
from tests.core.writing.written_samples import header_facts

AT = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)
DAY = date(2026, 4, 2)
LATER = date(2026, 5, 9)
SINCE = When("20260402")

words = st.text(min_size=1, max_size=30).map(lambda text: f"Un {text} fin")
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
numbers = st.decimals(0, 99_999, places=2)


def consistent(found: Entries) -> Entries:
    """The entries, once checked that each leads to its text and says the same."""
    for kind in fields(found):
        for fact in getattr(found, kind.name):
            if kind.name != "narratives":
                assert fact.source.narrative, kind.name
                assert not fact.source.contradictions, kind.name
    return found


def test_a_note_of_vaccination() -> None:
    shot = Shot(
        DAY, "REVAXIS", Code("J07CA01", "dTP", ATC), Code("60917345", "REVAXIS", CIS),
        Code("3400936466425", "REVAXIS", CIP), lot="X12", rank=3, reaction="Fièvre", comment="Bien toléré",
    )  # fmt: skip
    (dose,) = consistent(entries(vaccination_note(header_facts(), shot))).vaccinations
    product = dose.product
    assert (product.text, product.cis, product.cip) == ("REVAXIS", "60917345", "3400936466425")
    assert (product.atc, product.atc_label, product.lot) == ("J07CA01", "dTP", "X12")
    assert (dose.when, dose.rank, dose.kind.code) == (SINCE, 3, "INITIMMUNIZ")
    assert (dose.route.text, dose.reactions, dose.comment) == (
        "Voie intramusculaire",
        ("Fièvre",),
        "Bien toléré",
    )
    assert (dose.by.name, dose.standing) == ("Dr Claire ROUX", Standing.STATED)


@settings(max_examples=40)
@given(shots=st.lists(st.builds(Shot, days, words, rank=st.integers(1, 9) | st.none()), max_size=5))
def test_a_history_of_vaccinations(shots: list[Shot]) -> None:
    found = consistent(entries(vaccination_history(header_facts(), tuple(shots)))).vaccinations
    ordered = sorted(shots, key=lambda shot: shot.on, reverse=True)
    assert [(dose.when.first_day, dose.product.text, dose.rank) for dose in found] == [
        (shot.on, clean_line(shot.vaccine), shot.rank) for shot in ordered
    ]


@settings(max_examples=40)
@given(value=numbers, low=numbers | st.none(), high=numbers | st.none(), label=words, before=numbers)
def test_a_result(
    value: Decimal, low: Decimal | None, high: Decimal | None, label: str, before: Decimal
) -> None:
    earlier = Earlier(datetime(2025, 1, 5, tzinfo=UTC), before)
    result = Result(Code("22664-7", "Urée"), label, value, "mmol/L", low, high, (earlier,), "Colorimétrie")
    chapter = Chapter("Biochimie", Code("18719-5", "Biochimie"), (result,))
    (found,) = consistent(entries(biology(header_facts(), (chapter,), AT))).lab_results
    assert (found.code.code, found.label) == ("22664-7", clean_line(label))
    assert (found.value.number, found.value.unit) == (float(value), "mmol/L")
    assert (found.flag, found.method, found.chapters) == (result.flag, "Colorimétrie", ("Biochimie",))
    assert (found.when.first_day, [each.value.number for each in found.earlier]) == (DAY, [float(before)])
    if low is None and high is None:
        assert found.normal is None
    else:
        assert found.normal is not None
        bounds = found.normal.value
        assert (bounds.low, bounds.high) == (
            None if low is None else float(low),
            None if high is None else float(high),
        )


def summary() -> Entries:
    treatment = Treatment(
        "DOLIPRANE", "1 cp matin et soir", DAY, LATER, Code("N02BE01", "paracétamol", ATC),
        reason=Code("I10", "Hypertension", CIM10),
    )  # fmt: skip
    written = MedicalSummary(
        problems=(Problem(Code("I10", "Hypertension", CIM10), DAY),),
        past=(Problem(Code("J18", "Pneumonie", CIM10), DAY, LATER),),
        acts=(Procedure(Code("HHFA001", "Appendicectomie", CCAM), DAY),),
        allergies=(
            Allergy("Pollens", "Rhinite", DAY),
            Allergy("Amoxicilline", "", DAY, Code("J01CA04", "amoxicilline", ATC), active=False),
        ),
        risks=(RiskFactor(TOBACCO, "10 cigarettes par jour"),),
        treatments=(treatment,),
        watch=("Vit seule",),
    )
    return consistent(entries(medical_summary(header_facts(type_code="SYNTH"), written)))


def test_the_problems_and_acts_of_a_synthesis() -> None:
    found = summary()
    assert [(each.kind, each.code.text, each.status.text, each.period) for each in found.problems] == [
        (ProblemKind.ACTIVE, "Hypertension", "active", Period(SINCE)),
        (ProblemKind.HISTORY, "Pneumonie", "completed", Period(SINCE, When("20260509"))),
    ]
    (act,) = found.procedures
    assert (act.code.code, act.code.text, act.period.low) == ("HHFA001", "Appendicectomie", SINCE)
    assert act.standing is Standing.STATED


def test_the_allergies_of_a_synthesis() -> None:
    pollens, amoxicillin = summary().allergies
    assert (pollens.agent.text, pollens.reaction.text, pollens.status.code) == (
        "Pollens",
        "Rhinite",
        "active",
    )
    assert (amoxicillin.agent.code, amoxicillin.status.text) == ("J01CA04", "Inactif")
    assert pollens.kind.text == "allergie médicamenteuse"


def test_the_treatments_and_habits_of_a_synthesis() -> None:
    found = summary()
    (taken,) = found.treatments
    assert (taken.product.text, taken.product.atc) == ("DOLIPRANE", "N02BE01")
    assert (taken.posology, taken.period) == ("1 cp matin et soir", Period(SINCE, When("20260509")))
    assert (taken.route.text, [reason.code for reason in taken.reasons]) == ("Voie orale", ["I10"])
    (habit,) = found.lifestyle
    assert (habit.code.text, habit.value.text) == ("Consommation tabagique", "10 cigarettes par jour")
    (watch,) = found.narrative("30954-2")
    assert watch.lines == ("Vit seule",)


def test_an_empty_synthesis_has_its_sentences() -> None:
    found = entries(medical_summary(header_facts(type_code="SYNTH"), MedicalSummary()))
    assert not found.allergies
    (allergies,) = found.narrative("48765-2")
    assert allergies.lines == ("Aucune allergie connue.",)


@pytest.mark.parametrize("ald", [True, False])
def test_a_prescription(ald: bool) -> None:
    line = Treatment("DOLIPRANE 1 g", "1 cp par jour", DAY, LATER, renewals=2, long_term_illness=ald)
    found = consistent(entries(prescription(header_facts(), (line, line))))
    assert len(found.prescriptions) == 2
    prescribed = found.prescriptions[0]
    assert (prescribed.product.text, prescribed.posology) == ("DOLIPRANE 1 g", "1 cp par jour")
    assert (prescribed.period, prescribed.renewals) == (Period(SINCE, When("20260509")), 2)
    assert (prescribed.long_term_illness, prescribed.off_label) == (ald, False)
    assert not prescribed.steps


@settings(max_examples=40)
@given(height=numbers, weight=numbers)
def test_vital_signs(height: Decimal, weight: Decimal) -> None:
    facts = header_facts()
    measures = (Measure(HEIGHT, height, "cm"), Measure(WEIGHT, weight, "kg"))
    found = consistent(entries(level3(facts, (vital_signs(measures, AT, facts),)))).vital_signs
    assert [(sign.code.code, sign.value.number, sign.value.unit) for sign in found] == [
        (HEIGHT.code, float(height), "cm"),
        (WEIGHT.code, float(weight), "kg"),
    ]
    assert {sign.when.first_day for sign in found} == {DAY}


def test_reimbursements() -> None:
    known = Reimbursements(
        medicines=(Delivery(DAY, "DOLIPRANE", Code("3400935955838", "", CIP13), 2, "Roux", "Pharmacie"),),
        vaccinations=(Delivery(DAY, "REVAXIS", None, 1, "Roux", "Pharmacie"),),
        stays=(Stay(DAY, LATER, Code("1143", "Pneumonies, niveau 2", GHS), "Hôpital"),),
        care=(Care(DAY, Code("G", "Consultation"), "Dr Roux"),),
        imaging=(Care(DAY, Code("ZBQK002", "Radiographie du thorax", CCAM), "Dr Roux"),),
        biology=(Care(LATER, Code("1208", "TSH"), "Laboratoire"),),
    )
    found = consistent(entries(reimbursements(header_facts(), known)))
    assert not found.treatments
    assert not found.procedures
    assert [(each.kind, each.label, each.period.low.first_day) for each in found.reimbursements] == [
        (ReimbursementKind.MEDICINE, "DOLIPRANE", DAY),
        (ReimbursementKind.VACCINATION, "REVAXIS", DAY),
        (ReimbursementKind.STAY, "Pneumonies, niveau 2", DAY),
        (ReimbursementKind.CARE, "Consultation", DAY),
        (ReimbursementKind.IMAGING, "Radiographie du thorax", DAY),
        (ReimbursementKind.BIOLOGY, "TSH", LATER),
    ]
    medicine = found.reimbursements[0]
    assert (medicine.quantity.number, medicine.by.text, medicine.prescriber.text) == (2, "Pharmacie", "Roux")
